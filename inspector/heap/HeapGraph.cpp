#include "inspector/heap/HeapGraph.h"

#include <algorithm>

namespace loopscope::heap
{

std::uint64_t HeapGraph::bigSelfSize(std::uint32_t node) const
{
    const auto found = std::lower_bound(m.bigSizes.begin(), m.bigSizes.end(), node,
                                        [](const auto& entry, std::uint32_t wanted) { return entry.first < wanted; });
    return found != m.bigSizes.end() && found->first == node ? found->second : bigSize;
}

std::uint32_t HeapGraph::edgeFrom(std::uint32_t edge) const
{
    // Nodes without edges begin where the next one does, so the last that begins there is the one.
    return static_cast<std::uint32_t>(std::upper_bound(m.edgeBegin.begin(), m.edgeBegin.end(), edge) -
                                      m.edgeBegin.begin()) -
           1;
}

const Location* HeapGraph::location(std::uint32_t node) const
{
    const auto found = std::lower_bound(m.locations.begin(), m.locations.end(), node,
                                        [](const Location& one, std::uint32_t wanted) { return one.node < wanted; });
    return found != m.locations.end() && found->node == node ? &*found : nullptr;
}

std::string_view HeapGraph::nodeTypeName(std::uint32_t node) const
{
    const auto type = static_cast<std::size_t>(m.nodeType[node]);
    return type < nodeTypeNames.size() ? nodeTypeNames[type] : m.otherNodeTypes[type - nodeTypeNames.size()];
}

std::string HeapGraph::edgeText(std::uint32_t edge) const
{
    return hasName(m.edgeType[edge]) ? m.strings.text(m.edgeName[edge]) : std::to_string(m.edgeName[edge]);
}

std::uint32_t HeapGraph::nodeWithId(std::uint32_t id) const
{
    return static_cast<std::uint32_t>(std::find(m.nodeId.begin(), m.nodeId.end(), id) - m.nodeId.begin());
}

} // namespace loopscope::heap
