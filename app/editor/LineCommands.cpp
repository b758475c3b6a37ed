#include "app/editor/LineCommands.h"

#include <QStringList>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>
#include <utility>
#include <vector>

namespace loopscope {

namespace {

/// Makes all that happens while it lives one step of undo.
class EditBlock
{
public:
    explicit EditBlock(QTextCursor& cursor) : m_cursor(cursor) { m_cursor.beginEditBlock(); }
    ~EditBlock() { m_cursor.endEditBlock(); }

private:
    QTextCursor& m_cursor;
};

struct Lines {
    int first, last;
};

Lines touched(const QTextCursor& cursor)
{
    const QTextDocument& document = *cursor.document();
    const QTextBlock first = document.findBlock(cursor.selectionStart());
    QTextBlock last = document.findBlock(cursor.selectionEnd());
    // A selection that ends before the first character of a line does not touch that line.
    if (cursor.hasSelection() && last != first && last.position() == cursor.selectionEnd()) last = last.previous();
    return {first.blockNumber(), last.blockNumber()};
}

QString leadingBlanks(const QString& line)
{
    qsizetype n = 0;
    while (n < line.size() && (line[n] == u' ' || line[n] == u'\t')) ++n;
    return line.left(n);
}

QTextCursor atLine(QTextDocument& document, int line) { return QTextCursor(document.findBlockByNumber(line)); }

QStringList textOf(const QTextDocument& document, Lines lines)
{
    QStringList result;
    for (int i = lines.first; i <= lines.last; ++i) result << document.findBlockByNumber(i).text();
    return result;
}

/// Selects the lines without the line end behind the last one.
QTextCursor selectLines(QTextDocument& document, Lines lines)
{
    QTextCursor cursor = atLine(document, lines.first);
    const QTextBlock last = document.findBlockByNumber(lines.last);
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor::KeepAnchor);
    return cursor;
}

/// Takes at most one level of indentation from the start of a line.
void outdentLine(QTextCursor line, const Indentation& indentation)
{
    const QString blanks = leadingBlanks(line.block().text());
    if (blanks.isEmpty()) return;
    qsizetype count = 1;
    if (blanks[0] == u' ')
        while (count < blanks.size() && count < indentation.width && blanks[count] == u' ') ++count;
    line.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor, int(count));
    line.removeSelectedText();
}

} // namespace

Indentation Indentation::guess(const QString& text)
{
    int tabs = 0, blanks = 0, narrowest = 9;
    int lines = 0;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        if (++lines > 2000) break;
        if (line.startsWith(u'\t')) ++tabs;
        qsizetype n = 0;
        while (n < line.size() && line[n] == u' ') ++n;
        // " *" lines of block comments say nothing about the indentation of code.
        if (n < 2 || n == line.size() || line[n] == u'*') continue;
        ++blanks;
        narrowest = std::min<int>(narrowest, int(n));
    }
    if (tabs > blanks) return {true, 4};
    return {false, narrowest >= 2 && narrowest <= 8 ? narrowest : 2};
}

void breakLine(QTextCursor& cursor, const Indentation& indentation)
{
    const EditBlock block(cursor);
    cursor.removeSelectedText();
    const QString line = cursor.block().text();
    const int column = cursor.positionInBlock();
    const QString blanks = leadingBlanks(line).left(column);
    const QString before = line.left(column).trimmed();
    const bool opened = !before.isEmpty() && QStringLiteral("([{").contains(before.back());
    const QString after = line.mid(column).trimmed();
    const bool closes = opened && !after.isEmpty() && QStringLiteral(")]}").contains(after.front());
    cursor.insertBlock();
    cursor.insertText(opened ? blanks + indentation.unit() : blanks);
    if (!closes) return;
    const int position = cursor.position();
    cursor.insertBlock();
    cursor.insertText(blanks);
    cursor.setPosition(position);
}

