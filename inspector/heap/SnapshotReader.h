#pragma once

#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/SnapshotError.h"
#include "inspector/heap/SnapshotText.h"

#include <cstdint>
#include <variant>

namespace loopscope::heap
{

/// Reads a `.heapsnapshot` of any V8 of the last years, in one pass. What it does not need it skips; what it needs it
/// checks: after that, every index in the graph is one that exists. Allocates only what the length of the text
/// supports.
///
/// Blocks the calling thread until it is done, and takes a second one for the long lists if it may.
struct SnapshotReader {
    /// Memory that reading and analysing may need together, in bytes; snapshots that need more are refused.
    std::uint64_t memoryLimit = ~std::uint64_t(0);
    unsigned threads = 2;

    std::variant<HeapGraph, SnapshotError> read(SnapshotText& text) const;

    /// About what reading and analysing a graph takes, without its strings, in bytes.
    static std::uint64_t memoryFor(std::uint64_t nodes, std::uint64_t edges);
};

} // namespace loopscope::heap
