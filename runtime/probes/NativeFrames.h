#pragma once

#include <cstdint>

// The machine's stack as V8 uses it: frames linked by frame pointers, JavaScript's among them. Nothing here asks V8.

namespace loopscope::NativeFrames {

// Offsets from a frame's pointer, of JavaScript's frames but for the first; the binary exports the same as v8dbg_off_fp_*.
inline constexpr int kReturnAddress = 8, kContextOrMarker = -8, kFunction = -16, kBytecodeOffset = -40;

/// Volatile: two words that were just pushed one by one must not be loaded as one piece, which would have to wait for both.
inline std::uintptr_t load(std::uintptr_t address) { return *reinterpret_cast<const volatile std::uintptr_t*>(address); }

/// The address behind the calling thread's stack, where the walk of any chain ends; 0 if the system does not tell.
std::uintptr_t endOfStack();

} // namespace loopscope::NativeFrames
