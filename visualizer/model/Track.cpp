#include "visualizer/model/Track.h"

#include <algorithm>

namespace loopscope {

std::size_t Track::firstEndingAfter(std::uint64_t time) const { return m_to.firstAfter(time); }

std::size_t Track::firstFrom(std::uint64_t time, std::size_t hint) const { return m_from.firstFrom(time, hint); }

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
    return busyBefore(final) - busyBefore(first) + (end - m_from[final]);
}

std::uint64_t Track::busyBefore(std::size_t i) const
{
    std::uint64_t busy = m_busyBeforeBlock[i / kBlock];
    for (std::size_t j = i / kBlock * kBlock; j < i; ++j) busy += m_to[j] - m_from[j];
    return busy;
}

std::uint64_t Track::covered(std::uint64_t from, std::uint64_t to, std::uint64_t now) const
{
    const std::size_t first = firstEndingAfter(from), last = firstFrom(to);
    if (first >= last) return 0;
    const Span begin = at(first), end = at(last - 1);
    const std::uint64_t until = end.to == kOpen ? std::max(now, end.from) : end.to;
    return busy(first, last, now) - (from - std::min(from, begin.from)) - (until - std::min(until, to));
}

void Track::open(std::uint64_t from, std::uint64_t record, std::uint8_t sort)
{
    close(from);
    if (!empty()) from = std::max(from, m_to.back());
    if (size() % kBlock == 0) m_busyBeforeBlock.push_back(empty() ? 0 : busyBefore(size() - 1) + (m_to.back() - m_from.back()));
    m_from.push_back(from);
    m_to.push_back(kOpen);
    m_record.push_back(static_cast<std::uint32_t>(record));
    m_sort.push_back(sort);
}

void Track::close(std::uint64_t to)
{
    if (isOpen()) m_to.setBack(std::max(to, m_from.back()));
}

void Track::add(std::uint64_t from, std::uint64_t to, std::uint64_t record)
{
    open(from, record);
    close(to);
}

} // namespace loopscope
