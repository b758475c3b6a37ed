#pragma once

#include "runtime/events/Dictionary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// From places as V8 names them to places as the user wrote them: file URLs become paths, columns that a source
/// transform moved are moved back, Node's own scripts are told by their URL.
///
/// Thread: one JS thread's. Lifetime: as long as that thread's probes; the dictionary outlives it.
class SourcePlaces
{
public:
    /// Text that a transform put into a line: from `column` (1-based, in the text that runs) on, `length` units were added.
    /// What stands in them is told to stand at a place of the user's text.
    struct Insertion {
        std::uint32_t line = 0, column = 0, length = 0;
        std::uint32_t placeLine = 0, placeColumn = 0;
    };

    explicit SourcePlaces(Dictionary& dictionary) : m_dictionary(dictionary) {}
    SourcePlaces(const SourcePlaces&) = delete;
    SourcePlaces& operator=(const SourcePlaces&) = delete;

    /// Line and column are 1-based and those of the text that runs.
    SiteId site(std::string_view function, std::string_view script, std::uint32_t line, std::uint32_t column);
    /// What a transform did to a script; `insertions` ordered by line and column. `script` is a path or file URL.
    void setInsertions(std::string_view script, std::vector<Insertion> insertions);

    static bool isInternal(std::string_view script) { return script.starts_with("node:"); }
    /// A file URL's path without query, anything else as it is.
    static std::string readableName(std::string_view script);

    Dictionary& dictionary() { return m_dictionary; }

private:
    static void moveBack(const std::vector<Insertion>& all, std::uint32_t& line, std::uint32_t& column);

    Dictionary& m_dictionary;
    std::unordered_map<std::string, std::vector<Insertion>> m_insertions; // by readable name
};

} // namespace loopscope
