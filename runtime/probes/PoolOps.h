#pragma once

#include "runtime/probes/AsyncRequests.h"
#include "runtime/probes/OpTable.h"
#include "runtime/probes/OpTypes.h"
#include "runtime/probes/PoolThreads.h"
#include "runtime/probes/ThreadRecorder.h"

#include <uv.h>

#include <atomic>
#include <memory>

namespace loopscope {

class CallSites;
class IoCallbacks;
class OutputWrites;
struct KnownNode;

/// Writes the life of the work that a loop gives to libuv's thread pool: start and queued when it is given, running and
/// done on the pool's thread itself, and the enqueueing of its callback when the loop learns that it is done.
///
/// The trick: libuv gives work to the pool in two places, uv__work_submit and uv_queue_work. Both are detoured, and the
/// pair (work, done) of a watched loop's work is replaced by ours, which call the original. The async id of the
/// request, which is also its callback's id, is read from the request's owner and believed only if such a request is
/// known to be alive.
///
/// Nobody waits for anybody: an op's entry is the loop's until libuv has handed the work over, then the pool thread's, which
/// lays it on a list of what is done that the loop takes as a whole.
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
    /// Called on the loop's thread when it has given work to the pool which must wait, since all threads are busy; only for the first that waits.
    using OnFull = void (*)(void* self, int threads);
    void setOnFull(OnFull onFull, void* self)
    {
        m_onFull = onFull;
        m_onFullSelf = self;
    }
    /// Nothing more is told; work under way goes on.
    void stop();

private:
    friend struct PoolHooks;
    using Work = void (*)(uv__work*);
    using Done = void (*)(uv__work*, int);
    using Op = OpTable::Op;

    static PoolOps* of(const uv_loop_t* loop);
    void submitted(uv__work* work, Work run, Done done, bool isSlow);
    void runs(uv__work* work);
    void finished(uv__work* work, int status);
    struct Owner {
        const AsyncRequests::Request* request = nullptr; // null if none is known
        bool isOfOneCall = true; // made and given to the pool by the same call of the user's
    };
    /// Gives the op its type, and its owner's async id.
    Owner identify(uv__work* work, Op& op);
    Owner identifyUserWork(const uv_work_t& request, Op& op);
    const AsyncRequests::Request* requestAt(const void* asyncWrap, Op& op) const;
    StackId placeOf(const Owner& owner);
    void tellRun(Op& op);
    Op* takeDone();
    Record record(OpState state, const Op& op) const;

    const KnownNode* const m_node;
    uv_loop_t* const m_loop;
    ThreadRecorder& m_recorder;
    OpTypes m_types;
    CallSites& m_callSites;
    IoCallbacks& m_io;
    const std::shared_ptr<PoolThreads> m_threads;
    OutputWrites& m_output;
    std::atomic<bool> m_silent{false};
    std::uint64_t m_ownIds = 0;
    OnFull m_onFull = nullptr;
    void* m_onFullSelf = nullptr;
    OpTable m_ops;
    alignas(64) std::atomic<Op*> m_done{nullptr}; // ended and not yet told as enqueued, the latest first
};

} // namespace loopscope
