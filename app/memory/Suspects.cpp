#include "app/memory/Suspects.h"

#include "inspector/heap/ReverseEdges.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace loopscope {

namespace {

using heap::EdgeType;
using heap::NodeType;

constexpr qint64 kLeastObjects = 20;
constexpr int kMostSteps = 16;            ///< up from a new object
constexpr std::size_t kMostSamples = 2000; ///< new objects of a class that are looked at

QString tr(const char* text) { return QCoreApplication::translate("Suspects", text); }

QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

class Keepers
{
public:
    explicit Keepers(const HeapFile& file)
        : m_file(file), m_graph(file.graph),
          m_retainers(m_graph, [this](std::uint32_t from, std::uint32_t edge) { return m_graph.edgeType(edge) != EdgeType::Weak && m_graph.edgeTo(edge) != from; })
    {
    }

    struct Description {
        QString text;
        bool isNodes = false;   ///< Node's own code keeps it
        bool isOnStack = false; ///< nothing but the function that runs just then
    };
    /// In words: the way down to the object from the variable that leads to it, and the function that sees that variable.
    Description describe(std::uint32_t node) const
    {
        QString way;
        std::uint32_t at = node;
        for (int step = 0; step < 24; ++step) {
            const std::uint32_t from = nearest(at);
            if (from == kNone) break;
            if (m_graph.rawName(from) == "(Stack roots)") return {{}, false, true};
            const std::uint32_t edge = edgeTo(from, at);
            const QString name = QString::fromStdString(m_graph.edgeText(edge));
            switch (m_graph.edgeType(edge)) {
            case EdgeType::Context: {
                const Function function = functionOf(from);
                const QString variable = QStringLiteral("`%1%2`").arg(name, way) + (way.isEmpty() ? kindOf(at) : QString());
                if (function.name.isEmpty()) return {tr("the variable %1").arg(variable), false};
                return {way.isEmpty() ? tr("the variable %1, which %2 sees").arg(variable, function.name) : tr("%1, where %2 sees `%3`").arg(variable, function.name, name), function.isNodes};
            }
            case EdgeType::Property:
                if (from != m_graph.root() && m_graph.nodeType(from) == NodeType::Object && m_graph.rawName(from).starts_with("global")) return {tr("the global `%1%2`").arg(name, way), false};
                way.prepend(u'.' + name);
                break;
            case EdgeType::Element: way.prepend(u'[' + name + u']'); break;
            default: break;
            }
            at = from;
        }
        return {way.isEmpty() ? QString() : tr("`%1` of %2").arg(way.mid(way.startsWith(u'.') ? 1 : 0), toQt(m_graph.rawName(at))), false};
    }

private:
    static constexpr std::uint32_t kNone = 0xffffffffu;

    std::uint32_t nearest(std::uint32_t node) const
    {
        std::uint32_t best = kNone;
        for (const std::uint32_t from : m_retainers.to(node))
            if (best == kNone || m_file.analysis.distances[from] < m_file.analysis.distances[best]) best = from;
        return best;
    }
    std::uint32_t edgeTo(std::uint32_t from, std::uint32_t node) const
    {
        std::uint32_t found = m_graph.edgeBegin(from);
        for (std::uint32_t edge = m_graph.edgeBegin(from); edge < m_graph.edgeEnd(from); ++edge)
            if (m_graph.edgeTo(edge) == node && (m_graph.edgeType(edge) == EdgeType::Context || m_graph.edgeType(edge) == EdgeType::Property)) return edge;
            else if (m_graph.edgeTo(edge) == node) found = edge;
        return found;
    }
    std::uint32_t child(std::uint32_t node, std::string_view name) const
    {
        for (std::uint32_t edge = m_graph.edgeBegin(node); edge < m_graph.edgeEnd(node); ++edge)
            if (heap::HeapGraph::hasName(m_graph.edgeType(edge)) && m_graph.strings().raw(m_graph.edgeName(edge)) == name) return m_graph.edgeTo(edge);
        return kNone;
    }
    QString kindOf(std::uint32_t node) const
    {
        const QString name = toQt(m_graph.rawName(node));
        return m_graph.nodeType(node) == NodeType::Object && !name.isEmpty() ? QStringLiteral(" (%1)").arg(name) : QString();
    }
    struct Function {
        QString name; ///< "grow() in leak.js:4"
        bool isNodes = false;
    };
    /// A function that holds this scope.
    Function functionOf(std::uint32_t context) const
    {
        std::uint32_t best = kNone;
        for (const std::uint32_t from : m_retainers.to(context)) {
            if (m_graph.nodeType(from) != NodeType::Closure) continue;
            if (best == kNone || (!m_graph.rawName(from).empty() && m_graph.rawName(best).empty())) best = from;
        }
        if (best == kNone) return {};
        const QString name = m_graph.rawName(best).empty() ? tr("a function") : toQt(m_graph.rawName(best)) + QStringLiteral("()");
        const heap::Location* location = m_graph.location(best);
        const QString script = scriptOf(best);
        const bool isNodes = script.startsWith(QLatin1String("node:"));
        return {location && !script.isEmpty() ? tr("%1 in %2:%3").arg(name, isNodes ? script : script.section(u'/', -1)).arg(location->line + 1) : name, isNodes};
    }
    QString scriptOf(std::uint32_t closure) const
    {
        const std::uint32_t shared = child(closure, "shared");
        if (shared == kNone) return {};
        for (const std::string_view name : {"script", "script_or_debug_info"}) {
            const std::uint32_t script = child(shared, name);
            if (script == kNone) continue;
            const QString prefix = QStringLiteral("system / Script / "), text = toQt(m_graph.rawName(script));
            return (text.startsWith(prefix) ? text.mid(prefix.size()) : text).trimmed();
        }
        return {};
    }

