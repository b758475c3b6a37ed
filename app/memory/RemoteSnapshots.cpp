#include "app/memory/RemoteSnapshots.h"

#include "inspector/client/Connection.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("RemoteSnapshots", text); }

/// One snapshot, from the call to its answer; then it deletes itself. The protocol cannot call it off: what is no longer wanted is not listened to.
class Taking : public QObject
{
public:
    Taking(Session& session, const QString& path, std::shared_ptr<HeapSnapshotFollower> follower) : m_session(&session), m_file(path), m_follower(std::move(follower))
    {
        connect(&session, &Session::event, this, &Taking::hear);
        connect(&session, &QObject::destroyed, this, [this] { end(tr("The connection ended before the snapshot was taken.")); });
        if (!m_file.open(QIODevice::WriteOnly)) end(tr("%1: %2.").arg(path, m_file.errorString()));
        else if (!m_follower->progressed(0)) end(tr("The snapshot was cancelled."));
        else ask(session);
    }

private:
    void ask(Session& session)
    {
        const QPointer<Taking> self(this);
        session.call(QStringLiteral("HeapProfiler.enable"));
        session.call(QStringLiteral("HeapProfiler.takeHeapSnapshot"), {{"reportProgress", true}}, [self](const Reply& reply) {
            if (self) self->finish(reply);
        });
    }

    void hear(const QString& method, const QJsonObject& params)
    {
        bool isWanted = true;
        if (method == QLatin1String("HeapProfiler.reportHeapSnapshotProgress")) {
            const double total = params["total"].toDouble();
            isWanted = m_follower->progressed(total > 0 ? std::min(1.0, params["done"].toDouble() / total) : 0);
        } else if (method == QLatin1String("HeapProfiler.addHeapSnapshotChunk")) {
            const QByteArray text = params["chunk"].toString().toUtf8();
            m_file.write(text); // what goes wrong is told by commit()
            isWanted = m_follower->wrote({text.constData(), static_cast<std::size_t>(text.size())});
        }
        if (!isWanted) end(tr("The snapshot was cancelled."));
    }

    void finish(const Reply& reply)
    {
        if (reply.error) return end(tr("The program took no snapshot: %1.").arg(reply.error->message));
        m_follower->wroteAll();
        end(m_file.commit() ? QString() : tr("%1: %2.").arg(m_file.fileName(), m_file.errorString()));
    }

    void end(const QString& problem)
    {
        if (const auto follower = std::exchange(m_follower, nullptr)) follower->ended(problem.toStdString());
        disconnect();
        if (m_session) m_session->disconnect(this);
        m_session = nullptr;
        deleteLater();
    }

    QPointer<Session> m_session;
    QSaveFile m_file;
    std::shared_ptr<HeapSnapshotFollower> m_follower;
};

void addWorkers(const Session& session, std::vector<RemoteSnapshots::Target>& targets)
{
    for (Session* child : session.children()) {
        if (child->isOver()) continue;
        targets.push_back({child->title(), child});
        addWorkers(*child, targets);
    }
}

} // namespace

std::vector<RemoteSnapshots::Target> RemoteSnapshots::targets() const
{
    const auto [connection, isForeign] = m_connected ? m_connected() : std::pair<Connection*, bool>();
    std::vector<Target> result;
    if (!connection) return result;
    if (isForeign) result.push_back({{}, &connection->root()});
    addWorkers(connection->root(), result);
    return result;
}

SnapshotSource RemoteSnapshots::source(const Target& target)
{
    if (!target.session) return {};
    return {[session = target.session](const QString& path, const std::shared_ptr<SnapshotTaking>& follower) {
                if (!session || session->isOver()) return false;
                new Taking(*session, path, follower);
                return true;
            },
        target.name, runOf(*target.session)};
}

int RemoteSnapshots::runOf(const Session& session)
{
    for (const auto& [known, run] : m_runs)
        if (known == &session) return run;
    m_runs.emplace_back(&session, -static_cast<int>(m_runs.size()) - 1);
    return m_runs.back().second;
}

} // namespace loopscope
