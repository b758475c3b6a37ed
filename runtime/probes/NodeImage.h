#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

/// What can be learned of the running node executable from its own ELF image: its build id, where it lies, the slots
/// through which it calls the C library.
///
/// Thread: any. Lifetime: static.
class NodeImage
{
public:
    /// GNU build id in hexadecimal, empty if it has none.
    static std::string buildId();
    /// Where this address of the file lies in the process.
    static std::uintptr_t loadedAt(std::uintptr_t address);
    /// The pointer through which the executable calls this imported function; null if it does not import it.
    static void** importSlot(std::string_view name);
    /// Whether an address lies in the executable's own code.
    static bool isCode(std::uintptr_t address);
};

} // namespace loopscope
