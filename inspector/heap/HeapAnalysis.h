#pragma once

#include "inspector/heap/ClassSummary.h"
#include "inspector/heap/ClassTable.h"
#include "inspector/heap/Column.h"
#include "inspector/heap/Distances.h"
#include "inspector/heap/Dominators.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/SnapshotError.h"
#include "inspector/heap/WorkProgress.h"

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace loopscope::heap
{

/// All that is worked out about a graph, by DevTools' rules: the columns are by node, sizes are bytes.
///
/// A plain value that does not change; any thread may look.
struct HeapAnalysis {
    Dominators dominators;
    Column<std::uint64_t> shallowSizes;
    Column<std::uint64_t> retainedSizes;
    Column<std::uint32_t> distances; ///< see Distances
    Column<Detachedness> detached;   ///< see detachedNodes()
    ClassTable classes;
    std::vector<ClassRow> summary;

    /// Blocks the calling thread until all is done, and takes a second one meanwhile if it may. Only lack of memory is
    /// an error, and that it was cancelled: whatever the reader accepts can be analysed. Tells how far it is from the
    /// part that `progress` has reached.
    static std::variant<HeapAnalysis, SnapshotError> of(const HeapGraph& graph, unsigned threads = 2,
                                                        WorkProgress* progress = nullptr);
};

} // namespace loopscope::heap
