#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/ReverseEdges.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace loopscope::heap
{

/// Why objects are still there: what refers to them, and the shortest ways from the root.
///
/// Builds the reversed edges when made, on the calling thread. Refers to the graph and its analysis, which must outlive
/// it; const calls from any thread.
class Retainers
{
public:
    Retainers(const HeapGraph& graph, const HeapAnalysis& analysis);

    /// One reference to a node.
    struct Step {
        std::uint32_t from = 0;
        std::uint32_t edge = 0;
    };
    /// By distance, the nearest to the root first. Weak references, the root's and those to oneself are left out.
    std::vector<Step> of(std::uint32_t node) const;

    /// Who refers to a node, once for each reference.
    std::span<const std::uint32_t> holders(std::uint32_t node) const { return m_retainers.to(node); }

    /// The references on the shortest way from a root to the node, the last one first. Empty if there is none.
    std::vector<Step> shortestPath(std::uint32_t node) const;

    static constexpr std::uint32_t noEdge = 0xffffffffu;
    /// The last edge on a shortest way from a root to the node; noEdge if there is none.
    std::uint32_t nearestEdge(std::uint32_t node) const { return m_nearest[node]; }

    /// Shortest ways that go through the same classes by the same names, folded to one.
    struct Fold {
        std::string edge;              ///< UTF-8; empty at the top
        std::uint32_t heapClass = 0;   ///< of those who refer; of the nodes themselves at the top
        std::uint32_t count = 0;       ///< nodes whose way leads through here
        std::uint64_t shallowSize = 0; ///< of these nodes, bytes
        std::uint32_t example = 0;     ///< one who refers
        std::vector<Fold> from;        ///< the most nodes first
    };
    /// A tree for each class among `nodes`, no deeper than `depth` and one.
    std::vector<Fold> folded(std::span<const std::uint32_t> nodes, std::uint32_t depth = 64) const;

private:
    bool shows(std::uint32_t from, std::uint32_t edge) const;
    void findNearest();

    const HeapGraph& m_graph;
    const HeapAnalysis& m_analysis;
    ReverseEdges m_retainers;
    Column<std::uint32_t> m_nearest; ///< of each node the last edge on a shortest way to it
};

} // namespace loopscope::heap
