#pragma once

#include "inspector/leaks/Snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::heap
{

/// What came and went below one object that is in both snapshots: the nearest such object that keeps it.
struct Growth {
    std::uint32_t container = 0; ///< node of the later snapshot
    /// Holders of unlike things are told apart by more: scopes and globals by the variable's name, V8's roots by the
    /// class of what they hold; else "".
    std::string part;
    /// The node by which the container holds all of it, if there is only one and it has a name there; else the
    /// container.
    std::uint32_t named = 0;
    std::uint32_t added = 0; ///< objects; what V8 has for itself does not count
    std::uint32_t deleted = 0;
    std::uint64_t addedBytes = 0;
    std::uint64_t deletedBytes = 0;
    /// New nodes of the later snapshot that the container refers to: the most grown first, not all of many.
    std::vector<std::uint32_t> entries;

    std::int64_t count() const { return std::int64_t(added) - deleted; }
    std::int64_t bytes() const { return std::int64_t(addedBytes) - std::int64_t(deletedBytes); }
};

/// One for each such object, in no order. On the calling thread.
std::vector<Growth> growthBetween(const Snapshot& before, const Snapshot& after);

/// An object that the program made, as against V8's own.
bool isProgramsObject(NodeType type);

} // namespace loopscope::heap
