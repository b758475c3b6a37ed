#include "runtime/host/InProcessRun.h"

#include "runtime/host/Descendants.h"
#include "runtime/host/FatalErrors.h"
#include "runtime/host/MemoryWatch.h"
#include "runtime/host/NodeOptions.h"
#include "runtime/host/NodeProcess.h"
#include "runtime/host/ProcessState.h"
#include "runtime/host/ProcessTurn.h"
#include "runtime/host/RunWatch.h"
#include "runtime/host/Terminal.h"
#include "runtime/host/TerminalReader.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <csignal>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace loopscope {

namespace {

using namespace std::chrono_literals;

constexpr int kInvalidArgumentCode = 9; // what node exits with when an option is wrong
constexpr int kAbortedCode = 134;       // 128 + SIGABRT
constexpr auto kStopPatience = 50ms;    // between two attempts to end a program
constexpr int kStopAttempts = 60;       // then it waits in the system for something that does not come
constexpr char kInterrupt = '\x03';     // what Ctrl+C types

std::uint64_t wallClockNs()
{
    const std::chrono::nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(now.count());
}

RunInfo infoOf(const RunRequest& request)
{
    RunInfo info;
    info.node = NODE_VERSION + 1; // without the v
    info.v8 = v8::V8::GetVersion();
    info.uv = uv_version_string();
    info.script = request.script;
    info.argv = request.arguments;
    std::error_code ignored;
    info.workingFolder = request.workingFolder.empty() ? std::filesystem::current_path(ignored).string() : request.workingFolder;
    info.detail = request.detail;
    info.startedAtUnixNs = wallClockNs();
    return info;
}

std::string join(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::string reportOf(const Environment::Result& result)
{
    switch (result.reason) {
    case ExitReason::Stopped: return "The program was stopped.";
    case ExitReason::OutOfMemory: return "The program was ended because its memory was full: the heap has a limit, and so has the machine.";
    case ExitReason::Uncaught: return result.errors.empty() ? "An error that nothing caught ended the program." : join(result.errors);
    case ExitReason::Exit: break;
    }
    return {};
}

} // namespace

InProcessRun::InProcessRun(RunRequest request, ProgramRunner::Callbacks callbacks)
    : m_request(std::move(request)), m_callbacks(std::move(callbacks))
{
    Collector::Options options;
    options.maxRecords = m_request.maxRecords;
    options.keepLast = m_request.keepLast;
    options.onProgress = m_callbacks.progressed;
    options.waitsForBegin = true;
    m_collector = std::make_unique<Collector>(std::make_shared<Recording>(infoOf(m_request)), std::move(options));
    m_mainLoop = m_collector->addProducer(ThreadKind::Loop);
    if (m_callbacks.inspected) m_inspector = std::make_unique<InspectorLink>(m_callbacks.inspected);
    if (!m_request.ownTerminal) return;
    m_terminal = std::make_unique<Terminal>();
    if (m_terminal->error().empty()) m_terminalReader = std::make_unique<TerminalReader>(*m_terminal, *m_collector);
}

InProcessRun::~InProcessRun() = default;

void InProcessRun::start()
{
    FatalErrors::install();
    m_thread = std::thread([self = shared_from_this()] { self->work(); });
}

void InProcessRun::join()
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_over; });
    }
    if (m_stopper.joinable()) m_stopper.join();
    if (m_standsStill)
        m_thread.detach();
    else
        m_thread.join();
}

void InProcessRun::work()
{
    if (!ProcessTurn::take([this] { std::scoped_lock lock(m_mutex); return m_stopRequested; })) {
        finish({Environment::kStoppedCode, ExitReason::Stopped, "The program was stopped before it began."});
        return;
    }
    m_hasTurn = true;
    if (const std::string why = obstacle(); !why.empty()) {
        finish({1, ExitReason::Uncaught, why});
        return;
    }
    m_processState = std::make_unique<ProcessState>();
    if (m_terminal) m_terminal->install();
    if (const std::string why = prepareProcess(); !why.empty()) {
        finish({kInvalidArgumentCode, ExitReason::Uncaught, why});
        return;
    }
    runProgram();
}

std::string InProcessRun::obstacle() const
{
    std::error_code error;
    if (m_terminal && !m_terminal->error().empty()) return m_terminal->error();
    const auto& folder = m_request.workingFolder;
    if (!folder.empty() && !std::filesystem::is_directory(folder, error)) return "The working folder " + folder + " is not there.";
    if (!std::filesystem::exists(m_request.script, error) && !std::filesystem::exists(m_request.script + ".js", error))
        return "The script " + m_request.script + " is not there.";
    return {};
}

