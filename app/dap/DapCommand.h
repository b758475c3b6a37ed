#pragma once

#include "runtime/host/ProgramRun.h"

#include <string>
#include <vector>

namespace loopscope {

/// `loopscope dap`: speaks the Debug Adapter Protocol on stdin and stdout until the editor takes leave. Main thread.
int dapCommand(const std::vector<std::string>& arguments, ProgramRunner& runner);

} // namespace loopscope
