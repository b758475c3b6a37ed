#include "app/editor/CodeEditor.h"

#include "app/editor/Brackets.h"
#include "app/editor/EditorGutter.h"
#include "app/editor/Expressions.h"
#include "app/editor/SourceHighlighter.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QHelpEvent>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace loopscope {

CodeEditor::CodeEditor(QWidget* parent)
    : QPlainTextEdit(parent), m_gutter(new EditorGutter(this)), m_highlighter(new SourceHighlighter(document()))
{
    setLineWrapMode(NoWrap);
    setFrameShape(NoFrame);
    setObjectName(QStringLiteral("code"));
    setAccessibleName(tr("Source"));
    setPlaceholderText(tr("This file is empty. Type JavaScript here, then press F5 to run it."));
    m_highlighter->setFileName({});
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::layOutGutter);
    connect(this, &QPlainTextEdit::updateRequest, m_gutter, &EditorGutter::follow);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEditor::refreshSelections);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { if (!m_hits.empty()) refreshSelections(); });
    connect(document(), &QTextDocument::contentsChanged, this, &CodeEditor::findHits);
    connect(this, &QPlainTextEdit::textChanged, this, &CodeEditor::refreshSelections);
    connect(document(), &QTextDocument::contentsChange, this, &CodeEditor::noteLines);
    layOutGutter();
}

void CodeEditor::setColors(const EditorColors& colors)
{
    m_colors = colors;
    QPalette palette = this->palette();
    palette.setColor(QPalette::Base, colors.background);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.gutterText);
    palette.setColor(QPalette::Highlight, colors.selection);
    palette.setColor(QPalette::HighlightedText, colors.text);
    setPalette(palette);
    m_highlighter->setColors(colors);
    refreshSelections();
    m_gutter->update();
}

void CodeEditor::setCodeFont(const QFont& font)
{
    setFont(font);
    updateTabStop();
    layOutGutter();
}

void CodeEditor::setFileName(const QString& fileName) { m_highlighter->setFileName(fileName); }

void CodeEditor::setSource(const QString& text)
{
    m_indentation = Indentation::guess(text);
    const QScopedValueRollback another(m_isAnotherText, true);
    setPlainText(text);
    updateTabStop();
}

void CodeEditor::replaceSource(const QString& text)
{
    const QScopedValueRollback another(m_isAnotherText, true);
    const int position = textCursor().position(), top = verticalScrollBar()->value();
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.setPosition(std::min(position, document()->characterCount() - 1));
    setTextCursor(cursor);
    verticalScrollBar()->setValue(top);
}

void CodeEditor::setMarks(const LineMarks& marks, bool reveal)
{
    if (marks == m_marks) return;
    const bool moved = marks.running && (!m_marks.running || marks.running->line != m_marks.running->line);
    m_marks = marks;
    refreshSelections();
    m_gutter->update();
    viewport()->update();
    if (!reveal || !moved) return;
    const QTextBlock block = document()->findBlockByNumber(marks.running->line - 1);
    if (!block.isValid()) return;
    const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
    if (place.top() < 0 || place.bottom() > viewport()->height())
        verticalScrollBar()->setValue(block.firstLineNumber() - viewport()->height() / std::max(1, int(place.height())) / 2);
}

void CodeEditor::setBreakpoints(std::map<int, BreakpointMark> breakpoints)
{
    if (breakpoints == m_breakpoints) return;
    m_breakpoints = std::move(breakpoints);
    refreshSelections();
}

/// A line break before the first character of a line moves that line too.
void CodeEditor::noteLines(int position, int, int)
{
    const int by = blockCount() - std::exchange(m_lines, blockCount());
    if (by == 0 || m_isAnotherText) return;
    const QTextBlock block = document()->findBlock(position);
    const bool isWhole = position == block.position() && by > 0;
    emit linesMoved(block.blockNumber() + (isWhole ? 1 : 2), by);
}

int CodeEditor::currentLine() const { return textCursor().blockNumber() + 1; }
int CodeEditor::currentColumn() const { return textCursor().positionInBlock() + 1; }

void CodeEditor::goTo(int line, int column)
{
    const QTextBlock block = document()->findBlockByNumber(std::clamp(line, 1, blockCount()) - 1);
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::clamp(column - 1, 0, block.length() - 1));
    setTextCursor(cursor);
    centerCursor();
}

void CodeEditor::setSearch(const TextSearch& search)
{
    m_search = search;
    findHits();
    refreshSelections();
}

void CodeEditor::findHits() { m_hits = m_search.isEmpty() ? std::vector<TextSearch::Hit>() : m_search.hits(*document()); }

template <class Command> void CodeEditor::edit(Command&& command)
{
    QTextCursor cursor = textCursor();
    command(cursor);
    setTextCursor(cursor);
}

