#include "inspector/heap/SnapshotSections.h"

#include "inspector/heap/SnapshotReader.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <system_error>
#include <thread>

namespace loopscope::heap
{

namespace
{

constexpr std::uint64_t most32 = 0xffffffffu;
constexpr std::uint64_t mostSize = std::uint64_t(1) << 53; // what JavaScript can count

/// Known names become the known type of the same position, others get numbers behind `Type::Unknown`.
template <typename Type, std::size_t Count>
std::vector<Type> translate(const std::vector<std::string>& names, const std::array<std::string_view, Count>& known,
                            std::vector<std::string>& others)
{
    std::vector<Type> result;
    for (const std::string& name : names) {
        const auto found = std::find(known.begin(), known.end(), name);
        auto number = static_cast<std::size_t>(found - known.begin());
        if (found == known.end()) {
            number += others.size();
            others.push_back(name);
        }
        result.push_back(static_cast<Type>(number));
    }
    return result;
}

void raise(std::atomic<std::uint32_t>& greatest, std::uint32_t value)
{
    std::uint32_t known = greatest.load();
    while (known < value && !greatest.compare_exchange_weak(known, value)) {
    }
}

std::string megabytes(std::uint64_t bytes)
{
    return std::to_string(bytes / 1'000'000 + 1) + " MB";
}

} // namespace

HeapGraph::Columns SnapshotSections::read()
{
    constexpr std::string_view where = "the snapshot's list of sections";
    m_cursor.expect('{', "the first character of the snapshot");
    do {
        const std::string key = m_cursor.string(where);
        m_cursor.expect(':', where);
        if (std::find(m_seen.begin(), m_seen.end(), key) != m_seen.end()) m_cursor.fail("The section comes twice");
        if (m_seen.size() < 64) m_seen.push_back(key);
        readSection(key);
    } while (m_cursor.passes(','));
    m_cursor.expect('}', where);
    for (const char* needed : {"snapshot", "nodes", "edges", "strings"})
        if (std::find(m_seen.begin(), m_seen.end(), needed) == m_seen.end())
            m_cursor.fail(std::string("The snapshot has no section \"") + needed + '"');
    checkNames();
    return std::move(m_graph);
}

void SnapshotSections::readSection(const std::string& key)
{
    const auto seen = [&](const char* name) { return std::find(m_seen.begin(), m_seen.end(), name) != m_seen.end(); };
    const bool list = key == "nodes" || key == "edges" || key == "locations" || key == "strings";
    if (list && !seen("snapshot")) m_cursor.fail("The snapshot's header must come first");
    if ((key == "edges" || key == "locations") && !seen("nodes"))
        m_cursor.fail("The nodes must come before the " + key);
    if (list) m_cursor.expect('[', key);
    if (key == "snapshot")
        readHeader();
    else if (key == "nodes")
        readNodes();
    else if (key == "edges")
        readEdges();
    else if (key == "locations" && !m_meta.locationFields.empty())
        readLocations();
    else if (key == "strings")
        readStrings();
    else
        m_cursor.skipValue(key);
}

void SnapshotSections::readHeader()
{
    m_cursor.peek();
    const std::uint64_t offset = m_cursor.position();
    m_meta = SnapshotMeta::read(m_cursor);
    m_nodeTypes = translate<NodeType>(m_meta.nodeTypes, nodeTypeNames, m_graph.otherNodeTypes);
    std::vector<std::string> others;
    m_edgeTypes = translate<EdgeType>(m_meta.edgeTypes, edgeTypeNames, others);

    // A number takes two bytes at least, itself and its comma.
    const std::uint64_t most = m_text.longest() / 2;
    if (m_meta.nodeCount > most / m_meta.nodeFields.size() || m_meta.edgeCount > most / m_meta.edgeFields.size())
        throw SnapshotError{offset, "The snapshot's header promises more nodes or edges than the file has room for"};
    if (m_meta.nodeCount > most32 / m_meta.nodeFields.size() || m_meta.edgeCount >= most32)
        throw SnapshotError{offset, "The snapshot has more nodes or edges than can be counted in 32 bits"};
    if (m_meta.rootIndex % m_meta.nodeFields.size() != 0 ||
        m_meta.rootIndex / m_meta.nodeFields.size() >= m_meta.nodeCount)
        throw SnapshotError{offset, "The snapshot's root_index is not the position of a node"};
    m_graph.root = static_cast<std::uint32_t>(m_meta.rootIndex / m_meta.nodeFields.size());
    m_graph.extraNativeBytes = m_meta.extraNativeBytes;
    checkMemory(0);
}

void SnapshotSections::checkMemory(std::uint64_t stringBytes) const
{
    const std::uint64_t needed = SnapshotReader::memoryFor(m_meta.nodeCount, m_meta.edgeCount) + stringBytes;
    if (needed > m_memoryLimit)
        throw SnapshotError{m_cursor.position(), "Analysing the snapshot would take about " + megabytes(needed) +
                                                     " of memory, more than the " + megabytes(m_memoryLimit) +
                                                     " that are allowed"};
}

/// Reads all blocks, on this thread and as many others as it may take. The first error of any thread is thrown here.
std::uint64_t SnapshotSections::readBlocks(NumberBlocks& blocks, unsigned threads, const ReadBlock& read)
{
    std::exception_ptr error;
    std::mutex errorMutex;
    const auto work = [&] {
        try {
            NumberReader reader(m_text.data(), blocks.what());
            for (NumberBlock block; blocks.next(block);) {
                read(reader, block);
                m_text.release(block.begin, block.end);
            }
        } catch (...) {
            blocks.stop();
            const std::lock_guard lock(errorMutex);
            if (!error) error = std::current_exception();
        }
    };
    std::vector<std::thread> helpers;
    try {
        for (unsigned i = 1; i < threads; ++i)
            helpers.emplace_back(work);
    } catch (const std::system_error&) {
        // There are no more threads to be had; it goes without.
    }
    work();
    for (std::thread& helper : helpers)
        helper.join();
    if (error) std::rethrow_exception(error);
    m_cursor.moveTo(blocks.end());
    return blocks.records();
}

void SnapshotSections::readNodes()
{
    m_nodesOffset = m_cursor.position();
    const std::size_t count = m_meta.nodeCount;
    m_graph.nodeType.resize(count);
    m_graph.nodeName.resize(count);
    m_graph.nodeId.resize(count);
    m_graph.selfSize.resize(count);
    m_graph.edgeBegin.resize(count + 1);
    m_graph.saysDetachedness = SnapshotMeta::field(m_meta.nodeFields, "detachedness") < SnapshotMeta::mostFields;
    if (m_graph.saysDetachedness) m_graph.detachedness.resize(count);

    NumberBlocks blocks(m_text, m_cursor.position(), m_meta.nodeFields.size(), "the nodes");
    const std::uint64_t records = readBlocks(
        blocks, m_threads, [this](NumberReader& reader, const NumberBlock& block) { readNodeBlock(reader, block); });
    if (records != count) m_cursor.fail("The snapshot has fewer nodes than its header says");
    std::sort(m_graph.bigSizes.begin(), m_graph.bigSizes.end());
    if (!m_anyDetachedness) m_graph.detachedness = {};
    countEdges();
}

void SnapshotSections::readNodeBlock(NumberReader& reader, const NumberBlock& block)
{
    if (block.record + block.records > m_meta.nodeCount)
        throw SnapshotError{block.begin, "The snapshot has more nodes than its header says"};
    const auto& fields = m_meta.nodeFields;
    const std::size_t type = SnapshotMeta::field(fields, "type");
    const std::size_t name = SnapshotMeta::field(fields, "name");
    const std::size_t id = SnapshotMeta::field(fields, "id");
    const std::size_t size = SnapshotMeta::field(fields, "self_size");
    const std::size_t edges = SnapshotMeta::field(fields, "edge_count");
    const std::size_t detached = SnapshotMeta::field(fields, "detachedness");
    std::uint32_t greatestName = 0;
    bool anyDetachedness = false;
    reader.forEach(block, fields.size(), [&](std::uint64_t node, const std::uint64_t* numbers) {
        if (numbers[type] >= m_nodeTypes.size()) reader.failAtRecord("A node has a type that the header does not name");
        if (numbers[name] > most32 || numbers[id] > most32 || numbers[edges] > m_meta.edgeCount ||
            numbers[size] > mostSize)
            reader.failAtRecord("A number of a node is too big");
        m_graph.nodeType[node] = m_nodeTypes[numbers[type]];
        m_graph.nodeName[node] = static_cast<std::uint32_t>(numbers[name]);
        greatestName = std::max(greatestName, m_graph.nodeName[node]);
        m_graph.nodeId[node] = static_cast<std::uint32_t>(numbers[id]);
        m_graph.edgeBegin[node + 1] = static_cast<std::uint32_t>(numbers[edges]);
        m_graph.selfSize[node] = static_cast<std::uint32_t>(std::min<std::uint64_t>(numbers[size], HeapGraph::bigSize));
        if (numbers[size] >= HeapGraph::bigSize) {
            const std::lock_guard lock(m_mutex);
            m_graph.bigSizes.emplace_back(static_cast<std::uint32_t>(node), numbers[size]);
        }
        if (detached < fields.size()) {
            const auto state = static_cast<Detachedness>(numbers[detached] <= 2 ? numbers[detached] : 0);
            m_graph.detachedness[node] = state;
            anyDetachedness = anyDetachedness || state != Detachedness::Unknown;
        }
    });
    raise(m_greatestName, greatestName);
    if (anyDetachedness) m_anyDetachedness = true;
}

/// From counts of edges to the first edge of every node.
void SnapshotSections::countEdges()
{
    m_graph.edgeBegin[0] = 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 1; i < m_graph.edgeBegin.size(); ++i) {
        sum += m_graph.edgeBegin[i];
        if (sum > m_meta.edgeCount) break;
        m_graph.edgeBegin[i] = static_cast<std::uint32_t>(sum);
    }
    if (sum != m_meta.edgeCount)
        m_cursor.fail(std::string("The nodes together have ") + (sum < m_meta.edgeCount ? "fewer" : "more") +
                      " edges than the snapshot's header says");
}

