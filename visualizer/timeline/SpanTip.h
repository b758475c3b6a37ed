#pragma once

#include "visualizer/model/TraceModel.h"
#include "visualizer/timeline/Bars.h"

#include <QString>

namespace loopscope {

/// What the pointer is told about a bar: a line for what it is, then when and how long, where, and who scheduled it.
/// `now` is where open spans end, ns.
QString tipFor(TraceModel& model, const TrackKey& key, const Track& track, const Bar& bar, std::uint64_t now);

} // namespace loopscope
