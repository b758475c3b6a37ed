#include "inspector/heap/JsonCursor.h"

#include "inspector/heap/StringTable.h"

#include <cstring>

namespace loopscope::heap
{

bool JsonCursor::more()
{
    m_available = m_text.waitFor(m_at + 1);
    return m_at < m_available;
}

void JsonCursor::failAtEnd(std::string_view what) const
{
    throw SnapshotError{m_available, "The snapshot ends in the middle of " + std::string(what)};
}

char JsonCursor::peek()
{
    while (true) {
        const char c = here();
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return c;
        ++m_at;
    }
}

void JsonCursor::expect(char c, std::string_view what)
{
    const char found = peek();
    if (found == c) {
        ++m_at;
        return;
    }
    if (m_at >= m_available) failAtEnd(what);
    fail(std::string("Expected '") + c + "' in " + std::string(what));
}

bool JsonCursor::passes(char c)
{
    if (peek() != c) return false;
    ++m_at;
    return true;
}

std::string JsonCursor::string(std::string_view what)
{
    const std::string_view raw = rawString(what);
    if (raw.size() > longestString) fail("A string is too long in " + std::string(what));
    return StringTable::decoded(raw);
}

/// Up to what may be the end of a string, eight characters at a time.
void JsonCursor::skipPlain()
{
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t high = ones << 7;
    std::uint64_t at = m_at;
    while (at + 8 <= m_available) {
        std::uint64_t word;
        std::memcpy(&word, m_data + at, sizeof word);
        const std::uint64_t quote = word ^ ones * '"';
        const std::uint64_t backslash = word ^ ones * '\\';
        if ((((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) & high) break;
        at += 8;
    }
    while (at < m_available && m_data[at] != '"' && m_data[at] != '\\')
        ++at;
    m_at = at;
}

std::string_view JsonCursor::rawString(std::string_view what)
{
    expect('"', what);
    const std::uint64_t begin = m_at;
    skipString(what);
    return {m_data + begin, m_at - 1 - begin};
}

/// From behind the first quote to behind the last.
void JsonCursor::skipString(std::string_view what)
{
    while (true) {
        skipPlain();
        const char c = here();
        if (m_at >= m_available) failAtEnd(what);
        if (c == '"' || c == '\\') ++m_at;
        if (c == '"') return;
        if (c == '\\') ++m_at; // whatever is escaped
    }
}

std::uint64_t JsonCursor::number(std::string_view what)
{
    char c = peek();
    const std::uint64_t begin = m_at;
    std::uint64_t value = 0;
    for (; c >= '0' && c <= '9'; c = here()) {
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
        ++m_at;
    }
    if (m_at >= m_available) failAtEnd(what);
    if (m_at == begin || m_at - begin > 19)
        throw SnapshotError{begin, "Expected a whole number in " + std::string(what)};
    return value;
}

void JsonCursor::skipValue(std::string_view what)
{
    peek();
    std::uint64_t begin = m_at;
    std::uint64_t depth = 0;
    while (true) {
        const char c = peek();
        if (m_at >= m_available) failAtEnd(what);
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
        ++m_at;
        if (c == '"') skipString(what);
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (m_at - begin > (1 << 20)) {
            m_text.release(begin, m_at);
            begin = m_at;
        }
    }
}

} // namespace loopscope::heap
