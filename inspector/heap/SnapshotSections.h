#pragma once

#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/JsonCursor.h"
#include "inspector/heap/NumberBlocks.h"
#include "inspector/heap/NumberReader.h"
#include "inspector/heap/SnapshotMeta.h"

#include <atomic>
#include <functional>

namespace loopscope::heap
{

/// The sections of one snapshot ("snapshot", "nodes", "edges", "locations", "strings", ..), in the order in which they
/// come. Lives for one reading, on the reader's thread; throws SnapshotError, which SnapshotReader catches.
class SnapshotSections
{
public:
    SnapshotSections(SnapshotText& text, std::uint64_t memoryLimit, unsigned threads)
        : m_text(text), m_cursor(text), m_memoryLimit(memoryLimit), m_threads(threads)
    {
    }

    HeapGraph::Columns read();

private:
    using ReadBlock = std::function<void(NumberReader&, const NumberBlock&)>;

    void readSection(const std::string& key);
    void readHeader();
    void readNodes();
    void readNodeBlock(NumberReader& reader, const NumberBlock& block);
    void countEdges();
    void readEdges();
    void readEdgeBlock(NumberReader& reader, const NumberBlock& block);
    void readLocations();
    void readStrings();
    void checkMemory(std::uint64_t stringBytes) const;
    void checkNames() const;
    std::uint64_t readBlocks(NumberBlocks& blocks, unsigned threads, const ReadBlock& read);

    SnapshotText& m_text;
    JsonCursor m_cursor;
    const std::uint64_t m_memoryLimit;
    const unsigned m_threads;
    SnapshotMeta m_meta;
    HeapGraph::Columns m_graph;
    std::vector<NodeType> m_nodeTypes; ///< of the snapshot's numbers
    std::vector<EdgeType> m_edgeTypes;
    std::mutex m_mutex; ///< for m_graph.bigSizes
    std::atomic<std::uint32_t> m_greatestName = 0;
    std::atomic<bool> m_anyDetachedness = false;
    std::uint64_t m_nodesOffset = 0;
    std::vector<std::string> m_seen;
};

} // namespace loopscope::heap
