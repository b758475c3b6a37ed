#include "inspector/heap/StringTable.h"

#include <algorithm>

namespace loopscope::heap
{

namespace
{

constexpr char32_t replacement = 0xfffd;
constexpr char32_t none = 0xffffffff;

void appendUtf8(std::string& to, char32_t c)
{
    if (c < 0x80) {
        to += static_cast<char>(c);
    } else if (c < 0x800) {
        to += static_cast<char>(0xc0 | c >> 6);
        to += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        to += static_cast<char>(0xe0 | c >> 12);
        to += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        to += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        to += static_cast<char>(0xf0 | c >> 18);
        to += static_cast<char>(0x80 | (c >> 12 & 0x3f));
        to += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        to += static_cast<char>(0x80 | (c & 0x3f));
    }
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The unit that the escape at `at` (a backslash) stands for, or none.
char32_t unicodeEscape(std::string_view raw, std::size_t at)
{
    if (raw.size() < at + 6 || raw[at] != '\\' || raw[at + 1] != 'u') return none;
    char32_t unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const int digit = hexDigit(raw[i]);
        if (digit < 0) return none;
        unit = unit << 4 | static_cast<char32_t>(digit);
    }
    return unit;
}

/// Appends what \u at `at` stands for, and says where it ends.
std::size_t appendUnicode(std::string& to, std::string_view raw, std::size_t at)
{
    const char32_t first = unicodeEscape(raw, at);
    if (first == none) {
        appendUtf8(to, replacement);
        return at + 2;
    }
    if (first < 0xd800 || first > 0xdfff) {
        appendUtf8(to, first);
        return at + 6;
    }
    const char32_t second = first < 0xdc00 ? unicodeEscape(raw, at + 6) : none;
    if (second == none || second < 0xdc00 || second > 0xdfff) {
        appendUtf8(to, replacement);
        return at + 6;
    }
    appendUtf8(to, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
    return at + 12;
}

char simpleEscape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c == '"' || c == '\\' || c == '/' ? c : '\0';
    }
}

} // namespace

std::uint32_t StringTable::indexOf(std::string_view wanted) const
{
    for (std::uint32_t i = 0; i < size(); ++i)
        if (raw(i) == wanted) return i;
    return none;
}

std::string StringTable::decoded(std::string_view raw)
{
    std::string result;
    result.reserve(raw.size());
    std::size_t at = 0;
    while (at < raw.size()) {
        const std::size_t escape = std::min(raw.find('\\', at), raw.size());
        result.append(raw, at, escape - at);
        at = escape;
        if (at == raw.size()) break;
        if (at + 1 < raw.size() && raw[at + 1] == 'u') {
            at = appendUnicode(result, raw, at);
            continue;
        }
        const char c = at + 1 < raw.size() ? simpleEscape(raw[at + 1]) : '\0';
        if (c)
            result += c;
        else
            appendUtf8(result, replacement);
        at += 2;
    }
    return result;
}

} // namespace loopscope::heap
