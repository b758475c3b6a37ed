#include "inspector/heap/Dominators.h"

#include "inspector/heap/DepthFirstOrder.h"
#include "inspector/heap/Prefetch.h"

#include <algorithm>

namespace loopscope::heap
{

namespace
{

constexpr std::uint32_t nobody = 0xffffffffu;

/// One run of semi-NCA. All nodes go by their number in depth-first order here.
class SemiNca
{
public:
    explicit SemiNca(const DepthFirstOrder& order) : m_order(order), m_nodes(order.node.size())
    {
        for (std::uint32_t i = 0; i < m_nodes.size(); ++i)
            m_nodes[i] = {m_order.parent[i], i};
    }

    /// `retainers` are of nodes, but numbers themselves or `nobody`.
    Column<std::uint32_t> run(const ReverseEdges& retainers)
    {
        Column<std::uint32_t> dominator(m_nodes.size()); // first the semidominators
        dominator[0] = 0;
        for (auto i = static_cast<std::uint32_t>(m_nodes.size()); i-- > 1;) {
            prefetchFor(i, retainers);
            m_nodes[i].least = dominator[i] = semidominator(i, retainers.to(m_order.node[i]));
        }
        for (std::uint32_t i = 1; i < m_nodes.size(); ++i) {
            std::uint32_t candidate = m_order.parent[i];
            while (candidate > dominator[i])
                candidate = dominator[candidate];
            dominator[i] = candidate;
        }
        return dominator;
    }

private:
    struct Node {
        /// The parent, and later whoever is above on the compressed path.
        std::uint32_t ancestor;
        /// Least semidominator on the path up to, and without, the ancestor; itself if it is not yet done.
        std::uint32_t least;
    };

    /// For the nodes that come soon after `i`.
    void prefetchFor(std::uint32_t i, const ReverseEdges& retainers) const
    {
        constexpr std::uint32_t near = 4;
        constexpr std::uint32_t far = 12;
        if (i < far) return;
        prefetch(retainers.to(m_order.node[i - far]).data());
        const auto next = retainers.to(m_order.node[i - near]);
        for (const std::uint32_t retainer : next.first(std::min<std::size_t>(next.size(), far)))
            if (retainer > i && retainer != nobody) prefetch(&m_nodes[retainer]);
    }

    std::uint32_t semidominator(std::uint32_t i, std::span<const std::uint32_t> retainers)
    {
        std::uint32_t semi = m_order.parent[i];
        if (retainers.size() <= 1) return semi; // the parent is the only one
        for (const std::uint32_t retainer : retainers) {
            if (retainer < i)
                semi = std::min(semi, retainer);
            else if (retainer != nobody)
                semi = std::min(semi, leastAbove(retainer, i));
        }
        return semi;
    }

    /// Least semidominator among `from` and what lies above it in the trees of the nodes that are done, all beyond `i`.
    std::uint32_t leastAbove(std::uint32_t from, std::uint32_t i)
    {
        if (m_nodes[from].ancestor <= i) return m_nodes[from].least;
        std::uint32_t top = from;
        do {
            m_path.push_back(top);
            top = m_nodes[top].ancestor;
        } while (m_nodes[top].ancestor > i);
        const std::uint32_t ancestor = m_nodes[top].ancestor;
        std::uint32_t least = m_nodes[top].least;
        while (!m_path.empty()) {
            Node& node = m_nodes[m_path.back()];
            m_path.pop_back();
            node.ancestor = ancestor;
            node.least = least = std::min(least, node.least);
        }
        return least;
    }

    const DepthFirstOrder& m_order;
    Column<Node> m_nodes;
    std::vector<std::uint32_t> m_path;
};

/// Puts nodes that a node dominates right behind it: `place` of each number, and where its own end. A dominator's
/// number is less than the numbers that it dominates, so two plain passes do.
void placeBelowDominators(const Column<std::uint32_t>& dominator, Column<std::uint32_t>& place,
                          Column<std::uint32_t>& end)
{
    const auto count = static_cast<std::uint32_t>(dominator.size());
    Column<std::uint32_t> next(count);
    end.resize(count);
    place.resize(count);
    std::fill(end.begin(), end.end(), 1); // first how many they are
    for (std::uint32_t i = count; i-- > 1;)
        end[dominator[i]] += end[i];
    place[0] = 0;
    next[0] = 1;
    for (std::uint32_t i = 1; i < count; ++i) {
        place[i] = next[dominator[i]];
        next[dominator[i]] += end[i];
        next[i] = place[i] + 1;
    }
    for (std::uint32_t i = 0; i < count; ++i)
        end[i] += place[i];
}

} // namespace

Dominators::Dominators(const HeapGraph& graph, const EdgeRules& rules, const PageNodes& page,
                       std::future<ReverseEdges> retainers)
{
    const DepthFirstOrder order(graph, rules, page);
    Column<std::uint32_t> dominator;
    {
        ReverseEdges numbers = retainers.get();
        numbers.renameAll([&](std::uint32_t from, std::uint32_t to) {
            const std::uint32_t number = order.number[from];
            return number < order.met && rules.staysInPage(page, from, to) ? number : nobody;
        });
        dominator = SemiNca(order).run(numbers);
    }
    Column<std::uint32_t> place;
    Column<std::uint32_t> end;
    placeBelowDominators(dominator, place, end);
    const std::uint32_t count = graph.nodeCount();
    m_dominator.resize(count);
    m_place.resize(count);
    m_order.resize(count);
    m_end.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t node = order.node[i];
        m_dominator[node] = order.node[dominator[i]];
        m_place[node] = place[i];
        m_order[place[i]] = node;
        m_end[place[i]] = end[i];
    }
}

Column<std::uint64_t> Dominators::retainedSizes(const Column<std::uint64_t>& shallowSizes) const
{
    Column<std::uint64_t> result = shallowSizes;
    for (std::size_t place = m_order.size(); place-- > 1;) {
        const std::uint32_t node = m_order[place];
        result[m_dominator[node]] += result[node];
    }
    return result;
}

} // namespace loopscope::heap
