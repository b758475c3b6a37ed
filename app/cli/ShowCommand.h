#pragma once

#include "app/cli/OptionParser.h"

#include <string>
#include <vector>

namespace loopscope {

const CommandSpec& showSpec();

/// `loopscope show RECORDING [--format text|jsonl|perfetto]`: prints a recording, running nothing. No Qt. Main thread.
int showCommand(const std::vector<std::string>& arguments);

/// One line for stderr on what a damaged recording lacks.
std::string damageLine(const std::string& path, const std::vector<std::string>& damages);

} // namespace loopscope
