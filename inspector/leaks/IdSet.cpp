#include "inspector/leaks/IdSet.h"

#include <algorithm>

namespace loopscope::heap
{

IdSet::IdSet(const HeapGraph& graph)
{
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
        m_greatest = std::max(m_greatest, graph.nodeId(node));
    if (m_greatest / 256 > graph.nodeCount() + 4096u) {
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
            m_sorted.push_back(graph.nodeId(node));
        std::sort(m_sorted.begin(), m_sorted.end());
        return;
    }
    m_bits = BitSet(std::size_t(m_greatest) + 1);
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
        m_bits.add(graph.nodeId(node));
}

bool IdSet::has(std::uint32_t id) const
{
    if (!m_sorted.empty()) return std::binary_search(m_sorted.begin(), m_sorted.end(), id);
    return id <= m_greatest && m_bits.has(id);
}

} // namespace loopscope::heap
