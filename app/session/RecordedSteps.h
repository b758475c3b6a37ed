#pragma once

#include <cstdint>
#include <optional>

namespace loopscope {

class Recording;

/// How far one goes in a recorded run.
enum class RecordedStep : std::uint8_t {
    Over, ///< to the statement before (after) in the same function or its caller
    Into, ///< to any statement
};

/// The cursor just after the record of the statement before `cursor`'s, on the main thread; nothing where there is none, as in a run that was recorded
/// below Lesson. The state at it has the stack and the queues of that moment. Any thread.
std::optional<std::uint64_t> stepBack(const Recording& recording, std::uint64_t cursor, RecordedStep step);
/// The same for the statement after it.
std::optional<std::uint64_t> stepForward(const Recording& recording, std::uint64_t cursor, RecordedStep step);

} // namespace loopscope
