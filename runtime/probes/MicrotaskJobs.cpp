#include "runtime/probes/MicrotaskJobs.h"

namespace loopscope {

MicrotaskJobs::MicrotaskJobs(v8::Isolate* isolate, const v8::MicrotaskQueue* queue, const V8Layout& layout, ThreadRecorder& recorder,
                             Dictionary& dictionary, FunctionSites& functions)
    : m_isolate(isolate), m_layout(layout), m_reader(queue, layout), m_recorder(recorder), m_functions(functions),
      m_reaction(dictionary.internType("reaction")), m_await(dictionary.internType("await")),
      m_thenable(dictionary.internType("thenable")), m_callable(dictionary.internType("queueMicrotask")), m_waiting(256), m_mask(m_waiting.size() - 1),
      m_enqueued(m_reader.finished()), m_begun(m_enqueued), m_ended(m_enqueued)
{
}

bool MicrotaskJobs::nextIsAwaitOf(Raw promise)
{
    const std::uint64_t waiting = m_reader.waiting();
    const std::uint64_t taken = m_reader.taken();
    if (taken + waiting <= m_enqueued) return false;
    // The one that was put there last; it may be running by now.
    m_newestJob = m_reader.newest();
    m_newest = taken + waiting - 1;
    return m_newestJob.kind == MicrotaskJob::Kind::Await && m_newestJob.promise == promise;
}

void MicrotaskJobs::tellNews(const Cause* cause, std::uint64_t finished, std::uint64_t taken, std::uint64_t total)
{
    const std::uint64_t now = m_recorder.now();
    // With a cause, the jobs were put there in the job that is told to run; without one, after it.
    if (cause) enqueueUpTo(total, taken, *cause);
    if (m_ended < m_begun && m_ended < finished) end(m_ended, now);
    const Cause unknown{now, StackId::None};
    enqueueUpTo(taken, taken, unknown);
    while (m_begun < finished) {
        waiting(m_begun).flags |= RecordFlag::Inferred;
        begin(m_begun, now);
        end(m_ended, now);
    }
    if (m_begun < taken) begin(m_begun, now);
    enqueueUpTo(total, taken, unknown);
}

void MicrotaskJobs::abandon()
{
    const std::uint64_t now = m_recorder.now();
    if (m_ended < m_begun) end(m_ended, now);
    for (std::uint64_t job = m_begun; job < m_enqueued; ++job) write(RecordKind::Cancel, job, now, 0);
    m_begun = m_ended = m_enqueued;
}

void MicrotaskJobs::noteMark()
{
    makeRoom();
    waiting(m_enqueued) = {.isMark = true};
    ++m_enqueued;
}

// Nothing is looked at between a mark and the job after it, so that one begins now.
void MicrotaskJobs::markRuns()
{
    tell(nullptr);
    if (m_begun >= m_enqueued || m_begun == 0 || !waiting(m_begun - 1).isMark) return;
    m_ended = m_begun;
    begin(m_begun, m_recorder.now());
}

void MicrotaskJobs::makeRoom()
{
    if (m_enqueued - m_ended <= m_mask) return;
    std::vector<Waiting> larger(m_waiting.size() * 2);
    for (std::uint64_t job = m_ended; job < m_enqueued; ++job) larger[job & (larger.size() - 1)] = waiting(job);
    m_waiting.swap(larger);
    m_mask = m_waiting.size() - 1;
}

void MicrotaskJobs::enqueueUpTo(std::uint64_t total, std::uint64_t taken, const Cause& cause)
{
    for (; m_enqueued < total; ++m_enqueued) {
        makeRoom();
        // The one taken last can still be read; those before it are gone.
        const auto index = static_cast<std::int64_t>(m_enqueued - taken);
        waiting(m_enqueued) = m_enqueued == m_newest ? describe(m_newestJob)
                              : index >= -1          ? describe(m_reader.job(index))
                                                     : Waiting{SiteId::None, m_callable, RecordFlag::Internal | RecordFlag::Inferred};
        write(RecordKind::Enqueue, m_enqueued, cause.time, static_cast<std::uint32_t>(cause.place));
    }
}

MicrotaskJobs::Waiting MicrotaskJobs::describe(const MicrotaskJob& job)
{
    using Kind = MicrotaskJob::Kind;
    FunctionPlace place;
    if (job.function) place = job.kind == Kind::Callable ? placeOfCallable(job.function) : m_functions.of(job.function);
    TypeId type = m_callable;
    if (job.kind == Kind::Reaction) type = m_reaction;
    if (job.kind == Kind::Await) type = m_await;
    if (job.kind == Kind::Thenable) type = m_thenable;
    const bool internal = place.internal || job.kind == Kind::Other;
    return {place.site, type, internal ? RecordFlag::Internal : std::uint16_t{0}};
}

// With async hooks on, Node queues a function of its own, bound to an object that has the user's.
FunctionPlace MicrotaskJobs::placeOfCallable(Raw callable)
{
    const FunctionPlace outer = m_functions.of(callable);
    if (!outer.internal || m_layout.typeOf(callable) != m_layout.typeBoundFunction) return outer;
    v8::HandleScope handles(m_isolate);
    const auto context = m_isolate->GetCurrentContext();
    if (context.IsEmpty()) return outer;
    Raw resource = wordAt(callable, m_layout.boundThis);
    const auto object = localAt<v8::Object>(&resource);
    v8::Local<v8::Value> callback;
    if (!object->IsObject() || !object->GetRealNamedProperty(context, v8::String::NewFromUtf8Literal(m_isolate, "callback")).ToLocal(&callback) ||
        !callback->IsFunction())
        return outer;
    return m_functions.of(callback.As<v8::Function>());
}

void MicrotaskJobs::begin(std::uint64_t job, std::uint64_t time)
{
    write(RecordKind::Begin, job, time, static_cast<std::uint32_t>(waiting(job).site));
    if (waiting(job).type == m_await) m_recorder.noteMoment(ThreadRecorder::Moment::JobBegun, time);
    m_begun = job + 1;
}

void MicrotaskJobs::end(std::uint64_t job, std::uint64_t time)
{
    write(RecordKind::End, job, time, 0);
    m_ended = job + 1;
}

void MicrotaskJobs::write(RecordKind kind, std::uint64_t job, std::uint64_t time, std::uint32_t place)
{
    const Waiting& about = waiting(job);
    if (about.isMark) return;
    Record record;
    record.kind = kind;
    record.id = m_recorder.id(IdSpace::Job, job);
    record.detail = static_cast<std::uint8_t>(Queue::Microtask);
    record.type = about.type;
    record.place = place;
    record.flags = about.flags;
    m_recorder.writeAt(time, record);
}

} // namespace loopscope
