#pragma once

#include <string>
#include <vector>

namespace loopscope {

/// `loopscope run [node options] SCRIPT [args...]`: the script in this process, with its stdio, as `node` would run it.
/// No Qt, no recording. Main thread.
int runCommand(const std::vector<std::string>& arguments);

} // namespace loopscope
