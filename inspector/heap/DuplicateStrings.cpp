#include "inspector/heap/DuplicateStrings.h"

#include <algorithm>
#include <unordered_map>

namespace loopscope::heap
{

namespace
{

constexpr std::uint32_t none = 0xffffffffu;
constexpr std::size_t longestContent = 1024;

/// Where the internal edge of this name leads.
std::uint32_t internalTarget(const HeapGraph& graph, std::uint32_t node, std::string_view name)
{
    for (std::uint32_t edge = graph.edgeBegin(node); edge < graph.edgeEnd(node); ++edge)
        if (graph.edgeType(edge) == EdgeType::Internal && graph.strings().raw(graph.edgeName(edge)) == name)
            return graph.edgeTo(edge);
    return none;
}

/// What V8 tells of a string besides its text: a number's node whose "value" is a string.
std::string_view property(const HeapGraph& graph, std::uint32_t node, std::string_view name)
{
    const std::uint32_t number = internalTarget(graph, node, name);
    if (number == none || graph.nodeType(number) != NodeType::Number) return {};
    const std::uint32_t value = internalTarget(graph, number, "value");
    return value == none ? std::string_view() : graph.rawName(value);
}

/// V8 flattens a concatenated string by leaving one of its parts empty; the other is a string of its own.
bool isFlattened(const HeapGraph& graph, std::uint32_t node)
{
    for (const char* part : {"first", "second"}) {
        const std::uint32_t target = internalTarget(graph, node, part);
        if (target != none && graph.rawName(target).empty()) return true;
    }
    return false;
}

bool isProgramString(const HeapGraph& graph, std::uint32_t node)
{
    if (graph.selfSize(node) == 0) return false; // V8's way to write a number, say
    const NodeType type = graph.nodeType(node);
    return type == NodeType::String || (type == NodeType::ConcatenatedString && !isFlattened(graph, node));
}

} // namespace

std::string rawStringContent(const HeapGraph& graph, std::uint32_t node)
{
    std::string content;
    std::vector<std::uint32_t> toVisit{node};
    for (std::size_t visits = 0; !toVisit.empty() && content.size() < longestContent && visits < 4 * longestContent;
         ++visits) {
        const std::uint32_t part = toVisit.back();
        toVisit.pop_back();
        if (graph.nodeType(part) != NodeType::ConcatenatedString) {
            content += graph.rawName(part);
            continue;
        }
        for (const char* name : {"second", "first"}) {
            const std::uint32_t target = internalTarget(graph, part, name);
            if (target != none) toVisit.push_back(target);
        }
    }
    return content;
}

std::vector<DuplicateString> duplicateStrings(const HeapGraph& graph, const HeapAnalysis& analysis)
{
    std::vector<DuplicateString> groups;
    std::unordered_map<std::string, std::size_t> groupOf;
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
        if (!isProgramString(graph, node)) continue;
        const std::string raw = rawStringContent(graph, node);
        const bool truncated = property(graph, node, "truncated") == "true";
        std::string key = raw;
        if (truncated)
            key.append("\n").append(property(graph, node, "length")).append("\n").append(property(graph, node, "hash"));
        const auto [entry, isNew] = groupOf.try_emplace(std::move(key), groups.size());
        if (isNew) groups.push_back({{}, truncated, {}});
        DuplicateString& group = groups[entry->second];
        group.nodes.push_back(node);
        group.shallowSize += analysis.shallowSizes[node];
        group.retainedSize += analysis.retainedSizes[node];
    }
    std::erase_if(groups, [](const DuplicateString& group) { return group.nodes.size() < 2; });
    for (DuplicateString& group : groups)
        group.text = StringTable::decoded(rawStringContent(graph, group.nodes[0]));
    std::stable_sort(groups.begin(), groups.end(), [](const DuplicateString& a, const DuplicateString& b) {
        return a.retainedSize > b.retainedSize;
    });
    return groups;
}

} // namespace loopscope::heap
