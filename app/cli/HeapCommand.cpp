#include "app/cli/HeapCommand.h"

#include "app/cli/Command.h"
#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapStatistics.h"
#include "inspector/heap/MappedFile.h"
#include "inspector/heap/ObjectSearch.h"
#include "inspector/heap/Retainers.h"
#include "inspector/heap/SnapshotDiff.h"
#include "inspector/heap/SnapshotReader.h"
#include "runtime/stream/Utf8.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <new>
#include <optional>
#include <span>
#include <system_error>
#include <unistd.h>

namespace loopscope {

const CommandSpec& heapSpec()
{
    static const CommandSpec spec{
        .name = "heap",
        .usage = "SNAPSHOT [--top N] [--compare OTHER] [--retainers ID] [--json]",
        .summary = "Tells what is in a heap snapshot of V8: the classes that retain most, by Chrome DevTools' rules.",
        .options = {{"top", 'n', "N", "that many classes, or ways (20)"},
                    {"compare", 'c', "OTHER", "what came and went since OTHER, an earlier snapshot of the same program"},
                    {"retainers", 'r', "ID", "what refers to the object of that number, and the shortest way to it from the root"},
                    {"json", 'j', "", "one JSON object"}},
        .leastOperands = 1,
        .mostOperands = 1,
        .operand = "SNAPSHOT",
    };
    return spec;
}

namespace {

constexpr std::size_t kTop = 20;
constexpr std::size_t kLongestName = 60; // bytes
constexpr std::uint64_t kMemoryPart = 70; // of a hundred of the machine's

struct Heap {
    heap::HeapGraph graph;
    heap::HeapAnalysis analysis;

    const std::string& classOf(std::uint32_t heapClass) const { return analysis.classes.classes()[heapClass].name; }
    std::uint64_t totalSize() const
    {
        const auto statistics = heap::HeapStatistics::of(graph, analysis);
        std::uint64_t all = 0;
        for (const std::uint64_t bytes : statistics.bytes) all += bytes;
        return all;
    }
    std::string nameOf(std::uint32_t node) const
    {
        std::string name = graph.strings().text(graph.nodeName(node));
        if (name.empty()) name = classOf(analysis.classes.of(node));
        return name + " @" + std::to_string(graph.nodeId(node));
    }
};

int complain(const std::string& sentence)
{
    fprintf(stderr, "loopscope heap: %s\n", sentence.c_str());
    return kExitDamaged;
}

/// The sentence says what is wrong with which file.
std::optional<Heap> readHeap(const std::string& path, std::string& problem)
{
    try {
        auto opened = heap::MappedFile::open(path);
        if (const auto* error = std::get_if<heap::SnapshotError>(&opened)) return problem = error->text, std::nullopt;
        heap::SnapshotReader reader;
        reader.memoryLimit = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 100 * kMemoryPart;
        const auto told = [&](const heap::SnapshotError& error) { problem = "'" + path + "': " + error.text + " (at byte " + std::to_string(error.offset) + ")"; };
        auto graph = reader.read(*std::get<std::unique_ptr<heap::MappedFile>>(opened));
        if (const auto* error = std::get_if<heap::SnapshotError>(&graph)) return told(*error), std::nullopt;
        std::optional<Heap> read(std::in_place, std::move(std::get<heap::HeapGraph>(graph)), heap::HeapAnalysis());
        auto analysis = heap::HeapAnalysis::of(read->graph);
        if (const auto* error = std::get_if<heap::SnapshotError>(&analysis)) return told(*error), std::nullopt;
        read->analysis = std::move(std::get<heap::HeapAnalysis>(analysis));
        return read;
    } catch (const std::bad_alloc&) {
        problem = "'" + path + "': there is not enough memory to read it";
    } catch (const std::system_error&) {
        problem = "'" + path + "': there are no more threads to read it";
    }
    return std::nullopt;
}

/// For one line of a terminal: no control characters, not too long, whole characters.
std::string shown(std::string text)
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    if (text.size() <= kLongestName) return text;
    std::size_t end = kLongestName;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

/// "1234567" as "1,234,567".
std::string number(std::int64_t value, bool withSign = false)
{
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (std::ptrdiff_t at = std::ssize(digits) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, ',');
    return (value < 0 ? "-" : withSign && value > 0 ? "+" : "") + digits;
}
std::string number(std::uint64_t value) { return number(static_cast<std::int64_t>(value)); }

std::string jsonText(std::string_view text)
{
    std::string json;
    appendJsonString(json, text);
    return json;
}

/// The parts of one answer, in text or as a JSON object. Names of JSON are stable.
class Answer
{
public:
    explicit Answer(bool isJson) : m_isJson(isJson) {}

