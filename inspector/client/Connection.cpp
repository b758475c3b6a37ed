#include "inspector/client/Connection.h"

#include "inspector/transport/Transport.h"

#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace loopscope {

Connection::Connection(std::unique_ptr<Transport> transport, QObject* parent)
    : QObject(parent), m_transport(std::move(transport)), m_root(new Session(*this, nullptr))
{
    connect(m_transport.get(), &Transport::received, this, [this](const QByteArray& message) { receive(message, *m_root); });
    connect(m_transport.get(), &Transport::ended, this, [this](const QString& why) {
        end(*m_root, why);
        emit ended(why);
    });
}

Connection::~Connection()
{
    m_transport->disconnect(this);
    end(*m_root, tr("The connection was closed."));
}

void Connection::close() { m_transport->close(); }

void Connection::call(Session& session, const QString& method, const QJsonObject& params, Session::Callback done, int limit)
{
    const qint64 id = ++m_last;
    m_pending.insert(id, {&session, method, std::move(done)});
    const bool isSent = !session.m_isOver && send(session, {{"id", id}, {"method", method}, {"params", params}});
    if (!isSent) QMetaObject::invokeMethod(this, [this, id] { fail(id, tr("The program is gone.")); }, Qt::QueuedConnection);
    else if (limit > 0) QTimer::singleShot(limit, this, [this, id, limit] { fail(id, tr("There was no answer within %1 ms.").arg(limit)); });
}

bool Connection::send(Session& session, const QJsonObject& message)
{
    const QByteArray text = QJsonDocument(message).toJson(QJsonDocument::Compact);
    if (!session.m_parent) return m_transport->send(text);
    return send(*session.m_parent,
        {{"id", ++m_last}, {"method", "NodeWorker.sendMessageToWorker"}, {"params", QJsonObject{{"sessionId", session.m_id}, {"message", QString::fromUtf8(text)}}}});
}

void Connection::receive(const QByteArray& text, Session& session)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject()) return emit protocolFault(tr("The program's inspector said something that is no message (%1).").arg(error.errorString()));
    const QJsonObject message = document.object();
    if (message.contains("id")) answer(message["id"].toInteger(), message);
    else hear(session, message["method"].toString(), message["params"].toObject());
}

void Connection::answer(qint64 id, const QJsonObject& message)
{
    const auto own = m_pending.constFind(id);
    if (own == m_pending.cend()) {
        // Of what was told to a worker, or too late for its limit.
        if (id < 1 || id > m_last) emit protocolFault(tr("The program's inspector answered a call that was never made."));
        return;
    }
    const Pending pending = m_pending.take(id);
    if (!pending.done) return;
    Reply reply{message["result"].toObject(), {}};
    if (message.contains("error")) {
        const QJsonObject error = message["error"].toObject();
        reply.error = ProtocolError{error["code"].toInt(), error["message"].toString(), error["data"].toString(), pending.method};
    }
    pending.done(reply);
}

void Connection::fail(qint64 id, const QString& why)
{
    const auto own = m_pending.constFind(id);
    if (own == m_pending.cend()) return;
    const Pending pending = m_pending.take(id);
    if (pending.done) pending.done({{}, ProtocolError{0, why, {}, pending.method}});
}

void Connection::hear(Session& session, const QString& method, const QJsonObject& params)
{
    if (method == QLatin1String("NodeWorker.attachedToWorker")) return attachWorker(session, params);
    if (method == QLatin1String("NodeWorker.receivedMessageFromWorker")) {
        if (Session* child = worker(session, params["sessionId"].toString())) receive(params["message"].toString().toUtf8(), *child);
        return;
    }
    if (method == QLatin1String("NodeWorker.detachedFromWorker")) {
        if (Session* child = worker(session, params["sessionId"].toString())) end(*child, tr("The worker is gone."));
        return;
    }
    emit session.event(method, params);
}

void Connection::attachWorker(Session& parent, const QJsonObject& params)
{
    auto* child = new Session(*this, &parent);
    const QJsonObject info = params["workerInfo"].toObject();
    child->m_id = params["sessionId"].toString();
    child->m_title = info["title"].toString();
    child->m_url = info["url"].toString();
    parent.m_children.push_back(child);
    emit parent.childAttached(child);
}

Session* Connection::worker(Session& parent, const QString& id) const
{
    const auto own = std::ranges::find(parent.m_children, id, &Session::m_id);
    return own == parent.m_children.end() ? nullptr : *own;
}

/// What was asked is answered, with why not; then those who listen are told.
void Connection::end(Session& session, const QString& why)
{
    if (std::exchange(session.m_isOver, true)) return;
    while (!session.m_children.empty()) end(*session.m_children.back(), why);
    QList<qint64> ids;
    for (auto it = m_pending.cbegin(); it != m_pending.cend(); ++it)
        if (it->session == &session) ids << it.key();
    std::ranges::sort(ids);
    for (const qint64 id : ids) fail(id, why);
    emit session.ended(why);
    if (!session.m_parent) return;
    std::erase(session.m_parent->m_children, &session);
    session.deleteLater();
}

} // namespace loopscope
