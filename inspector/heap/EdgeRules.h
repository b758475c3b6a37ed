#pragma once

#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/PageNodes.h"
#include "inspector/heap/WeakMapPairs.h"

namespace loopscope::heap
{

/// Which edges keep an object alive, as Chrome's DevTools judge it: not the weak ones, not those to oneself, not the
/// shortcuts (but from the root they mark the page's globals), of a WeakMap's entry only the edge from the key, and
/// nothing that leads from the runtime's own objects into the page's.
///
/// Two halves, since they are known at different times. Refers to its arguments, which must outlive it; const calls
/// from any thread.
class EdgeRules
{
public:
    EdgeRules(const HeapGraph& graph, const WeakMapPairs& pairs) : m_graph(graph), m_pairs(pairs) {}

    /// All rules but the last.
    bool mayRetain(std::uint32_t from, std::uint32_t edge) const
    {
        const EdgeType type = m_graph.edgeType(edge);
        if (type == EdgeType::Weak || m_graph.edgeTo(edge) == from) return false;
        if (type == EdgeType::Shortcut) return from == m_graph.root();
        return type != EdgeType::Internal || !isTableOfPair(from, edge);
    }

    /// The last rule, for an edge between these nodes.
    bool staysInPage(const PageNodes& page, std::uint32_t from, std::uint32_t to) const
    {
        return !page.has(to) || page.has(from) || from == m_graph.root();
    }

    bool retains(const PageNodes& page, std::uint32_t from, std::uint32_t edge) const
    {
        return mayRetain(from, edge) && staysInPage(page, from, m_graph.edgeTo(edge));
    }

private:
    bool isTableOfPair(std::uint32_t from, std::uint32_t edge) const
    {
        const WeakMapPairs::Pair* const pair = m_pairs.find(m_graph.edgeName(edge));
        return pair && pair->table == m_graph.nodeId(from);
    }

    const HeapGraph& m_graph;
    const WeakMapPairs& m_pairs;
};

} // namespace loopscope::heap
