#include "inspector/heap/ShallowSizes.h"

#include <optional>

namespace loopscope::heap
{

namespace
{

/// Finds out to whom each array and hidden object belongs.
class Owners
{
public:
    static constexpr std::uint32_t nobody = 0xffffffffu;
    static constexpr std::uint32_t several = 0xfffffffeu;

    explicit Owners(const HeapGraph& graph) : m_graph(graph), m_owner(graph.nodeCount())
    {
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
            m_owner[node] = canBeOwned(node) ? nobody : node;
        }
        // The order of visits does not matter: a node that can be owned changes twice at most.
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
            if (m_owner[node] == node) spreadFrom(node);
    }

    std::uint32_t of(std::uint32_t node) const { return m_owner[node]; }

private:
    bool canBeOwned(std::uint32_t node)
    {
        const NodeType type = m_graph.nodeType(node);
        if (type == NodeType::Hidden || type == NodeType::Array) return true;
        return type == NodeType::Native && isExternalString(node);
    }

    bool isExternalString(std::uint32_t node)
    {
        const std::uint32_t name = m_graph.nodeName(node);
        if (m_externalString) return name == *m_externalString;
        if (m_graph.rawName(node) != "system / ExternalStringData") return false;
        m_externalString = name;
        return true;
    }

    void spreadFrom(std::uint32_t owner)
    {
        visit(owner);
        while (!m_toVisit.empty()) {
            const std::uint32_t node = m_toVisit.back();
            m_toVisit.pop_back();
            visit(node);
        }
    }

    void visit(std::uint32_t node)
    {
        const std::uint32_t owner = m_owner[node];
        for (std::uint32_t edge = m_graph.edgeBegin(node); edge < m_graph.edgeEnd(node); ++edge) {
            if (m_graph.edgeType(edge) == EdgeType::Weak) continue;
            const std::uint32_t to = m_graph.edgeTo(edge);
            std::uint32_t& old = m_owner[to];
            if (old == to || old == owner || old == several) continue;
            old = old == nobody ? owner : several;
            m_toVisit.push_back(to);
        }
    }

    const HeapGraph& m_graph;
    Column<std::uint32_t> m_owner;
    std::vector<std::uint32_t> m_toVisit;
    std::optional<std::uint32_t> m_externalString;
};

} // namespace

bool isUserRoot(const HeapGraph& graph, std::uint32_t node)
{
    return graph.nodeType(node) != NodeType::Synthetic || graph.rawName(node) == "(Document DOM trees)";
}

bool hasUserRoots(const HeapGraph& graph)
{
    for (std::uint32_t edge = graph.edgeBegin(graph.root()); edge < graph.edgeEnd(graph.root()); ++edge)
        if (isUserRoot(graph, graph.edgeTo(edge))) return true;
    return false;
}

Column<std::uint64_t> shallowSizes(const HeapGraph& graph)
{
    Column<std::uint64_t> sizes(graph.nodeCount());
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
        sizes[node] = graph.selfSize(node);
    if (!hasUserRoots(graph)) return sizes;
    const Owners owners(graph);
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
        const std::uint32_t owner = owners.of(node);
        if (owner == node || owner == Owners::nobody || owner == Owners::several) continue;
        if (graph.nodeType(owner) == NodeType::Synthetic || owner == graph.root()) continue;
        sizes[owner] += sizes[node];
        sizes[node] = 0;
    }
    return sizes;
}

} // namespace loopscope::heap
