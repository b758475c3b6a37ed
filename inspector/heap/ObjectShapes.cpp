#include "inspector/heap/ObjectShapes.h"

#include <algorithm>

namespace loopscope::heap
{

namespace
{

constexpr std::uint32_t longestName = 120;
constexpr std::uint32_t fewestObjects = 2;
constexpr double fewestShare = 1000;

/// In units of UTF-16, of well-formed UTF-8.
std::size_t utf16Length(std::string_view text)
{
    std::size_t length = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        length += byte >= 0xf0 ? 2 : (byte & 0xc0) != 0x80;
    }
    return length;
}

void appendQuoted(std::string& to, std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    to += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            to += '\\';
            to += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            to += "\\u00";
            to += hex[static_cast<unsigned char>(c) >> 4];
            to += hex[c & 15];
        } else {
            to += c;
        }
    }
    to += '"';
}

} // namespace

std::size_t ObjectShapes::Hash::operator()(const Properties& properties) const
{
    std::uint64_t hash = 0x9e3779b97f4a7c15u;
    for (const std::uint32_t property : properties) {
        hash = (hash ^ property) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return hash;
}

ObjectShapes::ObjectShapes(const HeapGraph& graph) : m_graph(graph)
{
    collect();
    chooseInterfaces();
    assign();
}

/// Finds the plain objects and counts with which properties they begin.
void ObjectShapes::collect()
{
    const StringTable& strings = m_graph.strings();
    const std::uint32_t object = strings.indexOf("Object");
    if (object == StringTable::none) return;
    m_proto = strings.indexOf("__proto__");
    m_lengths.resize(strings.size());
    std::fill(m_lengths.begin(), m_lengths.end(), 0);

    std::unordered_map<Properties, std::uint32_t, Hash> known;
    Properties properties;
    for (std::uint32_t node = 0; node < m_graph.nodeCount(); ++node) {
        if (m_graph.nodeType(node) != NodeType::Object || m_graph.nodeName(node) != object) continue;
        m_objects.push_back(node);
        m_isWhole.push_back(beginningOf(node, properties));
        const auto [entry, isNew] = known.try_emplace(properties, static_cast<std::uint32_t>(m_candidates.size()));
        if (isNew) m_candidates.push_back({properties, 0});
        ++m_candidates[entry->second].count;
        m_candidateOf.push_back(entry->second);
    }
}

/// The properties that fit into a name. False if there are more.
bool ObjectShapes::beginningOf(std::uint32_t node, Properties& properties)
{
    properties.clear();
    std::uint32_t length = 1;
    for (std::uint32_t edge = m_graph.edgeBegin(node); edge < m_graph.edgeEnd(node); ++edge) {
        const std::uint32_t name = m_graph.edgeName(edge);
        if (m_graph.edgeType(edge) != EdgeType::Property || name == m_proto) continue;
        const std::uint32_t more = formattedLength(name);
        if (length > 1 && length + more > longestName) return false;
        length += more + (length > 1 ? 2 : 0);
        properties.push_back(name);
    }
    return true;
}

/// At most 255, which is too long for any name.
std::uint32_t ObjectShapes::formattedLength(std::uint32_t name)
{
    std::uint8_t& length = m_lengths[name];
    if (length == 0) length = static_cast<std::uint8_t>(std::clamp<std::size_t>(utf16Length(formatted(name)), 1, 255));
    return length;
}

/// What could be taken for the interface's own signs is put into quotes.
std::string ObjectShapes::formatted(std::uint32_t name) const
{
    std::string text = m_graph.strings().text(name);
    if (text.find_first_of(",'\"{}") == std::string::npos) return text;
    std::string quoted;
    appendQuoted(quoted, text);
    return quoted;
}

std::string ObjectShapes::interfaceName(std::uint32_t index) const
{
    std::string name = "{";
    for (const std::uint32_t property : m_interfaces[index]) {
        if (name.size() > 1) name += ", ";
        name += formatted(property);
    }
    return name + "}";
}

/// The frequent candidates, most frequent first, for each set of properties the first.
void ObjectShapes::chooseInterfaces()
{
    std::vector<const Candidate*> order;
    for (const Candidate& candidate : m_candidates) {
        if (candidate.properties.empty() || candidate.count < fewestObjects) continue;
        if (candidate.count * fewestShare >= static_cast<double>(m_objects.size())) order.push_back(&candidate);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const Candidate* a, const Candidate* b) { return a->count > b->count; });
    for (const Candidate* candidate : order) {
        const auto index = static_cast<std::uint32_t>(m_interfaces.size());
        m_interfaces.push_back(candidate->properties);
        const std::uint32_t first = *std::min_element(candidate->properties.begin(), candidate->properties.end());
        const auto slot = m_slot.try_emplace(first, static_cast<std::uint32_t>(m_interfacesWith.size())).first->second;
        if (slot == m_interfacesWith.size()) m_interfacesWith.emplace_back();
        m_interfacesWith[slot].push_back(index);
    }
}

void ObjectShapes::assign()
{
    constexpr std::uint32_t unknown = none - 1;
    m_stamps.resize(m_graph.strings().size());
    std::fill(m_stamps.begin(), m_stamps.end(), 0);
    std::vector<std::uint32_t> bestOfCandidate(m_candidates.size(), unknown);
    m_interfaceOf.reserve(m_objects.size());
    for (std::size_t i = 0; i < m_objects.size(); ++i) {
        std::uint32_t& known = bestOfCandidate[m_candidateOf[i]];
        if (m_isWhole[i] && known == unknown) known = bestFor(m_objects[i]);
        m_interfaceOf.push_back(m_isWhole[i] ? known : bestFor(m_objects[i]));
    }
}

std::uint32_t ObjectShapes::bestFor(std::uint32_t node)
{
    ++m_stamp;
    const std::uint32_t begin = m_graph.edgeBegin(node);
    const std::uint32_t end = m_graph.edgeEnd(node);
    const auto isProperty = [&](std::uint32_t edge) { return m_graph.edgeType(edge) == EdgeType::Property; };
    for (std::uint32_t edge = begin; edge < end; ++edge)
        if (isProperty(edge)) m_stamps[m_graph.edgeName(edge)] = m_stamp;
    std::uint32_t best = none;
    for (std::uint32_t edge = begin; edge < end; ++edge) {
        const auto slot = isProperty(edge) ? m_slot.find(m_graph.edgeName(edge)) : m_slot.end();
        if (slot == m_slot.end()) continue;
        for (const std::uint32_t one : m_interfacesWith[slot->second]) {
            if (!hasAll(m_interfaces[one])) continue;
            const auto size = [&](std::uint32_t index) { return index == none ? 0 : m_interfaces[index].size(); };
            if (size(one) > size(best) || (size(one) == size(best) && one < best)) best = one;
        }
    }
    return best;
}

bool ObjectShapes::hasAll(const Properties& properties) const
{
    return std::all_of(properties.begin(), properties.end(),
                       [&](std::uint32_t one) { return m_stamps[one] == m_stamp; });
}

} // namespace loopscope::heap
