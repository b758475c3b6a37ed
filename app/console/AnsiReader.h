#pragma once

#include <QString>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// How a stretch of console text looks, as escape sequences said it.
struct AnsiStyle {
    static constexpr std::int32_t kDefault = -1;
    /// kDefault, 0..15 the terminal's named colours, 16..255 the fixed ones, or 0x1000000 + RGB.
    std::int32_t foreground = kDefault, background = kDefault;
    bool bold = false, dim = false, italic = false, underline = false, inverse = false, strike = false;
    bool operator==(const AnsiStyle&) const = default;
};

/// Reads what a program writes to a terminal: text, line ends, carriage returns, colours. Other control sequences are
/// understood as far as to leave no trace. A sequence or a character may be cut anywhere between two calls.
///
/// Thread: one. A value: a copy goes on from where the original stood.
class AnsiReader
{
public:
    enum class Op : std::uint8_t { Text, LineFeed, CarriageReturn, Backspace, EraseToEnd, EraseLine, EraseAll };
    struct Step {
        Op op = Op::Text;
        QString text; ///< of Text; tabs stand as they are
        AnsiStyle style;
    };

    std::vector<Step> read(std::string_view bytes);

private:
    enum class State : std::uint8_t { Text, Escape, Control, String, StringEscape };

    void take(char16_t c, std::vector<Step>& steps);
    void takeText(char16_t c, std::vector<Step>& steps);
    void endControl(char16_t final, std::vector<Step>& steps);
    void applyColours();

    State m_state = State::Text;
    std::string m_undecoded; // the start of a character whose rest is still to come
    QString m_parameters;
    AnsiStyle m_style;
};

} // namespace loopscope
