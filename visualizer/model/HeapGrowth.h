#pragma once

#include "visualizer/model/Finding.h"

#include <cstdint>
#include <limits>
#include <map>

namespace loopscope {

/// A heap of which each full collection leaves more than the one before.
///
/// What a collection leaves is taken from the samples of heap_used: the least of those between it and the next. So what is
/// allocated meanwhile and dies again does not count. Before the first collection nothing is known.
///
/// Thread: one. Lifetime: that of its Findings.
class HeapGrowth
{
public:
    HeapGrowth(const Recording& recording, const FindingLimits& limits) : m_recording(recording), m_limits(limits) {}

    void metric(const Record& record);
    void collected(const Record& record, std::uint64_t index, FindingList& found);
    /// Records of that thread, or its end: it begins anew.
    void forget(std::uint16_t thread) { m_threads.erase(thread); }

private:
    struct Thread {
        double least = std::numeric_limits<double>::infinity(); ///< bytes, since the last collection
        double first = 0, last = 0; ///< bytes that collections left: the first of those that rise, and the last
        std::uint64_t firstAt = 0, collectedAt = 0; ///< ns
        std::uint64_t rises = 0; ///< collections that left more than the one before
        bool isKnown = false;    ///< `last` is
    };
    static bool isMuchMore(double bytes, double than);

    const Recording& m_recording;
    const FindingLimits& m_limits;
    TypeId m_heapUsed = TypeId::None;
    std::map<std::uint16_t, Thread> m_threads; ///< those that have collected
};

} // namespace loopscope
