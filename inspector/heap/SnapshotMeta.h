#pragma once

#include "inspector/heap/JsonCursor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::heap
{

/// The header of a snapshot: which numbers make up a node, an edge and a location, by name, and how many there are.
struct SnapshotMeta {
    /// Most numbers that one node, edge or location may consist of.
    static constexpr std::size_t mostFields = 16;

    std::vector<std::string> nodeFields;
    std::vector<std::string> nodeTypes;
    std::vector<std::string> edgeFields;
    std::vector<std::string> edgeTypes;
    std::vector<std::string> locationFields;
    std::uint64_t nodeCount = 0;
    std::uint64_t edgeCount = 0;
    std::uint64_t rootIndex = 0;
    std::uint64_t extraNativeBytes = 0;

    /// Reads the value of "snapshot". Throws SnapshotError, also if what an analysis needs is missing.
    static SnapshotMeta read(JsonCursor& cursor);

    /// Position of a field in a record; mostFields if there is no such field.
    static std::size_t field(const std::vector<std::string>& fields, std::string_view name);

private:
    void readSnapshot(JsonCursor& cursor);
    void readMeta(JsonCursor& cursor);
    void check(std::uint64_t offset) const;
};

} // namespace loopscope::heap
