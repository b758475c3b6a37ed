#include "app/console/AnsiReader.h"

#include <QStringList>

#include <algorithm>

namespace loopscope {

namespace {

/// How many bytes at the end are the start of a UTF-8 character that is not complete yet.
std::size_t unfinished(std::string_view bytes)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0) == 0x80) continue; // a continuation: look further back
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

} // namespace

std::vector<AnsiReader::Step> AnsiReader::read(std::string_view bytes)
{
    std::vector<Step> steps;
    std::string joined;
    if (!m_undecoded.empty()) {
        joined = std::exchange(m_undecoded, {}) + std::string(bytes);
        bytes = joined;
    }
    const std::size_t rest = unfinished(bytes);
    m_undecoded.assign(bytes.substr(bytes.size() - rest));
    const QString text = QString::fromUtf8(bytes.data(), qsizetype(bytes.size() - rest));
    for (const QChar c : text) take(c.unicode(), steps);
    return steps;
}

void AnsiReader::take(char16_t c, std::vector<Step>& steps)
{
    switch (m_state) {
    case State::Text:
        if (c == 0x1B) m_state = State::Escape;
        else takeText(c, steps);
        return;
    case State::Escape:
        m_parameters.clear();
        if (c == u'[') m_state = State::Control;
        else if (c == u']' || c == u'P' || c == u'_' || c == u'^') m_state = State::String;
        else m_state = State::Text;
        return;
    case State::Control:
        if (c >= 0x40 && c <= 0x7E) {
            m_state = State::Text;
            endControl(c, steps);
        } else if (m_parameters.size() < 256) {
            m_parameters += QChar(c);
        }
        return;
    case State::String: // titles, links: ends with BEL or ESC backslash
        if (c == 0x07) m_state = State::Text;
        else if (c == 0x1B) m_state = State::StringEscape;
        return;
    case State::StringEscape: m_state = c == u'\\' ? State::Text : State::String; return;
    }
}

void AnsiReader::takeText(char16_t c, std::vector<Step>& steps)
{
    const auto step = [&](Op op) { steps.push_back({op, {}, m_style}); };
    if (c == u'\n') return step(Op::LineFeed);
    if (c == u'\r') return step(Op::CarriageReturn);
    if (c == u'\b') return step(Op::Backspace);
    if (c < 0x20 && c != u'\t') return; // bell and the like
    if (steps.empty() || steps.back().op != Op::Text || steps.back().style != m_style) step(Op::Text);
    steps.back().text += QChar(c);
}

void AnsiReader::endControl(char16_t final, std::vector<Step>& steps)
{
    const auto step = [&](Op op) { steps.push_back({op, {}, m_style}); };
    if (final == u'm') return applyColours();
    if (final == u'K') return step(m_parameters == QLatin1String("2") ? Op::EraseLine : Op::EraseToEnd);
    if (final == u'J' && (m_parameters == QLatin1String("2") || m_parameters == QLatin1String("3"))) return step(Op::EraseAll);
    if (final == u'J') return step(Op::EraseToEnd);
    if (final == u'G') return step(Op::CarriageReturn);
}

/// "Select graphic rendition": the numbers between ESC [ and m.
void AnsiReader::applyColours()
{
    const QStringList words = m_parameters.replace(u':', u';').split(u';');
    std::vector<int> codes;
    for (const QString& word : words) codes.push_back(word.toInt());
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const int code = codes[i];
        if (code == 0) m_style = {};
        else if (code == 1) m_style.bold = true;
        else if (code == 2) m_style.dim = true;
        else if (code == 3) m_style.italic = true;
        else if (code == 4) m_style.underline = true;
        else if (code == 7) m_style.inverse = true;
        else if (code == 9) m_style.strike = true;
        else if (code == 22) m_style.bold = m_style.dim = false;
        else if (code == 23) m_style.italic = false;
        else if (code == 24) m_style.underline = false;
        else if (code == 27) m_style.inverse = false;
        else if (code == 29) m_style.strike = false;
        else if (code >= 30 && code <= 37) m_style.foreground = code - 30;
        else if (code >= 40 && code <= 47) m_style.background = code - 40;
        else if (code >= 90 && code <= 97) m_style.foreground = code - 90 + 8;
        else if (code >= 100 && code <= 107) m_style.background = code - 100 + 8;
        else if (code == 39) m_style.foreground = AnsiStyle::kDefault;
        else if (code == 49) m_style.background = AnsiStyle::kDefault;
        else if ((code == 38 || code == 48) && i + 1 < codes.size()) {
            std::int32_t& target = code == 38 ? m_style.foreground : m_style.background;
            if (codes[i + 1] == 5 && i + 2 < codes.size()) {
                target = std::clamp(codes[i + 2], 0, 255);
                i += 2;
            } else if (codes[i + 1] == 2 && i + 4 < codes.size()) {
                target = 0x1000000 + ((codes[i + 2] & 255) << 16) + ((codes[i + 3] & 255) << 8) + (codes[i + 4] & 255);
                i += 4;
            }
        }
    }
}

} // namespace loopscope
