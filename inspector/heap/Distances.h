#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/WeakMapPairs.h"

#include <cstdint>

namespace loopscope::heap
{

/// How many references a node is away from the user's globals (which are at 1). What only V8's own roots reach counts
/// from `system` on; what nothing reaches has `none`. Weak edges do not count, nor some that V8 shares among unrelated
/// objects.
struct Distances {
    static constexpr std::uint32_t system = 100'000'000;
    static constexpr std::uint32_t none = 0xffffffffu;

    static Column<std::uint32_t> of(const HeapGraph& graph, const WeakMapPairs& pairs);
};

} // namespace loopscope::heap
