#include "app/console/ConsoleView.h"

#include "visualizer/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace loopscope {

namespace {

constexpr int kFromError = 1; // user state of a block

QColor cubeColor(int index)
{
    if (index >= 232) {
        const int grey = 8 + (index - 232) * 10;
        return QColor(grey, grey, grey);
    }
    const auto level = [](int n) { return n == 0 ? 0 : 55 + n * 40; };
    index -= 16;
    return QColor(level(index / 36), level(index / 6 % 6), level(index % 6));
}

} // namespace

ConsoleView::ConsoleView(QWidget* parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(NoFrame);
    setObjectName(QStringLiteral("consoleView"));
    setAccessibleName(tr("Output of the program"));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    viewport()->setMouseTracking(true);
    setWordWrapMode(QTextOption::WrapAnywhere);
    QScrollBar* bar = verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar] { if (!m_changing) m_atEnd = bar->value() >= bar->maximum() - 1; });
    connect(bar, &QScrollBar::rangeChanged, this, &ConsoleView::stayAtEnd);
}

void ConsoleView::setTheme(const Theme& theme)
{
    setFont(theme.codeFont());
    setTabStopDistance(8 * QFontMetricsF(font()).horizontalAdvance(u' '));
    document()->setDocumentMargin(theme.space(Space::S));
    m_textColor = theme.text;
    m_errorColor = theme.error;
    m_ground = theme.editor;
    m_linkColor = theme.accent;
    const QColor magenta = theme.code.keyword, cyan = theme.code.type, blue = theme.code.function;
    m_colors = {theme.textFaint, theme.error, theme.ok, theme.warning, blue, magenta, cyan, theme.textMuted,
                theme.textFaint, theme.error, theme.ok, theme.warning, blue, magenta, cyan, theme.text};
}

QColor ConsoleView::colorOf(std::int32_t index, const QColor& byDefault) const
{
    if (index < 0) return byDefault;
    if (index < 16) return m_colors[std::size_t(index)];
    if (index < 256) return cubeColor(index);
    return QColor::fromRgb(QRgb(index & 0xFFFFFF));
}

QTextCharFormat ConsoleView::formatOf(const ConsoleSpan& span) const
{
    const AnsiStyle& style = span.style;
    QTextCharFormat format;
    QColor foreground = colorOf(style.foreground, span.isError ? m_errorColor : m_textColor);
    QColor background = colorOf(style.background, m_ground);
    if (style.inverse) std::swap(foreground, background);
    if (style.dim) foreground.setAlphaF(0.7f);
    format.setForeground(foreground);
    if (style.inverse || style.background >= 0) format.setBackground(background);
    if (style.bold) format.setFontWeight(QFont::Bold);
    if (style.italic) format.setFontItalic(true);
    if (style.underline) format.setFontUnderline(true);
    if (style.strike) format.setFontStrikeOut(true);
    return format;
}

void ConsoleView::stayAtEnd()
{
    if (!m_atEnd) return;
    m_changing = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_changing = false;
}

void ConsoleView::resizeEvent(QResizeEvent* event)
{
    m_changing = true;
    QPlainTextEdit::resizeEvent(event);
    m_changing = false;
    stayAtEnd();
    emit resized();
}

QSize ConsoleView::sizeInCharacters() const
{
    const QFontMetricsF metrics(font());
    const qreal width = viewport()->width() - 2 * document()->documentMargin();
    return {std::max(20, int(width / metrics.horizontalAdvance(u'0'))), std::max(4, int(viewport()->height() / metrics.lineSpacing()))};
}