void CodeEditor::toggleComment()
{
    const QString mark = m_highlighter->lineComment();
    if (!mark.isEmpty()) edit([&](QTextCursor& c) { loopscope::toggleComment(c, mark); });
}
void CodeEditor::duplicateLines() { edit([](QTextCursor& c) { loopscope::duplicateLines(c); }); }
void CodeEditor::deleteLines() { edit([](QTextCursor& c) { loopscope::deleteLines(c); }); }
void CodeEditor::moveLinesUp() { edit([](QTextCursor& c) { moveLines(c, -1); }); }
void CodeEditor::moveLinesDown() { edit([](QTextCursor& c) { moveLines(c, +1); }); }
void CodeEditor::indentLines() { edit([this](QTextCursor& c) { shiftLines(c, m_indentation, +1); }); }
void CodeEditor::outdentLines() { edit([this](QTextCursor& c) { shiftLines(c, m_indentation, -1); }); }

void CodeEditor::goToMatchingBracket()
{
    const auto pair = bracketAt(*document(), textCursor().position(), [this](int at) { return m_highlighter->isCode(at); });
    if (!pair || pair->partner < 0) return;
    QTextCursor cursor = textCursor();
    cursor.setPosition(pair->partner);
    setTextCursor(cursor);
}

void CodeEditor::keyPressEvent(QKeyEvent* event)
{
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!plain) break;
        edit([this](QTextCursor& c) { breakLine(c, m_indentation); });
        return ensureCursorVisible();
    case Qt::Key_Tab:
        if (!plain) break;
        if (textCursor().hasSelection()) return indentLines();
        insertPlainText(m_indentation.unit());
        return ensureCursorVisible();
    case Qt::Key_Backtab: return outdentLines();
    case Qt::Key_Home:
        if (event->modifiers() & ~Qt::KeyboardModifiers(Qt::ShiftModifier | Qt::KeypadModifier)) break;
        return smartHome(event->modifiers() & Qt::ShiftModifier);
    default:
        if (plain && typeBracket(*event)) return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool CodeEditor::typeBracket(const QKeyEvent& event)
{
    if (event.text().size() != 1 || !QStringLiteral(")]}").contains(event.text())) return false;
    edit([&](QTextCursor& c) { typeClosingBracket(c, event.text().front(), m_indentation); });
    return true;
}

/// First to the first character that is no blank, then to the start of the line.
void CodeEditor::smartHome(bool select)
{
    QTextCursor cursor = textCursor();
    const QString line = cursor.block().text();
    int first = 0;
    while (first < line.size() && line[first].isSpace()) ++first;
    const int column = cursor.positionInBlock() == first ? 0 : first;
    cursor.setPosition(cursor.block().position() + column, select ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
    setTextCursor(cursor);
}

void CodeEditor::wheelEvent(QWheelEvent* event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) return QPlainTextEdit::wheelEvent(event);
    const int delta = event->angleDelta().y();
    if (delta != 0) emit zoomWanted(delta > 0 ? 1 : -1);
    event->accept();
}

void CodeEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateTabStop(), layOutGutter();
}

void CodeEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    layOutGutter();
}

void CodeEditor::layOutGutter()
{
    const int width = m_gutter->wantedWidth();
    setViewportMargins(width, 0, 0, 0);
    // As high as the text: below it is the horizontal scroll bar.
    m_gutter->setGeometry(contentsRect().left(), viewport()->y(), width, viewport()->height());
}

void CodeEditor::updateTabStop()
{
    const int columns = m_indentation.tabs ? m_indentation.width : 4;
    setTabStopDistance(QFontMetricsF(font()).horizontalAdvance(u' ') * columns);
}

void CodeEditor::appendLine(QList<QTextEdit::ExtraSelection>& selections, int line, const QColor& color) const
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid()) return;
    QTextEdit::ExtraSelection selection;
    selection.format.setBackground(color);
    selection.format.setProperty(QTextFormat::FullWidthSelection, true);
    selection.cursor = QTextCursor(block);
    selections.append(selection);
}

/// Only those in view: a text may have thousands.
void CodeEditor::appendHits(QList<QTextEdit::ExtraSelection>& selections) const
{
    const int first = firstVisibleBlock().position();
    const int last = cursorForPosition(QPoint(viewport()->width(), viewport()->height())).block().position() + viewport()->width();
    const QTextCursor current = textCursor();
    auto hit = std::lower_bound(m_hits.begin(), m_hits.end(), first, [](const auto& h, int at) { return h.position + h.length < at; });
    for (; hit != m_hits.end() && hit->position <= last; ++hit) {
        if (hit->position + hit->length >= document()->characterCount()) break;
        QTextEdit::ExtraSelection selection;
        const bool isCurrent = current.selectionStart() == hit->position && current.selectionEnd() == hit->position + hit->length;
        selection.format.setBackground(isCurrent ? m_colors.currentHit : m_colors.hit);
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(hit->position);
        selection.cursor.setPosition(hit->position + hit->length, QTextCursor::KeepAnchor);
        selections.append(selection);
    }
}

void CodeEditor::appendBrackets(QList<QTextEdit::ExtraSelection>& selections) const
{
    const auto pair = bracketAt(*document(), textCursor().position(), [this](int at) { return m_highlighter->isCode(at); });
    if (!pair || !m_highlighter->isCode(pair->at)) return;
    for (const int at : {pair->at, pair->partner}) {
        if (at < 0) continue;
        QTextEdit::ExtraSelection selection;
        selection.format.setBackground(pair->partner < 0 ? m_colors.badBracket : m_colors.bracket);
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(at);
        selection.cursor.setPosition(at + 1, QTextCursor::KeepAnchor);
        selections.append(selection);
    }
}

