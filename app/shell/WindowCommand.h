#pragma once

#include "runtime/host/ProgramRun.h"

#include <string>
#include <vector>

namespace loopscope {

/// What the commands with a window need from whoever composes the program.
struct Surroundings {
    ProgramRunner& runner;
    std::string nodeVersion; ///< "26.10.0"
};

/// `loopscope [FILE or FOLDER]`: the window. `--first-run` opens the first lesson and runs it; without a display it prints
/// the lesson's timeline and saves a picture of the window. Main thread. Returns the exit code.
int windowCommand(const std::vector<std::string>& arguments, const Surroundings& surroundings);

} // namespace loopscope
