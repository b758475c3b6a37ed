#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// What can be learned of the running node executable from its own ELF file: its build id, the addresses of symbols
/// that it does not export, the slots through which it calls the C library.
///
/// Thread: any. Lifetime: a value; reading the symbol table takes some 20 ms once, so it is done for few names at a
/// time.
class NodeImage
{
public:
    /// GNU build id in hexadecimal, empty if it has none.
    static std::string buildId();
    /// Addresses of these symbols (as the linker names them), in their order; 0 for one that is not there.
    static std::vector<std::uintptr_t> symbols(const std::vector<std::string_view>& names);
    /// The pointer through which the executable calls this imported function; null if it does not import it.
    static void** importSlot(std::string_view name);
    /// Whether an address lies in the executable's own code.
    static bool isCode(std::uintptr_t address);
};

} // namespace loopscope
