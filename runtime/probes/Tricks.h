#pragma once

#include <cstdint>

namespace loopscope {

/// What the probes know of the running binary, or of Node's internals, that no API tells; a line each of this room's README.
enum class Trick : std::uint8_t { Sleep, Timers, Ticks, Io, Pool, Console, Output, Loop, Layout, Sites, Microtasks, Frames, Texts, Unwinding };

/// False if LOOPSCOPE_WITHOUT in the environment says that this one shall find itself unproven, as on a Node that nobody looked at:
/// names of tricks in small letters with commas between them, or `all`. For tests.
///
/// Thread: any. The variable is read once a process.
bool isAllowed(Trick trick);

} // namespace loopscope
