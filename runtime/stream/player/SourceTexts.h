#pragma once

#include "runtime/stream/Recording.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// The text of a script, as it stands on disk now.
struct SourceText {
    std::size_t script = 0; ///< index in the list that was asked for
    std::string text;
    bool changedSince = false; ///< the file is younger than the run
};

/// All texts together are no longer than that; a file that does not fit is left out.
inline constexpr std::size_t kMostSourceBytes = 1 << 20;

/// Reads what of `scripts` (paths as V8 names them) is the user's own: the script of the run, and files in its folder and
/// below. Never what is in a node_modules, and nothing that a link leads out of the folder to. What cannot be read is left out.
std::vector<SourceText> sourceTexts(const RunInfo& info, const std::vector<std::string>& scripts);

/// A script's path from the folder of the run's script on ("lib/a.js"); "node:fs" and other names that are no path stay.
std::string nameFromFolder(const RunInfo& info, std::string_view script);

} // namespace loopscope
