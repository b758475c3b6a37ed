#include "visualizer/model/Navigation.h"

#include <algorithm>

namespace loopscope {

void Navigation::add(Step step, std::uint64_t cursor, bool isInternal)
{
    stops(step, true).push_back(static_cast<std::uint32_t>(cursor));
    if (!isInternal) stops(step, false).push_back(static_cast<std::uint32_t>(cursor));
}

void Navigation::note(const Record& r, std::uint64_t index)
{
    const std::uint64_t cursor = index + 1;
    if (r.kind == RecordKind::Begin) {
        const bool isInternal = r.has(RecordFlag::Internal);
        const bool drained = r.queue() == Queue::NextTick || r.queue() == Queue::Microtask;
        add(Step::Callback, cursor, isInternal);
        add(drained ? Step::Microtask : Step::Macrotask, cursor, isInternal);
    } else if (r.kind == RecordKind::Phase && !r.has(RecordFlag::EndEdge)) {
        if (r.phase() == Phase::Main) add(Step::Callback, cursor, false);
        add(Step::Phase, cursor, false);
        if (m_iteration != r.value) add(Step::Iteration, cursor, false);
        m_iteration = r.value;
    } else if (r.kind == RecordKind::Exit) {
        add(Step::Callback, cursor, false);
    }
}

std::size_t Navigation::count(Step step, std::uint64_t from, std::uint64_t to) const
{
    const Stops& all = stops(step, false);
    const auto first = std::upper_bound(all.begin(), all.end(), from), last = std::upper_bound(first, all.end(), to);
    return static_cast<std::size_t>(last - first);
}

std::optional<std::uint64_t> Navigation::next(Step step, std::uint64_t cursor, bool withInternal) const
{
    const Stops& all = stops(step, withInternal);
    const auto it = std::upper_bound(all.begin(), all.end(), cursor);
    return it == all.end() ? std::nullopt : std::optional<std::uint64_t>(*it);
}

std::optional<std::uint64_t> Navigation::previous(Step step, std::uint64_t cursor, bool withInternal) const
{
    const Stops& all = stops(step, withInternal);
    const auto it = std::lower_bound(all.begin(), all.end(), cursor);
    return it == all.begin() ? std::nullopt : std::optional<std::uint64_t>(*std::prev(it));
}

} // namespace loopscope
