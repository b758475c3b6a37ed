#pragma once

#include "runtime/events/Kinds.h"

#include <string_view>

namespace loopscope {

/// What a colour stands for. One hue for each place or kind, the same in every panel; TokenShape says the same
/// without colour. Thread: any. Plain values.
enum class Hue : std::uint8_t {
    Main,           ///< the script's own synchronous run
    Timers,         ///<
    Pending,        ///< the pending phase
    Idle,           ///< idle and prepare
    Poll,           ///< I/O
    Check,          ///< immediates
    Closing,        ///<
    NextTick,       ///<
    Reaction,       ///< microtask: a promise reaction
    Await,          ///< microtask: an async function goes on
    Thenable,       ///< microtask: calls a thenable's then
    QueueMicrotask, ///< microtask: queueMicrotask
    Pool,           ///< the thread pool
    Gc,             ///< garbage collection
    Asleep,         ///< the loop sleeps in poll
    Lost,           ///< records that were dropped
};
inline constexpr int kHueCount = 16;

Hue hueOf(Phase);
/// `type` is the record's type: it tells the four kinds of microtask apart.
Hue hueOf(Queue, std::string_view type);
/// For work that Node handed away: the thread pool's ("fs.stat", "crypto.pbkdf2"), or else of the poll phase.
Hue hueOfOperation(std::string_view type);
/// Whether the work named so runs on the thread pool; network I/O never does.
bool runsOnThreadPool(std::string_view type);

/// The hue's name in tests and style tables: "timers", "nextTick", ...
std::string_view name(Hue);

} // namespace loopscope
