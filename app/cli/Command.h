#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

// Exit codes of the commands; a script's own code is passed on.
inline constexpr int kExitDamaged = 1;   ///< unreadable or damaged input
inline constexpr int kExitUsage = 2;     ///< the command line is wrong
inline constexpr int kExitNoDisplay = 3; ///< a window was asked for and there is no display

/// One subcommand of `loopscope`. The table of them is in app/module/Commands.cpp.
struct Command {
    std::string_view name;
    std::string_view usage;   ///< what stands behind the name
    std::string_view summary; ///< one line for --help
    /// Called on the main thread with what stands behind the name. Returns the exit code of the process.
    int (*run)(const std::vector<std::string>& arguments);
};

} // namespace loopscope
