#pragma once

#include "runtime/probes/V8Layout.h"

#include <v8.h>

#include <cstdint>

namespace loopscope {

/// A job on V8's microtask queue.
struct MicrotaskJob {
    enum class Kind : std::uint8_t { Reaction, Await, Thenable, Callable, Other };
    Kind kind = Kind::Other;
    Raw promise = 0;  ///< the promise that the job settles or follows, 0 for none
    Raw function = 0; ///< the user's: handler, awaiting function, `then`, callable; 0 for none or V8's own
};

/// Reads V8's own microtask queue, where it lies. It is the only source that tells the order in which jobs wait: hooks
/// tell of promises, not of jobs.
///
/// Thread: one JS thread's; neither allocates nor runs JavaScript. Raw addresses live until the next garbage collection.
/// Lifetime: not beyond the context whose queue it is.
class MicrotaskQueueReader
{
public:
    /// Precondition: no job runs now.
    MicrotaskQueueReader(const v8::MicrotaskQueue* queue, const V8Layout& layout);

    /// What changes whenever a job is put on the queue, taken from it, or ends.
    struct State {
        std::uint64_t finished = ~std::uint64_t{0}, waiting = 0, start = 0;
        bool operator==(const State&) const = default;
    };
    State state() const { return {field(V8Layout::kQueueFinished), field(V8Layout::kQueueSize), field(V8Layout::kQueueStart)}; }

    /// Jobs that have ended since the queue was made.
    std::uint64_t finished() const { return field(V8Layout::kQueueFinished) + m_thrownAway; }
    /// Jobs on the queue; the one that runs is not on it any more.
    std::uint64_t waiting() const { return field(V8Layout::kQueueSize); }
    /// Jobs taken from the queue: finished(), or one more while a job runs.
    std::uint64_t taken()
    {
        const std::uint64_t capacity = field(V8Layout::kQueueCapacity), start = field(V8Layout::kQueueStart), ended = finished();
        if (capacity != m_capacity) return takenAfterMove();
        return ended + (((start + m_anchor - ended) & (capacity - 1)) != 0);
    }
    /// A collection may move the queue's memory: call this before and after.
    void noteCollectionBegins() { m_takenKept = taken(); }
    void noteCollectionEnds() { setAnchor(m_takenKept); }
    /// V8 has thrown the queue away with the job that ran, since the program was terminated: `jobs` in all count as finished.
    void noteThrownAway(std::uint64_t jobs)
    {
        m_thrownAway += jobs - finished();
        setAnchor(jobs);
    }
    /// Whether the job taken last can still be read: a collection moves what waits in the ring, not what was taken from it.
    bool canReadTaken() { return taken() > m_takenKept; }
    /// A job of this queue, if it is being run at all, begins now.
    void noteJobBegins()
    {
        if (field(V8Layout::kQueueCapacity) != m_capacity && m_queue->IsRunningMicrotasks()) setAnchor(finished() + 1);
    }

    /// The job that `index` others will run before; index -1 is the one taken last, readable until the first collection after.
    MicrotaskJob job(std::int64_t index) const;
    /// Its handler if it is a reaction that has one, else 0: what the job is but for its promise follows from it.
    Raw handler(std::int64_t index) const;
    /// The one that was put there last, be it taken by now. Precondition: there has been one.
    MicrotaskJob newest() const { return job(static_cast<std::int64_t>(waiting()) - 1); }

    /// What a handler given to `then` by the user or by V8's await stands for.
    MicrotaskJob reaction(Raw handler, Raw promiseOrCapability) const;

private:
    std::uint64_t field(int offset) const
    {
        return *reinterpret_cast<const volatile std::uint64_t*>(reinterpret_cast<const char*>(m_queue) + offset);
    }

    const v8::MicrotaskQueue* const m_queue;
    std::uint64_t takenAfterMove();
    Raw task(std::int64_t index) const;
    void setAnchor(std::uint64_t taken)
    {
        m_capacity = field(V8Layout::kQueueCapacity);
        m_anchor = taken - field(V8Layout::kQueueStart);
    }

    const V8Layout& m_layout;
    // V8 does not count what it takes, but the ring's start moves with it: taken is start + anchor, modulo the capacity.
    std::uint64_t m_capacity = 0; ///< that the anchor is for; 0 for none
    std::uint64_t m_anchor = 0;
    std::uint64_t m_takenKept = 0;
    std::uint64_t m_thrownAway = 0; ///< jobs that V8 does not count as finished
};

} // namespace loopscope
