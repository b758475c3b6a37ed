#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"

#include <array>
#include <cstdint>

namespace loopscope::heap
{

/// What a heap consists of, in bytes of the objects themselves. Each byte counts once.
struct HeapStatistics {
    enum Kind : std::uint8_t { Code, Strings, Arrays, Buffers, Objects, Closures, System, Other, KindCount };

    std::array<std::uint64_t, KindCount> bytes{};
    std::array<std::uint32_t, KindCount> objects{};

    static Kind kindOf(const HeapGraph& graph, std::uint32_t node);
    static HeapStatistics of(const HeapGraph& graph, const HeapAnalysis& analysis);
};

} // namespace loopscope::heap
