#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/SnapshotReader.h"
#include "inspector/heap/StreamedText.h"

#include <QtTest>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

/// Writes small snapshots as V8 would. Node 0 is the root; nodes are known by their order and have odd ids from 1 on.
class SnapshotBuilder
{
public:
    /// How the text looks: V8s of different years write differently.
    bool oldSpaces = false;
    bool detachedness = true;
    bool traceNodeIds = false;

    SnapshotBuilder() { node("synthetic", "", 0); }

    std::uint32_t node(const std::string& type, const std::string& name, std::uint64_t size, int detached = 0)
    {
        const auto index = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.push_back({typeIndex(nodeTypes(), type), stringIndex(name), 2 * index + 1, size, detached, {}});
        return index;
    }
    std::uint32_t object(const std::string& name, std::uint64_t size) { return node("object", name, size); }
    void setId(std::uint32_t node, std::uint32_t id) { m_nodes[node].id = id; }

    void edge(std::uint32_t from, const std::string& type, const std::string& name, std::uint32_t to)
    {
        m_nodes[from].edges.push_back({typeIndex(edgeTypes(), type), stringIndex(name), to});
    }
    void element(std::uint32_t from, std::uint32_t index, std::uint32_t to, const std::string& type = "element")
    {
        m_nodes[from].edges.push_back({typeIndex(edgeTypes(), type), index, to});
    }
    void property(std::uint32_t from, const std::string& name, std::uint32_t to) { edge(from, "property", name, to); }
    void location(std::uint32_t node, int script, int line, int column)
    {
        m_locations.push_back({static_cast<int>(node * fieldCount()), script, line, column});
    }
    /// As it is to stand between the quotes.
    std::uint32_t rawString(const std::string& raw)
    {
        m_strings.push_back(raw);
        return static_cast<std::uint32_t>(m_strings.size() - 1);
    }

    std::string text() const
    {
        std::size_t edges = 0;
        for (const Node& node : m_nodes)
            edges += node.edges.size();
        std::string text = "{\"snapshot\":{\"meta\":" + meta() + ",\"node_count\":" + std::to_string(m_nodes.size()) +
                           ",\"edge_count\":" + std::to_string(edges) + ",\"trace_function_count\":0},\n";
        text += "\"nodes\":[" + nodesText() + "],\n\"edges\":[" + edgesText() + "],\n";
        text += "\"trace_function_infos\":[],\n\"trace_tree\":[0,[1,\"]\"]],\n\"samples\":[],\n\"locations\":[";
        text += listOf(m_locations) + "],\n\"strings\":[";
        for (std::size_t i = 0; i < m_strings.size(); ++i)
            text += (i ? ",\n\"" : "\"") + m_strings[i] + '"';
        return text + "]}";
    }

private:
    struct Edge {
        std::size_t type;
        std::uint32_t name;
        std::uint32_t to;
    };
    struct Node {
        std::size_t type;
        std::uint32_t name;
        std::uint32_t id;
        std::uint64_t size;
        int detached;
        std::vector<Edge> edges;
    };

    static const std::vector<std::string>& nodeTypes()
    {
        static const std::vector<std::string> names{"hidden",
                                                    "array",
                                                    "string",
                                                    "object",
                                                    "code",
                                                    "closure",
                                                    "regexp",
                                                    "number",
                                                    "native",
                                                    "synthetic",
                                                    "concatenated string",
                                                    "sliced string",
                                                    "symbol",
                                                    "from the future"};
        return names;
    }
    static const std::vector<std::string>& edgeTypes()
    {
        static const std::vector<std::string> names{"context", "element",  "property", "internal",
                                                    "hidden",  "shortcut", "weak"};
        return names;
    }
    static std::size_t typeIndex(const std::vector<std::string>& names, const std::string& name)
    {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    }
    std::uint32_t stringIndex(const std::string& text)
    {
        const auto found = std::find(m_strings.begin(), m_strings.end(), text);
        if (found == m_strings.end()) return rawString(text);
        return static_cast<std::uint32_t>(found - m_strings.begin());
    }
    static std::string quoted(const std::vector<std::string>& names)
    {
        std::string text;
        for (const std::string& name : names)
            text += (text.empty() ? "\"" : ",\"") + name + '"';
        return '[' + text + ']';
    }
    std::uint32_t fieldCount() const { return 5 + detachedness + traceNodeIds; }

