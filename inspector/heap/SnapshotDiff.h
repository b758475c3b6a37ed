#pragma once

#include "inspector/heap/ClassTable.h"
#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// What became of one class between two snapshots of the same program. Objects are the same if V8 gives them the same
/// id.
struct DiffRow {
    HeapClass heapClass;
    std::vector<std::uint32_t> added;   ///< nodes of the later snapshot, by id
    std::vector<std::uint32_t> deleted; ///< nodes of the earlier one, by id
    std::uint64_t addedSize = 0;        ///< shallow, bytes
    std::uint64_t deletedSize = 0;

    std::int64_t countDelta() const
    {
        return static_cast<std::int64_t>(added.size()) - static_cast<std::int64_t>(deleted.size());
    }
    std::int64_t sizeDelta() const
    {
        return static_cast<std::int64_t>(addedSize) - static_cast<std::int64_t>(deletedSize);
    }
};

/// One row for each class of which objects came or went, that which grew most first. Objects without a size of their
/// own do not count. On the calling thread.
std::vector<DiffRow> snapshotDiff(const HeapGraph& earlier, const HeapAnalysis& earlierAnalysis, const HeapGraph& later,
                                  const HeapAnalysis& laterAnalysis);

} // namespace loopscope::heap
