#include "visualizer/model/Samples.h"

#include <algorithm>

namespace loopscope {

namespace {

constexpr std::size_t kShift = 5, kBlock = 1 << kShift;

void widen(Samples::Extremes& found, const Samples::Extremes& by)
{
    found.min = std::min(found.min, by.min);
    found.max = std::max(found.max, by.max);
}

} // namespace

void Samples::add(std::uint64_t time, float value)
{
    const std::size_t i = size();
    m_times.push_back(m_times.empty() ? time : std::max(time, m_times.back()));
    m_values.push_back(value);
    const Extremes own{value, value};
    std::size_t block = i >> kShift;
    for (std::vector<Extremes>& level : m_blocks) {
        if (block == level.size()) level.push_back(own);
        else widen(level[block], own);
        block >>= kShift;
    }
    const std::size_t below = m_blocks.empty() ? size() : m_blocks.back().size();
    if (below <= kBlock) return;
    std::vector<Extremes> level; // the level below has just begun its second block
    for (std::size_t first = 0; first < below; first += kBlock) {
        Extremes all = entry(m_blocks.size(), first);
        for (std::size_t j = first; j < std::min(first + kBlock, below); ++j) widen(all, entry(m_blocks.size(), j));
        level.push_back(all);
    }
    m_blocks.push_back(std::move(level));
}

Samples::Extremes Samples::extremes(std::size_t first, std::size_t last) const
{
    Extremes found{m_values[first], m_values[first]};
    extremes(0, first, last, found);
    return found;
}

void Samples::extremes(std::size_t level, std::size_t first, std::size_t last, Extremes& found) const
{
    const std::size_t from = (first + kBlock - 1) >> kShift, to = last >> kShift; // whole blocks
    if (level == m_blocks.size() || from >= to) {
        for (std::size_t i = first; i < last; ++i) widen(found, entry(level, i));
        return;
    }
    for (std::size_t i = first; i < from << kShift; ++i) widen(found, entry(level, i));
    extremes(level + 1, from, to, found);
    for (std::size_t i = to << kShift; i < last; ++i) widen(found, entry(level, i));
}

std::vector<Samples::Column> Samples::columns(std::uint64_t from, std::uint64_t to, std::size_t pixels) const
{
    std::vector<Column> columns;
    if (pixels == 0 || to < from) return columns;
    const double perPixel = static_cast<double>(to - from) / static_cast<double>(pixels);
    const std::size_t end = firstAfter(to);
    for (std::size_t i = firstFrom(from); i < end;) {
        const double pixel = perPixel > 0 ? static_cast<double>(m_times[i] - from) / perPixel : 0;
        const double edge = (static_cast<double>(static_cast<std::uint64_t>(pixel)) + 1) * perPixel;
        const std::size_t next = std::clamp(firstFrom(from + static_cast<std::uint64_t>(edge), i), i + 1, end);
        columns.push_back({i, next, extremes(i, next)});
        i = next;
    }
    return columns;
}

} // namespace loopscope
