#include "visualizer/model/Navigation.h"

#include <algorithm>

namespace loopscope {

void Navigation::note(const Record& r, std::uint64_t index)
{
    const std::uint64_t cursor = index + 1;
    if (r.kind == RecordKind::Begin) {
        const bool drained = r.queue() == Queue::NextTick || r.queue() == Queue::Microtask;
        m_stops[drained ? Microtasks : Macrotasks].add(cursor, r.has(RecordFlag::Internal));
    } else if (r.kind == RecordKind::Phase && !r.has(RecordFlag::EndEdge)) {
        if (r.phase() == Phase::Main) m_stops[Borders].add(cursor);
        m_stops[Phases].add(cursor);
        if (m_iteration != r.value) m_stops[Iterations].add(cursor);
        m_iteration = r.value;
    } else if (r.kind == RecordKind::Exit) {
        m_stops[Borders].add(cursor);
    }
}

// A callback is one of either kind; the main script and the end count as such.
std::span<const Navigation::Kind> Navigation::kindsOf(Step step)
{
    static constexpr std::array kCallbacks{Macrotasks, Microtasks, Borders};
    static constexpr std::array kOthers{Phases, Iterations};
    const std::span<const Kind> callbacks(kCallbacks), others(kOthers);
    switch (step) {
    case Step::Callback: return callbacks;
    case Step::Macrotask: return callbacks.subspan(0, 1);
    case Step::Microtask: return callbacks.subspan(1, 1);
    case Step::Phase: return others.subspan(0, 1);
    case Step::Iteration: return others.subspan(1, 1);
    }
    return {};
}

std::size_t Navigation::count(Step step, std::uint64_t from, std::uint64_t to) const
{
    std::size_t count = 0;
    for (const Kind kind : kindsOf(step)) count += m_stops[kind].count(from, to);
    return count;
}

std::optional<std::uint64_t> Navigation::next(Step step, std::uint64_t cursor, bool withInternal) const
{
    std::optional<std::uint64_t> nearest;
    for (const Kind kind : kindsOf(step))
        if (const auto found = m_stops[kind].next(cursor, withInternal); found && (!nearest || *found < *nearest)) nearest = found;
    return nearest;
}

std::optional<std::uint64_t> Navigation::previous(Step step, std::uint64_t cursor, bool withInternal) const
{
    std::optional<std::uint64_t> nearest;
    for (const Kind kind : kindsOf(step))
        nearest = std::max(nearest, m_stops[kind].previous(cursor, withInternal)); // none is less than any
    return nearest;
}

void Navigation::Stops::add(std::uint64_t cursor, bool isInternal)
{
    m_all.push_back(static_cast<std::uint32_t>(cursor));
    if (isInternal) m_internal.push_back(static_cast<std::uint32_t>(cursor));
}

std::optional<std::uint64_t> Navigation::Stops::next(std::uint64_t cursor, bool withInternal) const
{
    auto it = std::upper_bound(m_all.begin(), m_all.end(), cursor);
    if (!withInternal && it != m_all.end()) {
        auto internal = std::lower_bound(m_internal.begin(), m_internal.end(), *it);
        for (; it != m_all.end() && internal != m_internal.end() && *it == *internal; ++internal) ++it;
    }
    return it == m_all.end() ? std::nullopt : std::optional<std::uint64_t>(*it);
}

std::optional<std::uint64_t> Navigation::Stops::previous(std::uint64_t cursor, bool withInternal) const
{
    auto it = std::lower_bound(m_all.begin(), m_all.end(), cursor);
    if (!withInternal && it != m_all.begin()) {
        auto internal = std::upper_bound(m_internal.begin(), m_internal.end(), *std::prev(it));
        for (; it != m_all.begin() && internal != m_internal.begin() && *std::prev(it) == *std::prev(internal); --internal) --it;
    }
    return it == m_all.begin() ? std::nullopt : std::optional<std::uint64_t>(*std::prev(it));
}

std::size_t Navigation::Stops::count(std::uint64_t from, std::uint64_t to) const
{
    return countIn(m_all, from, to) - countIn(m_internal, from, to);
}

std::size_t Navigation::Stops::countIn(const Cursors& cursors, std::uint64_t from, std::uint64_t to)
{
    const auto first = std::upper_bound(cursors.begin(), cursors.end(), from), last = std::upper_bound(first, cursors.end(), to);
    return static_cast<std::size_t>(last - first);
}

} // namespace loopscope
