#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace loopscope {

class Connection;

/// Why a call of the protocol's failed. A value.
struct ProtocolError {
    int code = 0;      ///< the protocol's; 0 if the call was never answered
    QString message;
    QString data;
    QString method;    ///< that was called
};

/// The answer to a call. A value.
struct Reply {
    QJsonObject result;
    std::optional<ProtocolError> error;
};

/// The talk with one target: the main thread of a program, or a worker of it. Every call is answered exactly once, with an
/// error when the target ends before; never inside the call itself.
///
/// Thread: the GUI's. Owned by the connection.
class Session : public QObject
{
    Q_OBJECT
public:
    using Callback = std::function<void(const Reply&)>;

    /// `limit`: ms after which it is answered with an error; 0: none.
    void call(const QString& method, const QJsonObject& params = {}, Callback done = {}, int limit = 0);

    Session* parentSession() const { return m_parent; }
    const std::vector<Session*>& children() const { return m_children; }
    const QString& id() const { return m_id; } ///< of a worker's, as the protocol names it; "" of the main thread's
    const QString& title() const { return m_title; }
    const QString& url() const { return m_url; }
    bool isOver() const { return m_isOver; }

signals:
    void event(const QString& method, const QJsonObject& params);
    void childAttached(loopscope::Session* child);
    void ended(const QString& why);

private:
    friend class Connection;
    Session(Connection& connection, Session* parent);

    Connection& m_connection;
    Session* m_parent;
    std::vector<Session*> m_children;
    QString m_id, m_title, m_url;
    bool m_isOver = false;
};

} // namespace loopscope
