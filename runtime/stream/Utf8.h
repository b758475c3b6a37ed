#pragma once

#include <string>
#include <string_view>

namespace loopscope {

/// Length of the well-formed UTF-8 sequence at the beginning of `text`; 0 if there is none. `bad` is then how many bytes
/// one replacement character stands for (the longest beginning of a sequence, at least 1), and `cut` says that the
/// text ends where the sequence could have gone on.
struct Utf8Sequence {
    std::size_t length = 0;
    std::size_t bad = 0;
    bool cut = false;
};
Utf8Sequence utf8SequenceAt(std::string_view text);

/// How many bytes at the end of `text` are a sequence that the next piece may complete (0 to 3).
std::size_t utf8CutAtEnd(std::string_view text);

/// Puts characters together that the system cut between two pieces of output.
class Utf8Joiner
{
public:
    /// What was held back, and `piece` without what the next one may complete.
    std::string take(std::string_view piece)
    {
        std::string whole = m_held + std::string(piece);
        const std::size_t cut = utf8CutAtEnd(whole);
        m_held = whole.substr(whole.size() - cut);
        whole.resize(whole.size() - cut);
        return whole;
    }
    const std::string& held() const { return m_held; }

private:
    std::string m_held;
};

std::string utf8FromLatin1(std::string_view text);
/// Halves of pairs that stand alone, and bytes that are no UTF-8, become U+FFFD.
std::string utf8FromUtf16(std::u16string_view text);
std::u16string utf16FromUtf8(std::string_view text);

/// Appends `text` as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD, as TextDecoder does it.
void appendJsonString(std::string& to, std::string_view text);

} // namespace loopscope
