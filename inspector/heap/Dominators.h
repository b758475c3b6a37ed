#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/EdgeRules.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/ReverseEdges.h"

#include <cstdint>
#include <future>
#include <span>

namespace loopscope::heap
{

/// Who dominates whom: a node's dominator is the nearest one that lies on every way from the root to it, so that all
/// would go with it. What no edge that counts reaches hangs on the root.
///
/// A plain value; const calls from any thread.
class Dominators
{
public:
    Dominators() = default;
    /// Semi-NCA (Georgiadis 2005), without recursion. `retainers` are by EdgeRules::mayRetain() and are waited for,
    /// since the first half of the work does without.
    Dominators(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page,
               std::future<ReverseEdges> retainers);

    /// The root's is the root.
    std::uint32_t of(std::uint32_t node) const { return m_dominator[node]; }
    /// The node and all that it dominates, itself first, each before those that it dominates.
    std::span<const std::uint32_t> dominated(std::uint32_t node) const
    {
        const std::uint32_t place = m_place[node];
        return {m_order.data() + place, m_order.data() + m_end[place]};
    }
    /// All nodes, each before those that it dominates.
    std::span<const std::uint32_t> order() const { return m_order; }
    /// Where the nodes end, in order(), that the node at `place` dominates.
    std::uint32_t end(std::uint32_t place) const { return m_end[place]; }

    /// For each node its own size and those of all that it dominates, in bytes.
    Column<std::uint64_t> retainedSizes(const Column<std::uint64_t>& shallowSizes) const;

private:
    Column<std::uint32_t> m_dominator;
    Column<std::uint32_t> m_order;
    Column<std::uint32_t> m_place;
    Column<std::uint32_t> m_end;
};

} // namespace loopscope::heap
