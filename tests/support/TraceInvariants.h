#pragma once

#include "runtime/stream/Recording.h"

#include <string>
#include <vector>

namespace loopscope {

/// What must hold in every trace, for any program (contract of the trace format, invariants 1 to 5): says in words
/// where it does not, at most `limit` times. Empty: all of it holds.
///
/// Judged a loop at a time:
///  - what begins or is cancelled was waiting in that queue; nothing is put twice into the queue where it waits;
///  - callbacks and calls nest, every begin has its end before its loop's Exit (but for a program that was stopped);
///  - ticks and microtasks begin in the order in which they were enqueued;
///  - phases do not overlap and come in the order of libuv; timers, immediates and close callbacks run in their phase;
///  - a callback whose function is Node's own is marked internal;
///  - time does not go back, and nothing of a loop comes after its Exit.
/// A recording in which records were lost is told as such and judged only up to the first loss.
std::vector<std::string> invariantViolations(const Recording& recording, std::size_t limit = 20);

/// The same as one text, a violation a line, for a test's message.
std::string invariantReport(const Recording& recording, std::size_t limit = 20);

} // namespace loopscope
