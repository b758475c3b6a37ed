#include "runtime/probes/SourcePlaces.h"

#include <algorithm>
#include <charconv>

namespace loopscope {

namespace {

std::string percentDecoded(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '%' && i + 2 < text.size() + 0 &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr == text.data() + i + 3) {
            result += static_cast<char>(byte);
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

} // namespace

std::string SourcePlaces::readableName(std::string_view script)
{
    constexpr std::string_view scheme = "file://";
    if (!script.starts_with(scheme)) return std::string(script);
    script.remove_prefix(scheme.size());
    return percentDecoded(script.substr(0, script.find_first_of("?#")));
}

void SourcePlaces::setInsertions(std::string_view script, std::vector<Insertion> insertions)
{
    m_insertions[readableName(script)] = std::move(insertions);
}

SiteId SourcePlaces::site(std::string_view function, std::string_view script, std::uint32_t line, std::uint32_t column)
{
    const std::string name = readableName(script);
    if (const auto it = m_insertions.find(name); it != m_insertions.end()) moveBack(it->second, line, column);
    return m_dictionary.intern(Site{m_dictionary.intern(function), m_dictionary.intern(name), line, column, isInternal(script)});
}

void SourcePlaces::moveBack(const std::vector<Insertion>& all, std::uint32_t& line, std::uint32_t& column)
{
    const std::uint32_t asRun = column;
    auto i = std::lower_bound(all.begin(), all.end(), line, [](const Insertion& a, std::uint32_t l) { return a.line < l; });
    for (; i != all.end() && i->line == line && i->column <= asRun; ++i) {
        if (asRun - i->column < i->length) {
            line = i->placeLine;
            column = i->placeColumn;
            return;
        }
        column -= i->length;
    }
}

} // namespace loopscope
