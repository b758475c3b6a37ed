#include "inspector/leaks/KeptBy.h"

#include <algorithm>

namespace loopscope::heap
{

namespace
{

constexpr int mostSteps = 1'000'000; ///< a list may be as long as it likes
constexpr std::size_t longestWay = 300;
constexpr std::size_t mostHolders = 100'000; ///< of a scope that are looked at

/// Walks up from an object, and stops at the first thing that has a name for people.
class Walk
{
public:
    Walk(const Snapshot& snapshot, std::uint32_t node) : m_snapshot(snapshot), m_graph(snapshot.graph), m_at(node)
    {
    }

    KeptBy run()
    {
        for (int step = 0; step < mostSteps; ++step) {
            const std::uint32_t edge = m_snapshot.retainers.nearestEdge(m_at);
            if (edge == Retainers::noEdge) break;
            const std::uint32_t from = m_graph.edgeFrom(edge);
            if (isRootOf(from, "(Stack roots)") || isRootOf(from, "(Handle scope)")) {
                if (m_result.way.empty() || m_graph.nodeType(from) == NodeType::Synthetic) m_result.start = KeptBy::Start::Stack;
                return m_result;
            }
            if (takeExport(from, edge) || take(from, bestEdge(from, edge))) return m_result;
            m_at = from;
        }
        m_result.holder = m_graph.strings().text(m_graph.nodeName(m_at));
        return m_result;
    }

private:
    bool isRootOf(std::uint32_t node, std::string_view name) const
    {
        return m_graph.nodeType(node) == NodeType::Synthetic && m_graph.rawName(node) == name;
    }

    void tellKind()
    {
        if (m_graph.nodeType(m_at) == NodeType::Object) m_result.kind = m_graph.strings().text(m_graph.nodeName(m_at));
    }

    /// One that has a name, of several from the same object.
    std::uint32_t bestEdge(std::uint32_t from, std::uint32_t edge) const
    {
        const auto isNamed = [&](std::uint32_t one) {
            return m_graph.edgeType(one) == EdgeType::Context || m_graph.edgeType(one) == EdgeType::Property;
        };
        if (isNamed(edge)) return edge;
        for (std::uint32_t one = m_graph.edgeBegin(from); one < m_graph.edgeEnd(from); ++one)
            if (m_graph.edgeTo(one) == m_at && isNamed(one)) return one;
        return edge;
    }

    /// True if the walk ends here.
    bool take(std::uint32_t from, std::uint32_t edge)
    {
        const std::string name = m_graph.edgeText(edge);
        switch (m_graph.edgeType(edge)) {
        case EdgeType::Context: return endAtVariable(from, name);
        case EdgeType::Property: return takeProperty(from, name);
        case EdgeType::Element:
            addToWay("[" + name + "]");
            return false;
        default: return false;
        }
    }

    /// An exported variable of an ECMAScript module: a cell in a table of the module, behind its name.
    bool takeExport(std::uint32_t table, std::uint32_t edge)
    {
        if (m_graph.rawName(m_at) != "system / Cell" || m_graph.nodeType(table) != NodeType::Array) return false;
        const std::string place = m_graph.edgeText(edge);
        if (place.empty() || place.size() > 8 || place.find_first_not_of("0123456789") != std::string::npos) return false;
        const std::uint32_t key = nodeBehind(m_graph, table, std::to_string(std::stoul(place) - 1));
        if (key == m_graph.nodeCount() || m_graph.nodeType(key) != NodeType::String) return false;
        for (const std::uint32_t module : m_snapshot.retainers.holders(table)) {
            if (m_graph.rawName(module) != "system / SourceTextModule") continue;
            m_result.start = KeptBy::Start::Exports;
            m_result.name = m_graph.strings().text(m_graph.nodeName(key));
            for (const std::uint32_t scope : m_snapshot.retainers.holders(module)) {
                if (m_graph.rawName(scope) != "system / Context") continue;
                const std::uint32_t function = functionOfScope(m_snapshot, scope);
                if (function != m_graph.nodeCount()) m_result.place = {m_snapshot.scripts.placeOf(m_graph, function).script, 0};
            }
            m_result.isNodes = m_result.place.isNodes();
            return true;
        }
        return false;
    }

