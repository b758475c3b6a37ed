#include "inspector/heap/SnapshotMeta.h"

#include <algorithm>

namespace loopscope::heap
{

namespace
{

constexpr std::string_view header = "the snapshot's header";

/// Calls read(key) for every entry, which must pass its value.
template <typename Read>
void forEachEntry(JsonCursor& cursor, Read read)
{
    cursor.expect('{', header);
    if (cursor.passes('}')) return;
    do {
        const std::string key = cursor.string(header);
        cursor.expect(':', header);
        read(key);
    } while (cursor.passes(','));
    cursor.expect('}', header);
}

std::vector<std::string> names(JsonCursor& cursor, std::size_t most)
{
    std::vector<std::string> result;
    cursor.expect('[', header);
    if (cursor.passes(']')) return result;
    do {
        if (result.size() == most) cursor.fail("A list of the snapshot's header is too long");
        result.push_back(cursor.string(header));
    } while (cursor.passes(','));
    cursor.expect(']', header);
    return result;
}

/// node_types and edge_types: one entry a field, of which the only list is that of the types.
std::vector<std::string> typeNames(JsonCursor& cursor)
{
    constexpr std::size_t mostTypes = 128;
    std::vector<std::string> result;
    cursor.expect('[', header);
    if (cursor.passes(']')) return result;
    do {
        if (cursor.peek() == '[' && result.empty())
            result = names(cursor, mostTypes);
        else
            cursor.skipValue(header);
    } while (cursor.passes(','));
    cursor.expect(']', header);
    return result;
}

void need(const std::vector<std::string>& fields, std::string_view name, std::string_view list, std::uint64_t offset)
{
    if (SnapshotMeta::field(fields, name) == SnapshotMeta::mostFields)
        throw SnapshotError{offset,
                            "The snapshot's header names no \"" + std::string(name) + "\" in " + std::string(list)};
}

} // namespace

std::size_t SnapshotMeta::field(const std::vector<std::string>& fields, std::string_view name)
{
    const auto found = std::find(fields.begin(), fields.end(), name);
    return found == fields.end() ? mostFields : static_cast<std::size_t>(found - fields.begin());
}

SnapshotMeta SnapshotMeta::read(JsonCursor& cursor)
{
    SnapshotMeta result;
    cursor.peek();
    const std::uint64_t offset = cursor.position();
    result.readSnapshot(cursor);
    result.check(offset);
    return result;
}

void SnapshotMeta::readSnapshot(JsonCursor& cursor)
{
    forEachEntry(cursor, [&](const std::string& key) {
        if (key == "meta")
            readMeta(cursor);
        else if (key == "node_count")
            nodeCount = cursor.number("node_count");
        else if (key == "edge_count")
            edgeCount = cursor.number("edge_count");
        else if (key == "root_index")
            rootIndex = cursor.number("root_index");
        else if (key == "extra_native_bytes")
            extraNativeBytes = cursor.number("extra_native_bytes");
        else
            cursor.skipValue(header);
    });
}

void SnapshotMeta::readMeta(JsonCursor& cursor)
{
    forEachEntry(cursor, [&](const std::string& key) {
        if (key == "node_fields")
            nodeFields = names(cursor, mostFields);
        else if (key == "edge_fields")
            edgeFields = names(cursor, mostFields);
        else if (key == "location_fields")
            locationFields = names(cursor, mostFields);
        else if (key == "node_types")
            nodeTypes = typeNames(cursor);
        else if (key == "edge_types")
            edgeTypes = typeNames(cursor);
        else
            cursor.skipValue(header);
    });
}

void SnapshotMeta::check(std::uint64_t offset) const
{
    for (const char* name : {"type", "name", "id", "self_size", "edge_count"})
        need(nodeFields, name, "node_fields", offset);
    for (const char* name : {"type", "name_or_index", "to_node"})
        need(edgeFields, name, "edge_fields", offset);
    if (!locationFields.empty())
        for (const char* name : {"object_index", "script_id", "line", "column"})
            need(locationFields, name, "location_fields", offset);
    if (nodeTypes.empty() || edgeTypes.empty())
        throw SnapshotError{offset, "The snapshot's header names no types of nodes and edges"};
    if (nodeCount == 0) throw SnapshotError{offset, "The snapshot's header says that there are no nodes"};
}

} // namespace loopscope::heap
