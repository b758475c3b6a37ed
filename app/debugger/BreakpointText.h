#pragma once

#include "app/editor/LineMarks.h"
#include "inspector/debugger/Breakpoint.h"

namespace loopscope {

/// "a.js:12  if x > 3", for a row.
QString breakpointLine(const Breakpoint& breakpoint);
/// What it does and how it stands, in sentences.
QString breakpointStory(const Breakpoint& breakpoint, const BreakpointState& state);
/// How it looks beside its line.
BreakpointMark breakpointMark(const Breakpoint& breakpoint, const BreakpointState& state, bool areActive);

} // namespace loopscope
