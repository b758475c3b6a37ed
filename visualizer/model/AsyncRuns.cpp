#include "visualizer/model/AsyncRuns.h"

#include <algorithm>

namespace loopscope {

namespace {
constexpr std::size_t kNear = 64; ///< runs looked at for one that still runs

bool isDrained(Queue queue) { return queue == Queue::NextTick || queue == Queue::Microtask; }
}

bool AsyncRuns::extend(std::uint64_t most)
{
    const std::uint64_t size = m_recording.size();
    const std::uint64_t last = m_extent + std::min(most, size - m_extent);
    m_recording.scan(m_extent, last, [this](const Record& record, std::uint64_t index) { take(record, static_cast<std::uint32_t>(index)); });
    m_extent = last;
    return last == size;
}

void AsyncRuns::take(const Record& record, std::uint32_t index)
{
    switch (record.kind) {
    case RecordKind::Phase: return phase(thread(record.thread), record, index);
    case RecordKind::Enqueue: return enqueue(thread(record.thread), record, index);
    case RecordKind::Begin: return begin(thread(record.thread), record, index);
    case RecordKind::End: return end(thread(record.thread), record, index);
    case RecordKind::Cancel: return cancel(record, index);
    case RecordKind::Op: return operation(record, index);
    case RecordKind::Exit: return unwind(thread(record.thread), 0, index);
    default: return;
    }
}

AsyncRuns::Thread& AsyncRuns::thread(std::uint16_t index)
{
    if (m_threads.size() <= index) m_threads.resize(index + 1u);
    return m_threads[index];
}

RowIndex::Key AsyncRuns::keyOf(Row row) const
{
    const Run& run = m_runs[row];
    if (run.has(MainScript)) return {0, run.thread};
    return {m_recording.at(run.scheduled != kNone ? run.scheduled : run.begin).id, run.thread};
}

AsyncRuns::Row AsyncRuns::newest(std::uint64_t id, std::uint16_t thread) const
{
    return m_newestOfId.find({id, thread}, [this](Row row) { return keyOf(row); });
}

AsyncRuns::Row AsyncRuns::add(Run run)
{
    const auto row = static_cast<Row>(m_runs.size());
    m_runs.push_back(run);
    m_olderOfId.push_back(run.has(MainScript) ? kNone : m_newestOfId.put(keyOf(row), row, [this](Row r) { return keyOf(r); }));
    if (run.parent == kNone) return row;
    Run& parent = m_runs[run.parent];
    (parent.firstChild == kNone ? parent.firstChild : m_runs[parent.lastChild].nextSibling) = row;
    parent.lastChild = row;
    ++parent.children;
    return row;
}

/// By the run that is innermost now, or by the main script.
void AsyncRuns::schedule(const Thread& t, Run run, std::uint64_t id)
{
    run.parent = t.stack.empty() ? (t.inMain ? t.main : kNone) : t.stack.back();
    if (run.parent != kNone && !m_runs[run.parent].has(MainScript) && keyOf(run.parent).id == id) run.parent = m_runs[run.parent].parent;
    add(run);
}

void AsyncRuns::phase(Thread& t, const Record& record, std::uint32_t index)
{
    unwind(t, 0, index);
    t.inMain = record.phase() == Phase::Main && !record.has(RecordFlag::EndEdge);
    if (t.inMain && t.main == kNone) {
        t.main = add({.begin = index, .thread = record.thread, .flags = MainScript});
        m_begun.push_back(t.main);
    } else if (t.main != kNone && !t.inMain && m_runs[t.main].end == kNone) {
        m_runs[t.main].end = index;
    }
}

void AsyncRuns::enqueue(Thread& t, const Record& record, std::uint32_t index)
{
    const auto operation = m_openOperations.find(record.id);
    if (operation != m_openOperations.end() && m_runs[operation->second].thread == record.thread) {
        m_runs[operation->second].handed = index;
        return;
    }
    if (record.queue() == Queue::Timers) cancel(record, index); // armed anew
    const std::uint8_t flags = record.has(RecordFlag::Internal) ? Internal : 0;
    schedule(t, {.scheduled = index, .thread = record.thread, .flags = flags}, record.id);
}

/// What must have ended, as StateFold sees it.
std::size_t AsyncRuns::depthFor(const Thread& t, Queue queue) const
{
    if (queue == Queue::Timers || queue == Queue::Check) return 0;
    if (!isDrained(queue)) return t.stack.size();
    const auto stale = std::ranges::find_if(t.stack, [this](Row row) { return isDrained(m_recording.at(m_runs[row].begin).queue()); });
    return static_cast<std::size_t>(stale - t.stack.begin());
}

void AsyncRuns::begin(Thread& t, const Record& record, std::uint32_t index)
{
    unwind(t, depthFor(t, record.queue()), index);
    Row row = newest(record.id, record.thread);
    if (const auto open = m_openOperations.find(record.id); open != m_openOperations.end() && open->second == row) m_openOperations.erase(open);
    const bool waits = row != kNone && m_runs[row].begin == kNone && !m_runs[row].has(Cancelled);
    if (!waits) row = add({.begin = index, .thread = record.thread});
    Run& run = m_runs[row];
    run.begin = index;
    run.end = kNone;
    run.flags = static_cast<std::uint8_t>(record.has(RecordFlag::Internal) ? run.flags | Internal : run.flags & ~Internal);
    m_begun.push_back(row);
    t.stack.push_back(row);
}

void AsyncRuns::end(Thread& t, const Record& record, std::uint32_t index)
{
    for (std::size_t depth = t.stack.size(); depth-- > 0;) {
        if (keyOf(t.stack[depth]).id != record.id) continue;
        unwind(t, depth + 1, index);
        m_runs[t.stack.back()].end = index;
        t.stack.pop_back();
        return;
    }
}

void AsyncRuns::unwind(Thread& t, std::size_t depth, std::uint32_t index)
{
    while (t.stack.size() > depth) {
        m_runs[t.stack.back()].end = index;
        m_runs[t.stack.back()].flags |= Mended;
        t.stack.pop_back();
    }
}

void AsyncRuns::cancel(const Record& record, std::uint32_t index)
{
    const Row row = newest(record.id, record.thread);
    if (row == kNone || !m_runs[row].waits()) return;
    m_runs[row].end = index;
    m_runs[row].flags |= Cancelled;
}

void AsyncRuns::operation(const Record& record, std::uint32_t index)
{
    if (record.opState() == OpState::Start) {
        schedule(thread(record.thread), {.scheduled = index, .thread = record.thread, .flags = Operation}, record.id);
        m_openOperations[record.id] = static_cast<Row>(m_runs.size() - 1);
    } else if (record.opState() == OpState::Done) {
        const auto open = m_openOperations.find(record.id);
        if (open != m_openOperations.end() && m_runs[open->second].end == kNone) m_runs[open->second].end = index;
    }
}

AsyncRuns::Row AsyncRuns::find(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread) const
{
    Row row = newest(id, thread);
    const auto isLater = [&](Row r) { return std::min(m_runs[r].scheduled, m_runs[r].begin) >= cursor; };
    while (row != kNone && isLater(row) && m_olderOfId[row] != kNone) row = m_olderOfId[row];
    return row;
}

bool AsyncRuns::runsAt(Row row, std::uint64_t cursor) const { return m_runs[row].begin < cursor && m_runs[row].end >= cursor; }

/// How many of m_begun have begun among the first `cursor` records.
std::size_t AsyncRuns::begunBefore(std::uint64_t cursor) const
{
    const auto isBefore = [this](Row row, std::uint64_t c) { return m_runs[row].begin < c; };
    return static_cast<std::size_t>(std::lower_bound(m_begun.begin(), m_begun.end(), cursor, isBefore) - m_begun.begin());
}

AsyncRuns::Row AsyncRuns::runningAt(std::uint64_t cursor) const
{
    const std::size_t count = begunBefore(cursor), first = count - std::min(count, kNear);
    for (std::size_t i = count; i-- > first;)
        if (runsAt(m_begun[i], cursor)) return m_begun[i];
    for (const Thread& t : m_threads)
        if (t.main != kNone && runsAt(t.main, cursor)) return t.main;
    for (std::size_t i = count; i-- > first;)
        if (!m_runs[m_begun[i]].has(Internal)) return m_begun[i];
    return count == 0 ? kNone : m_begun[count - 1];
}

std::vector<AsyncRuns::Row> AsyncRuns::rootsIn(std::uint64_t from, std::uint64_t to, std::size_t limit, std::size_t* beyond) const
{
    const auto cursorBefore = [this](std::uint64_t time) { return time == 0 ? 0 : m_recording.cursorAt(time - 1); };
    const std::uint64_t first = cursorBefore(from), last = cursorBefore(to);
    const auto isIn = [&](Row row) { return row != kNone && m_runs[row].begin >= first && m_runs[row].begin < last; };
    std::vector<Row> roots;
    std::size_t more = 0;
    for (std::size_t i = begunBefore(first), count = begunBefore(last); i < count; ++i) {
        if (isIn(m_runs[m_begun[i]].parent)) continue;
        if (roots.size() < limit) roots.push_back(m_begun[i]);
        else ++more;
    }
    if (beyond) *beyond = more;
    return roots;
}

std::vector<AsyncRuns::Row> AsyncRuns::chain(Row row, std::size_t limit) const
{
    std::vector<Row> rows;
    for (; row != kNone && rows.size() < limit; row = m_runs[row].parent) rows.push_back(row);
    return rows;
}

} // namespace loopscope
