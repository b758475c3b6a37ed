#pragma once

#include <QString>

class QTextCursor;

namespace loopscope {

/// How deep one level of indentation is, and of what it is made.
struct Indentation {
    bool tabs = false;
    int width = 2;
    QString unit() const { return tabs ? QStringLiteral("\t") : QString(width, u' '); }
    bool operator==(const Indentation&) const = default;
    /// What this text is indented with already; two blanks where it does not tell.
    static Indentation guess(const QString& text);
};

// Changes to whole lines, each one step of undo. The cursor keeps what it had selected.
// Thread: the GUI's.

/// A line break that keeps the line's indentation; one level more behind an opening bracket, and a line of its own for the closing one.
void breakLine(QTextCursor& cursor, const Indentation& indentation);
/// Indents (levels > 0) or outdents all lines that the selection touches.
void shiftLines(QTextCursor& cursor, const Indentation& indentation, int levels);
/// Comments the touched lines with `mark` ("//"), or uncomments them if all are comments already.
void toggleComment(QTextCursor& cursor, const QString& mark);
void duplicateLines(QTextCursor& cursor);
void deleteLines(QTextCursor& cursor);
/// Moves the touched lines up (-1) or down (+1) by one.
void moveLines(QTextCursor& cursor, int direction);
/// Types a closing bracket: on an otherwise blank line it goes back one level first.
void typeClosingBracket(QTextCursor& cursor, QChar bracket, const Indentation& indentation);

} // namespace loopscope
