#pragma once

#include "inspector/heap/ClassTable.h"
#include "inspector/heap/Column.h"
#include "inspector/heap/Dominators.h"

#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// The objects of one class together. Only nodes that have a size of their own count.
struct ClassRow {
    std::uint32_t heapClass = 0; ///< index into ClassTable::classes()
    std::uint32_t count = 0;
    std::uint64_t shallowSize = 0; ///< bytes
    /// Bytes that would go with all of them; an object that another of its class dominates is in the other's already.
    std::uint64_t retainedSize = 0;
    std::uint32_t distance = 0; ///< the least
};

/// One row a class, that which retains most first. A plain value.
std::vector<ClassRow> classSummary(const ClassTable& classes, const Dominators& dominators,
                                   const Column<std::uint64_t>& shallowSizes,
                                   const Column<std::uint64_t>& retainedSizes, const Column<std::uint32_t>& distances);

} // namespace loopscope::heap
