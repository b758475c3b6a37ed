#pragma once

#include "app/cli/OptionParser.h"

#include <string>
#include <vector>

namespace loopscope {

const CommandSpec& heapSpec();

/// `loopscope heap SNAPSHOT [--top N] [--compare OTHER] [--retainers ID] [--json]`: what is in a heap snapshot, what came and went since an
/// earlier one, what keeps an object. No Qt. Main thread, and another while a file is read.
int heapCommand(const std::vector<std::string>& arguments);

} // namespace loopscope
