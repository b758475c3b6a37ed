#pragma once

#include <string>

namespace loopscope {

/// Why no window can be shown; empty if one can. Asks the X or Wayland server as Qt would, since Qt ends the process when
/// it finds none.
std::string displayProblem();

} // namespace loopscope
