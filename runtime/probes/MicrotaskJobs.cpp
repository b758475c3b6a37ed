#include "runtime/probes/MicrotaskJobs.h"

#include "runtime/probes/LessonProbe.h"

namespace loopscope {

MicrotaskJobs::MicrotaskJobs(v8::Isolate* isolate, const v8::MicrotaskQueue* queue, const V8Layout& layout, ThreadRecorder& recorder,
                             Dictionary& dictionary, FunctionSites& functions)
    : m_isolate(isolate), m_layout(layout), m_reader(queue, layout), m_recorder(recorder), m_functions(functions),
      m_reaction(dictionary.internType("reaction")), m_await(dictionary.internType("await")),
      m_thenable(dictionary.internType("thenable")), m_callable(dictionary.internType("queueMicrotask")), m_waiting(256), m_mask(m_waiting.size() - 1),
      m_described(m_reader.finished()), m_enqueued(m_described), m_begun(m_enqueued), m_ended(m_enqueued)
{
}

bool MicrotaskJobs::nextIsAwaitOf(Raw promise)
{
    const std::uint64_t waiting = m_reader.waiting();
    const std::uint64_t taken = m_reader.taken();
    if (taken + waiting <= m_enqueued || (waiting == 0 && !m_reader.canReadTaken())) return false;
    // The one that was put there last; it may be running by now.
    m_newestJob = m_reader.newest();
    m_newest = taken + waiting - 1;
    return m_newestJob.kind == MicrotaskJob::Kind::Await && m_newestJob.promise == promise;
}

bool MicrotaskJobs::tellChanges(const Cause* cause, Unnamed unnamed)
{
    const MicrotaskQueueReader::State state = m_reader.state();
    const std::uint64_t finished = m_reader.finished(), taken = m_reader.taken(), total = taken + m_reader.waiting();
    const bool isNews = m_ended != finished || m_begun != taken || m_enqueued != total;
    if (isNews && !tellNews(cause, finished, taken, total, unnamed)) return false;
    m_told = state;
    return true;
}

bool MicrotaskJobs::tellNews(const Cause* cause, std::uint64_t finished, std::uint64_t taken, std::uint64_t total, Unnamed unnamed)
{
    if (!cause || total != m_enqueued + 1 || !enqueueOne(*cause, taken)) {
        if (!describeUpTo(total, taken, unnamed)) return false;
        // With a cause, the jobs were put there in the job that is told to run; without one, after it.
        if (cause) enqueueUpTo(total, *cause);
    }
    if (m_ended == finished && m_begun == taken && m_enqueued == total) return true;
    if (m_begun + 1 == taken && waiting(m_begun).isUnnamed && m_reader.canReadTaken() && !describe(m_reader.job(-1), waiting(m_begun), unnamed)) return false;
    const std::uint64_t now = m_recorder.now();
    if (m_ended + 1 == m_begun && m_ended + 1 == finished && m_begun < taken && m_begun < m_enqueued && m_enqueued == total) {
        beginNext(now);
        return true;
    }
    if (m_ended < m_begun && m_ended < finished) end(m_ended, now);
    const Cause unknown{now, StackId::None};
    enqueueUpTo(taken, unknown);
    while (m_begun < finished) {
        waiting(m_begun).flags |= RecordFlag::Inferred;
        begin(m_begun, now);
        end(m_ended, now);
    }
    if (m_begun < taken) begin(m_begun, now);
    enqueueUpTo(total, unknown);
    return true;
}

// The most frequent pieces of news. A job was put there that has the same handler as the one before, as in a loop of awaits..
bool MicrotaskJobs::enqueueOne(const Cause& cause, std::uint64_t taken)
{
    const std::uint64_t job = m_enqueued;
    const bool isReadable = job >= taken || (job + 1 == taken && m_reader.canReadTaken());
    if (m_described != job || job - m_ended > m_mask || m_handler == 0 || !isReadable) return false;
    if (m_reader.handler(static_cast<std::int64_t>(job - taken)) != m_handler) return false;
    Waiting& as = waiting(job);
    as.site = m_ofHandler.site;
    as.type = m_ofHandler.type;
    as.flags = m_ofHandler.flags;
    as.isMark = as.isUnnamed = false;
    m_described = m_enqueued = job + 1;
    m_recorder.writeWithin(cause.time, about(RecordKind::Enqueue, job, static_cast<std::uint32_t>(cause.place)));
    return true;
}

// .. and one job ends and the next begins.
void MicrotaskJobs::beginNext(std::uint64_t time)
{
    const std::uint64_t job = m_begun;
    if (waiting(job).isMark || waiting(job - 1).isMark) {
        end(m_ended, time);
        begin(job, time);
        return;
    }
    Record record = about(RecordKind::Begin, job, static_cast<std::uint32_t>(waiting(job).site));
    const SiteId resumed = resumedBy(job);
    record.value = static_cast<std::uint32_t>(resumed);
    m_recorder.writeNextJob(time, record);
    m_ended = job;
    noteBegun(job, time, resumed);
}

SiteId MicrotaskJobs::resumedBy(std::uint64_t job) const
{
    const bool isSeen = m_lesson && waiting(job).type == m_await && (waiting(job).flags & RecordFlag::Inferred) == 0;
    return isSeen ? m_lesson->resumable(waiting(job).site) : SiteId::None;
}

void MicrotaskJobs::noteBegun(std::uint64_t job, std::uint64_t time, SiteId resumed)
{
    m_begun = job + 1;
    if (resumed != SiteId::None) m_lesson->awaitEnds(resumed);
    if (waiting(job).type == m_await) m_recorder.noteMoment(ThreadRecorder::Moment::JobBegun, time);
}

void MicrotaskJobs::abandon()
{
    const std::uint64_t now = m_recorder.now();
    if (m_ended < m_begun) end(m_ended, now);
    for (std::uint64_t job = m_begun; job < m_enqueued; ++job) write(RecordKind::Cancel, job, now, 0);
    m_begun = m_ended = m_enqueued = m_described;
    m_told = {};
}

void MicrotaskJobs::noteDrained()
{
    if (m_ended == m_enqueued || m_reader.waiting() != 0) return;
    abandon();
    m_reader.noteThrownAway(m_described);
}

void MicrotaskJobs::noteMark()
{
    makeRoom();
    waiting(m_described) = {.isMark = true};
    m_enqueued = ++m_described;
    m_told = {};
}

// Nothing is looked at between a mark and the job after it, so that one begins now.
void MicrotaskJobs::markRuns()
{
    tell(nullptr, Unnamed::Ask);
    if (m_begun >= m_enqueued || m_begun == 0 || !waiting(m_begun - 1).isMark) return;
    m_ended = m_begun;
    m_told = {};
    begin(m_begun, m_recorder.now());
}

void MicrotaskJobs::makeRoom()
{
    if (m_described - m_ended <= m_mask) return;
    std::vector<Waiting> larger(m_waiting.size() * 2);
    for (std::uint64_t job = m_ended; job < m_described; ++job) larger[job & (larger.size() - 1)] = waiting(job);
    m_waiting.swap(larger);
    m_mask = m_waiting.size() - 1;
}

bool MicrotaskJobs::describeUpTo(std::uint64_t total, std::uint64_t taken, Unnamed unnamed)
{
    for (; m_described < total; ++m_described) {
        makeRoom();
        // The one taken last can mostly still be read; those before it are gone.
        const auto index = static_cast<std::int64_t>(m_described - taken);
        if (m_described != m_newest && (index < -1 || (index == -1 && !m_reader.canReadTaken()))) {
            waiting(m_described) = {SiteId::None, m_callable, RecordFlag::Internal | RecordFlag::Inferred};
            continue;
        }
        Waiting& as = waiting(m_described);
        const Raw handler = m_reader.handler(index);
        if (handler && handler == m_handler) {
            as.site = m_ofHandler.site;
            as.type = m_ofHandler.type;
            as.flags = m_ofHandler.flags;
            as.isMark = as.isUnnamed = false;
            continue;
        }
        if (!describe(m_described == m_newest ? m_newestJob : m_reader.job(index), as, unnamed)) return false;
        if (unnamed == Unnamed::Ask || as.isUnnamed) continue; // asking V8 may have moved the handler
        m_handler = handler;
        m_ofHandler = as;
    }
    return true;
}

void MicrotaskJobs::enqueueUpTo(std::uint64_t total, const Cause& cause)
{
    for (; m_enqueued < total; ++m_enqueued) write(RecordKind::Enqueue, m_enqueued, cause.time, static_cast<std::uint32_t>(cause.place));
}

bool MicrotaskJobs::describe(const MicrotaskJob& job, Waiting& as, Unnamed unnamed)
{
    using Kind = MicrotaskJob::Kind;
    FunctionPlace place;
    as.isUnnamed = job.function && !find(job, place, unnamed == Unnamed::Ask);
    if (as.isUnnamed && unnamed == Unnamed::PutOff) return false;
    as.site = place.site;
    as.type = job.kind == Kind::Await ? m_await : job.kind == Kind::Reaction ? m_reaction : job.kind == Kind::Thenable ? m_thenable : m_callable;
    as.flags = place.internal || job.kind == Kind::Other ? RecordFlag::Internal : std::uint16_t{0};
    as.isMark = false;
    return true;
}

// A callable's name may be in an object of Node's: always V8's to tell.
bool MicrotaskJobs::find(const MicrotaskJob& job, FunctionPlace& place, bool canAsk)
{
    const bool isCallable = job.kind == MicrotaskJob::Kind::Callable;
    if (!isCallable && m_functions.known(job.function, place)) return true;
    if (canAsk && isCallable) findOfCallable(job.function, place);
    else if (canAsk) place = m_functions.of(job.function);
    return canAsk;
}

// With async hooks on, Node queues a function of its own, bound to an object that has the user's.
void MicrotaskJobs::findOfCallable(Raw callable, FunctionPlace& place)
{
    v8::HandleScope handles(m_isolate);
    const auto function = handleOn<v8::Function>(m_isolate, callable); // asking V8 for its name may move it
    place = m_functions.of(callable);
    const auto context = m_isolate->GetCurrentContext();
    if (!place.internal || m_layout.typeOf(rawOf(function)) != m_layout.typeBoundFunction || context.IsEmpty()) return;
    const auto object = handleOn<v8::Object>(m_isolate, wordAt(rawOf(function), m_layout.boundThis));
    v8::Local<v8::Value> callback;
    if (object->IsObject() && object->GetRealNamedProperty(context, v8::String::NewFromUtf8Literal(m_isolate, "callback")).ToLocal(&callback) &&
        callback->IsFunction())
        place = m_functions.of(callback.As<v8::Function>());
}

void MicrotaskJobs::begin(std::uint64_t job, std::uint64_t time)
{
    const SiteId resumed = resumedBy(job);
    if (!waiting(job).isMark) {
        Record record = about(RecordKind::Begin, job, static_cast<std::uint32_t>(waiting(job).site));
        record.value = static_cast<std::uint32_t>(resumed);
        m_recorder.writeAt(time, record);
    }
    noteBegun(job, time, resumed);
}

void MicrotaskJobs::end(std::uint64_t job, std::uint64_t time)
{
    write(RecordKind::End, job, time, 0);
    m_ended = job + 1;
}

Record MicrotaskJobs::about(RecordKind kind, std::uint64_t job, std::uint32_t place) const
{
    Record record;
    record.kind = kind;
    record.id = m_recorder.id(IdSpace::Job, job);
    record.detail = static_cast<std::uint8_t>(Queue::Microtask);
    record.type = waiting(job).type;
    record.place = place;
    record.flags = waiting(job).flags;
    return record;
}

void MicrotaskJobs::write(RecordKind kind, std::uint64_t job, std::uint64_t time, std::uint32_t place)
{
    if (!waiting(job).isMark) m_recorder.writeAt(time, about(kind, job, place));
}

} // namespace loopscope
