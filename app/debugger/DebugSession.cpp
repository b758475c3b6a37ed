#include "app/debugger/DebugSession.h"

#include "app/debugger/ChildProcesses.h"
#include "app/debugger/RunTransport.h"
#include "app/session/RunSession.h"
#include "inspector/client/Connection.h"
#include "inspector/transport/InspectorOfProcess.h"
#include "inspector/transport/InspectorTargets.h"
#include "inspector/transport/WebSocketTransport.h"
#include "visualizer/model/Labels.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {
constexpr int kLeastLook = 5; ///< ms between two looks at how long a callback runs
}

DebugSession::DebugSession(RunSession& run, TraceView& trace, QObject* parent)
    : QObject(parent), m_run(run), m_trace(trace), m_debugger(m_breakpoints), m_children(new ChildProcesses(this))
{
    connect(m_children, &ChildProcesses::attached, this, [this](Session* session, const QString& name, const std::function<void()>& go) {
        if (m_run.state() == RunSession::State::Stopping) return; // it is about to be killed
        if (std::exchange(m_awaitsMain, false)) adopt(*session, go);
        else addThread(*session, name, go);
    });
    connect(m_children, &ChildProcesses::problem, this, &DebugSession::problem);
    connect(&run, &RunSession::stateChanged, this, &DebugSession::follow);
    connect(&m_debugger, &Debugger::ready, &run, &RunSession::letGo);
    connect(&m_debugger, &Debugger::stateChanged, this, [this] {
        const bool watches = m_longest > 0 && m_debugger.state() == Debugger::State::Running;
        if (watches) m_watch.start(std::max(kLeastLook, m_longest / 4));
        else m_watch.stop();
        m_recordsThen = 0;
    });
    connect(&m_watch, &QTimer::timeout, this, &DebugSession::watchLength);
    listen(m_debugger, true);
}

/// `knowsLoop`: it is a thread of the run in this process, whose probes say in which callback it was told to stop.
void DebugSession::listen(Debugger& debugger, bool knowsLoop)
{
    Debugger* const own = &debugger;
    if (knowsLoop) debugger.setExplainer([this](const Pause& pause) { return explain(pause); });
    connect(own, &Debugger::stateChanged, this, [this, own] { if (own == m_current) emit stateChanged(); });
    connect(own, &Debugger::logged, this, &DebugSession::logged);
    connect(own, &Debugger::problem, this, &DebugSession::problem);
    connect(own, &Debugger::consoleCalled, this, [this, own](const ConsoleMessage& message) {
        const auto thread = std::ranges::find(m_threads, own, [](const Thread& t) { return t.debugger.get(); });
        emit consoleCalled(message, thread == m_threads.end() ? QString() : thread->name);
    });
    connect(own, &Debugger::paused, this, [this, own] {
        setCurrent(*own);
        emit paused();
    });
}

std::vector<DebugSession::Target> DebugSession::targets() const
{
    std::vector<Target> all{{tr("Main thread"), const_cast<Debugger*>(&m_debugger)}};
    for (const Thread& thread : m_threads) all.push_back({thread.name, thread.debugger.get()});
    return all;
}

void DebugSession::setCurrent(Debugger& debugger)
{
    if (m_current == &debugger) return;
    m_current = &debugger;
    emit targetsChanged();
    emit stateChanged();
}

void DebugSession::addThread(Session& session, const QString& name, std::function<void()> go)
{
    auto made = std::make_unique<Debugger>(m_breakpoints);
    Debugger& debugger = *made;
    debugger.setPauseOn(m_debugger.pauseOn());
    debugger.setShowInternals(m_debugger.showsInternals());
    debugger.setBreakpointsActive(m_debugger.areBreakpointsActive());
    debugger.setSkipFiles(m_debugger.skipFiles());
    debugger.setPathMap(m_isForeign ? m_pathMap : PathMap());
    debugger.setStopsAtStart(m_stopsAtWorkers);
    listen(debugger, m_connection && !m_isForeign && session.parentSession() == &m_connection->root());
    connect(&debugger, &Debugger::ready, &session, [go = std::move(go)] { go(); });
    connect(&session, &Session::ended, this, [this, s = &session] { removeThread(s); });
    m_threads.push_back({&session, name, std::move(made)});
    debugger.attach(session);
    emit targetsChanged();
}

void DebugSession::removeThread(const Session* session)
{
    const auto own = std::ranges::find(m_threads, session, &Thread::session);
    if (own == m_threads.end()) return;
    const std::unique_ptr<Debugger> gone = std::move(own->debugger);
    m_threads.erase(own);
    gone->disconnect(this);
    if (m_current == gone.get()) m_current = &m_debugger;
    emit targetsChanged();
    emit stateChanged();
}

void DebugSession::removeThreads()
{
    m_awaitsMain = false;
    while (!m_threads.empty()) removeThread(m_threads.back().session);
    // Children of a run that is being stopped stay where they stand until they are killed: let go, they would run on for a moment.
    if (m_run.state() != RunSession::State::Stopping) m_children->forget();
}

QString DebugSession::listenToChildren() { return m_children->listen(); }

