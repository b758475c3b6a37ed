#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// The options before the script, parted by who must have them.
///
/// The node executable that carries us has started before any code of ours runs. What V8 or the start of the process
/// consumes (`--stack-size`, `--icu-data-dir`) must be on its own command line; what belongs to the user's program
/// (`--require`, `--import`, `--conditions`) must not be there, or it would run for our host script as well.
struct NodeCommandLine {
    std::vector<std::string> process; ///< for the executable that carries us
    std::vector<std::string> program; ///< for the environment that runs the script
    std::vector<std::string> node;    ///< both, in the order given
    std::vector<std::string> own;     ///< for the command that was given them
    std::size_t optionCount = 0;      ///< arguments before the script: all[0, optionCount) are options
};

/// Parts `[node options] SCRIPT [args...]` as Node's own parser does. `own`: options with a value that are not Node's, as `--detail`
/// and `-d`; with these, `--`, `--help`, and what Node does not know but `isLikeOwn` says to be meant for the command are left to it too.
NodeCommandLine partNodeOptions(const std::vector<std::string>& all, std::span<const std::string_view> own = {},
                                bool (*isLikeOwn)(std::string_view) = nullptr);

/// Splits the value of NODE_OPTIONS at blanks, with double quotes and backslashes as Node has them.
std::vector<std::string> splitNodeOptionsVariable(std::string_view value);

/// What of NODE_OPTIONS the executable that carries us must have.
std::vector<std::string> processPartOfNodeOptionsVariable(std::string_view value);

} // namespace loopscope
