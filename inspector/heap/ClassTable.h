#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope::heap
{

/// What DevTools call a constructor: objects and native ones go by their name, with the place of the constructor since
/// several may have the same name, plain objects by their interface (ObjectShapes), all else by its type: "(string)".
struct HeapClass {
    std::string name; ///< UTF-8
    bool hasPlace = false;
    std::int32_t scriptId = 0; ///< of the constructor, as line and column, which count from 0
    std::int32_t line = 0;
    std::int32_t column = 0;

    /// The same class has the same key in another snapshot of the same program.
    std::string key() const;
};

/// The class of every node. A plain value; const calls from any thread.
class ClassTable
{
public:
    ClassTable() = default;
    ClassTable(const HeapGraph& graph, const Column<Detachedness>& detached);

    std::uint32_t of(std::uint32_t node) const { return m_classOf[node]; }
    const std::vector<HeapClass>& classes() const { return m_classes; }

private:
    Column<std::uint32_t> m_classOf;
    std::vector<HeapClass> m_classes;
};

} // namespace loopscope::heap
