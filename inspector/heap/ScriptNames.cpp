#include "inspector/heap/ScriptNames.h"

namespace loopscope::heap
{

namespace
{

/// "system / Script / path": what V8 calls a script, and its name.
std::string scriptOf(const HeapGraph& graph, std::uint32_t closure)
{
    const std::uint32_t shared = nodeBehind(graph, closure, "shared");
    if (shared == graph.nodeCount()) return {};
    for (const std::string_view edge : {"script", "script_or_debug_info"}) {
        const std::uint32_t script = nodeBehind(graph, shared, edge);
        if (script == graph.nodeCount()) continue;
        constexpr std::string_view prefix = "system / Script / ";
        std::string name = graph.strings().text(graph.nodeName(script));
        if (name.starts_with(prefix)) name.erase(0, prefix.size());
        constexpr std::string_view url = "file://";
        if (name.starts_with(url)) name.erase(0, url.size());
        return name;
    }
    return {};
}

} // namespace

std::uint32_t nodeBehind(const HeapGraph& graph, std::uint32_t node, std::string_view name)
{
    for (std::uint32_t edge = graph.edgeBegin(node); edge < graph.edgeEnd(node); ++edge)
        if (HeapGraph::hasName(graph.edgeType(edge)) && graph.strings().raw(graph.edgeName(edge)) == name)
            return graph.edgeTo(edge);
    return graph.nodeCount();
}

ScriptNames::ScriptNames(const HeapGraph& graph)
{
    for (const Location& location : graph.locations())
        if (graph.nodeType(location.node) == NodeType::Closure && !m_names.contains(location.scriptId))
            if (std::string name = scriptOf(graph, location.node); !name.empty())
                m_names.emplace(location.scriptId, std::move(name));
}

std::vector<std::string> ScriptNames::names() const
{
    std::vector<std::string> result;
    for (const auto& [id, name] : m_names)
        result.push_back(name);
    return result;
}

SourcePlace ScriptNames::placeOf(const HeapGraph& graph, std::uint32_t node) const
{
    const Location* const location = graph.location(node);
    if (!location) return {};
    const auto name = m_names.find(location->scriptId);
    return name == m_names.end() ? SourcePlace() : SourcePlace{name->second, location->line + 1};
}

} // namespace loopscope::heap