void SnapshotSections::readEdges()
{
    const std::size_t count = m_meta.edgeCount;
    m_graph.edgeType.resize(count);
    m_graph.edgeName.resize(count);
    m_graph.edgeTo.resize(count);
    NumberBlocks blocks(m_text, m_cursor.position(), m_meta.edgeFields.size(), "the edges");
    const std::uint64_t records = readBlocks(
        blocks, m_threads, [this](NumberReader& reader, const NumberBlock& block) { readEdgeBlock(reader, block); });
    if (records != count) m_cursor.fail("The snapshot has fewer edges than its header says");
}

void SnapshotSections::readEdgeBlock(NumberReader& reader, const NumberBlock& block)
{
    if (block.record + block.records > m_meta.edgeCount)
        throw SnapshotError{block.begin, "The snapshot has more edges than its header says"};
    const auto& fields = m_meta.edgeFields;
    const std::size_t type = SnapshotMeta::field(fields, "type");
    const std::size_t name = SnapshotMeta::field(fields, "name_or_index");
    const std::size_t to = SnapshotMeta::field(fields, "to_node");
    const std::uint64_t nodeFields = m_meta.nodeFields.size();
    const std::uint64_t nodeNumbers = m_meta.nodeCount * nodeFields;
    const double inverse = 1.0 / static_cast<double>(nodeFields); // a division costs more than all else here
    std::uint32_t greatestName = 0;
    reader.forEach(block, fields.size(), [&](std::uint64_t edge, const std::uint64_t* numbers) {
        if (numbers[type] >= m_edgeTypes.size())
            reader.failAtRecord("An edge has a type that the header does not name");
        if (numbers[name] > most32) reader.failAtRecord("The name of an edge is too big a number");
        if (numbers[to] >= nodeNumbers) reader.failAtRecord("An edge leads to a node that is not there");
        const auto node = static_cast<std::uint32_t>(static_cast<double>(numbers[to]) * inverse + 0.5);
        if (node * nodeFields != numbers[to]) reader.failAtRecord("An edge leads to the middle of a node");
        m_graph.edgeType[edge] = m_edgeTypes[numbers[type]];
        m_graph.edgeName[edge] = static_cast<std::uint32_t>(numbers[name]);
        m_graph.edgeTo[edge] = node;
        if (HeapGraph::hasName(m_graph.edgeType[edge])) greatestName = std::max(greatestName, m_graph.edgeName[edge]);
    });
    raise(m_greatestName, greatestName);
}

