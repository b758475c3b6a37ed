#pragma once

#include "runtime/events/Dictionary.h"

#include <string>
#include <string_view>

namespace loopscope {

/// The entries from `from` up to `to`, at most some megabytes of them; moves `from` to the first that is not in it.
std::string encodeDictionary(const Dictionary& dictionary, Dictionary::Extent& from, const Dictionary::Extent& to);

/// Adds such entries to a dictionary. Where entries before them are missing, empty ones take their place, so that ids
/// keep their meaning. False when the bytes are not what encodeDictionary() wrote.
bool decodeDictionary(std::string_view bytes, Dictionary& dictionary);

} // namespace loopscope