void DebugSession::setPauseOn(Debugger::PauseOn what)
{
    for (const Target& target : targets()) target.debugger->setPauseOn(what);
    emit wishesChanged();
}

void DebugSession::setShowInternals(bool shows)
{
    for (const Target& target : targets()) target.debugger->setShowInternals(shows);
}

void DebugSession::setBreakpointsActive(bool active)
{
    for (const Target& target : targets()) target.debugger->setBreakpointsActive(active);
}

void DebugSession::setSkipFiles(const SkipFiles& files)
{
    for (const Target& target : targets()) target.debugger->setSkipFiles(files);
}

DebugSession::~DebugSession()
{
    removeThreads();
    m_debugger.detach();
}

bool DebugSession::hasStops() const
{
    const bool anyBreakpoint = m_debugger.areBreakpointsActive() && std::ranges::any_of(m_breakpoints.all(), &Breakpoint::isEnabled);
    return anyBreakpoint || m_stops != 0 || m_longest > 0 || m_stopsAtFirstLine || m_stopsAtWorkers;
}

void DebugSession::follow()
{
    if (isAttached()) {
        if (!m_run.isRunning()) return;
        detach(); // one at a time
    }
    if (!m_run.isDebugged() || m_run.state() == RunSession::State::Stopping) {
        removeThreads();
        m_debugger.detach();
        m_breakpoints.forgetStates();
        if (!m_run.isRunning()) m_connection.reset();
    } else if (m_run.state() == RunSession::State::Running && m_debugger.state() == Debugger::State::Detached) {
        begin();
    }
}

void DebugSession::begin()
{
    m_isForeign = false;
    m_debugger.setPathMap({});
    m_debugger.setStopsAtStart(false);
    sayStops();
    m_children->welcome();
    m_awaitsMain = m_run.request()->ownProcess;
    if (m_awaitsMain) return;
    m_stopsAtFirstLine = false; // of this run alone
    open(std::make_unique<RunTransport>(m_run));
}

/// The first process of a run that is not in ours.
void DebugSession::adopt(Session& session, std::function<void()> go)
{
    connect(&m_debugger, &Debugger::ready, &session, [go = std::move(go)] { go(); });
    m_debugger.attach(session);
    if (std::exchange(m_stopsAtFirstLine, false)) m_debugger.stopOnceAt(QString::fromStdString(m_run.request()->script), tr("Paused at the first line"));
}

void DebugSession::open(std::unique_ptr<Transport> transport)
{
    m_connection = std::make_unique<Connection>(std::move(transport));
    connect(m_connection.get(), &Connection::protocolFault, this, &DebugSession::problem);
    Session& root = m_connection->root();
    connect(&root, &Session::childAttached, this, [this](Session* worker) {
        const QString name = worker->title().isEmpty() ? tr("Worker") : worker->title();
        addThread(*worker, name, [worker] { worker->call(QStringLiteral("Runtime.runIfWaitingForDebugger")); });
    });
    root.call(QStringLiteral("NodeWorker.enable"), {{"waitForDebuggerOnStart", true}});
    m_debugger.attach(root);
}

void DebugSession::attachTo(const QString& place)
{
    if (m_run.isRunning()) return emit problem(tr("A program runs here. Stop it before you attach to another."));
    const auto [host, port] = placeFromText(place);
    if (port == 0) return emit problem(tr("“%1” is neither a port nor host:port nor the address of a WebSocket.").arg(place));
    detach();
    if (const QUrl url(place.trimmed()); url.scheme().startsWith(QLatin1String("ws")) && url.path().size() > 1) return connectTo(url, place.trimmed());
    m_question = std::make_unique<InspectorTargets>(host, port);
    connect(m_question.get(), &InspectorTargets::failed, this, &DebugSession::problem);
    connect(m_question.get(), &InspectorTargets::found, this, [this, place](const std::vector<InspectorTarget>& targets) {
        if (targets.empty()) return emit problem(tr("There is no program to attach to at %1.").arg(place));
        connectTo(targets.front().address, targets.front().title);
    });
}

void DebugSession::attachToProcess(qint64 pid)
{
    if (m_run.isRunning()) return emit problem(tr("A program runs here. Stop it before you attach to another."));
    m_processQuestion = std::make_unique<InspectorOfProcess>(pid);
    connect(m_processQuestion.get(), &InspectorOfProcess::failed, this, &DebugSession::problem);
    connect(m_processQuestion.get(), &InspectorOfProcess::found, this, &DebugSession::attachTo);
}

void DebugSession::connectTo(const QUrl& address, const QString& title)
{
    m_isForeign = true;
    m_debugger.setPathMap(m_pathMap);
    m_debugger.setStopsAtStart(true); // where --inspect-brk holds it
    open(std::make_unique<WebSocketTransport>(address));
    const auto leave = [this](const QString& why) {
        QMetaObject::invokeMethod(this, [this, why] {
            if (!isAttached()) return;
            detach();
            emit detached(why);
        }, Qt::QueuedConnection);
    };
    Session& root = m_connection->root();
    connect(m_connection.get(), &Connection::ended, this, leave);
    // A node that is at its end waits for us to go.
    root.call(QStringLiteral("NodeRuntime.notifyWhenWaitingForDisconnect"), {{"enabled", true}});
    connect(&root, &Session::event, this, [leave](const QString& method) {
        if (method == QLatin1String("NodeRuntime.waitingForDisconnect")) leave(tr("The program has ended."));
    });
    connect(&m_debugger, &Debugger::ready, m_connection.get(), [this, title] {
        m_connection->root().call(QStringLiteral("Runtime.runIfWaitingForDebugger"));
        emit attached(title);
    });
}

