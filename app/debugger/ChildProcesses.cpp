#include "app/debugger/ChildProcesses.h"

#include "inspector/client/Connection.h"
#include "inspector/transport/LineTransport.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

/// The thread of the agent's, which carries the messages: the program knows nothing of it.
bool isOurs(const Session& worker) { return worker.url().endsWith(QLatin1String("/child/bridge.cjs")); }

} // namespace

ChildProcesses::ChildProcesses(QObject* parent) : QObject(parent) {}

ChildProcesses::~ChildProcesses() = default;

QString ChildProcesses::listen()
{
    if (!m_listener) m_listener = std::make_unique<ChildListener>([this](const ChildHello& hello, std::unique_ptr<LineTransport> transport) { add(hello, std::move(transport)); });
    if (!m_listener->error().isEmpty()) emit problem(m_listener->error());
    return m_listener->address();
}

void ChildProcesses::forget()
{
    m_isWelcoming = false;
    for (auto& gone : std::exchange(m_all, {})) gone->close(); // which has its sessions end, too
}

void ChildProcesses::add(const ChildHello& hello, std::unique_ptr<LineTransport> transport)
{
    if (!m_isWelcoming) return transport.release()->deleteLater(); // it goes on by itself
    LineTransport* const line = transport.get();
    m_all.push_back(std::make_unique<Connection>(std::move(transport)));
    Connection* const connection = m_all.back().get();
    connect(connection, &Connection::protocolFault, this, &ChildProcesses::problem);
    connect(connection, &Connection::ended, this, [this, connection] { remove(connection); });
    addWorkers(connection->root(), hello.name());
    connection->root().call(QStringLiteral("NodeWorker.enable"), {{"waitForDebuggerOnStart", true}});
    emit attached(&connection->root(), hello.name(), [line = QPointer(line)] { if (line) letGo(*line); });
    line->begin();
}

void ChildProcesses::addWorkers(Session& session, const QString& name)
{
    connect(&session, &Session::childAttached, this, [this, &session, name](Session* worker) {
        if (isOurs(*worker)) return session.call(QStringLiteral("NodeWorker.detach"), {{"sessionId", worker->id()}});
        const QString own = tr("%1, %2").arg(name, worker->title().isEmpty() ? tr("worker") : worker->title());
        emit attached(worker, own, [worker = QPointer(worker)] { if (worker) worker->call(QStringLiteral("Runtime.runIfWaitingForDebugger")); });
    });
}

/// Inside a signal of its own.
void ChildProcesses::remove(const Connection* connection)
{
    const auto own = std::ranges::find(m_all, connection, &std::unique_ptr<Connection>::get);
    if (own == m_all.end()) return;
    own->release()->deleteLater();
    m_all.erase(own);
}

} // namespace loopscope
