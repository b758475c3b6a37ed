#include "runtime/probes/MicrotaskQueueReader.h"

namespace loopscope {

namespace {
constexpr int kFinallyContextLength = 4; // two of its own: onFinally and the constructor
}

MicrotaskQueueReader::MicrotaskQueueReader(const v8::MicrotaskQueue* queue, const V8Layout& layout) : m_queue(queue), m_layout(layout)
{
    setAnchor(finished());
}

// The ring has another size now. It grows when a job is put on a full one, and whoever looks while the queue is being
// run looks from inside a job, unless it is at its very end.
std::uint64_t MicrotaskQueueReader::takenAfterMove()
{
    const std::uint64_t taken = finished() + (m_queue->IsRunningMicrotasks() && waiting() > 0);
    setAnchor(taken);
    return taken;
}

Raw MicrotaskQueueReader::task(std::int64_t index) const
{
    const auto* ring = reinterpret_cast<const Raw*>(field(V8Layout::kQueueRing));
    return ring[(field(V8Layout::kQueueStart) + static_cast<std::uint64_t>(index)) & (field(V8Layout::kQueueCapacity) - 1)];
}

Raw MicrotaskQueueReader::handler(std::int64_t index) const
{
    const Raw job = task(index);
    if (!isHeapObject(job)) return 0;
    const std::uint16_t type = m_layout.typeOf(job);
    if (type != m_layout.typeFulfillReaction && type != m_layout.typeRejectReaction) return 0;
    const Raw handler = wordAt(job, m_layout.jobHandler);
    return isHeapObject(handler) ? handler : 0;
}

MicrotaskJob MicrotaskQueueReader::job(std::int64_t index) const
{
    const Raw task = this->task(index);
    if (!isHeapObject(task)) return {};
    const std::uint16_t type = m_layout.typeOf(task);
    if (type == m_layout.typeFulfillReaction || type == m_layout.typeRejectReaction)
        return reaction(wordAt(task, m_layout.jobHandler), wordAt(task, m_layout.jobPromise));
    if (type == m_layout.typeThenable)
        return {MicrotaskJob::Kind::Thenable, wordAt(task, m_layout.thenablePromise), wordAt(task, m_layout.thenableThen)};
    if (type == m_layout.typeCallable) return {MicrotaskJob::Kind::Callable, 0, wordAt(task, m_layout.callableFunction)};
    return {};
}

MicrotaskJob MicrotaskQueueReader::reaction(Raw handler, Raw promiseOrCapability) const
{
    MicrotaskJob job{MicrotaskJob::Kind::Reaction};
    if (isHeapObject(promiseOrCapability)) {
        job.promise = promiseOrCapability;
        if (m_layout.typeOf(job.promise) == m_layout.typeCapability) job.promise = wordAt(job.promise, m_layout.capabilityPromise);
        if (!isHeapObject(job.promise) || m_layout.typeOf(job.promise) != m_layout.typePromise) job.promise = 0;
    }
    if (!isHeapObject(handler)) return job;
    job.function = handler;
    if (!m_layout.isFunction(handler)) return job;
    // V8's own closures keep in their context what they work for: the awaiting function, or finally's callback.
    const Raw kept = m_layout.inContext(handler, m_layout.awaitGenerator);
    if (!isHeapObject(kept)) return job;
    if (m_layout.isGenerator(kept)) {
        job.kind = MicrotaskJob::Kind::Await;
        job.function = wordAt(kept, m_layout.generatorFunction);
    } else if (m_layout.isFunction(kept) && m_layout.isBuiltin(handler) &&
               smiValue(wordAt(wordAt(handler, m_layout.functionContext), V8Layout::kContextLength)) == kFinallyContextLength) {
        job.function = kept;
    }
    return job;
}

} // namespace loopscope
