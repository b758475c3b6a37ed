#pragma once

#include <string_view>

namespace loopscope {

/// The text of a script in agent/, empty for an unknown name. Made by the build.
std::string_view agentScript(std::string_view name);

} // namespace loopscope
