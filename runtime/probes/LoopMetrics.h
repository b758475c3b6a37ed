#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/LoopPhases.h"

#include <v8.h>

namespace loopscope {

/// Samples the loop's and the heap's figures from within the loop, at most every kInterval; a sleeping loop is not
/// woken.
///
/// heap_used and external in bytes; elu: the part of the time since the last sample in which the loop was not idle,
/// 0..1; delay: the longest time, in ms, for which the loop did not look at the kernel; active_handles: what keeps it
/// alive.
///
/// Thread: the loop's. Lifetime: as long as its probes.
class LoopMetrics
{
public:
    static constexpr std::uint64_t kInterval = 250'000'000; ///< ns

    LoopMetrics(v8::Isolate* isolate, uv_loop_t* loop, ThreadRecorder& recorder, LoopPhases& phases,
                Dictionary& dictionary);
    LoopMetrics(const LoopMetrics&) = delete;
    LoopMetrics& operator=(const LoopMetrics&) = delete;

    void sampleIfDue(std::uint64_t now)
    {
        if (now >= m_due) sample(now);
    }
    void sample(std::uint64_t now);

private:
    void write(TypeId name, double value);

    v8::Isolate* const m_isolate;
    uv_loop_t* const m_loop;
    ThreadRecorder& m_recorder;
    LoopPhases& m_phases;
    const TypeId m_heapUsed, m_external, m_elu, m_delay, m_activeHandles;
    std::uint64_t m_due = 0;
    std::uint64_t m_last = 0;
    std::uint64_t m_lastIdle = 0;
};

} // namespace loopscope
