#include "visualizer/model/TimeColumn.h"

#include <algorithm>
#include <limits>

namespace loopscope {

void TimeColumn::push_back(std::uint64_t time)
{
    const std::size_t within = m_size & (kChunk - 1);
    if (within == 0) {
        if (!m_chunks.empty()) narrowNewest();
        m_chunks.push_back({time, nullptr, std::make_unique_for_overwrite<std::uint64_t[]>(kChunk)});
    }
    m_chunks.back().wide[within] = time;
    ++m_size;
}

void TimeColumn::setBack(std::uint64_t time)
{
    // The newest chunk is always wide.
    m_chunks.back().wide[(m_size - 1) & (kChunk - 1)] = time;
}

// Not before another is begun: until then its last time may still be set.
void TimeColumn::narrowNewest()
{
    Chunk& chunk = m_chunks.back();
    const std::uint64_t base = chunk.wide[0];
    if (chunk.wide[kChunk - 1] - base > std::numeric_limits<std::uint32_t>::max()) return;
    auto narrow = std::make_unique_for_overwrite<std::uint32_t[]>(kChunk);
    std::transform(&chunk.wide[0], &chunk.wide[kChunk], &narrow[0], [base](std::uint64_t time) { return static_cast<std::uint32_t>(time - base); });
    chunk.base = base;
    chunk.narrow = std::move(narrow);
    chunk.wide.reset();
}

std::size_t TimeColumn::firstFrom(std::uint64_t time, std::size_t hint) const
{
    std::size_t low = std::min(hint, m_size), stride = 1;
    while (low + stride < m_size && (*this)[low + stride] < time) {
        low += stride;
        stride *= 2;
    }
    std::size_t high = std::min(m_size, low + stride + 1);
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if ((*this)[middle] < time) low = middle + 1;
        else high = middle;
    }
    return low;
}

} // namespace loopscope
