#include "inspector/heap/Distances.h"

#include "inspector/heap/ShallowSizes.h"

#include <algorithm>
#include <bit>
#include <vector>

namespace loopscope::heap
{

namespace
{

/// The entries of WeakMaps of which one edge has been met: a table of places in a plain array, since there may be many.
class PendingPairs
{
public:
    explicit PendingPairs(const WeakMapPairs& pairs) : m_pairs(pairs), m_slots(std::bit_ceil(2 * pairs.size() + 1)) {}

    /// True for the first time that it gets an entry, false for the second, and so on.
    bool isFirst(const WeakMapPairs::Pair& pair)
    {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t i = WeakMapPairs::Hash()(pair) & mask;
        while (m_slots[i] != 0 && m_pairs.at(m_slots[i] / 2 - 1) != pair)
            i = (i + 1) & mask;
        if (m_slots[i] == 0) m_slots[i] = 2 * (m_pairs.placeOf(pair) + 1);
        return (m_slots[i] ^= 1) & 1;
    }

private:
    const WeakMapPairs& m_pairs;
    std::vector<std::uint32_t>
        m_slots; ///< twice one more than the place of a pair, and one if it is pending; 0 is free
};

/// A walk in breadth, which visits nodes in the order of their distance.
class BreadthFirst
{
public:
    BreadthFirst(const HeapGraph& graph, const WeakMapPairs& pairs, Column<std::uint32_t>& distances)
        : m_graph(graph), m_pairs(pairs), m_distances(distances), m_met(graph.nodeCount()), m_pending(pairs),
          m_mapDescriptors(graph.strings().indexOf("(map descriptors)")),
          m_nativeContext(graph.strings().indexOf("system / NativeContext"))
    {
        m_toVisit.resize(graph.nodeCount());
    }

    bool startAt(std::uint32_t node, std::uint32_t distance)
    {
        if (m_met.has(node)) return false;
        meet(node, distance);
        return true;
    }

    void walk()
    {
        for (std::uint32_t next = 0; next < m_end; ++next) {
            prefetchFor(next);
            visit(m_toVisit[next]);
        }
        m_end = 0;
    }

    void forget(std::uint32_t node) { m_met.remove(node); }

private:
    void meet(std::uint32_t node, std::uint32_t distance)
    {
        m_met.add(node);
        m_distances[node] = distance;
        m_toVisit[m_end++] = node;
    }

    /// For the nodes that are visited soon after `next`.
    void prefetchFor(std::uint32_t next) const
    {
        constexpr std::uint32_t ahead = 8;
        if (next + ahead < m_end) m_graph.prefetchEdges(m_toVisit[next + ahead]);
    }

    void visit(std::uint32_t node)
    {
        const std::uint32_t distance = m_distances[node] + 1;
        const NodeType type = m_graph.nodeType(node);
        const bool descriptors = type == NodeType::Array && m_graph.nodeName(node) == m_mapDescriptors;
        const bool nativeContext = type == NodeType::Hidden && m_graph.nodeName(node) == m_nativeContext;
        for (std::uint32_t edge = m_graph.edgeBegin(node); edge < m_graph.edgeEnd(node); ++edge) {
            const std::uint32_t to = m_graph.edgeTo(edge);
            if (m_graph.edgeType(edge) == EdgeType::Weak || m_met.has(to)) continue;
            if (descriptors ? isSharedDescriptor(edge) : nativeContext && isSloppyFunctionMap(edge)) continue;
            if (m_graph.edgeType(edge) == EdgeType::Internal && isFirstOfPair(edge)) continue;
            meet(to, distance);
        }
    }

    /// Maps share their arrays of descriptors, which hold three entries each behind two of their own. What a value in
    /// there refers to says nothing of how near it is.
    bool isSharedDescriptor(std::uint32_t edge) const
    {
        if (!HeapGraph::hasName(m_graph.edgeType(edge))) return isDescriptorValue(m_graph.edgeName(edge));
        const std::string_view name = m_graph.strings().raw(m_graph.edgeName(edge));
        std::size_t digits = 0;
        std::uint64_t index = 0;
        for (; digits < std::min<std::size_t>(name.size(), 18) && name[digits] >= '0' && name[digits] <= '9'; ++digits)
            index = index * 10 + static_cast<std::uint64_t>(name[digits] - '0');
        return digits > 0 && isDescriptorValue(index);
    }
    static bool isDescriptorValue(std::uint64_t index) { return index >= 2 && index % 3 == 1; }

    bool isSloppyFunctionMap(std::uint32_t edge) const
    {
        return HeapGraph::hasName(m_graph.edgeType(edge)) &&
               m_graph.strings().raw(m_graph.edgeName(edge)) == "sloppy_function_map";
    }

    /// A WeakMap's value is as far as the farther of its table and its key, which is the one met second.
    bool isFirstOfPair(std::uint32_t edge)
    {
        const WeakMapPairs::Pair* const pair = m_pairs.find(m_graph.edgeName(edge));
        return pair && m_pending.isFirst(*pair);
    }

    const HeapGraph& m_graph;
    const WeakMapPairs& m_pairs;
    Column<std::uint32_t>& m_distances;
    BitSet m_met; ///< so much smaller than the distances that it stays in the cache
    PendingPairs m_pending;
    const std::uint32_t m_mapDescriptors; ///< names
    const std::uint32_t m_nativeContext;
    Column<std::uint32_t> m_toVisit;
    std::uint32_t m_end = 0;
};

} // namespace

Column<std::uint32_t> Distances::of(const HeapGraph& graph, const WeakMapPairs& pairs)
{
    Column<std::uint32_t> distances(graph.nodeCount());
    std::fill(distances.begin(), distances.end(), none);
    BreadthFirst walker(graph, pairs, distances);
    bool anyUserRoot = false;
    for (std::uint32_t edge = graph.edgeBegin(graph.root()); edge < graph.edgeEnd(graph.root()); ++edge)
        if (isUserRoot(graph, graph.edgeTo(edge))) anyUserRoot = walker.startAt(graph.edgeTo(edge), 1) || anyUserRoot;
    walker.walk();
    walker.forget(graph.root()); // whatever refers to it
    walker.startAt(graph.root(), anyUserRoot ? system : 0);
    walker.walk();
    return distances;
}

} // namespace loopscope::heap
