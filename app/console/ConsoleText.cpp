#include "app/console/ConsoleText.h"

#include <algorithm>

namespace loopscope {

namespace {

constexpr std::size_t kResumeEvery = 64; // pieces
constexpr std::size_t kFreedAtOnce = 32;   // lines

qsizetype lengthOf(const ConsoleLine& line)
{
    qsizetype length = 0;
    for (const ConsoleSpan& span : line.spans) length += span.text.size();
    return length;
}

/// Removes the characters [from, to) from a line.
void cut(ConsoleLine& line, qsizetype from, qsizetype to)
{
    qsizetype start = 0;
    for (ConsoleSpan& span : line.spans) {
        const qsizetype end = start + span.text.size();
        const qsizetype first = std::max(from, start), last = std::min(to, end);
        if (first < last) span.text.remove(first - start, last - first);
        start = end;
    }
    std::erase_if(line.spans, [](const ConsoleSpan& span) { return span.text.isEmpty(); });
}

void insert(ConsoleLine& line, qsizetype at, ConsoleSpan added)
{
    qsizetype start = 0;
    auto span = line.spans.begin();
    while (span != line.spans.end() && start + span->text.size() <= at) start += (span++)->text.size();
    if (span != line.spans.end() && start < at) { // in the middle of a span: part it
        ConsoleSpan rest = *span;
        rest.text = span->text.mid(at - start);
        span->text.truncate(at - start);
        span = line.spans.insert(span + 1, std::move(rest));
    }
    if (span != line.spans.begin() && (span - 1)->style == added.style && (span - 1)->isError == added.isError) (span - 1)->text += added.text;
    else line.spans.insert(span, std::move(added));
}

} // namespace

QString ConsoleLine::text() const
{
    QString result;
    for (const ConsoleSpan& span : spans) result += span.text;
    return result;
}

bool ConsoleLine::hasError() const
{
    return std::any_of(spans.begin(), spans.end(), [](const ConsoleSpan& span) { return span.isError; });
}

void ConsoleText::append(std::string_view bytes, bool isError)
{
    freeSome();
    for (const AnsiReader::Step& step : m_readers[isError].read(bytes)) apply(step, isError);
    ++m_pieces;
    if (m_lines.back().spans.empty() && m_pieces >= m_resumes.back().pieces + kResumeEvery)
        m_resumes.push_back({m_pieces, lineEnd() - 1, {m_readers[0], m_readers[1]}});
}

void ConsoleText::apply(const AnsiReader::Step& step, bool isError)
{
    ConsoleLine& last = m_lines.back();
    switch (step.op) {
    case AnsiReader::Op::Text: return write(step.text, step.style, isError);
    case AnsiReader::Op::LineFeed: return newLine();
    case AnsiReader::Op::CarriageReturn: m_column = 0; return;
    case AnsiReader::Op::Backspace: m_column = std::max<qsizetype>(0, m_column - 1); return;
    case AnsiReader::Op::EraseToEnd: cut(last, m_column, lengthOf(last)); break;
    case AnsiReader::Op::EraseLine: cut(last, 0, lengthOf(last)), m_column = 0; break;
    case AnsiReader::Op::EraseAll: // a cleared screen: what was printed stays to be scrolled back to
        if (lengthOf(last) > 0) newLine();
        return;
    }
    touch(lineEnd() - 1);
}

void ConsoleText::write(QStringView text, const AnsiStyle& style, bool isError)
{
    while (!text.isEmpty()) {
        if (m_column >= kMaxLength) {
            m_lines.back().goesOn = true;
            newLine();
        }
        QStringView part = text.first(std::min(text.size(), kMaxLength - m_column));
        if (part.back().isHighSurrogate() && part.size() < text.size()) part = text.first(part.size() + 1); // half a character
        text = text.sliced(part.size());
        cut(m_lines.back(), m_column, m_column + part.size()); // after a carriage return text is written over
        insert(m_lines.back(), m_column, {part.toString(), style, isError});
        m_column += part.size();
    }
    touch(lineEnd() - 1);
}

void ConsoleText::newLine()
{
    m_characters += lengthOf(m_lines.back());
    m_lines.emplace_back();
    m_column = 0;
    touch(lineEnd() - 1);
    while (m_lines.size() > kMaxLines || (m_characters > kMaxCharacters && m_lines.size() > 1)) dropFirst();
}

void ConsoleText::dropFirst()
{
    m_characters -= lengthOf(m_lines.front());
    m_lines.pop_front();
    ++m_dropped;
}

/// Takes the lines from number `from` on away.
void ConsoleText::discard(std::size_t from)
{
    const auto first = m_lines.begin() + static_cast<std::ptrdiff_t>(from - m_dropped);
    for (auto line = first; line != m_lines.end(); ++line) m_characters -= lengthOf(*line);
    m_discarded.insert(m_discarded.end(), std::make_move_iterator(first), std::make_move_iterator(m_lines.end()));
    m_lines.erase(first, m_lines.end());
}

void ConsoleText::restart()
{
    m_characters += lengthOf(m_lines.back()); // of all lines, until they are discarded
    discard(m_dropped);
    std::deque<ConsoleLine> discarded = std::move(m_discarded);
    *this = {};
    m_discarded = std::move(discarded);
}

bool ConsoleText::freeSome()
{
    for (std::size_t n = 0; n < kFreedAtOnce && !m_discarded.empty(); ++n) m_discarded.pop_back();
    return !m_discarded.empty();
}

void ConsoleText::windBack(std::size_t pieces)
{
    if (pieces >= m_pieces) return;
    m_characters += lengthOf(m_lines.back()); // of all lines, until they are discarded
    // The last place that is not beyond `pieces`. If little is kept of what is above it, all is built anew from further back.
    auto resume = std::upper_bound(m_resumes.begin(), m_resumes.end(), pieces, [](std::size_t n, const Resume& r) { return n < r.pieces; }) - 1;
    if (m_dropped > 0 && resume->line < m_dropped + kMaxLines / 2) {
        const std::size_t wanted = resume->line > kMaxLines ? resume->line - kMaxLines : 0;
        resume = std::upper_bound(m_resumes.begin(), resume + 1, wanted, [](std::size_t n, const Resume& r) { return n < r.line; }) - 1;
        discard(m_dropped);
        m_dropped = resume->line;
        touch(m_dropped);
    } else {
        discard(resume->line);
    }
    m_lines.emplace_back();
    m_column = 0;
    m_pieces = resume->pieces;
    m_readers[0] = resume->readers[0];
    m_readers[1] = resume->readers[1];
    touch(resume->line);
    m_resumes.erase(resume + 1, m_resumes.end());
}

std::size_t ConsoleText::takeChangedFrom() { return std::min(std::exchange(m_changedFrom, lineEnd()), lineEnd()); }

} // namespace loopscope
