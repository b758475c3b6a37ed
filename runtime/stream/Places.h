#pragma once

#include "runtime/events/Dictionary.h"

#include <optional>
#include <string>

namespace loopscope {

/// "file:line:column" as traces and tables write it; empty for an unknown place.
std::string placeText(const Dictionary& dictionary, const Site& site);

/// The user's own call in a stack: its innermost frame that is not Node's.
std::optional<Site> userFrame(const Dictionary& dictionary, StackId stack);

} // namespace loopscope
