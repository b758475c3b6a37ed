#pragma once

#include <string>
#include <vector>

namespace loopscope {

/// `loopscope trace [options] SCRIPT [args...]`: runs in this process and records. No Qt. Main thread.
int traceCommand(const std::vector<std::string>& arguments);

} // namespace loopscope
