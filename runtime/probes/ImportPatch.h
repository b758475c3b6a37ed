#pragma once

#include <string_view>

namespace loopscope {

/// Puts a function of ours into the slot through which the node executable calls a function of the C library, and keeps
/// it there until the process ends. Only data changes; other libraries call the original as before.
///
/// Thread: any; the slot changes in one store, so calls under way are safe. Lifetime: static.
class ImportPatch
{
public:
    /// Stores the original into `*original` before the slot changes. False, and nothing is changed, if the executable
    /// does not import the function that way or its memory cannot be written.
    static bool apply(std::string_view name, void* replacement, void** original);
};

} // namespace loopscope