    const HeapFile& m_file;
    const heap::HeapGraph& m_graph;
    const heap::ReverseEdges m_retainers;
};

bool isOfProgram(const QString& className) { return !className.startsWith(u'(') && !className.startsWith(QLatin1String("system /")) && !className.startsWith(QLatin1String("Node /")); }

} // namespace

std::vector<Suspect> suspectsBetween(const HeapFile& before, const HeapFile& after, std::size_t most)
{
    std::unordered_map<std::string, const heap::ClassRow*> old;
    for (const heap::ClassRow& row : before.analysis.summary) old[before.analysis.classes.classes()[row.heapClass].key()] = &row;
    std::vector<Suspect> grown;
    for (const heap::ClassRow& row : after.analysis.summary) {
        const auto found = old.find(after.analysis.classes.classes()[row.heapClass].key());
        const heap::ClassRow none;
        const heap::ClassRow& base = found == old.end() ? none : *found->second;
        Suspect suspect{.heapClass = row.heapClass, .more = static_cast<qint64>(row.count) - base.count, .bytesMore = static_cast<qint64>(row.shallowSize) - static_cast<qint64>(base.shallowSize), .sample = 0, .keptBy = {}, .sentence = {}};
        // Many more, and many in proportion: a program that has only warmed up gives a few of each.
        if (suspect.more >= kLeastObjects && suspect.more * 20 >= base.count && suspect.bytesMore > 0 && isOfProgram(after.className(row.heapClass))) grown.push_back(suspect);
    }
    std::ranges::sort(grown, std::greater{}, &Suspect::bytesMore);
    if (grown.empty()) return {};
    std::unordered_set<std::uint32_t> known;
    for (std::uint32_t node = 0; node < before.graph.nodeCount(); ++node) known.insert(before.graph.nodeId(node));
    const Keepers keepers(after);
    std::vector<Suspect> suspects;
    for (Suspect& suspect : grown) {
        if (suspects.size() == most) break;
        std::unordered_map<std::uint32_t, std::size_t> above; // how many of the new ones each dominates
        std::size_t looked = 0;
        for (std::uint32_t node = 0; node < after.graph.nodeCount() && looked < kMostSamples; ++node) {
            if (after.analysis.classes.of(node) != suspect.heapClass || known.contains(after.graph.nodeId(node))) continue;
            if (looked++ == 0) suspect.sample = node;
            std::uint32_t at = after.analysis.dominators.of(node);
            for (int step = 0; step < kMostSteps && at != after.graph.root(); ++step, at = after.analysis.dominators.of(at)) ++above[at];
        }
        if (looked == 0) continue;
        // The nearest that keeps most of them: each may hang on a closure of its own, and these on one list.
        std::uint32_t keeper = after.analysis.dominators.of(suspect.sample);
        while (keeper != after.graph.root() && above[keeper] * 2 < looked) keeper = after.analysis.dominators.of(keeper);
        if (keeper == after.graph.root()) continue;
        Keepers::Description description = keepers.describe(keeper);
        if (description.text.isEmpty()) description = keepers.describe(suspect.sample);
        if (description.isNodes || description.isOnStack) continue; // modules that it has loaded meanwhile, and its own pools
        suspect.keptBy = description.text;
        const QString name = after.className(suspect.heapClass);
        suspect.sentence = tr("%L1 more %2 (%3)").arg(suspect.more).arg(name, byteDifference(suspect.bytesMore));
        suspect.sentence += suspect.keptBy.isEmpty() ? QStringLiteral(".") : tr(", kept by %1.").arg(suspect.keptBy);
        suspects.push_back(suspect);
    }
    return suspects;
}

} // namespace loopscope
