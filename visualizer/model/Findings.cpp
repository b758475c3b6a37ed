#include "visualizer/model/Findings.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace loopscope {

namespace {

constexpr std::uint64_t kWorthRemembering = 1'000'000; ///< ns

bool isDrained(Queue queue) { return queue == Queue::NextTick || queue == Queue::Microtask; }

bool isInternal(const StackFrame& frame) { return frame.flags & RecordFlag::Internal; }

std::uint64_t lengthOf(std::uint64_t from, std::uint64_t to) { return to - std::min(from, to); }

} // namespace

Findings::Findings(const Recording& recording, const FindingLimits& limits)
    : m_recording(recording), m_limits(limits), m_found(kMost), m_promises(recording), m_operations(recording, m_limits), m_heap(recording, m_limits)
{
}

Findings::Thread& Findings::thread(std::uint16_t index)
{
    if (m_threads.size() <= index) m_threads.resize(index + std::size_t{1});
    if (!m_threads[index]) m_threads[index] = std::make_unique<Thread>();
    return *m_threads[index];
}

void Findings::note(const Record& r, std::uint64_t index, const LoopState* loop)
{
    if (r.kind != RecordKind::Lost && index < m_recording.carried()) return; // begun in records that are gone
    switch (r.kind) {
    case RecordKind::Begin: return loop ? begin(r, index, *loop) : void();
    case RecordKind::End: return end(r);
    case RecordKind::Enqueue: return enqueue(r);
    case RecordKind::Cancel: return m_operations.cancelled(r);
    case RecordKind::Phase: return phase(r);
    case RecordKind::Promise: return m_promises.promise(r, index);
    case RecordKind::Op: {
        const Open* by = r.opState() != OpState::Start || thread(r.thread).open.empty() ? nullptr : &thread(r.thread).open.back();
        return m_operations.operation(r, index, by ? &by->frame : nullptr, by ? by->root : 0, m_found);
    }
    case RecordKind::Gc: return collection(r, index);
    case RecordKind::Metric: return m_heap.metric(r);
    case RecordKind::Stderr: return warning(r, index, loop);
    case RecordKind::Lost: return lost(r, index);
    case RecordKind::Exit: return exit(r);
    default: return;
    }
}

const std::vector<Finding>& Findings::all() const
{
    if (m_allRevision == revision() + 1) return m_all;
    FindingList open(kMost);
    m_promises.addOpen(open);
    m_all = m_found.all();
    for (const Finding& finding : open.all()) FindingList::join(m_all, finding);
    m_allRevision = revision() + 1;
    return m_all;
}

std::vector<Finding> Findings::in(std::uint64_t from, std::uint64_t to) const
{
    FindingList open(kMost);
    m_promises.addOpen(open);
    std::vector<Finding> found;
    std::ranges::copy_if(all(), std::back_inserter(found), [&](const Finding& f) { return m_found.touches(f, from, to) || open.touches(f, from, to); });
    return found;
}

SiteId Findings::placeOf(const StackFrame& frame) const
{
    return frame.site != SiteId::None && !m_recording.dictionary().site(frame.site).internal ? frame.site : ownSite(m_recording, frame.place);
}

void Findings::begin(const Record& r, std::uint64_t index, const LoopState& loop)
{
    Thread& t = thread(r.thread);
    const StackFrame* frame = loop.callback();
    if (!frame || frame->id != r.id) return;
    // What stands where this one begins has ended unseen: see StateFold.
    if (r.queue() == Queue::Timers || r.queue() == Queue::Check) t.open.clear();
    const auto stale = isDrained(r.queue()) ? std::ranges::find_if(t.open, [](const Open& o) { return isDrained(o.frame.queue); }) : t.open.end();
    t.open.erase(stale, t.open.end());
    if (!isDrained(r.queue()) && t.open.empty()) {
        endDrain(t, r.thread);
        m_promises.drained(r.thread);
    }
    const bool isOfDrain = isDrained(r.queue()) && t.open.empty();
    if (isOfDrain && t.drain.jobs++ == 0) {
        t.drain.since = r.time;
        t.drain.record = index;
    }
    if (r.queue() == Queue::Timers) timer(t, r, index, *frame);
    t.open.push_back({.frame = *frame, .record = index, .root = m_operations.rootOf(r)});
}

void Findings::end(const Record& r)
{
    Thread& t = thread(r.thread);
    for (std::size_t depth = t.open.size(); depth-- > 0;)
        if (t.open[depth].frame.id == r.id) return close(t, depth, r);
}

void Findings::close(Thread& t, std::size_t depth, const Record& r)
{
    const Open& open = t.open[depth];
    const StackFrame& frame = open.frame;
    const std::uint64_t took = lengthOf(frame.since, r.time);
    if (isDrained(frame.queue) && depth == 0) noteJob(t.drain, frame, r.time);
    const bool isLong = !isInternal(frame) && took - std::min(took, open.told) > m_limits.callback;
    if (isLong)
        m_found.add({.kind = FindingKind::LongCallback, .thread = r.thread, .record = open.record, .time = frame.since, .worst = took, .id = frame.id,
                     .frame = frame, .site = placeOf(frame)});
    if (depth > 0) t.open[depth - 1].told += isLong ? took : open.told;
    else if (took >= kWorthRemembering) remember(t, {frame.since, r.time, {FindingCover::Kind::Callback, frame}});
    t.endedAt = r.time;
    t.endedRoot = open.root;
    t.open.resize(depth);
}