void SnapshotSections::readLocations()
{
    const auto& fields = m_meta.locationFields;
    const std::size_t object = SnapshotMeta::field(fields, "object_index");
    const std::size_t script = SnapshotMeta::field(fields, "script_id");
    const std::size_t line = SnapshotMeta::field(fields, "line");
    const std::size_t column = SnapshotMeta::field(fields, "column");
    const std::uint64_t nodeFields = m_meta.nodeFields.size();
    auto& locations = m_graph.locations;
    NumberBlocks blocks(m_text, m_cursor.position(), fields.size(), "the locations");
    readBlocks(blocks, 1, [&](NumberReader& reader, const NumberBlock& block) {
        reader.forEach(block, fields.size(), [&](std::uint64_t, const std::uint64_t* numbers) {
            if (numbers[object] % nodeFields != 0 || numbers[object] / nodeFields >= m_meta.nodeCount)
                reader.failAtRecord("A location belongs to a node that is not there");
            locations.push_back({static_cast<std::uint32_t>(numbers[object] / nodeFields),
                                 static_cast<std::int32_t>(numbers[script]), static_cast<std::int32_t>(numbers[line]),
                                 static_cast<std::int32_t>(numbers[column])});
        });
    });
    // The last location of a node is the one that counts.
    const auto byNode = [](const Location& a, const Location& b) { return a.node < b.node; };
    if (!std::is_sorted(locations.begin(), locations.end(), byNode))
        std::stable_sort(locations.begin(), locations.end(), byNode);
    const auto sameNode = [](const Location& a, const Location& b) { return a.node == b.node; };
    const auto last = std::unique(locations.rbegin(), locations.rend(), sameNode);
    locations.erase(locations.begin(), last.base());
}

