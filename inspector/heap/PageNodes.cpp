#include "inspector/heap/PageNodes.h"

#include <vector>

namespace loopscope::heap
{

namespace
{

bool isEntry(const HeapGraph& graph, std::uint32_t edge)
{
    if (graph.edgeType(edge) == EdgeType::Shortcut) return true;
    const std::uint32_t to = graph.edgeTo(edge);
    return graph.edgeType(edge) == EdgeType::Element && graph.nodeType(to) == NodeType::Synthetic &&
           graph.rawName(to) == "(Document DOM trees)";
}

} // namespace

PageNodes::PageNodes(const HeapGraph& graph) : m_nodes(graph.nodeCount())
{
    std::vector<std::uint32_t> toVisit;
    const auto mark = [&](std::uint32_t node) {
        if (m_nodes.has(node)) return;
        m_nodes.add(node);
        toVisit.push_back(node);
    };
    for (std::uint32_t edge = graph.edgeBegin(graph.root()); edge < graph.edgeEnd(graph.root()); ++edge)
        if (isEntry(graph, edge)) mark(graph.edgeTo(edge));
    while (!toVisit.empty()) {
        const std::uint32_t node = toVisit.back();
        toVisit.pop_back();
        for (std::uint32_t edge = graph.edgeBegin(node); edge < graph.edgeEnd(node); ++edge)
            if (graph.edgeType(edge) != EdgeType::Weak) mark(graph.edgeTo(edge));
    }
}

} // namespace loopscope::heap
