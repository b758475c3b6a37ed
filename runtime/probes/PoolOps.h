#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/PoolThreads.h"
#include "runtime/probes/ThreadRecorder.h"

#include <uv.h>

#include <atomic>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace loopscope {

class CallSites;
class IoCallbacks;
class OutputWrites;

/// Writes the life of the work that a loop gives to libuv's thread pool: start and queued when it is given, running and
/// done on the pool's thread itself, and the enqueueing of its callback when the loop learns that it is done.
///
/// The trick: libuv gives work to the pool in two places, uv__work_submit and uv_queue_work. Both are detoured, and the
/// pair (work, done) of a watched loop's work is replaced by ours, which call the original. The async id of the
/// request, which is also its callback's id, is read from the request's owner and believed only if such a request is
/// known to be alive.
///
/// Thread: submitted(), finished(), loopWakes() on the loop's; runs() on any pool thread.
/// Lifetime: from before the first work until the loop is closed: work under way leads back here.
class PoolOps
{
public:
    PoolOps(uv_loop_t* loop, ThreadRecorder& recorder, Dictionary& dictionary, CallSites& callSites, IoCallbacks& io,
            std::shared_ptr<PoolThreads> threads, OutputWrites& output);
    ~PoolOps();
    PoolOps(const PoolOps&) = delete;
    PoolOps& operator=(const PoolOps&) = delete;

    static bool isSupported();
    /// The loop has news from the kernel: tells which callbacks wait now.
    void loopWakes();
    /// Nothing more is told; work under way goes on.
    void stop();

private:
    friend struct PoolHooks;
    using Work = void (*)(uv__work*);
    using Done = void (*)(uv__work*, int);
    struct Op {
        Work work = nullptr;
        Done done = nullptr;
        std::uint64_t id = 0;      // of the records
        std::uint64_t asyncId = 0; // 0: not tied to a callback
        TypeId type = TypeId::None;
    };

    static PoolOps* of(const uv_loop_t* loop);
    void submitted(uv__work* work, Op op);
    void runs(uv__work* work);
    void finished(uv__work* work, int status);
    void identify(uv__work* work, Op& op);
    std::uint64_t asyncIdAt(const void* asyncWrap) const;
    TypeId nameOf(const uv_work_t& request, std::uint64_t asyncId);
    void write(OpState state, const Op& op, StackId place);

    uv_loop_t* const m_loop;
    ThreadRecorder& m_recorder;
    Dictionary& m_dictionary;
    CallSites& m_callSites;
    IoCallbacks& m_io;
    const std::shared_ptr<PoolThreads> m_threads;
    OutputWrites& m_output;
    std::atomic<bool> m_silent{false};
    std::atomic<std::uint32_t> m_doneCount{0};
    std::uint64_t m_ownIds = 0;
    std::vector<std::uint64_t> m_told; // of loopWakes(), kept for its room
    std::mutex m_mutex;                // guards what follows
    std::unordered_map<uv__work*, Op> m_ops;
    std::vector<std::uint64_t> m_done; // async ids of work that ended and is not yet told as enqueued
};

} // namespace loopscope
