#pragma once

#include "inspector/heap/BitSet.h"
#include "inspector/heap/Column.h"
#include "inspector/heap/EdgeRules.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// All nodes in the order in which a walk from the root first meets them, along the edges that count. Nodes that it
/// does not meet follow, as if the root referred to them: first those to which no edge that counts leads, with all
/// behind them, then what refers to itself in circles.
///
/// A plain value; const calls from any thread.
class DepthFirstOrder
{
public:
    DepthFirstOrder(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page);

    Column<std::uint32_t> number; ///< of each node
    Column<std::uint32_t> node;   ///< of each number
    Column<std::uint32_t> parent; ///< number from which each number was met; less than itself
    std::uint32_t met = 0;        ///< numbers from here on are nodes in circles that nothing else refers to

private:
    /// A node in the middle of whose edges the walk stands.
    struct Step {
        std::uint32_t node;
        std::uint32_t edge;
    };

    void meet(std::uint32_t one, std::uint32_t from);
    void walk(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page, std::uint32_t from);
    void walkFromOrphans(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page);

    std::uint32_t m_count = 0;
    BitSet m_met; ///< so much smaller than `number` that it stays in the cache
    std::vector<Step> m_steps;
};

} // namespace loopscope::heap