/// The first letter of what a breakpoint at a column stops at.
void CodeEditor::appendColumns(QList<QTextEdit::ExtraSelection>& selections) const
{
    for (const auto& [line, mark] : m_breakpoints)
        for (const int column : mark.columns) {
            const QTextBlock block = document()->findBlockByNumber(line - 1);
            if (!block.isValid() || column > block.length()) continue;
            QTextEdit::ExtraSelection selection;
            selection.cursor = QTextCursor(block);
            selection.cursor.setPosition(block.position() + column - 1);
            selection.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
            selection.format.setBackground(mark.state == BreakpointMark::State::Off ? m_colors.gutterText : mark.kind == BreakpointMark::Kind::Log ? m_colors.logpoint : m_colors.breakpoint);
            selection.format.setForeground(m_colors.background);
            selections << selection;
        }
}

void CodeEditor::refreshSelections()
{
    QList<QTextEdit::ExtraSelection> selections;
    // An empty text shows what to do; the light of the current line would cover that.
    if (!textCursor().hasSelection() && !document()->isEmpty()) appendLine(selections, currentLine(), m_colors.currentLine);
    if (m_marks.problem) appendLine(selections, m_marks.problem->line, m_colors.problemLine);
    if (m_marks.running) {
        QColor background = m_marks.running->color;
        background.setAlpha(m_colors.runningAlpha);
        appendLine(selections, m_marks.running->line, background);
    }
    appendColumns(selections);
    appendHits(selections);
    appendBrackets(selections);
    setExtraSelections(selections);
    m_gutter->update();
}

void CodeEditor::paintEvent(QPaintEvent* event)
{
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    paintValues(painter);
    if (m_marks.running) paintLineNote(painter, m_marks.running->line, m_marks.running->label, m_marks.running->color, false);
    if (m_marks.problem) paintLineNote(painter, m_marks.problem->line, m_marks.problem->message, m_colors.problem, true);
}

/// Close behind the text, so that the eye finds them beside their names.
void CodeEditor::paintValues(QPainter& painter) const
{
    QFont small = font();
    small.setPixelSize(std::max(9, int(font().pixelSize() * 0.9)));
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    painter.setPen(m_colors.comment);
    for (const auto& [line, text] : m_marks.values) {
        const QTextBlock block = document()->findBlockByNumber(line - 1);
        if (!block.isValid() || !block.isVisible()) continue;
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.bottom() < 0 || place.top() > viewport()->height()) continue;
        const bool isShared = m_marks.running && m_marks.running->line == line;
        const qreal left = contentOffset().x() + document()->documentMargin() + block.layout()->maximumWidth() + metrics.averageCharWidth() * 3;
        const qreal right = viewport()->width() - 8 - (isShared ? metrics.horizontalAdvance(m_marks.running->label) + 24 : 0);
        if (right - left < metrics.averageCharWidth() * 5) continue;
        painter.drawText(QRectF(left, place.top(), right - left, place.height()), Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(text, Qt::ElideRight, right - left));
    }
}

bool CodeEditor::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QPlainTextEdit::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QTextCursor cursor = cursorForPosition(help->pos());
    const QRect glyph = cursorRect(cursor);
    const bool isOnText = std::abs(help->pos().x() - glyph.center().x()) <= fontMetrics().averageCharWidth() && glyph.top() <= help->pos().y() && help->pos().y() <= glyph.bottom();
    const QString line = cursor.block().text();
    int column = cursor.positionInBlock();
    if (column > 0 && help->pos().x() < glyph.left()) --column;
    const QString expression = isOnText ? expressionAt(line, std::min<int>(column, int(line.size()) - 1)) : QString();
    if (expression.isEmpty()) QToolTip::hideText();
    else emit expressionHovered(expression, help->globalPos());
    return true;
}

/// A note behind the end of a line; where there is too little room shortened, or not at all.
void CodeEditor::paintLineNote(QPainter& painter, int line, const QString& text, const QColor& color, bool shorten) const
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid() || !block.isVisible() || text.isEmpty()) return;
    const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
    if (place.bottom() < 0 || place.top() > viewport()->height()) return;
    QFont small = font();
    small.setPixelSize(std::max(9, int(font().pixelSize() * 0.9)));
    painter.setFont(small);
    painter.setPen(color);
    const QFontMetricsF metrics(small);
    const qreal textEnd = contentOffset().x() + document()->documentMargin() + block.layout()->maximumWidth() + metrics.averageCharWidth() * 2;
    const qreal left = std::max(textEnd, viewport()->width() - metrics.horizontalAdvance(text) - 12.0);
    const QRectF box(left, place.top(), viewport()->width() - left - 8, place.height());
    if (box.width() < (shorten ? metrics.averageCharWidth() * 8 : metrics.horizontalAdvance(text))) return;
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(text, Qt::ElideRight, box.width()));
}

} // namespace loopscope
