#pragma once

#include "runtime/events/Kinds.h"
#include "runtime/host/HeapSnapshotFollower.h"
#include "runtime/host/ProgramRun.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <node.h>
#include <uv.h>

namespace loopscope {

class InspectorLink;
class ProfileRecorder;

/// Where an observer is called: a loop of the observed program, on whose thread the call is made, with its isolate
/// and context entered and a HandleScope open.
struct EnvironmentPlace {
    v8::Isolate* isolate;
    v8::Local<v8::Context> context;
    node::Environment* environment;
    uv_loop_t* loop;
    bool isMain; ///< false for a worker
};

/// Someone who watches an environment from its birth to its end: the probes.
///
/// Order of calls: prepare, preload, [the script's synchronous run], beforeLoop, [the loop], aboutToEnd, ended.
/// All of them but workers' preload come on the thread that called Environment::run(). preload also comes on the
/// thread of each worker that the program starts, possibly while the main thread is in any of the other calls; a
/// worker's end is told by node::AddEnvironmentCleanupHook, which preload may use.
/// beforeLoop is left out when the script's synchronous run ended the program; aboutToEnd and ended always come.
class EnvironmentObserver
{
public:
    virtual ~EnvironmentObserver() = default;

    /// The environment is there, nothing of the user's has run. UV_METRICS_IDLE_TIME is on.
    virtual void prepare(const EnvironmentPlace&) {}
    /// Just before user code, --require and --import included. `require` gives Node's internal modules.
    virtual void preload(const EnvironmentPlace&, v8::Local<v8::Object> process, v8::Local<v8::Function> require)
    {
        static_cast<void>(process);
        static_cast<void>(require);
    }
    /// The script's synchronous run and the drain after it are over; uv_run comes next.
    virtual void beforeLoop(const EnvironmentPlace&) {}
    /// A heap snapshot begins (OpState::Start) or is over (Done), and the program stands for it. Not of a heap that is full: V8 is collecting then.
    virtual void heapSnapshot(OpState) {}
    /// The program is over, 'exit' has been emitted (if it was to be). No JavaScript may be run. Every uv handle of the
    /// observer must be closed (uv_close) here, else libuv aborts the process.
    virtual void aboutToEnd(const EnvironmentPlace&) {}
    /// Environment, isolate and loop are gone.
    virtual void ended() {}
};

/// One Node environment (isolate, context, libuv loop) that runs one script, as `node` would.
///
/// Thread: run() and the destructor on one thread, which is the program's main thread; stop() from any.
/// Lifetime: owned by whoever runs the program; used once.
class Environment
{
public:
    struct Options {
        std::vector<std::string> arguments;   ///< argv[0], the script, and its own arguments
        std::vector<std::string> nodeOptions; ///< what process.execArgv shows; see NodeProcess::applyOptions
        EnvironmentObserver* observer = nullptr; ///< outlives the environment
        InspectorLink* inspector = nullptr;      ///< of a debugger, which says when the program begins; outlives the environment
        /// The process does nothing else: process.exit(), process.abort() and signals end the process itself, as in node.
        bool ownsProcess = false;
    };
    struct Result {
        int exitCode = 0;
        ExitReason reason = ExitReason::Exit;
        std::vector<std::string> errors; ///< why it could not even start
    };

    explicit Environment(Options options);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    /// Runs the script until nothing is left to do. Does not return after process.exit() if ownsProcess.
    Result run();
    /// Ends the script wherever it is, or before it begins. Does not wait.
    void stop() { end({kStoppedCode, ExitReason::Stopped, {}}); }
    struct HeapSnapshotWish {
        std::string path;
        std::shared_ptr<HeapSnapshotFollower> follower;
    };
    /// Writes a heap snapshot of the main thread: as soon as JavaScript or the loop can be interrupted, or once the heap is nearly full, for which the
    /// last wish counts. False if no program is there; else the follower is told of its end, also if the program's comes first.
    bool takeHeapSnapshot(HeapSnapshotWish wish, HeapSnapshotMoment moment);
    /// What is recorded, into which file, and who is told how it ended, on the program's thread.
    struct ProfileWish {
        ProfileKind kind;
        std::string path;
        std::function<void(std::string problem, std::int64_t begin)> done; ///< CLOCK_MONOTONIC, ns
    };
    /// Begins a profile as soon as JavaScript or the loop can be interrupted, and ends it so, or with the program. False if no program is there.
    bool beginProfile(ProfileWish wish);
    void endProfile();
    /// The same at once, on the program's thread.
    void beginProfileHere(ProfileWish wish);
    /// The process has no memory left for it.
    void endForWantOfMemory() { end({kOutOfMemoryCode, ExitReason::OutOfMemory, {}}); }
    /// The script has sent itself a signal that ends a process. Its own threads call this.
    void endBySignal(int number) { end({128 + number, ExitReason::Exit, {}}); }

    static constexpr int kStoppedCode = 143;     ///< as if by SIGTERM
    static constexpr int kOutOfMemoryCode = 134; ///< as if by SIGABRT, which is how node itself ends then

private:
    void spin(node::CommonEnvironmentSetup&);
    void limitDamage(node::CommonEnvironmentSetup&);
    void programExited(int code);
    node::EmbedderPreloadCallback preloadCallback() const;
    void setEnvironment(node::Environment*);
    /// The first one that says how it ends has said it for good.
    void end(Result how);
    bool isEnding();
    static void takeNextSnapshot(void* self);
    void takeSnapshotOfFullHeap();
    void dropSnapshots();
    static std::size_t heapIsFull(void* self, std::size_t current, std::size_t initial);

    void finishProfile();

    const Options m_options;
    std::unique_ptr<ProfileRecorder> m_recorder; // of the program's thread
    ProfileWish m_profile;                       // that is recorded
    bool m_isOver = false;                       // of the program's thread: nothing begins any more
    std::mutex m_mutex;              // guards what follows
    node::Environment* m_environment = nullptr; // while it may be stopped
    std::optional<Result> m_result;  // how it ends, once known
    std::deque<HeapSnapshotWish> m_snapshots; // those that wait for the program to be interrupted
    std::optional<HeapSnapshotWish> m_snapshotWhenFull;
    bool m_isTakingWhenFull = false; // of the program's thread
};

} // namespace loopscope
