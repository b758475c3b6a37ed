#pragma once

#include <v8.h>

#include <cstdint>
#include <optional>

namespace loopscope {

/// Where V8's builtins run in this process. V8 may run a copy of them that lies near compiled code; the one in node's
/// executable is the original, whose addresses the symbol table has.
///
/// Thread: find() on a thread that has entered the isolate and a context. Lifetime: a value; the same for all isolates.
struct BuiltinCode {
    std::uintptr_t start = 0, size = 0;
    std::uintptr_t original = 0;

    bool contains(std::uintptr_t address) const { return address - start < size; }
    /// Where the code runs that has this address in the executable.
    std::uintptr_t running(std::uintptr_t address) const { return address - original < size ? address - original + start : address; }

    /// Runs a few lines of JavaScript of our own. Nothing if the place cannot be told for sure, and on other CPUs.
    static std::optional<BuiltinCode> find(v8::Isolate* isolate);
};

} // namespace loopscope