void Findings::noteJob(Drain& drain, const StackFrame& job, std::uint64_t ended)
{
    const std::uint64_t took = lengthOf(job.since, ended);
    drain.until = ended;
    drain.longest = std::max(drain.longest, took);
    if (isInternal(job) || took < drain.longestOwn) return;
    drain.longestOwn = took;
    drain.own = job;
}

void Findings::enqueue(const Record& r)
{
    if (r.queue() == Queue::Microtask) m_promises.enqueued(r);
    else if (r.queue() != Queue::NextTick) return;
    const Thread& t = thread(r.thread);
    // What a job did last may be told after its end, at its time.
    const std::uint64_t justEnded = t.endedAt == r.time ? t.endedRoot : 0;
    m_operations.enqueued(r, t.open.empty() ? justEnded : t.open.back().root);
}

void Findings::phase(const Record& r)
{
    Thread& t = thread(r.thread);
    t.open.clear();
    endDrain(t, r.thread);
    m_promises.drained(r.thread);
    if (!r.has(RecordFlag::EndEdge)) {
        t.phaseSince = r.time;
        return;
    }
    if (r.phase() == Phase::Main) remember(t, {t.phaseSince, r.time, {FindingCover::Kind::MainScript, {}}});
    const bool slept = r.phase() == Phase::Poll && r.id >= kWorthRemembering;
    if (slept) remember(t, {t.phaseSince, std::min(r.time, t.phaseSince + r.id), {FindingCover::Kind::Asleep, {}}});
}

void Findings::exit(const Record& r)
{
    Thread& t = thread(r.thread);
    while (!t.open.empty()) close(t, t.open.size() - 1, r);
    endDrain(t, r.thread);
    m_promises.exit(r, m_found);
    m_heap.forget(r.thread);
    t = {};
}

void Findings::endDrain(Thread& t, std::uint16_t index)
{
    const Drain drain = std::exchange(t.drain, {});
    const std::uint64_t took = lengthOf(drain.since, drain.until);
    if (drain.jobs < 2 || took < kWorthRemembering) return;
    remember(t, {drain.since, drain.until, {FindingCover::Kind::Drain, {}}});
    if (took <= m_limits.drain || drain.longest > m_limits.callback) return;
    m_found.add({.kind = FindingKind::LongDrain, .thread = index, .record = drain.record, .time = drain.since, .worst = took, .amount = drain.jobs,
                 .longest = drain.longest, .id = drain.own.id, .frame = drain.own, .site = placeOf(drain.own)});
}

/// Node counts from when the loop last read the clock, a little before the record of arming: a timer is late by at least so much.
void Findings::timer(Thread& t, const Record& r, std::uint64_t index, const StackFrame& frame)
{
    if (isInternal(frame) || frame.enqueuedAt == 0) return;
    const std::uint64_t due = frame.enqueuedAt + std::max(1u, frame.milliseconds) * std::uint64_t{1'000'000};
    const std::uint64_t late = lengthOf(due, r.time);
    if (late <= m_limits.timerLate) return;
    m_found.add({.kind = FindingKind::LateTimer, .thread = r.thread, .record = index, .time = r.time, .worst = late, .id = r.id, .frame = frame,
                 .cover = coverAt(t, due), .site = placeOf(frame)});
}

void Findings::remember(Thread& t, const Run& run)
{
    if (lengthOf(run.from, run.to) < kWorthRemembering) return;
    t.runs[t.nextRun++ % t.runs.size()] = run;
}

/// The shortest stretch that held that moment.
FindingCover Findings::coverAt(const Thread& t, std::uint64_t time)
{
    const Run* best = nullptr;
    for (const Run& run : t.runs) {
        const bool holds = run.from <= time && time < run.to;
        if (holds && (!best || run.to - run.from < best->to - best->from)) best = &run;
    }
    return best ? best->what : FindingCover{};
}

void Findings::collection(const Record& r, std::uint64_t index)
{
    m_heap.collected(r, index, m_found);
    if (r.id <= m_limits.gcPause) return;
    m_found.add({.kind = FindingKind::GcPause, .thread = r.thread, .record = index, .time = r.time, .worst = r.id, .gc = r.gcType()});
}

void Findings::lost(const Record& r, std::uint64_t index)
{
    m_operations.lost();
    if (r.thread < m_threads.size() && m_threads[r.thread]) *m_threads[r.thread] = {};
    m_promises.lost(r.thread, m_found);
    m_heap.forget(r.thread);
    m_found.add({.kind = FindingKind::RecordsLost, .thread = r.thread, .record = index, .time = r.time, .amount = r.id});
}

/// What Node itself measured and printed, by the tick that its `emitter.on` queued: so the place is known.
void Findings::warning(const Record& r, std::uint64_t index, const LoopState* loop)
{
    const std::string_view text = m_recording.dictionary().text(r.text());
    if (!text.starts_with("(node:") || text.substr(0, 64).find(") MaxListenersExceededWarning: ") == std::string_view::npos) return;
    const StackFrame* by = loop ? loop->callback() : nullptr;
    const SiteId site = by && isInternal(*by) ? ownSite(m_recording, by->place) : SiteId::None;
    m_found.add({.kind = FindingKind::TooManyListeners, .thread = r.thread, .record = index, .time = r.time, .text = r.text(), .site = site});
}

} // namespace loopscope
