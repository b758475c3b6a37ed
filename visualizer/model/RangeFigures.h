#pragma once

#include "visualizer/model/TraceView.h"

#include <optional>

namespace loopscope {

/// What happened in a stretch of time, of all loops together but for the share.
struct RangeFigures {
    std::size_t callbacks = 0;       ///< that began in it, called by the loop itself; Node's own not counted
    std::size_t drained = 0;         ///< ticks and promise jobs that began in it, Node's own not counted
    std::optional<double> busyShare; ///< of the main loop: the part of the time in its phases in which it was not asleep, 0 to 1; none if it was in no phase

    bool operator==(const RangeFigures&) const = default;
};

/// Costs some binary searches, however much happened. Thread: the GUI's.
RangeFigures figuresOf(const TraceModel& model, TimeRange range);

} // namespace loopscope
