#include "app/debugger/DebugSession.h"

#include "app/debugger/RunTransport.h"
#include "app/session/RunSession.h"
#include "inspector/client/Connection.h"
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
    : QObject(parent), m_run(run), m_trace(trace), m_debugger(m_breakpoints)
{
    connect(&run, &RunSession::stateChanged, this, &DebugSession::follow);
    connect(&m_debugger, &Debugger::ready, &run, &RunSession::letGo);
    connect(&m_debugger, &Debugger::stateChanged, this, [this] {
        const bool watches = m_longest > 0 && m_debugger.state() == Debugger::State::Running;
        if (watches) m_watch.start(std::max(kLeastLook, m_longest / 4));
        else m_watch.stop();
        m_begun = 0;
    });
    connect(&m_watch, &QTimer::timeout, this, &DebugSession::watchLength);
    m_debugger.setExplainer([this](const Pause& pause) { return explain(pause); });
}

DebugSession::~DebugSession() { m_debugger.detach(); }

bool DebugSession::hasStops() const
{
    const bool anyBreakpoint = m_debugger.areBreakpointsActive() && std::ranges::any_of(m_breakpoints.all(), &Breakpoint::isEnabled);
    return anyBreakpoint || m_stops != 0 || m_longest > 0 || m_stopsAtFirstLine;
}

void DebugSession::follow()
{
    if (!m_run.isDebugged() || m_run.state() == RunSession::State::Stopping) {
        m_debugger.detach();
        if (!m_run.isRunning()) m_connection.reset();
    } else if (m_run.state() == RunSession::State::Running && m_debugger.state() == Debugger::State::Detached) {
        begin();
    }
}

void DebugSession::begin()
{
    m_connection = std::make_unique<Connection>(std::make_unique<RunTransport>(m_run));
    sayStops();
    m_debugger.attach(m_connection->root());
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

void DebugSession::setStopsIn(Queue queue, bool stops)
{
    setCallbackStops(stops ? m_stops | CallbackStops::bit(queue) : m_stops & ~CallbackStops::bit(queue));
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
    const bool stands = size == std::exchange(m_begun, size);
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
        m_stopsAtFirstLine = false;
    }
    const bool isLong = std::exchange(m_isLong, false);
    if (pause.reason != QLatin1String("other") || !pause.breakpoints.empty()) return {};
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
    return {{"breakpoints", m_breakpoints.toJson()}, {"stopsIn", static_cast<int>(m_stops)}, {"longest", m_longest}, {"pauseOn", static_cast<int>(m_debugger.pauseOn())}};
}

void DebugSession::fromJson(const QJsonObject& json)
{
    constexpr std::uint32_t kAll = (1u << kQueueCount) - 1;
    m_breakpoints.fromJson(json["breakpoints"].toArray());
    setCallbackStops(static_cast<std::uint32_t>(json["stopsIn"].toInt()) & kAll);
    setLongest(std::max(0, json["longest"].toInt()));
    const int pauseOn = json["pauseOn"].toInt(static_cast<int>(Debugger::PauseOn::Uncaught));
    if (pauseOn >= 0 && pauseOn <= static_cast<int>(Debugger::PauseOn::Everything)) m_debugger.setPauseOn(static_cast<Debugger::PauseOn>(pauseOn));
}

} // namespace loopscope
