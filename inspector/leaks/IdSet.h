#pragma once

#include "inspector/heap/BitSet.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// The ids of all objects of a snapshot. A plain value; const calls from any thread.
class IdSet
{
public:
    explicit IdSet(const HeapGraph& graph);

    bool has(std::uint32_t id) const;

private:
    BitSet m_bits; ///< by id, unless they are too far apart
    std::uint32_t m_greatest = 0;
    std::vector<std::uint32_t> m_sorted;
};

} // namespace loopscope::heap
