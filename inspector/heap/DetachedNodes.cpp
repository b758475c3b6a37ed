#include "inspector/heap/DetachedNodes.h"

#include <algorithm>

namespace loopscope::heap
{

namespace
{

class Spread
{
public:
    explicit Spread(const HeapGraph& graph) : m_graph(graph), m_visited(graph.nodeCount()), m_states(graph.nodeCount())
    {
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
            m_states[node] = graph.detachedness(node);
    }

    Column<Detachedness> run()
    {
        for (std::uint32_t node = 0; node < m_graph.nodeCount(); ++node)
            if (m_states[node] != Detachedness::Unknown) reach(node, m_states[node]);
        spread(m_attached, Detachedness::Attached);
        spread(m_detached, Detachedness::Detached);
        return std::move(m_states);
    }

private:
    using Nodes = std::vector<std::uint32_t>;

    void reach(std::uint32_t node, Detachedness state)
    {
        if (m_visited[node]) return;
        m_visited[node] = true;
        if (m_graph.nodeType(node) != NodeType::Native) return; // JavaScript passes nothing on
        m_states[node] = state;
        if (state == Detachedness::Attached) m_attached.push_back(node);
        if (state == Detachedness::Detached) m_detached.push_back(node);
    }

    void spread(Nodes& nodes, Detachedness state)
    {
        while (!nodes.empty()) {
            const std::uint32_t node = nodes.back();
            nodes.pop_back();
            for (std::uint32_t edge = m_graph.edgeBegin(node); edge < m_graph.edgeEnd(node); ++edge) {
                const EdgeType type = m_graph.edgeType(edge);
                if (type != EdgeType::Hidden && type != EdgeType::Weak) reach(m_graph.edgeTo(edge), state);
            }
        }
    }

    const HeapGraph& m_graph;
    std::vector<bool> m_visited;
    Column<Detachedness> m_states;
    Nodes m_attached;
    Nodes m_detached;
};

Column<Detachedness> detachedByName(const HeapGraph& graph)
{
    Column<Detachedness> states;
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
        if (graph.nodeType(node) != NodeType::Native || !graph.rawName(node).starts_with("Detached ")) continue;
        if (states.empty()) {
            states.resize(graph.nodeCount());
            std::fill(states.begin(), states.end(), Detachedness::Unknown);
        }
        states[node] = Detachedness::Detached;
    }
    return states;
}

} // namespace

Column<Detachedness> detachedNodes(const HeapGraph& graph)
{
    if (!graph.saysDetachedness()) return detachedByName(graph);
    return graph.saysAnyDetachedness() ? Spread(graph).run() : Column<Detachedness>();
}

} // namespace loopscope::heap
