#pragma once

#include "runtime/events/Kinds.h"

#include <atomic>
#include <cstdint>

namespace loopscope {

/// In which callbacks a debugger wants the program to stop: in the next one of a kind. Shared by whoever asks and the probes.
/// Thread: any.
struct CallbackStops {
    static constexpr std::uint32_t bit(Queue queue) { return 1u << static_cast<std::uint32_t>(queue); }

    static constexpr std::uint32_t kMainScript = 1u << 31; ///< at its first line

    std::atomic<std::uint32_t> queues{0}; ///< bits
    static constexpr std::int32_t kNothing = -1, kFirstLine = -2;
    std::atomic<std::int32_t> met{kNothing}; ///< in what it was last told to stop and has not left yet: a Queue, or one of these. The first line is left when the debugger says so
};

} // namespace loopscope
