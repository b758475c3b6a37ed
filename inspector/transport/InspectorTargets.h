#pragma once

#include <QObject>
#include <QString>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <vector>

namespace loopscope {

/// A program that can be attached to. A value.
struct InspectorTarget {
    QString title;
    QString file; ///< URL of its main script
    QUrl address; ///< of its WebSocket
};

/// Asks the inspector at a host and port what can be attached to there: one question, one answer, by HTTP (`/json/list`).
///
/// Thread: the GUI's. Deleting it takes the question back.
class InspectorTargets : public QObject
{
    Q_OBJECT
public:
    InspectorTargets(const QString& host, quint16 port, QObject* parent = nullptr);

signals:
    void found(const std::vector<loopscope::InspectorTarget>& targets);
    void failed(const QString& sentence);

private:
    void read();
    void fail(const QString& sentence);

    const QString m_place;
    QTcpSocket m_socket;
    QTimer m_patience;
    QByteArray m_answer;
    bool m_isOver = false;
};

/// "9229", "host:9229", "ws://host:9229/id": the host and the port; port 0 for what is none of these.
std::pair<QString, quint16> placeFromText(const QString& text);

} // namespace loopscope
