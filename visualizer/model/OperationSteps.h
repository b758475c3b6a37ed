#pragma once

#include "visualizer/model/TraceModel.h"

#include <cstdint>
#include <optional>

namespace loopscope {

// The way from one event of an operation or callback to its next: enqueued, begun, ended, run on the pool, done. Thread: one.

/// The one that the record just before `cursor` is about, else the callback that runs then; 0 if there is none.
std::uint64_t operationAt(TraceModel& model, std::uint64_t cursor);

/// The cursor just after the nearest record about `id` behind (before) the one at `cursor`. Looks at each record on the way.
std::optional<std::uint64_t> nextOf(const Recording& recording, std::uint64_t id, std::uint64_t cursor);
std::optional<std::uint64_t> previousOf(const Recording& recording, std::uint64_t id, std::uint64_t cursor);

} // namespace loopscope
