#include "visualizer/model/Track.h"

#include <algorithm>

namespace loopscope {

std::size_t Track::firstEndingAfter(std::uint64_t time) const
{
    return static_cast<std::size_t>(std::upper_bound(m_to.begin(), m_to.end(), time) - m_to.begin());
}

std::size_t Track::firstFrom(std::uint64_t time, std::size_t hint) const
{
    // Galloping: what is looked for is mostly near.
    std::size_t low = hint, stride = 1;
    while (low + stride < size() && m_from[low + stride] < time) {
        low += stride;
        stride *= 2;
    }
    const std::size_t high = std::min(size(), low + stride + 1);
    low = std::min(low, high);
    const auto begin = m_from.begin();
    return static_cast<std::size_t>(
        std::lower_bound(begin + static_cast<std::ptrdiff_t>(low), begin + static_cast<std::ptrdiff_t>(high), time) - begin);
}

std::size_t Track::covering(std::uint64_t time) const
{
    const std::size_t i = firstEndingAfter(time);
    return i < size() && m_from[i] <= time ? i : size();
}

std::uint64_t Track::busy(std::size_t first, std::size_t last, std::uint64_t now) const
{
    if (first >= last) return 0;
    const std::size_t final = last - 1;
    const std::uint64_t end = m_to[final] == kOpen ? std::max(now, m_from[final]) : m_to[final];
    return m_busyBefore[final] - m_busyBefore[first] + (end - m_from[final]);
}

std::uint64_t Track::covered(std::uint64_t from, std::uint64_t to, std::uint64_t now) const
{
    const std::size_t first = firstEndingAfter(from), last = firstFrom(to);
    if (first >= last) return 0;
    const Span begin = at(first), end = at(last - 1);
    const std::uint64_t until = end.to == kOpen ? std::max(now, end.from) : end.to;
    return busy(first, last, now) - (from - std::min(from, begin.from)) - (until - std::min(until, to));
}

void Track::open(std::uint64_t from, std::uint64_t record)
{
    close(from);
    if (!empty()) from = std::max(from, m_to.back());
    m_busyBefore.push_back(empty() ? 0 : m_busyBefore.back() + (m_to.back() - m_from.back()));
    m_from.push_back(from);
    m_to.push_back(kOpen);
    m_record.push_back(static_cast<std::uint32_t>(record));
}

void Track::close(std::uint64_t to)
{
    if (isOpen()) m_to.back() = std::max(to, m_from.back());
}

void Track::add(std::uint64_t from, std::uint64_t to, std::uint64_t record)
{
    open(from, record);
    close(to);
}

} // namespace loopscope
