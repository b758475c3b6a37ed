#pragma once

#include "runtime/probes/ProbeContext.h"

#include <memory>

namespace loopscope {

/// All that watches one loop: the main script's or a worker's. Composed by detail level; what is not asked for is not
/// made.
///
/// Order of calls: create, preload, [the script's synchronous run], beforeLoop, [the loop], finish, [the environment
/// and its loop are destroyed], destructor. beforeLoop is left out when the script never gets there.
///
/// Thread: the loop's own, for every call, with isolate and context entered.
/// Lifetime: must outlive the environment and its loop (it holds uv handles); the collector outlives it.
class Probes
{
public:
    /// Before the environment is loaded. The script's `main` phase begins with preload().
    static std::unique_ptr<Probes> create(const ProbeContext& context);
    ~Probes();
    Probes(const Probes&) = delete;
    Probes& operator=(const Probes&) = delete;

    /// From Node's preload callback: `require` gives internal modules. Runs no code of the user's.
    void preload(v8::Local<v8::Object> process, v8::Local<v8::Function> require);
    /// The script's synchronous run and the drain after it are over.
    void beforeLoop();
    /// A snapshot of the heap begins or ends, for which the program stands: an operation "v8.heapSnapshot".
    void heapSnapshot(OpState state);
    /// The program is over. Tells what will never run, closes the handles. Runs no JavaScript.
    void finish();

private:
    void preloadTrace(v8::Local<v8::Object> process, v8::Local<v8::Function> require);
    class Parts;
    std::uint64_t m_snapshots = 0;
    struct TraceParts;
    explicit Probes(std::unique_ptr<Parts> parts);
    const std::unique_ptr<Parts> m_parts;
};

} // namespace loopscope
