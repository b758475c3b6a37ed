#pragma once

#include "visualizer/model/Track.h"
#include "visualizer/timeline/TimeAxis.h"

#include <vector>

namespace loopscope {

/// What is drawn for one span, or for several that are too narrow to be told apart.
struct Bar {
    double left = 0, width = 0; ///< pixels; may reach out of the view
    std::size_t first = 0;      ///< index of its first span in the track
    std::size_t count = 1;
    double covered = 1;         ///< the part of its width in which something ran, 0 to 1
};

inline constexpr double kNarrow = 3; ///< pixels; what is narrower is folded with its neighbours

/// The bars of a track in the axis' view, from left to right. Costs as much as there are pixels, not spans.
/// `now` is where open spans end.
std::vector<Bar> barsOf(const Track& track, const TimeAxis& axis, std::uint64_t now);

} // namespace loopscope
