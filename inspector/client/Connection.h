#pragma once

#include "inspector/client/Session.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace loopscope {

class Transport;

/// One transport, and the sessions that it carries: that of the main thread, and one for each worker (domain NodeWorker).
///
/// Thread: the GUI's. Lifetime: its owner's; owns the transport and the sessions. A session is gone after its ended().
class Connection : public QObject
{
    Q_OBJECT
public:
    explicit Connection(std::unique_ptr<Transport> transport, QObject* parent = nullptr);
    ~Connection() override;

    Session& root() const { return *m_root; }
    Transport& transport() const { return *m_transport; }
    void close();

signals:
    /// The target said what is not of the protocol. It is left out.
    void protocolFault(const QString& sentence);
    void ended(const QString& why);

private:
    friend class Session;
    struct Pending {
        Session* session;
        QString method;
        Session::Callback done;
    };
    void call(Session& session, const QString& method, const QJsonObject& params, Session::Callback done, int limit);
    bool send(Session& session, const QJsonObject& message);
    void receive(const QByteArray& message, Session& session);
    void answer(qint64 id, const QJsonObject& message);
    void fail(qint64 id, const QString& why);
    void hear(Session& session, const QString& method, const QJsonObject& params);
    void attachWorker(Session& parent, const QJsonObject& params);
    Session* worker(Session& parent, const QString& id) const;
    void end(Session& session, const QString& why);

    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Session> m_root;
    QHash<qint64, Pending> m_pending;
    qint64 m_last = 0;
};

} // namespace loopscope
