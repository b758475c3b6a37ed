#include "visualizer/model/HeapGrowth.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace loopscope {

namespace {

constexpr double kNoise = 0.01; ///< of the heap, that says nothing

} // namespace

bool HeapGrowth::isMuchMore(double bytes, double than) { return bytes > than * (1 + kNoise); }

void HeapGrowth::metric(const Record& r)
{
    if (m_heapUsed == TypeId::None && m_recording.dictionary().type(r.type) == "heap_used") m_heapUsed = r.type;
    if (r.type != m_heapUsed) return;
    const auto thread = m_threads.find(r.thread);
    if (thread != m_threads.end()) thread->second.least = std::min(thread->second.least, std::bit_cast<double>(r.id));
}

void HeapGrowth::collected(const Record& r, std::uint64_t index, FindingList& found)
{
    if (r.gcType() != GcType::MarkCompact) return;
    Thread& t = m_threads[r.thread];
    const double left = std::exchange(t.least, std::numeric_limits<double>::infinity());
    const std::uint64_t leftAt = std::exchange(t.collectedAt, r.time);
    if (left == std::numeric_limits<double>::infinity()) return; // nobody looked in between
    const bool isMore = t.isKnown && isMuchMore(left, t.last), isLess = !t.isKnown || isMuchMore(t.last, left);
    if (isLess) {
        t.first = left;
        t.firstAt = leftAt;
        t.rises = 0;
    }
    if (isMore) ++t.rises;
    if (isMore || isLess) t.last = left;
    t.isKnown = true;
    const double grown = t.last - t.first;
    if (!isMore || t.rises < m_limits.heapRises || grown < static_cast<double>(m_limits.heapGrowth) || grown < t.first * m_limits.heapGrowthPart) return;
    found.add({.kind = FindingKind::HeapGrows, .thread = r.thread, .record = index, .time = r.time, .worst = r.time - t.firstAt, .amount = static_cast<std::uint64_t>(t.last),
               .before = static_cast<std::uint64_t>(t.first), .rises = t.rises});
}

} // namespace loopscope
