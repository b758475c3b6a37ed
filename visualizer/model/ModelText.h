#pragma once

#include "visualizer/model/LoopState.h"

#include <string>

namespace loopscope {

class Dictionary;

/// The state as lines of text, for tests and bug reports: what is not empty, in a fixed order.
std::string modelText(const TraceState& state, const Dictionary& dictionary);
std::string modelText(const LoopState& loop, const Dictionary& dictionary);

} // namespace loopscope