    void tellHeap(const std::string& path, const Heap& heap)
    {
        const auto nodes = heap.graph.nodeCount(), edges = heap.graph.edgeCount();
        const std::uint64_t bytes = heap.totalSize();
        if (m_isJson)
            m_text += "{\"snapshot\":" + jsonText(path) + ",\"bytes\":" + std::to_string(bytes) + ",\"nodes\":" + std::to_string(nodes) + ",\"edges\":" + std::to_string(edges);
        else
            m_text += number(bytes) + " bytes in " + number(std::uint64_t{nodes}) + " nodes with " + number(std::uint64_t{edges}) + " edges\n";
    }

    void tellClasses(const Heap& heap, std::size_t top)
    {
        const auto& rows = heap.analysis.summary;
        begin("classes", {"objects", "own bytes", "retained", "constructor"});
        for (const heap::ClassRow& row : std::span(rows).first(std::min(top, rows.size()))) {
            add("{\"name\":" + jsonText(heap.classOf(row.heapClass)) + ",\"objects\":" + std::to_string(row.count) + ",\"ownBytes\":" + std::to_string(row.shallowSize) + ",\"retainedBytes\":" + std::to_string(row.retainedSize) + '}',
                {number(std::uint64_t{row.count}), number(row.shallowSize), number(row.retainedSize), shown(heap.classOf(row.heapClass))});
        }
        end(rows.size(), top, "constructors");
    }

    void tellDifference(const Heap& earlier, const Heap& later, std::size_t top)
    {
        const auto rows = heap::snapshotDiff(earlier.graph, earlier.analysis, later.graph, later.analysis);
        begin("differences", {"new", "deleted", "objects", "bytes", "constructor"});
        for (const heap::DiffRow& row : std::span(rows).first(std::min(top, rows.size()))) {
            add("{\"name\":" + jsonText(row.heapClass.name) + ",\"new\":" + std::to_string(row.added.size()) + ",\"deleted\":" + std::to_string(row.deleted.size()) + ",\"newBytes\":" + std::to_string(row.addedSize) +
                    ",\"deletedBytes\":" + std::to_string(row.deletedSize) + '}',
                {number(std::uint64_t{row.added.size()}), number(std::uint64_t{row.deleted.size()}), number(row.countDelta(), true), number(row.sizeDelta(), true), shown(row.heapClass.name)});
        }
        end(rows.size(), top, "constructors");
    }

