#pragma once

#include <uv.h>

#include <optional>

namespace loopscope {

/// For how long the loop will sleep in the poll phase that comes next, ms, if no file has news: until the first timer that keeps the program alive,
/// -1 if there is none. Nothing if it will not sleep: something is ready or due, or it ends. It asks the kernel, without waiting, what libuv will ask it.
/// Thread: the loop's, between its prepare callbacks and the poll.
std::optional<int> sleepToCome(const uv_loop_t& loop);

} // namespace loopscope
