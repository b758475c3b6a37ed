#pragma once

#include "inspector/leaks/SuspectCause.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace loopscope::heap
{

/// Something of the program's that has become more from snapshot to snapshot, and what keeps it. Nodes and classes are those of
/// the last snapshot. A value.
struct Suspect {
    Cause cause = Cause::Other;
    KeptBy kept;
    Contents contents;
    std::uint32_t container = 0;  ///< the object that grows
    std::uint32_t containers = 1; ///< alike ones that grow, this the most
    std::int64_t count = 0;       ///< objects more since the first snapshot that is compared, of all classes
    std::int64_t ofClass = 0;     ///< likewise, of the class that tells most (Contents::heapClass)
    std::int64_t bytes = 0;       ///< own sizes
    std::uint32_t steps = 1;      ///< from snapshot to snapshot in which it grew: all of them
    /// Where to look: the program's function that was made so often, or that sees the variable. May lack a script.
    SourcePlace place;
    std::string function; ///< its name, "" if it has none
    bool isMade = false;  ///< the place is of a function that was made again and again
};

/// What grows, most bytes first; nothing where nothing grows. Two snapshots of one program at least, the earliest first;
/// with three, what only warmed up falls out. What only V8 or Node itself keeps does not count, unless it leads to the
/// program's own functions. On the calling thread.
std::vector<Suspect> findSuspects(std::span<const Snapshot> snapshots, std::size_t most = 5);

} // namespace loopscope::heap
