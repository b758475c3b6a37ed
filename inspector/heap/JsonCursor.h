#pragma once

#include "inspector/heap/SnapshotError.h"
#include "inspector/heap/SnapshotText.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::heap
{

/// Walks through the small parts of a snapshot's JSON: keys, the header, what is to be skipped. On the reader's thread.
/// Throws SnapshotError, which SnapshotReader turns into its result.
class JsonCursor
{
public:
    explicit JsonCursor(SnapshotText& text) : m_text(text), m_data(text.data()) {}

    std::uint64_t position() const { return m_at; }
    void moveTo(std::uint64_t position) { m_at = position; }
    SnapshotText& text() { return m_text; }

    /// The next character that is no space, which is not passed; '\0' at the end of the text.
    char peek();
    /// Passes `c` or throws. `what` says in words where in the snapshot this is.
    void expect(char c, std::string_view what);
    /// Passes `c` if it comes next.
    bool passes(char c);

    /// A string, decoded. Longer ones than `longestString` are an error: the header has none.
    std::string string(std::string_view what);
    /// A string as it stands in the text, without its quotes; valid until it is released.
    std::string_view rawString(std::string_view what);
    /// A number without sign, point and exponent.
    std::uint64_t number(std::string_view what);
    /// Any value. What is skipped is released.
    void skipValue(std::string_view what);

    [[noreturn]] void fail(std::string_view text) const { throw SnapshotError{m_at, std::string(text)}; }
    [[noreturn]] void failAtEnd(std::string_view what) const;

    static constexpr std::uint64_t longestString = 1 << 16;

private:
    /// The character at the cursor; '\0' at the end.
    char here() { return m_at < m_available || more() ? m_data[m_at] : '\0'; }
    bool more();
    void skipPlain();
    void skipString(std::string_view what);

    SnapshotText& m_text;
    const char* const m_data;
    std::uint64_t m_at = 0;
    std::uint64_t m_available = 0;
};

} // namespace loopscope::heap