void ConsoleView::show(ConsoleText& text)
{
    const std::size_t changed = text.takeChangedFrom();
    // The empty line behind the last line end would only take room.
    const std::size_t end = std::max(text.firstLine(), text.lineEnd() - (text.line(text.lineEnd() - 1).spans.empty() ? 1 : 0));
    if (changed >= end && m_end == end) return;
    m_changing = true;
    setUpdatesEnabled(false);
    if (text.firstLine() < m_first || text.firstLine() >= m_end) truncate(m_first), m_first = m_end = text.firstLine();
    truncate(std::max(m_first, std::min({changed, m_end, end})));
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.movePosition(QTextCursor::End);
    for (; m_end < end; ++m_end) appendLine(cursor, text.line(std::max(m_end, text.firstLine())), m_end == m_first);
    // What the text no longer keeps goes from the top.
    if (const int gone = int(text.firstLine() - m_first); gone > 0) {
        cursor.movePosition(QTextCursor::Start);
        cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor, gone);
        cursor.removeSelectedText();
        m_first = text.firstLine();
    }
    cursor.endEditBlock();
    setUpdatesEnabled(true);
    m_changing = false;
    stayAtEnd();
}

void ConsoleView::showAnew(ConsoleText& text)
{
    truncate(m_first);
    m_first = m_end = text.firstLine();
    show(text);
}

/// Takes away the lines from number `end` on.
void ConsoleView::truncate(std::size_t end)
{
    if (end >= m_end) return;
    m_end = end;
    if (end == m_first) return clear();
    QTextCursor cursor(document()->findBlockByNumber(int(end - m_first)));
    cursor.movePosition(QTextCursor::PreviousCharacter);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
}

void ConsoleView::appendLine(QTextCursor& cursor, const ConsoleLine& line, bool first)
{
    if (!first) cursor.insertBlock();
    for (const ConsoleSpan& span : line.spans) cursor.insertText(span.text, formatOf(span));
    cursor.block().setUserState(line.hasError() ? kFromError : 0);
}

/// The sign of stderr: a bar at the left, so that colour is not the only difference.
void ConsoleView::paintEvent(QPaintEvent* event)
{
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    QTextBlock block = firstVisibleBlock();
    QRectF place = blockBoundingGeometry(block).translated(contentOffset());
    while (block.isValid() && place.top() <= event->rect().bottom()) {
        if (block.userState() == kFromError) painter.fillRect(QRectF(1, place.top(), 3, place.height()), m_errorColor);
        block = block.next();
        place.moveTop(place.bottom());
        place.setHeight(blockBoundingRect(block).height());
    }
}

std::optional<SourceLink> ConsoleView::linkAt(const QPoint& at, QTextBlock& block) const
{
    const QTextCursor cursor = cursorForPosition(at);
    block = cursor.block();
    const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
    if (!place.contains(at)) return std::nullopt;
    for (const SourceLink& link : findSourceLinks(block.text()))
        if (cursor.positionInBlock() >= link.start && cursor.positionInBlock() <= link.start + link.length) return link;
    return std::nullopt;
}

void ConsoleView::light(const std::optional<SourceLink>& link, const QTextBlock& block)
{
    viewport()->setCursor(link ? Qt::PointingHandCursor : Qt::IBeamCursor);
    QList<QTextEdit::ExtraSelection> selections;
    if (link) {
        QTextEdit::ExtraSelection selection;
        selection.format.setFontUnderline(true);
        selection.format.setForeground(m_linkColor);
        selection.cursor = QTextCursor(block);
        selection.cursor.setPosition(int(block.position() + link->start));
        selection.cursor.setPosition(int(block.position() + link->start + link->length), QTextCursor::KeepAnchor);
        selections.append(selection);
    }
    setExtraSelections(selections);
}

void ConsoleView::mouseMoveEvent(QMouseEvent* event)
{
    QPlainTextEdit::mouseMoveEvent(event);
    QTextBlock block;
    const auto link = event->buttons() ? std::nullopt : linkAt(event->position().toPoint(), block);
    light(link, block);
}

void ConsoleView::leaveEvent(QEvent* event)
{
    QPlainTextEdit::leaveEvent(event);
    light(std::nullopt, {});
}

void ConsoleView::mouseReleaseEvent(QMouseEvent* event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || textCursor().hasSelection()) return;
    QTextBlock block;
    if (const auto link = linkAt(event->position().toPoint(), block)) emit linkActivated(link->path, link->line, link->column);
}

} // namespace loopscope
