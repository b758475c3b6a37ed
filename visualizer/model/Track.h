#pragma once

#include "visualizer/model/TimeColumn.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

/// One row of a timeline: spans that follow one another and do not overlap, in append-only columns. Beginnings and
/// ends are both sorted, so whatever is asked is found by binary search.
///
/// Thread: one. Lifetime: that of its Spans. Times in ns.
class Track
{
public:
    static constexpr std::uint64_t kOpen = ~std::uint64_t{0}; ///< `to` of a span that has not ended

    struct Span {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        std::uint64_t record = 0; ///< index of the record that began it (or is it)
        std::uint8_t sort = 0;    ///< what it is, so that many are told apart without looking at their records: see Spans
    };

    std::size_t size() const { return m_from.size(); }
    bool empty() const { return m_from.empty(); }
    Span at(std::size_t i) const { return {m_from[i], m_to[i], m_record[i], m_sort[i]}; }

    /// Index of the first span that ends after `time`, or size().
    std::size_t firstEndingAfter(std::uint64_t time) const;
    /// Index of the first span that begins at `time` or later, or size(); the search starts at `hint`.
    std::size_t firstFrom(std::uint64_t time, std::size_t hint = 0) const;
    /// The span that covers `time`, or size().
    std::size_t covering(std::uint64_t time) const;
    /// Time covered by the spans [first, last), ns; one that has not ended counts up to `now`.
    std::uint64_t busy(std::size_t first, std::size_t last, std::uint64_t now) const;
    /// Time covered within [from, to), ns; a span that has not ended counts up to `now`.
    std::uint64_t covered(std::uint64_t from, std::uint64_t to, std::uint64_t now) const;

    // Growth. A span that would overlap the one before it, as clocks of several threads make possible, is cut.
    void open(std::uint64_t from, std::uint64_t record, std::uint8_t sort = 0);
    void close(std::uint64_t to); ///< the newest span, if it is open
    void add(std::uint64_t from, std::uint64_t to, std::uint64_t record);
    bool isOpen() const { return !m_to.empty() && m_to.back() == kOpen; }

private:
    static constexpr std::size_t kBlock = 64;

    std::uint64_t busyBefore(std::size_t i) const;

    TimeColumn m_from, m_to;
    std::vector<std::uint32_t> m_record;
    std::vector<std::uint8_t> m_sort;
    std::vector<std::uint64_t> m_busyBeforeBlock; // time covered by all spans before each block of kBlock
};

} // namespace loopscope
