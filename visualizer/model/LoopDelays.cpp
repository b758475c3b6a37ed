#include "visualizer/model/LoopDelays.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace loopscope {

namespace {

/// The iteration whose poll has been passed when this phase begins.
std::int64_t passedAt(const Record& r)
{
    const bool before = r.phase() == Phase::Pending || r.phase() == Phase::Idle || r.phase() == Phase::Prepare;
    return static_cast<std::int64_t>(r.value) - (before ? 1 : 0);
}

std::size_t rank(double share, std::size_t count)
{
    const auto place = static_cast<std::size_t>(std::ceil(share * static_cast<double>(count)));
    return std::clamp<std::size_t>(place, 1, count) - 1;
}

} // namespace

void LoopDelays::note(const Record& r)
{
    if (r.kind == RecordKind::Phase) {
        phase(r);
    } else if (r.kind == RecordKind::Lost) {
        m_busySince.reset(); // how many polls were passed meanwhile nobody knows
    } else if (r.kind == RecordKind::Exit && m_busySince) {
        add(*m_busySince, r.time);
        m_busySince.reset();
    }
}

void LoopDelays::phase(const Record& r)
{
    if (r.has(RecordFlag::EndEdge)) {
        m_lastEnd = r.time;
        if (r.phase() == Phase::Poll && r.id != 0 && m_pollBegan + r.id <= r.time) m_busySince = m_pollBegan + r.id;
        return;
    }
    if (r.phase() == Phase::Poll) m_pollBegan = r.time;
    const std::int64_t passed = passedAt(r);
    if (passed > m_passed) {
        const bool seen = r.phase() == Phase::Poll;
        looked(seen || m_lastEnd < m_busySince.value_or(0) ? r.time : m_lastEnd, r.time);
        m_passed = passed;
    }
    if (r.phase() == Phase::Main && !m_busySince) m_busySince = r.time;
}

void LoopDelays::looked(std::uint64_t at, std::uint64_t busyAgain)
{
    if (m_busySince) add(*m_busySince, at);
    m_busySince = busyAgain;
}

void LoopDelays::add(std::uint64_t from, std::uint64_t to)
{
    const auto length = static_cast<float>(to - std::min(from, to));
    m_samples.add(to, length);
    ++m_counts[binOf(length)];
    if (m_samples.size() % kBlock == 0) m_before.push_back(m_counts);
}

std::uint64_t LoopDelays::from(std::size_t i) const
{
    const std::uint64_t to = m_samples.time(i), earliest = i == 0 ? 0 : m_samples.time(i - 1);
    return std::max(earliest, to - std::min(to, static_cast<std::uint64_t>(m_samples.value(i))));
}

std::pair<std::size_t, std::size_t> LoopDelays::touching(std::uint64_t from, std::uint64_t to) const
{
    const std::size_t first = m_samples.firstFrom(from);
    std::size_t last = std::max(m_samples.firstAfter(to), first);
    if (last < m_samples.size() && this->from(last) <= to) ++last; // ends beyond
    return {first, last};
}

std::vector<LoopDelays::Box> LoopDelays::boxes(std::uint64_t from, std::uint64_t to, std::size_t pixels) const
{
    std::vector<Box> boxes;
    for (const Samples::Column& column : m_samples.columns(from, to, pixels))
        boxes.push_back({this->from(column.first), m_samples.time(column.last - 1), column.extremes.max, column.first, column.last});
    const auto [first, last] = touching(from, to);
    if (last > first && m_samples.time(last - 1) > to) boxes.push_back({this->from(last - 1), m_samples.time(last - 1), m_samples.value(last - 1), last - 1, last});
    return boxes;
}

/// The bits of a float rise with it: its exponent and six bits of its mantissa are a logarithmic scale.
std::size_t LoopDelays::binOf(float length)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(std::max(length, 1.0f)) >> 17, one = std::bit_cast<std::uint32_t>(1.0f) >> 17;
    return std::min<std::size_t>(bits - one, kBins - 1);
}

void LoopDelays::count(Counts& counts, std::size_t upTo, std::uint32_t sign) const
{
    const std::size_t blocks = upTo / kBlock;
    if (blocks > 0)
        for (std::size_t bin = 0; bin < kBins; ++bin) counts[bin] += sign * m_before[blocks - 1][bin];
    for (std::size_t i = blocks * kBlock; i < upTo; ++i) counts[binOf(m_samples.value(i))] += sign;
}

LoopDelays::Figures LoopDelays::figures(std::size_t first, std::size_t last) const
{
    if (first >= last) return {};
    return last - first <= kExact ? exact(first, last) : counted(first, last);
}

LoopDelays::Figures LoopDelays::exact(std::size_t first, std::size_t last) const
{
    std::vector<float> lengths;
    lengths.reserve(last - first);
    for (std::size_t i = first; i < last; ++i) lengths.push_back(m_samples.value(i));
    auto from = lengths.begin();
    const auto at = [&](double share) -> double {
        const auto place = lengths.begin() + static_cast<std::ptrdiff_t>(rank(share, lengths.size()));
        std::nth_element(from, place, lengths.end());
        from = place;
        return *place;
    };
    Figures figures{.count = lengths.size()};
    figures.p50 = at(0.50);
    figures.p90 = at(0.90);
    figures.p99 = at(0.99);
    figures.max = at(1);
    return figures;
}

LoopDelays::Figures LoopDelays::counted(std::size_t first, std::size_t last) const
{
    Counts counts{};
    count(counts, last, 1);
    count(counts, first, ~std::uint32_t{0});
    const double max = m_samples.extremes(first, last).max;
    const auto at = [&](double share) {
        std::size_t left = rank(share, last - first), bin = 0;
        while (bin + 1 < kBins && left >= counts[bin]) left -= counts[bin++];
        const std::uint32_t bits = (static_cast<std::uint32_t>(bin) + (std::bit_cast<std::uint32_t>(1.0f) >> 17)) << 17;
        return std::min<double>(std::bit_cast<float>(bits + (1u << 16)), max); // the middle of the bin
    };
    return {last - first, at(0.50), at(0.90), at(0.99), max};
}

} // namespace loopscope
