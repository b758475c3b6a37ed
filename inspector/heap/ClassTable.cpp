#include "inspector/heap/ClassTable.h"

#include "inspector/heap/ObjectShapes.h"

#include <array>
#include <tuple>

namespace loopscope::heap
{

namespace
{

constexpr std::uint32_t none = 0xffffffffu;
constexpr std::string_view detachedPrefix = "Detached ";

/// "<div id=..>" becomes "<div>", and so with "Detached <div ..>".
std::string withoutAttributes(std::string name)
{
    const std::size_t begin = name.starts_with(detachedPrefix) ? detachedPrefix.size() : 0;
    if (name.compare(begin, 1, "<") != 0) return name;
    const std::size_t space = name.find(' ', begin);
    return space == std::string::npos ? name : name.substr(0, space) + '>';
}

/// Gives classes to nodes, one after the other.
class Classifier
{
public:
    Classifier(const HeapGraph& graph, const Column<Detachedness>& detached, std::vector<HeapClass>& classes)
        : m_graph(graph), m_detached(detached), m_classes(classes), m_ofString(graph.strings().size(), none),
          m_ofDetachedString(detached.empty() ? 0 : graph.strings().size(), none)
    {
        m_ofType.fill(none);
    }

    std::uint32_t classOf(std::uint32_t node)
    {
        const NodeType type = m_graph.nodeType(node);
        if (type == NodeType::Object || type == NodeType::Native) return classOfName(node);
        std::uint32_t& known = m_ofType[static_cast<std::size_t>(type)];
        if (known == none) known = named(nameOfType(node));
        return known;
    }

    /// The class of the same name whose objects come from this place.
    std::uint32_t placed(std::uint32_t plain, const Location& at)
    {
        if (m_last && m_lastPlain == plain && at.scriptId == m_last->scriptId && at.line == m_last->line &&
            at.column == m_last->column)
            return m_lastClass;
        const auto [entry, isNew] = m_placed.try_emplace({plain, at.scriptId, at.line, at.column}, nextClass());
        if (isNew) m_classes.push_back({m_classes[plain].name, true, at.scriptId, at.line, at.column});
        m_last = &at;
        m_lastPlain = plain;
        return m_lastClass = entry->second;
    }

    std::uint32_t named(const std::string& name)
    {
        const auto [entry, isNew] = m_named.try_emplace(name, nextClass());
        if (isNew) m_classes.push_back({name});
        return entry->second;
    }

private:
    std::uint32_t nextClass() const { return static_cast<std::uint32_t>(m_classes.size()); }

    std::uint32_t classOfName(std::uint32_t node)
    {
        const std::uint32_t name = m_graph.nodeName(node);
        const bool detached = !m_detached.empty() && m_detached[node] == Detachedness::Detached &&
                              m_graph.nodeType(node) == NodeType::Native && m_graph.saysDetachedness();
        std::uint32_t& known = detached ? m_ofDetachedString[name] : m_ofString[name];
        if (known == none) {
            const std::string text = m_graph.strings().text(name);
            known = named(withoutAttributes(detached ? std::string(detachedPrefix) + text : text));
        }
        return known;
    }

    std::string nameOfType(std::uint32_t node) const
    {
        switch (m_graph.nodeType(node)) {
        case NodeType::Hidden:
            return "(system)";
        case NodeType::Code:
            return "(compiled code)";
        case NodeType::Closure:
            return "Function";
        case NodeType::RegExp:
            return "RegExp";
        default:
            return '(' + std::string(m_graph.nodeTypeName(node)) + ')';
        }
    }

    const HeapGraph& m_graph;
    const Column<Detachedness>& m_detached;
    std::vector<HeapClass>& m_classes;
    std::vector<std::uint32_t> m_ofString;
    std::vector<std::uint32_t> m_ofDetachedString;
    std::array<std::uint32_t, 256> m_ofType;
    std::unordered_map<std::string, std::uint32_t> m_named;
    std::map<std::tuple<std::uint32_t, std::int32_t, std::int32_t, std::int32_t>, std::uint32_t> m_placed;
    const Location* m_last = nullptr;
    std::uint32_t m_lastPlain = none;
    std::uint32_t m_lastClass = none;
};

} // namespace

std::string HeapClass::key() const
{
    if (!hasPlace) return ',' + name;
    return std::to_string(scriptId) + ',' + std::to_string(line) + ',' + std::to_string(column) + ',' + name;
}

ClassTable::ClassTable(const HeapGraph& graph, const Column<Detachedness>& detached) : m_classOf(graph.nodeCount())
{
    Classifier classifier(graph, detached, m_classes);
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
        m_classOf[node] = classifier.classOf(node);
    {
        const ObjectShapes shapes(graph);
        std::vector<std::uint32_t> ofInterface;
        for (std::size_t i = 0; i < shapes.objects().size(); ++i) {
            const std::uint32_t interface = shapes.interfaceOf()[i];
            if (interface == ObjectShapes::none) continue;
            if (interface >= ofInterface.size()) ofInterface.resize(interface + 1, none);
            if (ofInterface[interface] == none)
                ofInterface[interface] = classifier.named(shapes.interfaceName(interface));
            m_classOf[shapes.objects()[i]] = ofInterface[interface];
        }
    }
    for (const Location& location : graph.locations())
        if (graph.nodeType(location.node) == NodeType::Object)
            m_classOf[location.node] = classifier.placed(m_classOf[location.node], location);
}

} // namespace loopscope::heap
