#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapGraph.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace loopscope::heap
{

/// For every node those that refer to it, once for each edge. Built on demand, since it is as long as the edges are.
/// A plain value that does not need the graph afterwards; const calls from any thread.
class ReverseEdges
{
public:
    ReverseEdges() = default;

    /// Takes the edges for which keep(from, edge) holds.
    template <typename Keep>
    ReverseEdges(const HeapGraph& graph, Keep keep)
    {
        const std::uint32_t nodes = graph.nodeCount();
        m_begin.resize(std::size_t(nodes) + 2);
        std::fill(m_begin.begin(), m_begin.end(), 0);
        forEach(graph, keep, [&](std::uint32_t, std::uint32_t to) { ++m_begin[std::size_t(to) + 2]; });
        for (std::size_t i = 2; i < m_begin.size(); ++i)
            m_begin[i] += m_begin[i - 1];
        m_from.resize(m_begin.back());
        // Counts up each node's beginning until it is the next one's.
        forEach(graph, keep,
                [&](std::uint32_t from, std::uint32_t to) { m_from[m_begin[std::size_t(to) + 1]++] = from; });
    }

    std::span<const std::uint32_t> to(std::uint32_t node) const
    {
        return {m_from.data() + m_begin[node], m_from.data() + m_begin[std::size_t(node) + 1]};
    }
    /// Puts rename(from, to) in the place of every `from`, in the order of memory.
    template <typename Rename>
    void renameAll(Rename rename)
    {
        for (std::uint32_t to = 0; std::size_t(to) + 2 < m_begin.size(); ++to)
            for (std::uint32_t i = m_begin[to]; i < m_begin[std::size_t(to) + 1]; ++i)
                m_from[i] = rename(m_from[i], to);
    }
    bool empty() const { return m_begin.empty(); }

private:
    template <typename Keep, typename Edge>
    static void forEach(const HeapGraph& graph, Keep keep, Edge use)
    {
        for (std::uint32_t from = 0, edge = 0; from < graph.nodeCount(); ++from)
            for (const std::uint32_t end = graph.edgeEnd(from); edge < end; ++edge)
                if (keep(from, edge)) use(from, graph.edgeTo(edge));
    }

    Column<std::uint32_t> m_begin;
    Column<std::uint32_t> m_from;
};

} // namespace loopscope::heap
