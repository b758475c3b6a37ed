#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/FunctionSites.h"
#include "runtime/probes/MicrotaskQueueReader.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

#include <vector>

namespace loopscope {

class LessonProbe;

/// Tells the life of each job on V8's microtask queue: Enqueue, Begin and End with one id, the job's number in the order
/// in which V8 put them on the queue, which is also the order in which they run.
///
/// It is called before each further record of the thread and compares V8's counters with what it has told. A job that
/// came and went between two looks is told afterwards, flagged as inferred.
///
/// Thread: one JS thread's. Lifetime: not beyond the context whose queue it reads.
class MicrotaskJobs
{
public:
    /// What the program did just before V8 put jobs on the queue.
    struct Cause {
        std::uint64_t time = 0;
        StackId place = StackId::None;
    };

    MicrotaskJobs(v8::Isolate* isolate, const v8::MicrotaskQueue* queue, const V8Layout& layout, ThreadRecorder& recorder,
                  Dictionary& dictionary, FunctionSites& functions);

    /// What to do about a function whose name only V8 knows: ask V8, which may allocate in its heap; put all off; or look
    /// again when it begins, and if it begins now leave the name out.
    enum class Unnamed : std::uint8_t { Ask, PutOff, Later };
    /// Tells what is new; false if that was put off. `cause`, if any, happened in the job that ran when this was called last.
    bool tell(const Cause* cause, Unnamed unnamed)
    {
        return m_reader.state() == m_told || tellChanges(cause, unnamed);
    }
    /// Whether the job taken last settles a promise. Precondition: no collection since it was taken.
    bool takenHasPromise() const { return m_reader.job(-1).promise != 0; }
    /// The program is over: ends what runs and cancels what waits.
    void abandon();
    /// No job runs and none waits: V8 has thrown away those that it had when the program was terminated.
    void noteDrained();
    /// A mark was put on the queue: it is no job of the program's, and tells when the job after it begins.
    void noteMark();
    void markRuns();
    /// True if the newest job not yet told of resumes an await and settles `promise`, which nobody but V8 knows then.
    bool nextIsAwaitOf(Raw promise);
    /// From now on the ends of awaits are told to it; null: no more.
    void setLesson(LessonProbe* lesson) { m_lesson = lesson; }
    /// A collection may move what the jobs speak of: call this before and after.
    void noteCollectionBegins()
    {
        m_newest = kNone;
        m_handler = 0;
        m_reader.noteCollectionBegins();
    }
    void noteCollectionEnds() { m_reader.noteCollectionEnds(); }
    void noteJobBegins() { m_reader.noteJobBegins(); }
    const MicrotaskQueueReader& reader() const { return m_reader; }

private:
    static constexpr std::uint64_t kNone = ~std::uint64_t{0};

    struct Waiting {
        SiteId site = SiteId::None;
        TypeId type = TypeId::None;
        std::uint16_t flags = 0;
        bool isMark = false;
        bool isUnnamed = false; ///< to be looked at again when it begins
    };

    bool tellChanges(const Cause* cause, Unnamed unnamed);
    bool tellNews(const Cause* cause, std::uint64_t finished, std::uint64_t taken, std::uint64_t total, Unnamed unnamed);
    bool describeUpTo(std::uint64_t total, std::uint64_t taken, Unnamed unnamed);
    void enqueueUpTo(std::uint64_t total, const Cause& cause);
    void makeRoom();
    bool describe(const MicrotaskJob& job, Waiting& as, Unnamed unnamed);
    bool find(const MicrotaskJob& job, FunctionPlace& place, bool canAsk);
    void findOfCallable(Raw callable, FunctionPlace& place);
    void begin(std::uint64_t job, std::uint64_t time);
    void end(std::uint64_t job, std::uint64_t time);
    Record about(RecordKind kind, std::uint64_t job, std::uint32_t place) const;
    void write(RecordKind kind, std::uint64_t job, std::uint64_t time, std::uint32_t place);
    bool enqueueOne(const Cause& cause, std::uint64_t taken);
    void beginNext(std::uint64_t time);
    void noteBegun(std::uint64_t job, std::uint64_t time, SiteId resumed);
    SiteId resumedBy(std::uint64_t job) const;
    Waiting& waiting(std::uint64_t job) { return m_waiting[job & m_mask]; }
    const Waiting& waiting(std::uint64_t job) const { return m_waiting[job & m_mask]; }

    v8::Isolate* const m_isolate;
    const V8Layout& m_layout;
    MicrotaskQueueReader m_reader;
    ThreadRecorder& m_recorder;
    FunctionSites& m_functions;
    LessonProbe* m_lesson = nullptr;
    const TypeId m_reaction, m_await, m_thenable, m_callable;
    std::vector<Waiting> m_waiting; ///< by job number; a power of two long, grows
    std::uint64_t m_mask;           ///< its length less one
    std::uint64_t m_newest = kNone; ///< the job that m_newestJob is, good until the next collection
    MicrotaskJob m_newestJob;
    Raw m_handler = 0;              ///< of the reaction described last, until the next collection: what awaits in a loop has one
    Waiting m_ofHandler;
    MicrotaskQueueReader::State m_told; ///< V8's counters when all was told
    std::uint64_t m_described;      ///< jobs read, as numbers: the next one to read
    std::uint64_t m_enqueued;       ///< jobs told of: the next one to tell
    std::uint64_t m_begun;          ///< the next one to begin
    std::uint64_t m_ended;          ///< the next one to end: m_begun, or one less while a job runs
};

} // namespace loopscope
