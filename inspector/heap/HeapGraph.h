#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapTypes.h"
#include "inspector/heap/Prefetch.h"
#include "inspector/heap/StringTable.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::heap
{

/// The objects of a snapshot and what refers to what, as columns. Nodes and edges are known by their index, which is
/// their order in the file. The edges of one node are neighbours.
///
/// A value that never changes once it was read: any thread may look. It knows nothing of the file any more. Sizes are
/// bytes.
class HeapGraph
{
public:
    /// What the reader fills in; see the accessors below.
    struct Columns {
        Column<NodeType> nodeType;
        Column<std::uint32_t> nodeName;
        Column<std::uint32_t> nodeId;
        Column<std::uint32_t> selfSize;
        /// (node, size) where a size does not fit its column, by node; the column then has `bigSize`.
        std::vector<std::pair<std::uint32_t, std::uint64_t>> bigSizes;
        Column<std::uint32_t> edgeBegin;   ///< one more than there are nodes
        Column<Detachedness> detachedness; ///< empty if V8 says nothing about any node
        bool saysDetachedness = false;
        Column<EdgeType> edgeType;
        Column<std::uint32_t> edgeName;
        Column<std::uint32_t> edgeTo;
        std::vector<Location> locations; ///< by node, one a node
        std::vector<std::string> otherNodeTypes;
        StringTable strings;
        std::uint32_t root = 0;
        std::uint64_t extraNativeBytes = 0;
    };
    static constexpr std::uint32_t bigSize = 0xffffffffu;

    HeapGraph() = default;
    explicit HeapGraph(Columns columns) : m(std::move(columns)) {}

    std::uint32_t nodeCount() const { return static_cast<std::uint32_t>(m.nodeType.size()); }
    std::uint32_t edgeCount() const { return static_cast<std::uint32_t>(m.edgeTo.size()); }
    std::uint32_t root() const { return m.root; }
    std::uint64_t extraNativeBytes() const { return m.extraNativeBytes; }
    const StringTable& strings() const { return m.strings; }

    NodeType nodeType(std::uint32_t node) const { return m.nodeType[node]; }
    /// Index of a string.
    std::uint32_t nodeName(std::uint32_t node) const { return m.nodeName[node]; }
    /// The number by which V8 knows the object, in this and in later snapshots of the same program.
    std::uint32_t nodeId(std::uint32_t node) const { return m.nodeId[node]; }
    std::uint64_t selfSize(std::uint32_t node) const
    {
        const std::uint32_t size = m.selfSize[node];
        return size == bigSize ? bigSelfSize(node) : size;
    }
    std::uint32_t edgeBegin(std::uint32_t node) const { return m.edgeBegin[node]; }
    std::uint32_t edgeEnd(std::uint32_t node) const { return m.edgeBegin[node + 1]; }
    /// For a node whose edges will be wanted soon.
    void prefetchEdges(std::uint32_t node) const
    {
        const std::uint32_t edge = m.edgeBegin[node];
        prefetch(m.edgeTo.data() + edge);
        prefetch(m.edgeType.data() + edge);
    }
    /// Whose edge it is.
    std::uint32_t edgeFrom(std::uint32_t edge) const;
    Detachedness detachedness(std::uint32_t node) const
    {
        return m.detachedness.empty() ? Detachedness::Unknown : m.detachedness[node];
    }
    /// False for snapshots of old V8s, which have no such field.
    bool saysDetachedness() const { return m.saysDetachedness; }
    bool saysAnyDetachedness() const { return !m.detachedness.empty(); }

    EdgeType edgeType(std::uint32_t edge) const { return m.edgeType[edge]; }
    /// Index of a string if hasName(), else a number that V8 gives (of an element, say).
    std::uint32_t edgeName(std::uint32_t edge) const { return m.edgeName[edge]; }
    std::uint32_t edgeTo(std::uint32_t edge) const { return m.edgeTo[edge]; }
    static bool hasName(EdgeType type)
    {
        return type != EdgeType::Element && type != EdgeType::Hidden && type < EdgeType::Unknown;
    }

    const std::vector<Location>& locations() const { return m.locations; }
    /// Null if V8 does not say where.
    const Location* location(std::uint32_t node) const;

    /// The name as in the file (StringTable::raw).
    std::string_view rawName(std::uint32_t node) const { return m.strings.raw(m.nodeName[node]); }
    std::string_view nodeTypeName(std::uint32_t node) const;
    /// For people: the edge's name or number, UTF-8.
    std::string edgeText(std::uint32_t edge) const;
    /// The node that has this id; nodeCount() if none has. Looks at all nodes.
    std::uint32_t nodeWithId(std::uint32_t id) const;

private:
    std::uint64_t bigSelfSize(std::uint32_t node) const;

    Columns m;
};

} // namespace loopscope::heap
