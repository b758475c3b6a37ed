#pragma once

#include "runtime/host/Environment.h"
#include "runtime/host/InspectorLink.h"
#include "runtime/host/ProgramRun.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Collector.h"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace loopscope {

class ProcessState;
class RunWatch;
class Terminal;
class TerminalReader;

/// One program in this process.
///
/// Thread: calls from any; the program has one of its own, and stopping it another.
/// Lifetime: shared by its owner and its thread. After a fatal error the thread stands still and keeps it for ever.
class InProcessRun : public std::enable_shared_from_this<InProcessRun>
{
public:
    InProcessRun(RunRequest request, ProgramRunner::Callbacks callbacks);
    ~InProcessRun();

    void start();
    /// Waits until the threads are gone, or stand still for ever. Not from a callback.
    void join();

    std::shared_ptr<Recording> recording() const { return m_collector->recording(); }
    void stop();
    bool writeInput(std::string_view bytes);
    void closeInput();
    void resizeTerminal(int columns, int rows);
    bool inspect(std::string_view message) { return m_inspector && m_inspector->send(message); }
    void letGo();
    bool takeHeapSnapshot(std::string path, std::shared_ptr<HeapSnapshotFollower> follower, HeapSnapshotMoment moment);
    bool beginProfile(ProfileKind kind, std::string path, std::function<void(ProfileEnd)> done);
    void endProfile();
    CallbackStops* callbackStops() { return m_inspector ? &m_stops : nullptr; }
    std::optional<RunResult> result() const;
    bool waitForEnd(std::chrono::milliseconds timeout);

private:
    void work();
    /// Why the program cannot be started; empty if it can.
    std::string obstacle() const;
    std::string prepareProcess();
    void runProgram();
    RunClock startClock();
    void programStarts(std::uint64_t time);
    void metFatalError(const char* location, const char* message);
    /// Puts the process back as it was and makes the result known. On the program's thread, or in its place when it is
    /// left behind; what comes second does nothing.
    void finish(RunResult result);
    void enforceStop();
    void interrupt();

    const RunRequest m_request;
    const ProgramRunner::Callbacks m_callbacks;
    std::unique_ptr<Collector> m_collector;
    Collector::Producer m_mainLoop;
    bool m_hasTurn = false;          // of the program's thread
    std::uint64_t m_zero = 0;        // of the program's thread: its clock when the recording began
    std::optional<RunClock> m_clock; // of the program's thread; once it has begun
    std::unique_ptr<ProcessState> m_processState;
    std::unique_ptr<Terminal> m_terminal;
    std::unique_ptr<TerminalReader> m_terminalReader;
    std::unique_ptr<RunWatch> m_watch;
    std::unique_ptr<InspectorLink> m_inspector; // of a run that is debugged
    CallbackStops m_stops;
    std::unique_ptr<Environment> m_environment;

    mutable std::mutex m_mutex; // guards what follows, and m_environment's and m_terminal's coming and going
    std::condition_variable m_changed;
    std::optional<RunResult> m_result;
    std::optional<Environment::HeapSnapshotWish> m_snapshotWhenFull; // until the environment is there
    std::optional<Environment::ProfileWish> m_firstProfile; // asked for before the program began
    bool m_hasProgram = false; // its own code runs, or has run
    bool m_stopRequested = false;
    bool m_isFinishing = false;
    bool m_standsStill = false; // a fatal error was met, or it cannot be ended: its thread is left behind
    struct sigaction m_interruptBefore {}; // what SIGINT did when the program began
    bool m_over = false;        // the program's thread will do nothing more
    std::thread m_thread;
    std::thread m_stopper;
};

} // namespace loopscope
