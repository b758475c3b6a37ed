#pragma once

#include "app/cli/Command.h"

#include <span>
#include <string>
#include <vector>

namespace loopscope {

/// What `loopscope ARGUMENTS...` does; the exit code of the process. Main thread.
int dispatch(const std::vector<std::string>& arguments);

// There are two modules, so that a script that is run without a window does not wait for Qt to be loaded:
// loopscope.node (NoWindow.cpp) and window.node (Window.cpp). Each says what it has beyond the commands of app/cli.

/// Commands of this module alone.
std::span<const Command> commandsOfModule();
/// `loopscope [FILE or FOLDER]`: no command is named. Returns the exit code.
int openWindow(const std::vector<std::string>& arguments);

} // namespace loopscope
