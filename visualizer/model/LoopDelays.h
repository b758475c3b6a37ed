#pragma once

#include "runtime/events/Record.h"
#include "visualizer/model/Samples.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

/// For how long a loop did not look at the kernel, turn by turn: from where its poll begins, or where its sleep in poll ends,
/// to where its next poll begins, or it exits. Measured from the records of its phases.
///
/// A poll in which nothing happened is not recorded; that the loop's iteration rose tells of it, and the stretch then ends with
/// the last phase that was told. A stretch in which records were lost is left out.
///
/// Thread: one. Lengths in ns.
class LoopDelays
{
public:
    /// Of some stretches, ns; percentiles by nearest rank.
    struct Figures {
        std::size_t count = 0;
        double p50 = 0, p90 = 0, p99 = 0, max = 0;
        bool operator==(const Figures&) const = default;
    };
    /// Stretches that end in one pixel, as one: from where the first begins to where the last ends.
    struct Box {
        std::uint64_t from = 0, to = 0;
        float longest = 0;                 ///< of them
        std::size_t first = 0, last = 0;   ///< indices; `last` is the one after
    };
    static constexpr std::size_t kExact = 1 << 16; ///< percentiles of more samples are within 1 %

    void note(const Record& record); ///< of one loop

    /// One a stretch: when it ended, and how long it was.
    const Samples& samples() const { return m_samples; }
    std::uint64_t from(std::size_t i) const; ///< where a stretch began, ns
    /// Those that touch the time from `from` to `to`: [first, last).
    std::pair<std::size_t, std::size_t> touching(std::uint64_t from, std::uint64_t to) const;
    Figures figures(std::size_t first, std::size_t last) const;
    /// What the time from `from` to `to` shows on so many pixels, in order. Costs as much as there are pixels or stretches,
    /// whichever are fewer.
    std::vector<Box> boxes(std::uint64_t from, std::uint64_t to, std::size_t pixels) const;

private:
    static constexpr std::size_t kBins = 64 * 40, kBlock = 1 << 15;
    using Counts = std::array<std::uint32_t, kBins>; // by length, 64 bins an octave

    void phase(const Record& record);
    void looked(std::uint64_t at, std::uint64_t busyAgain);
    void add(std::uint64_t from, std::uint64_t to);
    static std::size_t binOf(float length);
    void count(Counts& counts, std::size_t upTo, std::uint32_t sign) const;
    Figures exact(std::size_t first, std::size_t last) const;
    Figures counted(std::size_t first, std::size_t last) const;

    Samples m_samples;
    Counts m_counts{};
    std::vector<Counts> m_before; // of the first kBlock samples, of the first 2 * kBlock, ..
    std::optional<std::uint64_t> m_busySince;
    std::uint64_t m_pollBegan = 0;
    std::uint64_t m_lastEnd = 0;  // of a phase
    std::int64_t m_passed = -1;   // the iteration whose poll was the last to be passed
};

} // namespace loopscope
