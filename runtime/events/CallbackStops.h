#pragma once

#include "runtime/events/Kinds.h"

#include <atomic>
#include <cstdint>

namespace loopscope {

/// Where in the loop a debugger wants the program to stop: in the next callback of a kind, or at a moment that is no callback's. Shared by
/// whoever asks and the probes.
/// Thread: any.
struct CallbackStops {
    static constexpr std::uint32_t bit(Queue queue) { return 1u << static_cast<std::uint32_t>(queue); }

    /// Before the first callback of a phase, in each iteration in which it has one.
    static constexpr std::uint32_t bit(Phase phase) { return 1u << (8 + static_cast<std::uint32_t>(phase)); }
    static constexpr std::uint32_t kSleep = 1u << 16;    ///< before the loop sleeps: nothing is ready
    static constexpr std::uint32_t kPoolFull = 1u << 17; ///< where work is given to the thread pool while all of its threads are busy, and none waits yet
    static constexpr std::uint32_t kRejection = 1u << 18; ///< where Node finds that nobody has handled a rejection, before it tells anyone
    static constexpr std::uint32_t kMainScript = 1u << 31; ///< at its first line

    /// All that may be asked for from one run to the next.
    static constexpr std::uint32_t all()
    {
        return ((1u << kQueueCount) - 1) | bit(Phase::Timers) | bit(Phase::Pending) | bit(Phase::Poll) | bit(Phase::Check) | bit(Phase::Closing) | kSleep | kPoolFull | kRejection;
    }

    std::atomic<std::uint32_t> queues{0}; ///< bits
    static constexpr std::int32_t kNothing = -1, kFirstLine = -2;
    std::atomic<std::int32_t> met{kNothing}; ///< in what it was last told to stop and has not left yet: a Queue, or one of these. The first line is left when the debugger says so
};

} // namespace loopscope