    std::string meta() const
    {
        std::string fields = R"("type","name","id","self_size","edge_count")";
        if (traceNodeIds) fields += R"(,"trace_node_id")";
        if (detachedness) fields += R"(,"detachedness")";
        return "{\"node_fields\":[" + fields + "],\"node_types\":[" + quoted(nodeTypes()) +
               R"(,"string","number","number","number"],"edge_fields":["type","name_or_index","to_node"],"edge_types":[)" +
               quoted(edgeTypes()) + R"(,"string_or_number","node"],"trace_node_fields":["id","children"],)" +
               R"("location_fields":["object_index","script_id","line","column"]})";
    }
    std::string nodesText() const
    {
        std::vector<std::vector<std::uint64_t>> rows;
        for (const Node& node : m_nodes) {
            rows.push_back({node.type, node.name, node.id, node.size, node.edges.size()});
            if (traceNodeIds) rows.back().push_back(0);
            if (detachedness) rows.back().push_back(static_cast<std::uint64_t>(node.detached));
        }
        return listOf(rows);
    }
    std::string edgesText() const
    {
        std::vector<std::vector<std::uint64_t>> rows;
        for (const Node& node : m_nodes)
            for (const Edge& edge : node.edges)
                rows.push_back({edge.type, edge.name, edge.to * fieldCount()});
        return listOf(rows);
    }
    template <typename Number>
    std::string listOf(const std::vector<std::vector<Number>>& rows) const
    {
        std::string text;
        for (const auto& row : rows) {
            for (const Number number : row)
                text += (text.empty() || text.back() == '\n' ? "" : ",") + std::to_string(number);
            if (oldSpaces && &row != &rows.back()) text += "\n,\n"; // a line a record, with the comma where one likes
        }
        return text;
    }

    std::vector<Node> m_nodes;
    std::vector<std::string> m_strings;
    std::vector<std::vector<int>> m_locations;
};

/// A text in memory of exactly its length, so that reading beyond its end is found out.
class PlainText final : public loopscope::heap::SnapshotText
{
public:
    explicit PlainText(std::string_view text) : m_text(new char[text.size()]), m_size(text.size())
    {
        std::memcpy(m_text.get(), text.data(), text.size());
    }
    const char* data() const override { return m_text.get(); }
    std::uint64_t waitFor(std::uint64_t) override { return m_size; }
    void release(std::uint64_t begin, std::uint64_t end) override { released += end - begin; }
    std::uint64_t longest() const override { return m_size; }

    std::atomic<std::uint64_t> released = 0;

private:
    std::unique_ptr<char[]> m_text;
    std::uint64_t m_size;
};

inline std::variant<loopscope::heap::HeapGraph, loopscope::heap::SnapshotError> readSnapshot(std::string_view text,
                                                                                             unsigned threads = 1)
{
    PlainText plain(text);
    loopscope::heap::SnapshotReader reader;
    reader.threads = threads;
    return reader.read(plain);
}

/// A graph with its analysis, both of which must be there.
struct Analysed {
    explicit Analysed(const std::string& text, unsigned threads = 2)
    {
        auto read = readSnapshot(text, threads);
        if (const auto* error = std::get_if<loopscope::heap::SnapshotError>(&read))
            qFatal("%s at %llu", error->text.c_str(), static_cast<unsigned long long>(error->offset));
        graph = std::move(std::get<loopscope::heap::HeapGraph>(read));
        auto analysed = loopscope::heap::HeapAnalysis::of(graph, threads);
        analysis = std::move(std::get<loopscope::heap::HeapAnalysis>(analysed));
    }
    explicit Analysed(const SnapshotBuilder& builder) : Analysed(builder.text()) {}

    loopscope::heap::HeapGraph graph;
    loopscope::heap::HeapAnalysis analysis;
};
