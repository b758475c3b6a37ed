#include "app/console/ConsoleView.h"

#include "visualizer/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

namespace loopscope {

namespace {

constexpr int kFromError = 1; // user state of a block
constexpr std::size_t kLinesAtOnce = 250; // taken away between two looks at the clock

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

bool ConsoleView::show(ConsoleText& text, int milliseconds)
{
    const QDeadlineTimer until(milliseconds);
    m_right = std::clamp(std::min(m_right, text.takeChangedFrom()), m_first, m_end);
    // The empty line behind the last line end would only take room.
    const std::size_t end = std::max(text.firstLine(), text.lineEnd() - (text.line(text.lineEnd() - 1).spans.empty() ? 1 : 0));
    if (text.firstLine() < m_first || text.firstLine() > m_end) m_right = m_first; // nothing in common
    if (m_right == end && m_end == end && m_first == text.firstLine()) return true;
    m_changing = true;
    setUpdatesEnabled(false);
    if (m_right == m_first && m_end > m_first) dropFrom(m_first); // all at once takes less than a part of it
    // Each in an edit of its own: Qt lays out anew all that lies between the first and the last change of an edit.
    while (m_end > std::min(m_right, end)) {
        dropFrom(std::max(std::min(m_right, end), m_end - std::min(m_end, kLinesAtOnce)));
        if (until.hasExpired()) break;
    }
    if (m_end == m_first) m_first = m_end = m_right = text.firstLine();
    while (m_first < text.firstLine() && m_end <= m_right && !until.hasExpired()) dropBefore(std::min(text.firstLine(), m_first + kLinesAtOnce));
    if (m_end <= m_right && m_first == text.firstLine()) append(text, end, until);
    setUpdatesEnabled(true);
    m_changing = false;
    stayAtEnd();
    return m_end == end && m_right == end && m_first == text.firstLine();
}

/// Takes away the lines from number `end` on.
void ConsoleView::dropFrom(std::size_t end)
{
    m_end = std::max(end, m_first);
    if (m_end == m_first) return clear();
    QTextCursor cursor(document());
    cursor.setPosition(document()->findBlockByNumber(int(m_end - m_first)).position() - 1);
    cursor.setPosition(document()->characterCount() - 1, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
}

/// What the text no longer keeps goes from the top.
void ConsoleView::dropBefore(std::size_t first)
{
    QTextCursor cursor(document());
    // Not movePosition(): that lays out each line it passes.
    cursor.setPosition(document()->findBlockByNumber(int(first - m_first)).position(), QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    m_first = first;
}

void ConsoleView::append(ConsoleText& text, std::size_t end, const QDeadlineTimer& until)
{
    constexpr std::size_t kBetweenLooks = 16;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.movePosition(QTextCursor::End);
    for (std::size_t n = 1; m_end < end; ++n) {
        appendLine(cursor, text.line(m_end), m_end == m_first);
        ++m_end;
        if (n % kBetweenLooks == 0 && until.hasExpired()) break;
    }
    cursor.endEditBlock();
    m_right = m_end;
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
        // As high as its text: the document's margin below the last line belongs to its block.
        if (block.userState() == kFromError) painter.fillRect(QRectF(1, place.top(), 3, block.layout()->boundingRect().height()), m_errorColor);
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