std::string InProcessRun::prepareProcess()
{
    for (const auto& [name, value] : m_request.environment) setenv(name.c_str(), value.c_str(), 1);
    if (!m_request.workingFolder.empty() && chdir(m_request.workingFolder.c_str()) != 0)
        return "The working folder " + m_request.workingFolder + " cannot be entered: " + strerror(errno) + ".";
    NodeProcess::limitHeap(m_request.heapLimitMb);
    if (const char* variable = getenv("NODE_OPTIONS"))
        if (const auto errors = NodeProcess::applyVariableOptions(splitNodeOptionsVariable(variable)); !errors.empty()) return ::loopscope::join(errors);
    return ::loopscope::join(NodeProcess::applyOptions(m_request.nodeOptions));
}

void InProcessRun::runProgram()
{
    m_watch = std::make_unique<RunWatch>(RunWatch::Options{
        m_request.detail, m_collector.get(), m_mainLoop, m_terminalReader.get(), callbackStops(), m_inspector ? m_request.childAddress : std::string(), [this] { return startClock(); },
        [this](std::uint64_t time) { programStarts(time); }});
    Environment::Options options;
    options.arguments = {"node", m_request.script};
    options.arguments.insert(options.arguments.end(), m_request.arguments.begin(), m_request.arguments.end());
    options.nodeOptions = m_request.nodeOptions;
    options.observer = m_watch.get();
    options.inspector = m_inspector.get();
    {
        std::scoped_lock lock(m_mutex);
        sigaction(SIGINT, nullptr, &m_interruptBefore);
        m_environment = std::make_unique<Environment>(std::move(options));
        m_watch->setEnvironment(m_environment.get());
        if (auto wish = std::exchange(m_snapshotWhenFull, std::nullopt)) m_environment->takeHeapSnapshot(std::move(*wish), HeapSnapshotMoment::HeapIsFull);
        if (m_stopRequested) m_environment->stop();
    }
    FatalErrors::guard([this](const char* location, const char* message) { metFatalError(location, message); });
    const Environment::Result result = [this] {
        const MemoryWatch memory(std::uint64_t{m_request.memoryLimitMb} << 20, [this] { m_environment->endForWantOfMemory(); });
        return m_environment->run();
    }();
    FatalErrors::guard({});
    finish({result.exitCode, result.reason, reportOf(result)});
}

RunClock InProcessRun::startClock()
{
    m_clock = RunClock::startNow();
    if (m_terminalReader) m_terminalReader->begin(*m_clock);
    return *m_clock;
}

// Time 0 is here: what came before was ours, not the program's.
void InProcessRun::programStarts(std::uint64_t time)
{
    std::optional<Environment::ProfileWish> profile;
    {
        std::scoped_lock lock(m_mutex);
        profile = std::exchange(m_firstProfile, std::nullopt);
        m_hasProgram = true;
    }
    m_zero = time;
    if (profile) { // some 20 ms of V8's, in which it lists all code that there is
        m_environment->beginProfileHere(std::move(*profile));
        m_zero = m_clock->now();
    }
    const auto recording = m_collector->recording();
    RunInfo info = recording->info();
    info.startedAtUnixNs = wallClockNs();
    recording->setInfo(std::move(info));
    m_collector->begin(m_zero);
}

void InProcessRun::metFatalError(const char* location, const char* message)
{
    std::string report = "The program aborted";
    if (*message) report += std::string(" (") + (*location ? std::string(location) + ": " : "") + message + ")";
    report += ". Its thread stands still from now on and keeps its memory; start Loopscope anew when it suits you.";
    {
        std::scoped_lock lock(m_mutex);
        m_standsStill = true;
    }
    finish({kAbortedCode, ExitReason::Uncaught, std::move(report)});
}

void InProcessRun::finish(RunResult result)
{
    bool stopped;
    {
        std::scoped_lock lock(m_mutex);
        if (std::exchange(m_isFinishing, true)) return; // given up meanwhile
        stopped = m_stopRequested;
        if (!m_standsStill) m_environment.reset();
    }
    if (stopped && killDescendants(getpid()) > 0 && !m_standsStill) reapChildren(getpid());
    if (m_terminal) m_terminal->restore();
    if (m_processState) m_processState->restore();
    if (m_hasTurn) ProcessTurn::end();
    if (m_terminalReader) m_terminalReader->finish();
    const std::uint64_t end = m_clock ? m_watch->endTime().value_or(m_clock->now()) : 0;
    while (!m_mainLoop.ring->hasRoom()) std::this_thread::sleep_for(1ms); // after a storm; that it ended is never lost
    m_mainLoop.ring->push({.time = end, .value = static_cast<std::uint32_t>(result.exitCode), .kind = RecordKind::Exit,
                           .detail = static_cast<std::uint8_t>(result.reason)});
    m_collector->finish();
    {
        std::scoped_lock lock(m_mutex);
        m_result = std::move(result);
    }
    m_changed.notify_all();
    if (m_callbacks.ended) m_callbacks.ended();
    {
        std::scoped_lock lock(m_mutex);
        m_over = true;
    }
    m_changed.notify_all();
}

