#include "runtime/stream/Utf8.h"

#include <algorithm>

namespace loopscope {

namespace {

struct Lead {
    int more = 0;                          // continuation bytes that must follow
    unsigned char low = 0x80, high = 0xbf; // bounds of the first of them
};

// The table of well-formed sequences in the Unicode standard (3.9, D92).
Lead leadOf(unsigned char c)
{
    if (c >= 0xc2 && c <= 0xdf) return {1};
    if (c == 0xe0) return {2, 0xa0, 0xbf};
    if (c == 0xed) return {2, 0x80, 0x9f};
    if (c >= 0xe1 && c <= 0xef) return {2};
    if (c == 0xf0) return {3, 0x90, 0xbf};
    if (c >= 0xf1 && c <= 0xf3) return {3};
    if (c == 0xf4) return {3, 0x80, 0x8f};
    return {};
}

bool isPlain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

void appendEscaped(std::string& to, unsigned char c)
{
    constexpr char hex[] = "0123456789abcdef";
    switch (c) {
    case '"': to += "\\\""; break;
    case '\\': to += "\\\\"; break;
    case '\b': to += "\\b"; break;
    case '\f': to += "\\f"; break;
    case '\n': to += "\\n"; break;
    case '\r': to += "\\r"; break;
    case '\t': to += "\\t"; break;
    default:
        to += "\\u00";
        to += hex[c >> 4];
        to += hex[c & 15];
    }
}

} // namespace

Utf8Sequence utf8SequenceAt(std::string_view text)
{
    if (text.empty()) return {};
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return {1, 0, false};
    const Lead lead = leadOf(first);
    if (lead.more == 0) return {0, 1, false};
    for (int i = 1; i <= lead.more; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (at == text.size()) return {0, at, true};
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < (i == 1 ? lead.low : 0x80) || c > (i == 1 ? lead.high : 0xbf)) return {0, at, false};
    }
    return {static_cast<std::size_t>(lead.more) + 1, 0, false};
}

std::size_t utf8CutAtEnd(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const std::string_view tail = text.substr(text.size() - back);
        if ((static_cast<unsigned char>(tail[0]) & 0xc0) == 0x80) continue; // a continuation byte: look further back
        const Utf8Sequence sequence = utf8SequenceAt(tail);
        return sequence.cut && sequence.bad == back ? back : 0;
    }
    return 0;
}

static void appendUtf8(std::string& to, char32_t c)
{
    const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
    if (c < 0x80) to += static_cast<char>(c);
    else if (c < 0x800) to += {static_cast<char>(0xc0 | (c >> 6)), tail(0)};
    else if (c < 0x10000) to += {static_cast<char>(0xe0 | (c >> 12)), tail(6), tail(0)};
    else to += {static_cast<char>(0xf0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

std::string utf8FromLatin1(std::string_view text)
{
    std::string utf8;
    utf8.reserve(text.size());
    for (const char c : text) appendUtf8(utf8, static_cast<unsigned char>(c));
    return utf8;
}

std::string utf8FromUtf16(std::u16string_view text)
{
    std::string utf8;
    utf8.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t unit = text[i];
        const bool isHigh = (unit & 0xfc00) == 0xd800, isLow = (unit & 0xfc00) == 0xdc00;
        const bool isPair = isHigh && i + 1 < text.size() && (text[i + 1] & 0xfc00) == 0xdc00;
        appendUtf8(utf8, isPair ? 0x10000 + ((unit & 0x3ff) << 10) + (text[++i] & 0x3ffu) : isHigh || isLow ? U'\ufffd' : unit);
    }
    return utf8;
}

std::u16string utf16FromUtf8(std::string_view text)
{
    std::u16string utf16;
    utf16.reserve(text.size());
    while (!text.empty()) {
        const Utf8Sequence sequence = utf8SequenceAt(text);
        char32_t c = U'\ufffd';
        if (sequence.length == 1) c = static_cast<unsigned char>(text[0]);
        else if (sequence.length > 1) {
            c = static_cast<unsigned char>(text[0]) & (0xff >> (sequence.length + 1));
            for (std::size_t i = 1; i < sequence.length; ++i) c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
        }
        if (c >= 0x10000) utf16 += {static_cast<char16_t>(0xd7c0 + (c >> 10)), static_cast<char16_t>(0xdc00 + (c & 0x3ff))};
        else utf16 += static_cast<char16_t>(c);
        text.remove_prefix(sequence.length ? sequence.length : sequence.bad);
    }
    return utf16;
}

void appendJsonString(std::string& to, std::string_view text)
{
    to += '"';
    while (!text.empty()) {
        const auto plain = std::find_if_not(text.begin(), text.end(), [](char c) { return isPlain(static_cast<unsigned char>(c)); });
        to.append(text.begin(), plain);
        text.remove_prefix(static_cast<std::size_t>(plain - text.begin()));
        if (text.empty()) break;
        if (static_cast<unsigned char>(text[0]) < 0x80) {
            appendEscaped(to, static_cast<unsigned char>(text[0]));
            text.remove_prefix(1);
            continue;
        }
        const Utf8Sequence sequence = utf8SequenceAt(text);
        to += sequence.length ? text.substr(0, sequence.length) : std::string_view("\xef\xbf\xbd");
        text.remove_prefix(sequence.length ? sequence.length : sequence.bad);
    }
    to += '"';
}

} // namespace loopscope
