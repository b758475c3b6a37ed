#pragma once

#include "visualizer/model/AsyncRuns.h"

#include <cstdint>
#include <map>
#include <vector>

namespace loopscope {

/// How much of a tree is made. A value.
struct AsyncLimits {
    std::size_t nodes = 2000;
    int depth = 200;             ///< of the deepest; a root has 0
    std::uint32_t children = 50; ///< of one node ..
    std::map<AsyncRuns::Row, std::uint32_t> opened; ///< .. but so many of these
    bool internal = false;       ///< Node's own callbacks too; else only those that lead to the program's
};

/// One run of a callback, or one operation that has none (yet).
struct AsyncNode {
    AsyncRuns::Row run = AsyncRuns::kNone;
    AsyncRuns::Run facts; ///< as they were when the tree was made
    std::uint64_t id = 0;
    int parent = -1; ///< index of a node; -1 for a root
    int depth = 0;
    int firstChild = -1, children = 0; ///< nodes side by side
    std::uint32_t folded = 0;   ///< children that are not in the tree: past a limit
    std::uint32_t internal = 0; ///< callbacks of Node's own that are left out
    bool onPath = false;        ///< on the critical path
    // ns
    std::uint64_t scheduledAt = 0; ///< when it began, if its scheduling was not recorded
    std::uint64_t beganAt = 0;     ///< `now` while it waits; the moment it was cancelled or done if it never ran
    std::uint64_t endedAt = 0;     ///< `now` while it runs; beganAt if it never ran

    bool ran() const { return facts.begin != AsyncRuns::kNone; }
    bool runs() const { return ran() && facts.end == AsyncRuns::kNone; }
    bool has(AsyncRuns::Flag flag) const { return facts.has(flag); }
    std::uint64_t waited() const { return beganAt - scheduledAt; }
    /// From its beginning to its end; what ran nested in it is not subtracted.
    std::uint64_t running() const { return endedAt - beganAt; }
};

/// Who scheduled what, from some roots on. A value; a child was scheduled while its parent ran. (A promise job is put on
/// its queue when its promise is settled: then the parent is the callback that settled it.)
struct AsyncTree {
    std::vector<AsyncNode> nodes; ///< breadth first; the roots come first
    int roots = 0;
    std::size_t rootsBeyond = 0;  ///< roots that are not in the tree
    bool isCut = false;           ///< a limit of all nodes or of depth was met

    /// The way to the callback that ended last: indices of nodes, from a root on.
    std::vector<int> path;
    std::uint64_t pathTotal = 0;   ///< ns from the path's first beginning to its last end
    std::uint64_t pathRunning = 0; ///< ns of it in which one of its callbacks ran; each moment counts once
    std::uint64_t pathWaiting() const { return pathTotal - pathRunning; }

    int callbacks = 0; ///< nodes that ran, main scripts left out
    std::uint64_t first = 0, last = 0; ///< ns: first beginning and last end of what ran; 0 if nothing did
    int deepest = 0;

    int nodeOf(AsyncRuns::Row run) const; ///< -1 if it is not there
};

/// Cost follows the nodes, not the recording. `now` (ns) stands for the end of what has not ended.
AsyncTree asyncTree(const AsyncRuns& runs, const std::vector<AsyncRuns::Row>& roots, const AsyncLimits& limits, std::uint64_t now);

/// The outermost run that led to `row`, main scripts left out, at most `steps` up; `row` itself if it is a main script.
AsyncRuns::Row outermost(const AsyncRuns& runs, AsyncRuns::Row row, int steps = 8);

} // namespace loopscope
