#include "inspector/leaks/GrowthBetween.h"

#include "inspector/leaks/IdSet.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace loopscope::heap
{

namespace
{

constexpr std::size_t mostEntries = 20'000;

bool countsBytes(NodeType type)
{
    return type != NodeType::Code && type != NodeType::ObjectShape && type != NodeType::Synthetic;
}

/// What is in one snapshot only, by who keeps it.
class OnlyHere
{
public:
    struct Group {
        std::uint32_t container = 0; ///< of this snapshot
        std::uint32_t objects = 0;
        std::uint64_t bytes = 0;
        std::uint32_t edge = Retainers::noEdge; ///< by which the container holds it; none if there are several
        std::vector<std::uint32_t> entries;
    };
    using Key = std::pair<std::uint32_t, std::string>; ///< id of the container, Growth::part

    OnlyHere(const Snapshot& here, const IdSet& there) : m_here(here), m_there(there) { addUp(); }

    std::map<Key, Group> groups() const
    {
        std::map<Key, Group> result;
        const HeapGraph& graph = m_here.graph;
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
            if (!isNew(node) || m_objects[node] == 0 || isNew(m_here.analysis.dominators.of(node))) continue;
            const std::uint32_t edge = edgeIntoNew(node);
            if (edge == Retainers::noEdge) continue;
            const std::uint32_t container = ownerOf(graph.edgeFrom(edge));
            Group& group = result[{graph.nodeId(container), partOf(container, edge, node)}];
            if (group.entries.empty()) group.edge = edge;
            else if (group.edge != edge) group.edge = Retainers::noEdge;
            group.container = container;
            group.objects += m_objects[node];
            group.bytes += m_bytes[node];
            group.entries.push_back(node);
        }
        for (auto& [key, group] : result)
            keepGreatest(group.entries);
        return result;
    }

private:
    bool isNew(std::uint32_t node) const { return !m_there.has(m_here.graph.nodeId(node)); }
    const std::string& className(std::uint32_t node) const
    {
        return m_here.analysis.classes.classes()[m_here.analysis.classes.of(node)].name;
    }

    /// For every node how much is new of what it dominates, itself too.
    void addUp()
    {
        const HeapGraph& graph = m_here.graph;
        m_objects.assign(graph.nodeCount(), 0);
        m_bytes.assign(graph.nodeCount(), 0);
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
            if (!isNew(node)) continue;
            m_objects[node] = isProgramsObject(graph.nodeType(node)) ? 1 : 0;
            m_bytes[node] = countsBytes(graph.nodeType(node)) ? graph.selfSize(node) : 0;
        }
        const std::span<const std::uint32_t> order = m_here.analysis.dominators.order();
        for (std::size_t place = order.size(); place-- > 1;) {
            const std::uint32_t above = m_here.analysis.dominators.of(order[place]);
            m_objects[above] += m_objects[order[place]];
            m_bytes[above] += m_bytes[order[place]];
        }
    }

    /// On the shortest way from the root the last edge of an object that is in both; noEdge if it does not count.
    std::uint32_t edgeIntoNew(std::uint32_t node) const
    {
        for (std::uint32_t step = 0; step < 100'000; ++step) {
            const std::uint32_t edge = m_here.retainers.nearestEdge(node);
            if (edge == Retainers::noEdge) return edge;
            node = m_here.graph.edgeFrom(edge);
            if (!isNew(node)) return isOfNobody(node) ? Retainers::noEdge : edge;
        }
        return Retainers::noEdge;
    }

    /// The tables and stores of objects come and go while these stay.
    std::uint32_t ownerOf(std::uint32_t container) const
    {
        for (int step = 0; step < 4 && m_here.graph.nodeType(container) == NodeType::Array; ++step) {
            const std::uint32_t edge = m_here.retainers.nearestEdge(container);
            if (edge == Retainers::noEdge || m_here.graph.nodeType(m_here.graph.edgeFrom(edge)) == NodeType::Synthetic) break;
            container = m_here.graph.edgeFrom(edge);
        }
        return container;
    }

    /// What only the stack holds is not kept; what V8 shares among all is not the program's.
    bool isOfNobody(std::uint32_t node) const
    {
        if (m_here.graph.nodeType(node) != NodeType::Synthetic) return false;
        const std::string_view name = m_here.graph.rawName(node);
        return name != "(Global handles)" && name != "(Traced handles)" && name != "(GC roots)";
    }

    std::string partOf(std::uint32_t container, std::uint32_t edge, std::uint32_t entry) const
    {
        const HeapGraph& graph = m_here.graph;
        const std::string_view name = graph.rawName(container);
        if (graph.nodeType(container) == NodeType::Synthetic || name == "system / NativeContext") return className(entry);
        const bool isScope = name == "system / Context" || name.starts_with("global") || name == "Object / global";
        return isScope && HeapGraph::hasName(graph.edgeType(edge)) ? graph.edgeText(edge) : std::string();
    }

    void keepGreatest(std::vector<std::uint32_t>& entries) const
    {
        const std::size_t kept = std::min(entries.size(), mostEntries);
        std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(kept), entries.end(),
                          [&](std::uint32_t a, std::uint32_t b) { return m_bytes[a] > m_bytes[b]; });
        entries.resize(kept);
    }

    const Snapshot& m_here;
    const IdSet& m_there;
    std::vector<std::uint32_t> m_objects;
    std::vector<std::uint64_t> m_bytes;
};

} // namespace

bool isProgramsObject(NodeType type)
{
    switch (type) {
    case NodeType::String:
    case NodeType::ConcatenatedString:
    case NodeType::SlicedString:
    case NodeType::Object:
    case NodeType::Closure:
    case NodeType::RegExp:
    case NodeType::Native:
    case NodeType::BigInt:
    case NodeType::Symbol: return true;
    default: return false;
    }
}

std::vector<Growth> growthBetween(const Snapshot& before, const Snapshot& after)
{
    const IdSet then(before.graph);
    const IdSet now(after.graph);
    const auto gone = OnlyHere(before, now).groups();
    const auto came = OnlyHere(after, then).groups();
    std::vector<Growth> result;
    for (const auto& [key, group] : came) {
        Growth growth{group.container, key.second, group.container, group.objects, 0, group.bytes, 0, group.entries};
        if (group.edge != Retainers::noEdge) {
            const EdgeType type = after.graph.edgeType(group.edge);
            if (after.graph.edgeFrom(group.edge) != group.container) growth.named = group.container;
            else if (type == EdgeType::Context || type == EdgeType::Property) growth.named = after.graph.edgeTo(group.edge);
        }
        if (const auto old = gone.find(key); old != gone.end()) {
            growth.deleted = old->second.objects;
            growth.deletedBytes = old->second.bytes;
        }
        result.push_back(std::move(growth));
    }
    return result;
}

} // namespace loopscope::heap