void SnapshotSections::readStrings()
{
    constexpr std::string_view where = "the strings";
    m_graph.strings.reserve(m_text.waitFor(0) - m_cursor.position());
    if (m_cursor.passes(']')) return;
    std::uint64_t released = m_cursor.position();
    do {
        const std::string_view raw = m_cursor.rawString(where);
        if (m_graph.strings.bytes() + raw.size() > StringTable::limit || m_graph.strings.size() == most32)
            m_cursor.fail("The strings of the snapshot are longer than 4 GB");
        m_graph.strings.append(raw);
        if (m_cursor.position() - released > (1 << 20)) {
            m_text.release(released, m_cursor.position());
            checkMemory(m_graph.strings.bytes());
            released = m_cursor.position();
        }
    } while (m_cursor.passes(','));
    m_cursor.expect(']', where);
    checkMemory(m_graph.strings.bytes());
}

/// Names can be checked only now, since the strings come last. Says where the nodes begin, for want of a better place.
void SnapshotSections::checkNames() const
{
    if (m_greatestName.load() >= m_graph.strings.size())
        throw SnapshotError{m_nodesOffset, "A node or an edge has string " + std::to_string(m_greatestName.load()) +
                                               " for a name, and there are only " +
                                               std::to_string(m_graph.strings.size()) + " strings"};
}

} // namespace loopscope::heap