void shiftLines(QTextCursor& cursor, const Indentation& indentation, int levels)
{
    const EditBlock block(cursor);
    const Lines lines = touched(cursor);
    for (int i = lines.first; i <= lines.last; ++i) {
        QTextCursor line = atLine(*cursor.document(), i);
        for (int n = 0; n < -levels; ++n) outdentLine(line, indentation);
        if (levels > 0 && line.block().length() > 1) line.insertText(indentation.unit().repeated(levels));
    }
}

void toggleComment(QTextCursor& cursor, const QString& mark)
{
    const EditBlock block(cursor);
    const Lines lines = touched(cursor);
    const QStringList texts = textOf(*cursor.document(), lines);
    qsizetype column = std::numeric_limits<int>::max();
    bool all = true, any = false;
    for (const QString& text : texts) {
        if (text.trimmed().isEmpty()) continue;
        any = true;
        column = std::min(column, leadingBlanks(text).size());
        all = all && text.trimmed().startsWith(mark);
    }
    if (!any) column = 0, all = false;
    for (int i = lines.first; i <= lines.last; ++i) {
        QTextCursor line = atLine(*cursor.document(), i);
        const QString text = line.block().text();
        if (any && text.trimmed().isEmpty()) continue;
        if (all) {
            const int start = int(leadingBlanks(text).size());
            const bool blank = text.mid(start + mark.size()).startsWith(u' ');
            line.setPosition(line.block().position() + start);
            line.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor, int(mark.size()) + (blank ? 1 : 0));
            line.removeSelectedText();
        } else {
            line.setPosition(line.block().position() + int(column));
            line.insertText(mark + u' ');
        }
    }
}

void duplicateLines(QTextCursor& cursor)
{
    const EditBlock block(cursor);
    const Lines lines = touched(cursor);
    QTextCursor source = selectLines(*cursor.document(), lines);
    const QString text = textOf(*cursor.document(), lines).join(u'\n');
    source.setPosition(source.selectionStart());
    source.insertText(text + u'\n');
}

void deleteLines(QTextCursor& cursor)
{
    const EditBlock block(cursor);
    const Lines lines = touched(cursor);
    QTextCursor selection = selectLines(*cursor.document(), lines);
    if (lines.last + 1 < cursor.document()->blockCount()) {
        selection.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    } else if (lines.first > 0) {
        const int end = selection.selectionEnd();
        selection.setPosition(selection.selectionStart() - 1);
        selection.setPosition(end, QTextCursor::KeepAnchor);
    }
    selection.removeSelectedText();
    cursor.setPosition(selection.position());
}

void moveLines(QTextCursor& cursor, int direction)
{
    QTextDocument& document = *cursor.document();
    const Lines lines = touched(cursor);
    const int other = direction < 0 ? lines.first - 1 : lines.last + 1;
    if (other < 0 || other >= document.blockCount()) return;
    const EditBlock block(cursor);
    const int anchor = cursor.anchor(), position = cursor.position();
    const QString passed = document.findBlockByNumber(other).text();
    const int shift = int(passed.size() + 1) * (direction < 0 ? -1 : 1);
    QTextCursor all = selectLines(document, {std::min(lines.first, other), std::max(lines.last, other)});
    const QString moved = textOf(document, lines).join(u'\n');
    all.insertText(direction < 0 ? moved + u'\n' + passed : passed + u'\n' + moved);
    cursor.setPosition(anchor + shift);
    cursor.setPosition(position + shift, QTextCursor::KeepAnchor);
}

void typeClosingBracket(QTextCursor& cursor, QChar bracket, const Indentation& indentation)
{
    const EditBlock block(cursor);
    cursor.removeSelectedText();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    if (!before.isEmpty() && before.trimmed().isEmpty()) outdentLine(atLine(*cursor.document(), cursor.blockNumber()), indentation);
    cursor.insertText(bracket);
}

} // namespace loopscope
