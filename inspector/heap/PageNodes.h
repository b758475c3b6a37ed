#pragma once

#include "inspector/heap/BitSet.h"
#include "inspector/heap/HeapGraph.h"

namespace loopscope::heap
{

/// The page's own objects: all that its globals and the document's tree reach. In Node, the program's.
/// A plain value; const calls from any thread.
class PageNodes
{
public:
    explicit PageNodes(const HeapGraph& graph);

    bool has(std::uint32_t node) const { return m_nodes.has(node); }

private:
    BitSet m_nodes;
};

} // namespace loopscope::heap
