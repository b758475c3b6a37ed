#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope::heap
{

/// Finds names for plain objects, which all are called "Object": the lists of properties that many of them begin with
/// become interfaces, "{name, age}", and each object belongs to the interface of which it has all properties, the
/// longest if there are several, the most frequent of these. A list counts if a thousandth of all plain objects begins
/// with it, two at least.
///
/// Made once for a graph on one thread, and not needed after its results are taken.
class ObjectShapes
{
public:
    static constexpr std::uint32_t none = 0xffffffffu;

    explicit ObjectShapes(const HeapGraph& graph);

    /// Plain objects in the order of the graph, and for each its interface or `none`.
    const std::vector<std::uint32_t>& objects() const { return m_objects; }
    const std::vector<std::uint32_t>& interfaceOf() const { return m_interfaceOf; }
    /// UTF-8.
    std::string interfaceName(std::uint32_t index) const;

private:
    using Properties = std::vector<std::uint32_t>; ///< indices of strings

    struct Candidate {
        Properties properties;
        std::uint32_t count = 0;
    };
    struct Hash {
        std::size_t operator()(const Properties& properties) const;
    };

    void collect();
    bool beginningOf(std::uint32_t node, Properties& properties);
    std::uint32_t formattedLength(std::uint32_t name);
    std::string formatted(std::uint32_t name) const;
    void chooseInterfaces();
    void assign();
    std::uint32_t bestFor(std::uint32_t node);
    bool hasAll(const Properties& properties) const;

    const HeapGraph& m_graph;
    std::uint32_t m_proto = none; ///< index of "__proto__"
    std::vector<std::uint32_t> m_objects;
    std::vector<std::uint32_t> m_interfaceOf;
    std::vector<Candidate> m_candidates;
    std::vector<std::uint32_t> m_candidateOf; ///< of each object
    std::vector<bool> m_isWhole;              ///< whether the candidate lists all properties of the object
    std::vector<Properties> m_interfaces;
    std::vector<std::vector<std::uint32_t>> m_interfacesWith; ///< by first property, see m_slot
    std::unordered_map<std::uint32_t, std::uint32_t> m_slot;
    Column<std::uint8_t> m_lengths; ///< of strings as property names; 0 is not yet known
    Column<std::uint32_t> m_stamps; ///< of strings: the last object that had such a property
    std::uint32_t m_stamp = 0;
};

} // namespace loopscope::heap
