#pragma once

#include <cstdint>

namespace loopscope {

/// The strips, from the top down.
enum class StripKind : std::uint8_t { Delay, Utilisation, Heap, Callbacks, Handles, Pool };
inline constexpr int kStripCount = 6;

} // namespace loopscope
