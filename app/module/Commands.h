#pragma once

#include <string>
#include <vector>

namespace loopscope {

/// What `loopscope ARGUMENTS...` does; the exit code of the process. Main thread.
int dispatch(const std::vector<std::string>& arguments);

} // namespace loopscope
