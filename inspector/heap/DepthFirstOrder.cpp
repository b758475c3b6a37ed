#include "inspector/heap/DepthFirstOrder.h"

namespace loopscope::heap
{

DepthFirstOrder::DepthFirstOrder(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page)
    : m_met(graph.nodeCount())
{
    const std::uint32_t nodes = graph.nodeCount();
    number.resize(nodes);
    node.resize(nodes);
    parent.resize(nodes);
    meet(graph.root(), 0);
    walk(graph, rules, page, graph.root());
    if (m_count < nodes) walkFromOrphans(graph, rules, page);
    met = m_count;
    for (std::uint32_t one = 0; m_count < nodes; ++one)
        if (!m_met.has(one)) meet(one, 0);
    m_steps = {};
    m_met = {};
}

void DepthFirstOrder::meet(std::uint32_t one, std::uint32_t from)
{
    m_met.add(one);
    number[one] = m_count;
    node[m_count] = one;
    parent[m_count] = from;
    ++m_count;
}

void DepthFirstOrder::walk(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page, std::uint32_t from)
{
    m_steps.push_back({from, graph.edgeBegin(from)});
    while (!m_steps.empty()) {
        const Step step = m_steps.back();
        const std::uint32_t end = graph.edgeEnd(step.node);
        std::uint32_t edge = step.edge;
        while (edge < end && (m_met.has(graph.edgeTo(edge)) || !rules.retains(page, step.node, edge)))
            ++edge;
        if (edge == end) {
            m_steps.pop_back();
            continue;
        }
        m_steps.back().edge = edge + 1;
        const std::uint32_t to = graph.edgeTo(edge);
        meet(to, number[step.node]);
        m_steps.push_back({to, graph.edgeBegin(to)});
    }
}

void DepthFirstOrder::walkFromOrphans(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page)
{
    BitSet retained(graph.nodeCount());
    for (std::uint32_t from = 0, edge = 0; from < graph.nodeCount(); ++from)
        for (; edge < graph.edgeEnd(from); ++edge)
            if (!m_met.has(graph.edgeTo(edge)) && rules.retains(page, from, edge)) retained.add(graph.edgeTo(edge));
    for (std::uint32_t one = 0; one < graph.nodeCount(); ++one) {
        if (m_met.has(one) || retained.has(one)) continue;
        meet(one, 0);
        walk(graph, rules, page, one);
    }
}

} // namespace loopscope::heap