void InProcessRun::stop()
{
    {
        std::scoped_lock lock(m_mutex);
        if (m_stopRequested || m_result) return;
        m_stopRequested = true;
        m_stopper = std::thread([self = shared_from_this()] { self->enforceStop(); });
    }
    ProcessTurn::reconsider();
}

// Ending the environment is enough for a program that runs JavaScript or waits in its loop. One that waits for a child
// (execSync) is reached through the child only.
void InProcessRun::enforceStop()
{
    int attempts = 0;
    std::unique_lock lock(m_mutex);
    while (!m_result && !m_standsStill) {
        if (m_environment) {
            m_environment->stop();
            killDescendants(getpid());
        }
        m_changed.wait_for(lock, kStopPatience, [this] { return m_result || m_standsStill; });
        if (++attempts < kStopAttempts || m_isFinishing) continue;
        m_standsStill = true;
        lock.unlock();
        finish({Environment::kStoppedCode, ExitReason::Stopped,
                "The program waits in the system for something that does not come, and cannot be ended. It is left behind."});
        return;
    }
}

bool InProcessRun::writeInput(std::string_view bytes)
{
    if (result() || !m_terminalReader) return false;
    // A terminal turns Ctrl+C into a signal for its session's programs. This one has no session.
    const std::size_t interrupt = m_terminal->turnsKeysIntoSignals() ? bytes.find(kInterrupt) : std::string_view::npos;
    if (interrupt == std::string_view::npos) return m_terminalReader->writeInput(bytes);
    if (!m_terminalReader->writeInput(bytes.substr(0, interrupt))) return false;
    this->interrupt();
    return writeInput(bytes.substr(interrupt + 1));
}

void InProcessRun::interrupt()
{
    std::scoped_lock lock(m_mutex);
    if (!m_environment) return;
    // With a listener of the program's, libuv has taken the signal over.
    struct sigaction now {};
    sigaction(SIGINT, nullptr, &now);
    if (now.sa_handler != m_interruptBefore.sa_handler)
        kill(getpid(), SIGINT);
    else
        m_environment->endBySignal(SIGINT);
}

void InProcessRun::closeInput()
{
    if (m_terminalReader) m_terminalReader->closeInput();
}

void InProcessRun::resizeTerminal(int columns, int rows)
{
    if (m_terminal) m_terminal->resize(columns, rows);
}

void InProcessRun::letGo()
{
    if (m_inspector) m_inspector->letGo();
}

bool InProcessRun::takeHeapSnapshot(std::string path, std::shared_ptr<HeapSnapshotFollower> follower, HeapSnapshotMoment moment)
{
    std::scoped_lock lock(m_mutex);
    if (!m_environment && moment == HeapSnapshotMoment::HeapIsFull && !m_isFinishing) {
        m_snapshotWhenFull = {std::move(path), std::move(follower)};
        return true;
    }
    return m_environment && m_environment->takeHeapSnapshot({std::move(path), std::move(follower)}, moment);
}

bool InProcessRun::beginProfile(ProfileKind kind, std::string path, std::function<void(ProfileEnd)> done)
{
    const auto tell = [this, done = std::move(done)](std::string problem, std::int64_t begin) {
        const std::int64_t since = static_cast<std::int64_t>(RunClock::monotonic()) - begin;
        done({std::move(problem), m_clock ? static_cast<std::int64_t>(m_clock->now()) - static_cast<std::int64_t>(m_zero) - since : 0});
    };
    std::scoped_lock lock(m_mutex);
    if (m_result || m_isFinishing) return false;
    if (m_hasProgram) return m_environment->beginProfile({kind, std::move(path), tell});
    if (m_firstProfile) return false;
    m_firstProfile = {kind, std::move(path), tell};
    return true;
}

void InProcessRun::endProfile()
{
    std::scoped_lock lock(m_mutex);
    m_firstProfile.reset();
    if (m_environment) m_environment->endProfile();
}

std::optional<RunResult> InProcessRun::result() const
{
    std::scoped_lock lock(m_mutex);
    return m_result;
}

bool InProcessRun::waitForEnd(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, timeout, [this] { return m_result.has_value(); });
}

} // namespace loopscope
