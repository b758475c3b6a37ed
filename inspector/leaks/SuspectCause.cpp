#include "inspector/leaks/SuspectCause.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace loopscope::heap
{

namespace
{

constexpr std::uint32_t mostNodes = 200'000;

class Look
{
public:
    Look(const Snapshot& snapshot, const IdSet& known) : m_snapshot(snapshot), m_graph(snapshot.graph), m_known(known) {}

    Contents run(std::span<const std::uint32_t> entries)
    {
        std::uint32_t seen = 0;
        for (const std::uint32_t entry : entries)
            for (const std::uint32_t node : m_snapshot.analysis.dominators.dominated(entry)) {
                if (++seen > mostNodes) break;
                if (!m_known.has(m_graph.nodeId(node))) see(node);
            }
        chooseClass();
        chooseClosure();
        return m_result;
    }

private:
    struct OfClass {
        std::uint32_t count = 0;
        std::uint64_t bytes = 0;
        std::uint32_t sample = 0;
    };
    using Place = std::tuple<std::int32_t, std::int32_t, std::int32_t>;

    void see(std::uint32_t node)
    {
        const std::string_view name = m_graph.rawName(node);
        if (name == "system / NativeContext") ++m_result.contexts;
        if (!isProgramsObject(m_graph.nodeType(node))) return;
        ++m_result.objects;
        OfClass& own = m_classes[m_snapshot.analysis.classes.of(node)];
        if (own.count++ == 0) own.sample = node;
        own.bytes += m_snapshot.analysis.shallowSizes[node];
        if (m_graph.nodeType(node) == NodeType::Closure) return seeClosure(node);
        if (m_graph.nodeType(node) != NodeType::Object) return;
        if (name == "Timeout" || name == "Immediate") ++m_result.timers;
        if (name == "Listener") ++m_result.listeners;
        if (name == "Promise" && isPending(node)) ++m_result.promises;
        if (has(node, "_readableState") || has(node, "_writableState")) ++m_result.streams;
    }

    bool has(std::uint32_t node, std::string_view property) const
    {
        return nodeBehind(m_graph, node, property) != m_graph.nodeCount();
    }

    /// One that somebody waits for has reactions where its value would be.
    bool isPending(std::uint32_t promise) const
    {
        const std::uint32_t value = nodeBehind(m_graph, promise, "reactions_or_result");
        return value == m_graph.nodeCount() || m_graph.rawName(value) == "system / PromiseReaction";
    }

    void seeClosure(std::uint32_t node)
    {
        ++m_result.closures;
        const Location* const location = m_graph.location(node);
        if (!location || m_snapshot.scripts.placeOf(m_graph, node).isNodes()) return;
        if (m_snapshot.scripts.placeOf(m_graph, node).script.empty()) return;
        m_closures[{location->scriptId, location->line, location->column}].push_back(node);
    }

    /// One of the program's own classes rather than V8's, and rather objects than their texts and lists.
    int worth(std::uint32_t heapClass) const
    {
        const HeapClass& one = m_snapshot.analysis.classes.classes()[heapClass];
        const OfClass& own = m_classes.at(heapClass);
        if (one.hasPlace && own.count >= 3 && !m_snapshot.scripts.placeOf(m_graph, own.sample).isNodes()) return 3;
        if (one.name.starts_with("(") || one.name.starts_with("system /") || one.name == "Array") return 1;
        if (one.name.starts_with("Node /")) return 0;
        return 2;
    }

    void chooseClass()
    {
        int best = -1;
        std::uint64_t all = 0;
        for (const auto& [heapClass, own] : m_classes)
            all += own.bytes;
        for (const auto& [heapClass, own] : m_classes) {
            int value = worth(heapClass);
            if (value == 2 && own.bytes * 10 < all && own.count * 5 < m_result.objects) value = 1;
            if (value < best || (value == best && own.bytes <= m_classes[m_result.heapClass].bytes)) continue;
            best = value;
            m_result.heapClass = heapClass;
            m_result.ofClass = own.count;
            m_result.sample = own.sample;
        }
    }

    void chooseClosure()
    {
        m_result.closure = m_graph.nodeCount();
        for (const auto& [place, nodes] : m_closures) {
            if (nodes.size() <= m_result.sameClosures) continue;
            m_result.closure = nodes.front();
            m_result.sameClosures = static_cast<std::uint32_t>(nodes.size());
        }
        if (m_result.closure == m_graph.nodeCount()) return;
        const Location& at = *m_graph.location(m_result.closure);
        std::map<std::string, std::uint64_t> byVariable;
        for (const std::uint32_t closure : m_closures[{at.scriptId, at.line, at.column}]) {
            const std::uint32_t scope = nodeBehind(m_graph, closure, "context");
            if (scope == m_graph.nodeCount() || m_known.has(m_graph.nodeId(scope))) continue;
            for (std::uint32_t edge = m_graph.edgeBegin(scope); edge < m_graph.edgeEnd(scope); ++edge)
                if (m_graph.edgeType(edge) == EdgeType::Context && !m_known.has(m_graph.nodeId(m_graph.edgeTo(edge))))
                    byVariable[m_graph.edgeText(edge)] += m_snapshot.analysis.retainedSizes[m_graph.edgeTo(edge)];
        }
        for (const auto& [name, bytes] : byVariable)
            if (bytes > m_result.scopeBytes) {
                m_result.scopeVariable = name;
                m_result.scopeBytes = bytes;
            }
    }

    const Snapshot& m_snapshot;
    const HeapGraph& m_graph;
    const IdSet& m_known;
    Contents m_result;
    std::map<std::uint32_t, OfClass> m_classes;
    std::map<Place, std::vector<std::uint32_t>> m_closures;
};

} // namespace

Contents contentsOf(const Snapshot& snapshot, const IdSet& known, std::span<const std::uint32_t> entries)
{
    return Look(snapshot, known).run(entries);
}

Cause causeOf(const Snapshot& snapshot, const Growth& growth, const Contents& contents, const KeptBy& kept)
{
    const HeapGraph& graph = snapshot.graph;
    const std::string_view holder = graph.rawName(growth.container);
    if (contents.contexts >= 2) return Cause::Contexts;
    if (contents.timers >= 5 && (contents.timers * 8 >= contents.objects || kept.isNodes)) return Cause::Timers;
    if (kept.isListenerList || contents.listeners >= 5) return Cause::Listeners;
    if (contents.streams >= 5) return Cause::Streams;
    if (contents.promises >= 5 && contents.promises * 8 >= contents.objects) return Cause::Promises;
    if (contents.sameClosures >= 5 && contents.sameClosures * 12 >= contents.objects) return Cause::Closures;
    if (kept.start == KeptBy::Start::Global) return Cause::Global;
    if (growth.count() < 5) return Cause::Bytes;
    if (holder == "Map" || holder == "Set") return Cause::Cache;
    if (holder == "Array") return Cause::List;
    return graph.nodeType(growth.container) == NodeType::Object ? Cause::Cache : Cause::Other;
}

} // namespace loopscope::heap
