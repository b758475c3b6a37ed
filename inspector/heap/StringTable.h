#pragma once

#include "inspector/heap/Column.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::heap
{

/// The strings of a snapshot as they stand in the file, escapes and all; decoded only when somebody wants to see one.
/// A plain value; const calls from any thread.
class StringTable
{
public:
    /// Most bytes that all strings together may have.
    static constexpr std::uint64_t limit = 0xffffffffu;

    void reserve(std::uint64_t bytes) { m_text.reserve(bytes); }
    /// `raw` without its quotes. The caller keeps bytes() below limit.
    void append(std::string_view raw)
    {
        const std::size_t begin = m_text.size();
        m_text.resize(begin + raw.size());
        raw.copy(m_text.data() + begin, raw.size());
        m_ends.push_back(static_cast<std::uint32_t>(m_text.size()));
    }

    std::uint32_t size() const { return static_cast<std::uint32_t>(m_ends.size()); }
    std::uint64_t bytes() const { return m_text.size(); }

    /// As in the file. Equal to the string itself if that has neither quotes, backslashes, controls nor other letters
    /// than ASCII, as all names that V8 gives have.
    std::string_view raw(std::uint32_t index) const
    {
        const std::uint32_t begin = index ? m_ends[index - 1] : 0;
        return {m_text.data() + begin, m_ends[index] - begin};
    }
    /// Index of the first string that is the same in the file; `none` if there is none. Looks at all.
    std::uint32_t indexOf(std::string_view raw) const;
    static constexpr std::uint32_t none = 0xffffffffu;

    /// UTF-8.
    std::string text(std::uint32_t index) const { return decoded(raw(index)); }

    /// Resolves the escapes of JSON. Halves of surrogate pairs that stand alone and escapes that are none become
    /// U+FFFD.
    static std::string decoded(std::string_view raw);

private:
    Column<char> m_text;
    Column<std::uint32_t> m_ends;
};

} // namespace loopscope::heap