    bool endAtVariable(std::uint32_t scope, const std::string& name)
    {
        tellKind();
        m_result.start = KeptBy::Start::Variable;
        m_result.name = name;
        const std::uint32_t function = functionOfScope(m_snapshot, scope);
        if (function == m_graph.nodeCount()) return true;
        m_result.function = functionName(m_graph, function);
        m_result.place = m_snapshot.scripts.placeOf(m_graph, function);
        m_result.isNodes = m_result.place.isNodes();
        return true;
    }

    bool takeProperty(std::uint32_t from, const std::string& name)
    {
        if (name == "_events") m_result.isListenerList = true;
        const std::string_view holder = m_graph.rawName(from);
        const bool isObject = m_graph.nodeType(from) == NodeType::Object;
        if (isObject && (holder.starts_with("global") || holder == "Object / global")) {
            tellKind();
            m_result.start = KeptBy::Start::Global;
            m_result.name = name;
            return true;
        }
        if (isObject && holder == "Module" && name == "exports") {
            const std::uint32_t path = nodeBehind(m_graph, from, "filename");
            m_result.start = KeptBy::Start::Exports;
            m_result.name = "exports";
            if (path != m_graph.nodeCount()) m_result.place = {m_graph.strings().text(m_graph.nodeName(path)), 0};
            return true;
        }
        addToWay(isIdentifier(name) ? "." + name : "['" + name + "']");
        return false;
    }

    /// Once for many of the same after one another: the way along a chain is told as its first link.
    void addToWay(const std::string& step)
    {
        if (m_result.way.size() < longestWay && !m_result.way.starts_with(step)) m_result.way.insert(0, step);
    }

    static bool isIdentifier(std::string_view name)
    {
        return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), [](char c) {
            return c == '_' || c == '$' || c == '#' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
        });
    }

    const Snapshot& m_snapshot;
    const HeapGraph& m_graph;
    std::uint32_t m_at;
    KeptBy m_result;
};

} // namespace

std::string KeptBy::lastName() const
{
    std::size_t end = way.size();
    while (end > 0 && way[end - 1] == ']') {
        const std::size_t begin = way.rfind('[', end);
        if (begin == std::string::npos) break;
        end = begin;
    }
    if (end == 0) return name;
    const std::size_t dot = way.rfind('.', end - 1);
    return dot == std::string::npos ? name : way.substr(dot + 1, end - dot - 1);
}

KeptBy keptBy(const Snapshot& snapshot, std::uint32_t node)
{
    return Walk(snapshot, node).run();
}

std::string functionName(const HeapGraph& graph, std::uint32_t closure)
{
    const std::string name = graph.strings().text(graph.nodeName(closure));
    return name.empty() ? name : name + "()";
}

namespace
{

std::uint32_t functionOf(const Snapshot& snapshot, std::uint32_t context, int depth)
{
    const HeapGraph& graph = snapshot.graph;
    std::uint32_t best = graph.nodeCount();
    int bestWorth = -1;
    std::size_t looked = 0;
    for (const std::uint32_t from : snapshot.retainers.holders(context)) {
        if (++looked > mostHolders) break;
        if (graph.nodeType(from) != NodeType::Closure) continue;
        const SourcePlace place = snapshot.scripts.placeOf(graph, from);
        const int worth = (place.script.empty() ? 0 : 2) + (graph.rawName(from).empty() ? 0 : 1);
        // Of equals the oldest: the same one in each snapshot, whatever their order.
        if (worth < bestWorth || (worth == bestWorth && graph.nodeId(from) > graph.nodeId(best))) continue;
        best = from;
        bestWorth = worth;
    }
    if (best != graph.nodeCount() || depth == 0) return best;
    // Only scopes inside of it have functions.
    looked = 0;
    for (const std::uint32_t from : snapshot.retainers.holders(context)) {
        if (++looked > mostHolders || best != graph.nodeCount()) break;
        if (graph.rawName(from) == "system / Context") best = functionOf(snapshot, from, depth - 1);
    }
    return best;
}

} // namespace

std::uint32_t functionOfScope(const Snapshot& snapshot, std::uint32_t context)
{
    return functionOf(snapshot, context, 3);
}

} // namespace loopscope::heap
