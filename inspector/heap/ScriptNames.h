#pragma once

#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope::heap
{

/// A place in a script, for people: lines count from 1 here.
struct SourcePlace {
    std::string script; ///< its path, URL, or "node:fs"; UTF-8. "" if V8 does not say
    int line = 0;

    bool isNodes() const { return script.starts_with("node:"); }
};

/// The names of scripts, which locations know by number only: found through the functions that V8 says both of.
/// A plain value; const calls from any thread.
class ScriptNames
{
public:
    ScriptNames() = default;
    explicit ScriptNames(const HeapGraph& graph);

    /// Where a function or an object's constructor stands; without a script if V8 does not say.
    SourcePlace placeOf(const HeapGraph& graph, std::uint32_t node) const;

    std::vector<std::string> names() const; ///< of all scripts that are known, in no order

private:
    std::unordered_map<std::int32_t, std::string> m_names;
};

/// The node that an edge of this name leads to; nodeCount() if there is none. `name` as in the file.
std::uint32_t nodeBehind(const HeapGraph& graph, std::uint32_t node, std::string_view name);

} // namespace loopscope::heap