    void tellRetainers(const Heap& heap, std::uint32_t node, std::size_t top)
    {
        const heap::Retainers retainers(heap.graph, heap.analysis);
        const auto stepText = [&](const heap::Retainers::Step& step) { return "{\"edge\":" + jsonText(heap.graph.edgeText(step.edge)) + ",\"from\":" + jsonText(heap.nameOf(step.from)) + '}'; };
        if (m_isJson) m_text += ",\"object\":" + jsonText(heap.nameOf(node)) + ",\"ownBytes\":" + std::to_string(heap.analysis.shallowSizes[node]) + ",\"retainedBytes\":" + std::to_string(heap.analysis.retainedSizes[node]);
        else m_text += "\n" + shown(heap.nameOf(node)) + ": " + number(heap.analysis.shallowSizes[node]) + " bytes, retains " + number(heap.analysis.retainedSizes[node]) + "\n";
        const auto way = retainers.shortestPath(node);
        begin("shortestWay", {"by", "the shortest way to the root"});
        for (const auto& step : way) add(stepText(step), {shown(heap.graph.edgeText(step.edge)), shown(heap.nameOf(step.from))});
        end(way.size(), way.size(), "steps");
        const auto all = retainers.of(node);
        begin("retainers", {"by", "what refers to it"});
        for (const auto& step : std::span(all).first(std::min(top, all.size()))) add(stepText(step), {shown(heap.graph.edgeText(step.edge)), shown(heap.nameOf(step.from))});
        end(all.size(), top, "references");
    }

    /// False if stdout cannot be written to.
    bool print()
    {
        if (m_isJson) m_text += "}\n";
        return fwrite(m_text.data(), 1, m_text.size(), stdout) == m_text.size() && fflush(stdout) == 0;
    }

private:
    void begin(const char* name, std::vector<std::string> titles)
    {
        if (m_isJson) m_text += std::string(",\"") + name + "\":[";
        m_table = {std::move(titles)};
        m_isFirst = true;
    }

    void add(const std::string& json, std::vector<std::string> cells)
    {
        if (!m_isJson) return m_table.push_back(std::move(cells));
        if (!std::exchange(m_isFirst, false)) m_text += ',';
        m_text += json;
    }

    void end(std::size_t all, std::size_t top, const char* what)
    {
        if (m_isJson) {
            m_text += ']';
            return;
        }
        // Numbers to the right; the last column holds names, and ends its line.
        std::vector<std::size_t> widths(m_table.front().size());
        for (const auto& row : m_table)
            for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
        m_text += '\n';
        for (const auto& row : m_table) {
            for (std::size_t i = 0; i + 1 < row.size(); ++i) m_text += std::string(widths[i] - row[i].size(), ' ') + row[i] + "  ";
            m_text += row.back() + '\n';
        }
        if (all > top) m_text += "and " + number(std::uint64_t{all - top}) + " more " + what + "; --top " + std::to_string(all) + " tells all\n";
        else if (all == 0) m_text += std::string("no ") + what + '\n';
    }

    bool m_isJson, m_isFirst = true;
    std::string m_text;
    std::vector<std::vector<std::string>> m_table;
};

} // namespace

int heapCommand(const std::vector<std::string>& arguments)
{
    ParsedCommand command(heapSpec(), arguments);
    const std::size_t top = command.number("top", 1).value_or(kTop);
    std::string id = command.value("retainers").value_or("");
    if (id.starts_with('@')) id.erase(0, 1);
    const bool isNumber = !id.empty() && id.size() < 11 && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
    if (command.has("retainers") && !isNumber) command.fail("--retainers needs the number of an object, as in @1234");
    if (const auto code = answered(heapSpec(), command)) return *code;

    const std::string& path = command.operands()[0];
    std::string problem;
    const auto later = readHeap(path, problem);
    if (!later) return complain(problem);
    Answer answer(command.has("json"));
    answer.tellHeap(path, *later);
    if (const auto other = command.value("compare")) {
        const auto earlier = readHeap(*other, problem);
        if (!earlier) return complain(problem);
        answer.tellDifference(*earlier, *later, top);
    }
    if (isNumber) {
        heap::WorkProgress progress;
        const auto found = heap::findObjects(later->graph, '@' + id, progress, 1);
        if (found.empty()) return complain("'" + path + "' has no object @" + id + "; without --retainers it is told what there is");
        answer.tellRetainers(*later, found.front(), top);
    }
    if (!command.has("compare") && !isNumber) answer.tellClasses(*later, top);
    return answer.print() ? 0 : complain("cannot write to stdout");
}

} // namespace loopscope
