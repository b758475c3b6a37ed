#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace loopscope::heap
{

/// What a node is, in V8's words. A snapshot numbers its types as it likes; the reader translates them by name. Types
/// that we do not know come after Unknown, in the order of the snapshot (HeapGraph::nodeTypeName).
enum class NodeType : std::uint8_t {
    Hidden,
    Array,
    String,
    Object,
    Code,
    Closure,
    RegExp,
    Number,
    Native,
    Synthetic,
    ConcatenatedString,
    SlicedString,
    Symbol,
    BigInt,
    ObjectShape,
    Unknown
};

enum class EdgeType : std::uint8_t { Context, Element, Property, Internal, Hidden, Shortcut, Weak, Unknown };

inline constexpr std::array<std::string_view, 15> nodeTypeNames{"hidden",
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
                                                                "bigint",
                                                                "object shape"};

inline constexpr std::array<std::string_view, 7> edgeTypeNames{"context", "element",  "property", "internal",
                                                               "hidden",  "shortcut", "weak"};

/// Whether V8 says itself that an object of the page is in the document's tree (browsers only).
enum class Detachedness : std::uint8_t { Unknown, Attached, Detached };

/// Where the constructor of an object, or a function, stands in its script. Lines and columns count from 0.
struct Location {
    std::uint32_t node = 0;
    std::int32_t scriptId = 0;
    std::int32_t line = 0;
    std::int32_t column = 0;
};

} // namespace loopscope::heap
