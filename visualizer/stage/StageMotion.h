#pragma once

#include "visualizer/stage/StageScene.h"

namespace loopscope {

/// The picture on the way from one moment to the next: the items of `to`, with tokens that were in `from` already
/// between their two places, and new ones growing in. `progress` 0..1. A pure function; item n stays item n.
StageScene between(const StageScene& from, const StageScene& to, double progress);

} // namespace loopscope
