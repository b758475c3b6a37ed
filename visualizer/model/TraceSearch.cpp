#include "visualizer/model/TraceSearch.h"

#include "runtime/stream/Recording.h"
#include "visualizer/model/TraceView.h"

#include <QTimer>

#include <algorithm>

namespace loopscope {

namespace {

constexpr std::uint64_t kSlice = 1 << 18; ///< records looked at in one go: some milliseconds

/// What a user would call a thing that happened; its ends and waits belong to it.
bool isFindable(const Record& record)
{
    switch (record.kind) {
    case RecordKind::Begin:
    case RecordKind::Stdout:
    case RecordKind::Stderr: return true;
    case RecordKind::Call: return !record.has(RecordFlag::Resume);
    case RecordKind::Op: return record.opState() == OpState::Start;
    case RecordKind::Handle: return record.handleState() == HandleState::Active;
    default: return false;
    }
}

} // namespace

TraceSearch::TraceSearch(TraceView& view) : QObject(&view), m_view(view)
{
    connect(&view, &TraceView::recordingChanged, this, &TraceSearch::begin);
    connect(&view, &TraceView::grew, this, &TraceSearch::lookFurther);
}

void TraceSearch::setText(const QString& text)
{
    if (text == m_text) return;
    m_text = text;
    begin();
}

void TraceSearch::begin()
{
    m_recording = m_view.recording();
    m_hits.clear();
    m_seen = 0;
    m_matcher = m_recording && !m_text.isEmpty() ? std::make_unique<TextMatcher>(m_text, m_recording->dictionary()) : nullptr;
    lookFurther();
    emit changed();
}

bool TraceSearch::isDone() const { return !m_matcher || m_seen >= m_recording->size(); }

void TraceSearch::lookFurther()
{
    if (isDone()) return;
    const std::size_t before = m_hits.size();
    const std::uint64_t end = std::min(m_recording->size(), m_seen + kSlice);
    m_recording->scan(m_seen, end, [this](const Record& record, std::uint64_t index) {
        if (isFindable(record) && m_matcher->matches(record)) m_hits.push_back(static_cast<std::uint32_t>(index));
    });
    m_seen = end;
    if (m_hits.size() != before || isDone()) emit changed();
    if (isDone() || m_isScheduled) return;
    m_isScheduled = true;
    QTimer::singleShot(0, this, [this] {
        m_isScheduled = false;
        lookFurther();
    });
}

std::optional<std::size_t> TraceSearch::current() const
{
    const auto it = std::ranges::lower_bound(m_hits, m_view.cursor(), {}, [](std::uint32_t hit) { return std::uint64_t{hit} + 1; });
    if (it == m_hits.end() || std::uint64_t{*it} + 1 != m_view.cursor()) return std::nullopt;
    return static_cast<std::size_t>(it - m_hits.begin());
}

bool TraceSearch::goTo(std::size_t hit)
{
    if (m_hits.empty()) return false;
    m_view.setCursor(std::uint64_t{m_hits[hit % m_hits.size()]} + 1);
    return true;
}

bool TraceSearch::goToNext()
{
    const auto it = std::ranges::lower_bound(m_hits, m_view.cursor());
    return goTo(static_cast<std::size_t>(it - m_hits.begin()));
}

bool TraceSearch::goToPrevious()
{
    const auto it = std::ranges::lower_bound(m_hits, m_view.cursor(), {}, [](std::uint32_t hit) { return std::uint64_t{hit} + 1; });
    return goTo(static_cast<std::size_t>(it - m_hits.begin()) + m_hits.size() - 1);
}

} // namespace loopscope
