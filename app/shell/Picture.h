#pragma once

#include <string>
#include <vector>

namespace loopscope {

struct Surroundings;

/// `loopscope picture INPUT -o FILE ..`: the window, or one panel, for a script (which is run) or a recording, at one of
/// its moments, with no display. Main thread. Returns the exit code.
int pictureCommand(const std::vector<std::string>& arguments, const Surroundings& surroundings);

} // namespace loopscope
