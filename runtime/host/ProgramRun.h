#pragma once

#include "runtime/events/CallbackStops.h"
#include "runtime/host/HeapSnapshotFollower.h"
#include "runtime/stream/Recording.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// How the rest of the program starts and controls a run. Knows neither V8 nor Qt, so that panels and tests can
// stand on it, and so that an external target can stand behind it.

namespace loopscope {

/// What to run, and how to watch it.
struct RunRequest {
    std::string script;                                           ///< absolute path; with a runtime of its own it may be empty
    std::vector<std::string> arguments;                           ///< after the script
    std::vector<std::string> nodeOptions;                         ///< before the script, as `node` takes them; what the start of a process consumes (V8's) must have been given to ours
    std::string workingFolder;                                    ///< empty: the process's own
    std::vector<std::pair<std::string, std::string>> environment; ///< added to the process's own
    DetailLevel detail = DetailLevel::Trace;
    std::uint32_t heapLimitMb = 0;                                ///< 0: V8's own
    std::uint32_t memoryLimitMb = 0;                              ///< of the whole process; 0: nearly all that the machine has
    std::uint64_t maxRecords = 0;                                 ///< records no more than these, 0 for no bound
    std::uint64_t keepLast = 0;                                   ///< holds the recording to the last so many records, 0 for all: see Collector::Options
    std::string childAddress;                                     ///< local socket where child processes ask a debugger to debug them (runtime/child); empty: they are left alone
    bool ownProcess = false;                                      ///< it runs in a process of its own, unrecorded but for its output
    std::string runtime;                                          ///< of a process of its own: the executable, as PATH finds it; empty: our node
    bool ownTerminal = true; ///< stdin, stdout and stderr are a terminal of the run's own (the window's console); otherwise the process's
};

/// What a profile measures: where time goes, or which calls allocated what has not been collected when it ends.
enum class ProfileKind : std::uint8_t { Cpu, Allocations };

/// How the recording of a profile ended.
struct ProfileEnd {
    std::string problem;   ///< "" or a sentence
    std::int64_t begin = 0; ///< of the profile, in the recording's time, ns; may lie before 0
};

/// How a run ended.
struct RunResult {
    int exitCode = 0;
    ExitReason reason = ExitReason::Exit;
    std::string report; ///< one or a few sentences for the user, empty after an ordinary exit
};

/// A program that is running or has ended.
///
/// Thread: every call from any thread; none blocks on the program.
/// Lifetime: destroying it stops the program and waits for its thread.
class ProgramRun
{
public:
    virtual ~ProgramRun() = default;

    /// Grows while the program runs; complete once result() is there. With RunRequest::keepLast, another one from time to time.
    virtual std::shared_ptr<Recording> recording() const = 0;
    /// Ends the program whatever it does. Does not wait.
    virtual void stop() = 0;
    /// Bytes typed into the console. False once nobody can read them.
    virtual bool writeInput(std::string_view bytes) = 0;
    /// End of input (Ctrl+D).
    virtual void closeInput() = 0;
    virtual void resizeTerminal(int columns, int rows) = 0;
    /// A message of the Chrome DevTools Protocol to the program, of a run with Callbacks::inspected. False once nobody reads it.
    virtual bool inspect(std::string_view message) { return static_cast<void>(message), false; }
    /// The debugger has said all that it has to say before the program begins.
    virtual void letGo() {}
    /// Writes a heap snapshot of the main thread to that file, which appears when it is whole. The program stands meanwhile; one that is paused by
    /// a debugger does it once it goes on. Of those that wait for a full heap only the last is taken. False if there is no program, and nothing is told then.
    virtual bool takeHeapSnapshot(std::string path, std::shared_ptr<HeapSnapshotFollower> follower, HeapSnapshotMoment moment = HeapSnapshotMoment::Now)
    {
        return static_cast<void>(path), static_cast<void>(follower), static_cast<void>(moment), false;
    }
    /// Records a profile of the main thread, from now on or, if called just after the start, from the program's first line. Ends with endProfile(), or
    /// with the program; then it is in that file, which appears when it is whole. `done` tells so, from the program's thread. One at a time; false if there
    /// is no program.
    virtual bool beginProfile(ProfileKind kind, std::string path, std::function<void(ProfileEnd)> done) { return static_cast<void>(kind), static_cast<void>(path), static_cast<void>(done), false; }
    virtual void endProfile() {}
    /// In which callbacks a run that is debugged is to stop, and in which of them it was told to; null for another. As long as this.
    virtual CallbackStops* callbackStops() { return nullptr; }
    virtual std::optional<RunResult> result() const = 0;
    /// True if the program ended within that time.
    virtual bool waitForEnd(std::chrono::milliseconds timeout) = 0;
};

/// Where programs are run: in the Node of this process, or in a process of their own.
class ProgramRunner
{
public:
    virtual ~ProgramRunner() = default;

    struct Callbacks {
        std::function<void()> progressed; ///< the recording grew; from any thread, at most once per batch
        std::function<void()> ended;      ///< result() is there; from any thread, once
        /// The program is debugged: it begins once ProgramRun::letGo() was called. What it says, JSON in UTF-8; from its own
        /// thread, which stands meanwhile.
        std::function<void(std::string_view message)> inspected;
    };
    /// Starts a run; never null. What cannot even start (no such file) ends at once with a report.
    virtual std::unique_ptr<ProgramRun> start(RunRequest request, Callbacks callbacks) = 0;
};

} // namespace loopscope
