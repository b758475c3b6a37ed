#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>

namespace loopscope {

/// Has a node of another process open its inspector (SIGUSR1), and finds out where it listens.
///
/// Thread: the GUI's. Deleting it takes the question back.
class InspectorOfProcess : public QObject
{
    Q_OBJECT
public:
    explicit InspectorOfProcess(qint64 pid, QObject* parent = nullptr);

signals:
    void found(const QString& place); ///< "127.0.0.1:9229"
    void failed(const QString& sentence);

private:
    void look();
    void tryPorts(QList<quint16> ports, std::function<void()> otherwise);

    const qint64 m_pid;
    QSet<quint16> m_before; ///< ports that it listened at when it was asked
    QTimer m_timer;
    int m_looks = 0;
};

/// The TCP ports that a process listens at, of IPv4 and IPv6, as /proc tells.
QSet<quint16> listeningPorts(qint64 pid);

} // namespace loopscope
