#pragma once

#include "visualizer/model/LoopState.h"

#include <string>

namespace loopscope {

class Dictionary;
class Recording;
class Spans;

/// The state as lines of text, for tests and bug reports: what is not empty, in a fixed order.
std::string modelText(const TraceState& state, const Dictionary& dictionary);
std::string modelText(const LoopState& loop, const Dictionary& dictionary);
/// All tracks, one span a line: "callbacks/0 5000-7000 Timeout#1". An open span ends in "...".
std::string modelText(const Spans& spans, const Recording& recording);

} // namespace loopscope
