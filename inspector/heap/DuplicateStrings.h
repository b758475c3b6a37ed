#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::heap
{

/// Strings of the program that are there several times with the same content.
struct DuplicateString {
    std::string text; ///< UTF-8; V8 writes only the beginning of long ones
    bool truncated = false;
    std::vector<std::uint32_t> nodes;
    std::uint64_t shallowSize = 0;  ///< of all together, bytes
    std::uint64_t retainedSize = 0; ///< likewise
    /// What one copy less than all of them take.
    std::uint64_t waste() const { return nodes.empty() ? 0 : shallowSize - shallowSize / nodes.size(); }
};

/// That which retains most first. Strings that V8 cut are the same if their lengths and hashes are too, where V8 says
/// them. On the calling thread.
std::vector<DuplicateString> duplicateStrings(const HeapGraph& graph, const HeapAnalysis& analysis);

/// The content of a string's node: of a concatenated one up to about 1,024 bytes. As in the file, see StringTable::raw.
std::string rawStringContent(const HeapGraph& graph, std::uint32_t node);

} // namespace loopscope::heap
