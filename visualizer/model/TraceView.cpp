#include "visualizer/model/TraceView.h"

#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceSearch.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {
constexpr std::uint64_t kShortest = 1000; ///< ns
constexpr std::uint64_t kSlice = 1 << 14;  ///< records taken in at once: some ms
constexpr qint64 kTellEvery = 100;         ///< ms
}

TraceView::TraceView(QObject* parent) : QObject(parent), m_search(new TraceSearch(*this)), m_bookmarks(new Bookmarks(this)) {}

TraceView::~TraceView() = default;

const TraceState& TraceView::state() const
{
    static const TraceState nothing;
    return m_model ? m_model->stateAt(m_cursor) : nothing;
}

void TraceView::takeIn()
{
    if (!m_model || m_model->extend(kSlice) || m_takingIn) return;
    m_takingIn = true;
    QTimer::singleShot(0, this, [this] {
        m_wasBehind = m_wasBehind || (m_model && m_model->extent() < m_cursor);
        m_takingIn = false;
        takeIn();
        // Panels draw themselves anew whenever they are told: a long recording would be taken in at their speed.
        if (m_takingIn && m_told.isValid() && m_told.elapsed() < kTellEvery) return;
        m_told.start();
        emit grew();
        if (std::exchange(m_wasBehind, false)) emit cursorChanged();
    });
}

void TraceView::setRecording(std::shared_ptr<Recording> recording)
{
    m_recording = std::move(recording);
    m_model = m_recording ? std::make_unique<TraceModel>(m_recording) : nullptr;
    m_sizeSeen = m_recording ? m_recording->size() : 0;
    m_wholeSeen = whole();
    m_cursor = m_sizeSeen;
    m_cursorTime = m_recording ? m_recording->duration() : 0;
    m_visible = m_wholeSeen;
    m_selection.reset();
    m_highlighted = 0;
    m_following = m_recording && !m_recording->isComplete();
    m_bookmarks->set({});
    takeIn();
    announce();
}

void TraceView::announce()
{
    emit recordingChanged();
    emit cursorChanged();
    emit visibleChanged();
    emit selectionChanged();
    emit followingChanged();
    emit highlightedChanged();
}

/// The state of the old one at its record `first`, as far as the other recording does not tell it by itself: what runs, and how
/// much was lost. Nothing is known beyond the old one's end, or if the model is so far behind that looking would hold up the window.
static TraceState stateBefore(TraceModel& old, std::uint64_t first)
{
    constexpr std::uint64_t kNear = 1 << 20; // records: some 100 ms
    const std::uint64_t behind = first - std::min(first, old.extent());
    if (first > old.recording().size() || behind > kNear) return {};
    old.extend(behind);
    TraceState state = old.stateAt(first);
    for (auto& [thread, loop] : state.loops) {
        loop.stack.clear();
        loop.phase.reset();
        loop.lost = 0;
    }
    return state;
}

void TraceView::continueIn(std::shared_ptr<Recording> recording)
{
    if (!m_model || !recording || recording->size() == 0) return setRecording(std::move(recording));
    const std::uint64_t first = recording->origin() - m_recording->origin() + m_recording->carried();
    TraceState before = stateBefore(*m_model, first);
    m_recording = std::move(recording);
    m_model = std::make_unique<TraceModel>(m_recording, std::move(before));
    m_sizeSeen = m_recording->size();
    const bool all = showsAll(m_wholeSeen);
    m_wholeSeen = whole();
    const std::uint64_t start = m_recording->at(0).time;
    m_cursor = m_cursor > first ? std::min(m_cursor - first + m_recording->carried(), m_sizeSeen) : 0;
    m_cursorTime = std::max(m_cursorTime, start);
    m_bookmarks->shift(first, m_recording->carried());
    if (m_selection && m_selection->to < start) m_selection.reset();
    if (m_selection) m_selection->from = std::max(m_selection->from, start);
    if (all) m_visible = m_wholeSeen;
    takeIn();
    if (m_following) follow(all);
    announce();
}

void TraceView::moveCursor(std::uint64_t cursor, std::uint64_t time)
{
    if (cursor == m_cursor && time == m_cursorTime) return;
    m_cursor = cursor;
    m_cursorTime = time;
    emit cursorChanged();
}

void TraceView::stopFollowing()
{
    if (!m_following) return;
    m_following = false;
    emit followingChanged();
}

void TraceView::setCursor(std::uint64_t cursor)
{
    if (!m_recording) return;
    stopFollowing();
    cursor = std::min(cursor, m_recording->size());
    moveCursor(cursor, cursor == 0 ? 0 : m_recording->at(cursor - 1).time);
}

void TraceView::setCursorTime(std::uint64_t time)
{
    if (!m_recording) return;
    stopFollowing();
    time = std::min(time, m_recording->duration());
    moveCursor(m_recording->cursorAt(time), time);
}

TimeRange TraceView::whole() const
{
    if (!m_recording || m_recording->size() == 0) return {0, kShortest};
    const std::uint64_t end = std::max(m_recording->duration(), kShortest);
    const std::uint64_t first = std::min(m_recording->at(0).time, end - kShortest);
    return {first - std::min(first, (end - first) / 50), end};
}

void TraceView::setVisible(TimeRange range)
{
    const std::uint64_t end = std::max(m_recording ? m_recording->duration() : 0, kShortest);
    const std::uint64_t length = std::clamp(range.to > range.from ? range.length() : 0, kShortest, end);
    const std::uint64_t from = std::min(range.from, end - length);
    const TimeRange clamped{from, from + length};
    if (clamped == m_visible) return;
    m_visible = clamped;
    emit visibleChanged();
}

void TraceView::setSelection(std::optional<TimeRange> range)
{
    if (range && range->from > range->to) std::swap(range->from, range->to);
    if (range == m_selection) return;
    m_selection = range;
    emit selectionChanged();
}

void TraceView::setFollowing(bool following)
{
    if (following == m_following || (following && !m_recording)) return;
    m_following = following;
    emit followingChanged();
    if (!following) return;
    follow(showsAll(m_wholeSeen));
}

void TraceView::setHighlighted(std::uint64_t id)
{
    if (id == m_highlighted) return;
    m_highlighted = id;
    emit highlightedChanged();
}

bool TraceView::showsAll(TimeRange whole) const { return m_visible.from <= whole.from && m_visible.to >= whole.to; }

void TraceView::follow(bool all)
{
    const std::uint64_t end = m_recording->duration();
    setVisible(all ? whole() : TimeRange{end - std::min(end, m_visible.length()), end});
    moveCursor(m_recording->size(), end);
}

void TraceView::noticeGrowth()
{
    if (!m_recording) return;
    const std::uint64_t size = m_recording->size();
    if (size == m_sizeSeen) return;
    const bool all = showsAll(m_wholeSeen);
    m_sizeSeen = size;
    m_wholeSeen = whole();
    takeIn();
    if (m_following) follow(all);
    emit grew();
}

} // namespace loopscope
