#pragma once

#include "visualizer/model/TimeColumn.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

/// One figure over time: append-only columns, sorted by time, with the extremes of blocks kept beside them. So what a stretch
/// of time holds is found by binary search, and its extremes without a look at each sample.
///
/// Thread: one. Times in ns; values in the unit of whoever keeps them, to seven digits.
class Samples
{
public:
    struct Extremes {
        float min = 0, max = 0;
        bool operator==(const Extremes&) const = default;
    };
    /// The samples that fall on one pixel.
    struct Column {
        std::size_t first = 0, last = 0; ///< indices; `last` is the one after
        Extremes extremes;
    };

    std::size_t size() const { return m_times.size(); }
    bool empty() const { return m_times.empty(); }
    std::uint64_t time(std::size_t i) const { return m_times[i]; }
    float value(std::size_t i) const { return m_values[i]; }

    /// Index of the first sample at `time` or later, or size(); the search starts at `hint`.
    std::size_t firstFrom(std::uint64_t time, std::size_t hint = 0) const { return m_times.firstFrom(time, hint); }
    /// Index of the first sample later than `time`, or size().
    std::size_t firstAfter(std::uint64_t time) const { return m_times.firstAfter(time); }
    /// Of the samples [first, last), at least one. Costs some dozens of steps, however many there are.
    Extremes extremes(std::size_t first, std::size_t last) const;
    /// The time from `from` to `to`, both included, as that many pixels, those left out on which no sample falls. Costs as much
    /// as there are pixels or samples, whichever are fewer.
    std::vector<Column> columns(std::uint64_t from, std::uint64_t to, std::size_t pixels) const;

    /// A time before that of the sample before it, as clocks of several threads make possible, counts as equal to it.
    void add(std::uint64_t time, float value);

private:
    void extremes(std::size_t level, std::size_t first, std::size_t last, Extremes& found) const;
    Extremes entry(std::size_t level, std::size_t i) const { return level == 0 ? Extremes{m_values[i], m_values[i]} : m_blocks[level - 1][i]; }

    TimeColumn m_times;
    std::vector<float> m_values;
    std::vector<std::vector<Extremes>> m_blocks; // of kBlock samples; of kBlock such blocks; and so on
};

} // namespace loopscope
