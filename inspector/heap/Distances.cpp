#include "inspector/heap/Distances.h"

#include "inspector/heap/ShallowSizes.h"

#include <algorithm>
#include <unordered_set>

namespace loopscope::heap {

namespace {

/// A walk in breadth, which visits nodes in the order of their distance.
class BreadthFirst
{
public:
    BreadthFirst(const HeapGraph& graph, const WeakMapPairs& pairs, Column<std::uint32_t>& distances)
        : m_graph(graph)
        , m_pairs(pairs)
        , m_distances(distances)
    {
        m_toVisit.resize(graph.nodeCount());
    }

    bool startAt(std::uint32_t node, std::uint32_t distance)
    {
        if (m_distances[node] != Distances::none) return false;
        m_distances[node] = distance;
        m_toVisit[m_end++] = node;
        return true;
    }

    void walk()
    {
        for (std::uint32_t next = 0; next < m_end; ++next) visit(m_toVisit[next]);
        m_end = 0;
    }

private:
    void visit(std::uint32_t node)
    {
        const std::uint32_t distance = m_distances[node] + 1;
        const NodeType type = m_graph.nodeType(node);
        const bool descriptors = type == NodeType::Array && m_graph.rawName(node) == "(map descriptors)";
        const bool nativeContext = type == NodeType::Hidden && m_graph.rawName(node) == "system / NativeContext";
        for (std::uint32_t edge = m_graph.edgeBegin(node); edge < m_graph.edgeEnd(node); ++edge) {
            const std::uint32_t to = m_graph.edgeTo(edge);
            if (m_graph.edgeType(edge) == EdgeType::Weak || m_distances[to] != Distances::none) continue;
            if (descriptors ? isSharedDescriptor(edge) : nativeContext && isSloppyFunctionMap(edge)) continue;
            if (m_graph.edgeType(edge) == EdgeType::Internal && isFirstOfPair(edge)) continue;
            m_distances[to] = distance;
            m_toVisit[m_end++] = to;
        }
    }

    /// Maps share their arrays of descriptors, which hold three entries each behind two of their own. What a value in there
    /// refers to says nothing of how near it is.
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
        if (!pair) return false;
        const auto [entry, isNew] = m_pending.insert(*pair);
        if (!isNew) m_pending.erase(entry);
        return isNew;
    }

    const HeapGraph& m_graph;
    const WeakMapPairs& m_pairs;
    Column<std::uint32_t>& m_distances;
    std::unordered_set<WeakMapPairs::Pair, WeakMapPairs::Hash> m_pending;
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
    distances[graph.root()] = none; // whatever refers to it
    walker.startAt(graph.root(), anyUserRoot ? system : 0);
    walker.walk();
    return distances;
}

} // namespace loopscope::heap
