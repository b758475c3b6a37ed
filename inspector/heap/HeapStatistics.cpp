#include "inspector/heap/HeapStatistics.h"

namespace loopscope::heap
{

HeapStatistics::Kind HeapStatistics::kindOf(const HeapGraph& graph, std::uint32_t node)
{
    switch (graph.nodeType(node)) {
    case NodeType::Code: return Code;
    case NodeType::String:
    case NodeType::ConcatenatedString:
    case NodeType::SlicedString: return Strings;
    case NodeType::Closure: return Closures;
    case NodeType::Array: return Arrays;
    case NodeType::Hidden:
    case NodeType::Synthetic:
    case NodeType::ObjectShape: return System;
    case NodeType::Native: return graph.rawName(node) == "system / JSArrayBufferData" ? Buffers : Other;
    case NodeType::Object: return graph.rawName(node) == "Array" ? Arrays : Objects;
    default: return Other;
    }
}

HeapStatistics HeapStatistics::of(const HeapGraph& graph, const HeapAnalysis& analysis)
{
    HeapStatistics result;
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
        if (analysis.shallowSizes[node] == 0) continue;
        const Kind kind = kindOf(graph, node);
        result.bytes[kind] += analysis.shallowSizes[node];
        ++result.objects[kind];
    }
    return result;
}

} // namespace loopscope::heap