void DebugSession::detach()
{
    if (!isAttached()) return;
    removeThreads();
    m_debugger.detach();
    m_breakpoints.forgetStates();
    m_connection.reset();
    m_isForeign = false;
    emit stateChanged();
}

void DebugSession::sayStops()
{
    CallbackStops* const stops = m_run.callbackStops();
    if (stops) stops->queues = m_stops | (m_stopsAtFirstLine ? CallbackStops::kMainScript : 0);
}

void DebugSession::setCallbackStops(std::uint32_t queues)
{
    if (queues == m_stops) return;
    m_stops = queues;
    sayStops();
    emit wishesChanged();
}

void DebugSession::setStopsAt(std::uint32_t bit, bool stops) { setCallbackStops(stops ? m_stops | bit : m_stops & ~bit); }

void DebugSession::setStopsAtWorkers(bool stops)
{
    if (stops == m_stopsAtWorkers) return;
    m_stopsAtWorkers = stops;
    emit wishesChanged();
}

void DebugSession::setLongest(int ms)
{
    if (ms == m_longest) return;
    m_longest = ms;
    if (ms > 0 && m_debugger.state() == Debugger::State::Running) m_watch.start(std::max(kLeastLook, ms / 4));
    else m_watch.stop();
    emit wishesChanged();
}

/// A callback that has begun, and of which nothing more is told, still runs.
void DebugSession::watchLength()
{
    if (!m_trace.model() || m_trace.recording() != m_run.recording()) return;
    const std::uint64_t size = m_trace.recording()->size();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool stands = size == std::exchange(m_recordsThen, size);
    if (!stands) m_since = now;
    if (!stands || now - m_since < m_longest || m_trace.model()->extent() < size) return;
    const auto& loops = m_trace.model()->stateAt(size).loops;
    const auto main = loops.find(0);
    const bool runs = main != loops.end() && (main->second.callback() || main->second.phase == Phase::Main);
    if (!runs) return;
    m_isLong = true;
    m_debugger.interrupt();
}

QString DebugSession::explain(const Pause& pause)
{
    CallbackStops* const stops = m_run.callbackStops();
    const std::int32_t met = stops ? stops->met.load() : CallbackStops::kNothing;
    if (met == CallbackStops::kFirstLine) {
        stops->met = CallbackStops::kNothing;
        stops->queues &= ~CallbackStops::kMainScript;
    }
    m_isAtFirstLine = met == CallbackStops::kFirstLine || pause.reason == QLatin1String("Break on start");
    const bool isLong = std::exchange(m_isLong, false);
    if (pause.reason != QLatin1String("other") || !pause.breakpoints.empty() || pause.loopStop.isOne()) return {};
    if (isLong) return tr("Paused: this callback has run for more than %1 ms").arg(m_longest);
    if (met == CallbackStops::kFirstLine) return tr("Paused at the first line");
    if (met < 0) return {};
    const auto queue = static_cast<Queue>(met);
    if (!(m_stops & CallbackStops::bit(queue))) return {};
    switch (queue) {
    case Queue::Timers: return tr("Paused in a timer's callback");
    case Queue::Check: return tr("Paused in a setImmediate callback");
    case Queue::NextTick: return tr("Paused in a nextTick callback");
    case Queue::Microtask: return tr("Paused in a microtask");
    case Queue::Closing: return tr("Paused in a close callback");
    case Queue::Poll:
    case Queue::Pending: break;
    }
    return tr("Paused in an I/O callback");
}

QJsonObject DebugSession::toJson() const
{
    return {{"breakpoints", m_breakpoints.toJson()}, {"stopsIn", static_cast<int>(m_stops)}, {"longest", m_longest}, {"stopsAtWorkers", m_stopsAtWorkers}, {"pauseOn", static_cast<int>(m_debugger.pauseOn())}};
}

void DebugSession::fromJson(const QJsonObject& json)
{
    m_breakpoints.fromJson(json["breakpoints"].toArray());
    setCallbackStops(static_cast<std::uint32_t>(json["stopsIn"].toInt()) & CallbackStops::all());
    setStopsAtWorkers(json["stopsAtWorkers"].toBool());
    setLongest(std::max(0, json["longest"].toInt()));
    const int pauseOn = json["pauseOn"].toInt(static_cast<int>(Debugger::PauseOn::Uncaught));
    if (pauseOn >= 0 && pauseOn <= static_cast<int>(Debugger::PauseOn::Everything)) m_debugger.setPauseOn(static_cast<Debugger::PauseOn>(pauseOn));
}

} // namespace loopscope
