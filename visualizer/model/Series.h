#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/LoopDelays.h"
#include "visualizer/model/PoolQueue.h"
#include "visualizer/model/Samples.h"
#include "visualizer/model/TimeColumn.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace loopscope {

/// What a loop samples of itself a few times a second.
enum class Metric : std::uint8_t {
    HeapUsed,      ///< bytes
    External,      ///< bytes
    Utilisation,   ///< the part of the time since the sample before in which the loop was not idle, 0 to 1
    Delay,         ///< ms, the longest since the sample before
    ActiveHandles,
};
inline constexpr int kMetricCount = 5;

/// Figures over time of one loop.
struct LoopSeries {
    std::array<Samples, kMetricCount> metrics;
    LoopDelays delays;
    Samples pauses;                 ///< garbage collections: when each ended, and how long it was, ns
    std::vector<GcType> pauseTypes; ///< of each pause
    std::array<TimeColumn, kQueueCount> begun; ///< when callbacks began, ns, by their queue; Node's own not counted

    const Samples& metric(Metric m) const { return metrics[static_cast<std::size_t>(m)]; }
    const TimeColumn& callbacks(Queue q) const { return begun[static_cast<std::size_t>(q)]; }
};

/// Figures over time, gathered record by record in the same pass as the states: what charts show. A record costs a few steps,
/// however many there were before it.
///
/// Thread: one. Lifetime: that of the TraceModel; the recording must outlive it.
class Series
{
public:
    explicit Series(const Recording& recording) : m_recording(recording) {}

    void note(const Record& record);

    /// Null for a thread that has no loop, or has told nothing yet. Valid as long as this.
    const LoopSeries* loop(std::uint16_t thread) const { return thread < m_loops.size() ? m_loops[thread].get() : nullptr; }
    /// Threads with a loop, in rising order.
    std::vector<std::uint16_t> loops() const;
    const PoolQueue& pool() const { return m_pool; }

private:
    LoopSeries& loopOf(std::uint16_t thread);
    void metric(const Record& record);
    void lost(const Record& record);

    const Recording& m_recording;
    std::vector<std::unique_ptr<LoopSeries>> m_loops; // by thread
    std::vector<std::uint8_t> m_names;                // a Metric + 1 by TypeId; kUnseen, or 0 for another name
    PoolQueue m_pool;
};

} // namespace loopscope
