#include "visualizer/model/AsyncTree.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

using Row = AsyncRuns::Row;
constexpr Row kNone = AsyncRuns::kNone;

AsyncNode nodeFor(const AsyncRuns& runs, Row row, std::uint64_t now)
{
    AsyncNode node{.run = row, .facts = runs.at(row), .id = runs.idOf(row)};
    const auto time = [&](std::uint32_t record, std::uint64_t otherwise) { return record == kNone ? otherwise : runs.time(record); };
    const AsyncRuns::Run& f = node.facts;
    const std::uint64_t ended = time(f.end, now);
    // Clocks of several threads may differ by a little; no length is negative.
    node.scheduledAt = time(f.scheduled, time(f.begin, now));
    node.beganAt = std::max(node.scheduledAt, time(f.begin, ended));
    node.endedAt = node.ran() ? std::max(node.beganAt, ended) : node.beganAt;
    return node;
}

/// Breadth first, so that a limit cuts the far end and not half of the tree.
void grow(AsyncTree& tree, const AsyncRuns& runs, const AsyncLimits& limits, std::uint64_t now)
{
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const auto opened = limits.opened.find(tree.nodes[i].run);
        const std::uint32_t most = opened == limits.opened.end() ? limits.children : opened->second;
        const int depth = tree.nodes[i].depth + 1, first = static_cast<int>(tree.nodes.size());
        const bool isTooDeep = depth > limits.depth;
        Row child = isTooDeep ? kNone : tree.nodes[i].facts.firstChild;
        std::uint32_t count = 0;
        for (; child != kNone && count < most && tree.nodes.size() < limits.nodes; child = runs.at(child).nextSibling, ++count) {
            AsyncNode node = nodeFor(runs, child, now);
            node.parent = static_cast<int>(i);
            node.depth = depth;
            tree.nodes.push_back(node);
        }
        AsyncNode& own = tree.nodes[i];
        own.firstChild = count == 0 ? -1 : first;
        own.children = static_cast<int>(count);
        own.folded = own.facts.children - count;
        tree.isCut |= own.folded > 0 && count < most;
    }
}

/// Leaves out what is Node's own and leads to nothing of the program's.
void prune(AsyncTree& tree)
{
    std::vector<char> keeps(tree.nodes.size());
    for (std::size_t i = tree.nodes.size(); i-- > 0;) {
        const AsyncNode& node = tree.nodes[i];
        if (node.parent < 0 || !node.has(AsyncRuns::Internal)) keeps[i] = true;
        if (keeps[i] && node.parent >= 0) keeps[static_cast<std::size_t>(node.parent)] = true;
    }
    std::vector<int> place(tree.nodes.size(), -1);
    std::vector<AsyncNode> kept;
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        AsyncNode node = tree.nodes[i];
        const int parent = node.parent < 0 ? -1 : place[static_cast<std::size_t>(node.parent)];
        if (!keeps[i]) {
            if (parent >= 0) ++kept[static_cast<std::size_t>(parent)].internal;
            continue;
        }
        node.parent = parent;
        node.firstChild = -1;
        node.children = 0;
        place[i] = static_cast<int>(kept.size());
        if (parent >= 0) {
            AsyncNode& above = kept[static_cast<std::size_t>(parent)];
            if (above.children++ == 0) above.firstChild = place[i];
        }
        kept.push_back(node);
    }
    tree.nodes = std::move(kept);
}

void findPath(AsyncTree& tree)
{
    const auto at = [&](int i) -> AsyncNode& { return tree.nodes[static_cast<std::size_t>(i)]; };
    int last = -1;
    for (int i = 0; i < static_cast<int>(tree.nodes.size()); ++i)
        if (at(i).ran() && (last < 0 || at(i).endedAt > at(last).endedAt)) last = i;
    for (; last >= 0; last = at(last).parent) {
        tree.path.push_back(last);
        at(last).onPath = true;
    }
    std::ranges::reverse(tree.path);
    if (tree.path.empty()) return;
    // A child begins after its parent, and may run inside it.
    const std::uint64_t from = at(tree.path.front()).beganAt;
    std::uint64_t covered = from;
    for (const int i : tree.path) {
        if (!at(i).ran()) continue;
        const std::uint64_t begin = std::max(at(i).beganAt, covered), end = std::max(begin, at(i).endedAt);
        tree.pathRunning += end - begin;
        covered = end;
    }
    tree.pathTotal = covered - from;
}

void sumUp(AsyncTree& tree)
{
    bool any = false;
    for (const AsyncNode& node : tree.nodes) {
        tree.deepest = std::max(tree.deepest, node.depth);
        if (!node.ran()) continue;
        if (!node.has(AsyncRuns::MainScript)) ++tree.callbacks;
        tree.first = any ? std::min(tree.first, node.beganAt) : node.beganAt;
        tree.last = std::max(tree.last, node.endedAt);
        any = true;
    }
}

} // namespace

int AsyncTree::nodeOf(AsyncRuns::Row run) const
{
    const auto at = std::ranges::find(nodes, run, &AsyncNode::run);
    return at == nodes.end() ? -1 : static_cast<int>(at - nodes.begin());
}

AsyncTree asyncTree(const AsyncRuns& runs, const std::vector<Row>& roots, const AsyncLimits& limits, std::uint64_t now)
{
    AsyncTree tree;
    tree.roots = static_cast<int>(std::min(roots.size(), limits.nodes));
    tree.rootsBeyond = roots.size() - static_cast<std::size_t>(tree.roots);
    for (int i = 0; i < tree.roots; ++i) tree.nodes.push_back(nodeFor(runs, roots[static_cast<std::size_t>(i)], now));
    grow(tree, runs, limits, now);
    if (!limits.internal) prune(tree);
    findPath(tree);
    sumUp(tree);
    return tree;
}

AsyncRuns::Row outermost(const AsyncRuns& runs, AsyncRuns::Row row, int steps)
{
    for (; row != kNone && steps > 0; --steps) {
        const Row parent = runs.at(row).parent;
        if (parent == kNone || runs.at(parent).has(AsyncRuns::MainScript)) break;
        row = parent;
    }
    return row;
}

} // namespace loopscope
