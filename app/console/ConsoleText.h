#pragma once

#include "app/console/AnsiReader.h"

#include <deque>
#include <vector>

namespace loopscope {

/// A stretch of a console line with one look.
struct ConsoleSpan {
    QString text;
    AnsiStyle style;
    bool isError = false; ///< came from stderr
    bool operator==(const ConsoleSpan&) const = default;
};

struct ConsoleLine {
    std::vector<ConsoleSpan> spans;
    bool goesOn = false; ///< no line end: it was longer than ConsoleText::kMaxLength, the next one goes on with it

    QString text() const;
    bool hasError() const;
    bool operator==(const ConsoleLine&) const = default;
};

/// The console's lines after the first n pieces of output: a fold that can be wound back. Keeps the newest lines only, and
/// breaks what is too long for a line, so that neither memory nor the time to lay out a line grows with the output.
///
/// Thread: one. Pieces are given by whoever owns it, again and again the same for the same number.
class ConsoleText
{
public:
    static constexpr std::size_t kMaxLines = 100'000;
    static constexpr qsizetype kMaxCharacters = 32'000'000; ///< in all lines but the last
    static constexpr qsizetype kMaxLength = 10'000;         ///< of a line

    /// Takes in the piece number pieces().
    void append(std::string_view bytes, bool isError);
    /// As before the first piece.
    void restart();
    /// Frees some of the lines that are gone; false once there is nothing left to free.
    bool freeSome();
    /// Goes back to a place from which the state after `pieces` pieces can be reached by append(): pieces() tells where.
    void windBack(std::size_t pieces);

    std::size_t pieces() const { return m_pieces; }
    /// Lines that were there and are no longer kept; number of the first line that is.
    std::size_t firstLine() const { return m_dropped; }
    /// One more than the number of the last line, which is empty after a line end.
    std::size_t lineEnd() const { return m_dropped + m_lines.size(); }
    /// Precondition: firstLine() <= number < lineEnd().
    const ConsoleLine& line(std::size_t number) const { return m_lines[number - m_dropped]; }

    /// The lowest line number that changed since the last call; lineEnd() if none did.
    std::size_t takeChangedFrom();

private:
    struct Resume { ///< the last line was empty here: from here on the fold needs nothing of what is before
        std::size_t pieces = 0, line = 0;
        AnsiReader readers[2];
    };

    void apply(const AnsiReader::Step& step, bool isError);
    void write(QStringView text, const AnsiStyle& style, bool isError);
    void newLine();
    void dropFirst();
    void discard(std::size_t from);
    void touch(std::size_t number) { m_changedFrom = std::min(m_changedFrom, number); }

    std::deque<ConsoleLine> m_lines{ConsoleLine{}};
    std::deque<ConsoleLine> m_discarded; // gone, but not freed yet: a hundred thousand at once would be felt
    std::size_t m_dropped = 0;
    qsizetype m_characters = 0; // in all lines but the last
    std::size_t m_pieces = 0;
    std::size_t m_changedFrom = 0;
    qsizetype m_column = 0; // where the next character goes in the last line
    AnsiReader m_readers[2]; // stdout's and stderr's: each stream has its own unfinished sequences
    std::vector<Resume> m_resumes{Resume{}};
};

} // namespace loopscope
