#include "visualizer/model/Spans.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

bool isDrained(const StackFrame& frame)
{
    return frame.isCallback && (frame.queue == Queue::NextTick || frame.queue == Queue::Microtask);
}

} // namespace

const Track* Spans::track(const TrackKey& key) const
{
    const auto it = m_tracks.find(key);
    return it == m_tracks.end() ? nullptr : &it->second;
}

std::uint16_t Spans::depth(std::uint16_t thread, TrackKind kind) const
{
    const auto first = m_tracks.lower_bound({thread, kind, 0});
    const auto last = m_tracks.upper_bound({thread, kind, 0xffff});
    return first == last ? std::uint16_t{0} : static_cast<std::uint16_t>(std::prev(last)->first.depth + 1);
}

Spans::Thread& Spans::thread(std::uint16_t index)
{
    if (m_threads.size() <= index) m_threads.resize(index + std::size_t{1});
    return m_threads[index];
}

void Spans::note(const Record& r, std::uint64_t index)
{
    Thread& t = thread(r.thread);
    if (t.lost) std::exchange(t.lost, nullptr)->close(r.time);
    switch (r.kind) {
    case RecordKind::Phase:
        phase(t, r, index);
        break;
    case RecordKind::Exit:
        if (t.phases) t.phases->close(r.time);
        break;
    case RecordKind::Op:
        operation(r, index);
        break;
    case RecordKind::Gc:
        m_tracks[{r.thread, TrackKind::Gc, 0}].add(r.time - std::min(r.time, r.id), r.time, index);
        break;
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr:
        output(t, r, index);
        break;
    case RecordKind::Lost:
        t.lost = &m_tracks[{r.thread, TrackKind::Lost, 0}]; // from what was told before it to what is told next
        t.lost->open(t.newest, index);
        break;
    default:
        break;
    }
    t.newest = std::max(t.newest, r.time);
}

void Spans::output(Thread& t, const Record& r, std::uint64_t index)
{
    if (r.kind == RecordKind::Console) {
        t.console = r.text();
    } else if (t.console != TextId::None) {
        // What console printed is written at once, which is told again; it was one thing.
        const std::string_view written = m_recording.dictionary().text(r.text());
        const bool same = written.find(m_recording.dictionary().text(t.console)) != std::string_view::npos;
        t.console = TextId::None;
        if (same) return;
    }
    m_tracks[{0, TrackKind::Output, 0}].add(r.time, r.time, index);
}

void Spans::phase(Thread& t, const Record& r, std::uint64_t index)
{
    if (!t.phases) t.phases = &m_tracks[{r.thread, TrackKind::Phases, 0}];
    if (!r.has(RecordFlag::EndEdge)) {
        t.phases->open(r.time, index, static_cast<std::uint8_t>(r.phase()));
        return;
    }
    const bool slept = r.phase() == Phase::Poll && r.id != 0 && t.phases->isOpen();
    if (slept) {
        // The loop sleeps first; the callbacks of what woke it come after.
        const std::uint64_t from = t.phases->at(t.phases->size() - 1).from;
        m_tracks[{r.thread, TrackKind::Asleep, 0}].add(from, std::min(r.time, from + r.id), index);
    }
    t.phases->close(r.time);
}

void Spans::operation(const Record& r, std::uint64_t index)
{
    if (r.opState() == OpState::Running && r.value != 0 && r.value <= 1024) {
        m_slotOf[r.id] = r.value;
        m_tracks[{0, TrackKind::Pool, static_cast<std::uint16_t>(r.value - 1)}].open(r.time, index);
    } else if (r.opState() == OpState::Done) {
        const auto slot = m_slotOf.find(r.id);
        if (slot == m_slotOf.end()) return;
        m_tracks[{0, TrackKind::Pool, static_cast<std::uint16_t>(slot->second - 1)}].close(r.time);
        m_slotOf.erase(slot);
    }
}

Track* Spans::trackFor(Thread& t, std::uint16_t index, const StackFrame& frame)
{
    if (!frame.isCallback) {
        const std::uint16_t depth = t.functions++;
        if (depth >= kDeepest) return nullptr;
        if (depth >= t.byDepth.size()) t.byDepth.push_back(&m_tracks[{index, TrackKind::Functions, depth}]);
        return t.byDepth[depth];
    }
    if (isDrained(frame)) return &m_tracks[{index, TrackKind::Drains, 0}];
    const std::uint16_t depth = t.callbacks++;
    return depth < kDeepest ? &m_tracks[{index, TrackKind::Callbacks, depth}] : nullptr;
}

std::uint8_t Spans::sortOf(const Record& record)
{
    const SpanSort sort{record.queue(), record.type, record.has(RecordFlag::Internal), record.has(RecordFlag::Inferred)};
    const std::uint32_t key = static_cast<std::uint32_t>(sort.type) << 16 | static_cast<std::uint32_t>(sort.queue) << 8 | static_cast<std::uint32_t>(sort.isInternal) << 1 | static_cast<std::uint32_t>(sort.isInferred);
    std::uint8_t& number = m_sortNumbers[key];
    if (number != 0) return number;
    if (m_sorts.size() == kOtherSort) return number = kOtherSort;
    number = static_cast<std::uint8_t>(m_sorts.size());
    m_sorts.push_back(sort);
    return number;
}

void Spans::framePushed(std::uint16_t index, std::size_t, const StackFrame& frame, std::uint64_t record)
{
    Thread& t = thread(index);
    Track* track = trackFor(t, index, frame);
    std::uint8_t sort = t.drain != 0 ? t.drain : t.callback;
    if (frame.isCallback) {
        sort = sortOf(m_recording.at(record));
        if (isDrained(frame)) t.drain = sort;
        else if (t.callbacks == 1) t.callback = sort;
    }
    if (track) track->open(frame.since, record, sort);
    t.open.push_back(track);
}

void Spans::framePopped(std::uint16_t index, std::size_t, const StackFrame& frame, std::uint64_t time)
{
    Thread& t = thread(index);
    if (t.open.empty()) return;
    if (Track* track = t.open.back()) track->close(time);
    t.open.pop_back();
    if (isDrained(frame)) t.drain = 0;
    else if (frame.isCallback && --t.callbacks == 0) t.callback = 0;
    else if (!frame.isCallback) --t.functions;
}

} // namespace loopscope
