#include "inspector/heap/Retainers.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace loopscope::heap
{

namespace
{

constexpr std::uint32_t none = 0xffffffffu;

/// Folds while they are being made: all in one list, each behind the one that it belongs to.
class FlatFolds
{
public:
    /// The fold of this edge and class below `parent`, which counts one node more.
    std::uint32_t pass(std::uint32_t parent, std::uint64_t edge, std::uint32_t heapClass, std::uint64_t size)
    {
        const auto [entry, isNew] =
            m_known.try_emplace({parent, edge, heapClass}, static_cast<std::uint32_t>(m_folds.size()));
        if (isNew) m_folds.push_back({parent, {{}, heapClass, 0, 0, 0, {}}});
        Retainers::Fold& fold = m_folds[entry->second].fold;
        ++fold.count;
        fold.shallowSize += size;
        return entry->second;
    }
    Retainers::Fold& operator[](std::uint32_t index) { return m_folds[index].fold; }

    std::vector<Retainers::Fold> nested()
    {
        std::vector<Retainers::Fold> top;
        for (; !m_folds.empty(); m_folds.pop_back()) {
            Flat& last = m_folds.back();
            sort(last.fold.from);
            (last.parent == none ? top : m_folds[last.parent].fold.from).push_back(std::move(last.fold));
        }
        sort(top);
        return top;
    }

private:
    struct Flat {
        std::uint32_t parent;
        Retainers::Fold fold;
    };
    /// From last made first to most nodes first, of equals the first made.
    static void sort(std::vector<Retainers::Fold>& folds)
    {
        std::reverse(folds.begin(), folds.end());
        std::stable_sort(folds.begin(), folds.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    }

    std::vector<Flat> m_folds;
    std::map<std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>, std::uint32_t> m_known;
};

} // namespace

Retainers::Retainers(const HeapGraph& graph, const HeapAnalysis& analysis)
    : m_graph(graph), m_analysis(analysis),
      m_retainers(graph, [&](std::uint32_t from, std::uint32_t edge) { return shows(from, edge); })
{
    findNearest();
}

bool Retainers::shows(std::uint32_t from, std::uint32_t edge) const
{
    return from != m_graph.root() && m_graph.edgeType(edge) != EdgeType::Weak && m_graph.edgeTo(edge) != from;
}

void Retainers::findNearest()
{
    const Column<std::uint32_t>& distances = m_analysis.distances;
    m_nearest.resize(m_graph.nodeCount());
    std::fill(m_nearest.begin(), m_nearest.end(), none);
    Column<std::uint32_t> least = distances;
    for (std::uint32_t from = 0; from < m_graph.nodeCount(); ++from)
        for (std::uint32_t edge = m_graph.edgeBegin(from); edge < m_graph.edgeEnd(from); ++edge) {
            const std::uint32_t to = m_graph.edgeTo(edge);
            if (distances[from] >= least[to] || !shows(from, edge)) continue;
            least[to] = distances[from];
            m_nearest[to] = edge;
        }
}

std::vector<Retainers::Step> Retainers::of(std::uint32_t node) const
{
    std::vector<Step> result;
    std::uint32_t last = none;
    for (const std::uint32_t from : m_retainers.to(node)) {
        if (from == last) continue; // once for each edge, which are found below
        last = from;
        for (std::uint32_t edge = m_graph.edgeBegin(from); edge < m_graph.edgeEnd(from); ++edge)
            if (m_graph.edgeTo(edge) == node && m_graph.edgeType(edge) != EdgeType::Weak)
                result.push_back({from, edge});
    }
    const auto distance = [&](const Step& step) { return m_analysis.distances[step.from]; };
    std::stable_sort(result.begin(), result.end(),
                     [&](const Step& a, const Step& b) { return distance(a) < distance(b); });
    return result;
}

std::vector<Retainers::Step> Retainers::shortestPath(std::uint32_t node) const
{
    std::vector<Step> path;
    for (std::uint32_t edge = m_nearest[node]; edge != none; edge = m_nearest[path.back().from])
        path.push_back({m_graph.edgeFrom(edge), edge});
    return path;
}

std::vector<Retainers::Fold> Retainers::folded(std::span<const std::uint32_t> nodes, std::uint32_t depth) const
{
    constexpr std::uint64_t top = ~std::uint64_t(0);
    constexpr std::uint64_t element = top - 1;
    FlatFolds folds;
    for (const std::uint32_t node : nodes) {
        const std::uint64_t size = m_analysis.shallowSizes[node];
        std::uint32_t fold = folds.pass(none, top, m_analysis.classes.of(node), size);
        if (folds[fold].count == 1) folds[fold].example = node;
        std::uint32_t edge = m_nearest[node];
        for (std::uint32_t i = 0; i < depth && edge != none; ++i) {
            const std::uint32_t from = m_graph.edgeFrom(edge);
            const EdgeType type = m_graph.edgeType(edge);
            const std::uint64_t name = std::uint64_t(HeapGraph::hasName(type)) << 32 | m_graph.edgeName(edge);
            fold = folds.pass(fold, type == EdgeType::Element ? element : name, m_analysis.classes.of(from), size);
            if (folds[fold].count == 1) {
                folds[fold].edge = type == EdgeType::Element ? "[]" : m_graph.edgeText(edge);
                folds[fold].example = from;
            }
            edge = m_nearest[from];
        }
    }
    return folds.nested();
}

} // namespace loopscope::heap
