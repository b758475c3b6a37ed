#include "app/editor/EditorGutter.h"

#include "app/editor/CodeEditor.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolTip>

#include <cmath>
#include <utility>

namespace loopscope {

namespace {

constexpr int kPadding = 8;
constexpr int kMarkColumns = 5; // a count of runs in its smaller type, "\u00d7100k", and a gap before the number

QString countText(int runs)
{
    if (runs < 1000) return QString::number(runs);
    return runs < 1'000'000 ? QStringLiteral("%1k").arg(runs / 1000) : QStringLiteral("%1M").arg(runs / 1'000'000);
}

QFont smaller(QFont font)
{
    font.setPixelSize(std::max(8, qRound(font.pixelSize() * 0.85)));
    return font;
}

} // namespace

EditorGutter::EditorGutter(CodeEditor* editor) : QWidget(editor), m_editor(editor)
{
    setObjectName(QStringLiteral("gutter"));
    setMouseTracking(true);
}

int EditorGutter::breakpointWidth() const { return std::max(14, QFontMetrics(m_editor->font()).height()); }

int EditorGutter::numbersLeft() const { return breakpointWidth() + kPadding + QFontMetrics(m_editor->font()).horizontalAdvance(u'0') * kMarkColumns; }

int EditorGutter::wantedWidth() const
{
    const QFontMetrics metrics(m_editor->font());
    const int digits = std::max(3, int(std::log10(std::max(1, m_editor->lineCount()))) + 1);
    return numbersLeft() + metrics.horizontalAdvance(u'0') * digits + kPadding;
}

void EditorGutter::follow(const QRect& area, int scrolled)
{
    if (scrolled != 0) scroll(0, scrolled);
    else update(0, area.y(), width(), area.height());
}

void EditorGutter::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_editor->m_colors.gutter);
    painter.setFont(m_editor->font());
    QTextBlock block = m_editor->firstVisibleBlock();
    QRectF place = m_editor->blockBoundingGeometry(block).translated(m_editor->contentOffset());
    while (block.isValid() && place.top() <= event->rect().bottom()) {
        // The document's margin below the last line belongs to its block, not to the line.
        if (block.isVisible() && place.bottom() >= event->rect().top())
            paintLine(painter, block.blockNumber() + 1, QRectF(0, place.top(), width(), block.layout()->boundingRect().height()));
        block = block.next();
        place.moveTop(place.bottom());
        place.setHeight(m_editor->blockBoundingRect(block).height());
    }
}

void EditorGutter::paintLine(QPainter& painter, int line, const QRectF& place) const
{
    const EditorColors& colors = m_editor->m_colors;
    const bool current = line == m_editor->currentLine();
    const auto breakpoint = m_editor->breakpoints().find(line);
    if (breakpoint != m_editor->breakpoints().end()) paintBreakpoint(painter, breakpoint->second, place);
    else if (line == m_under) painter.setOpacity(0.35), paintBreakpoint(painter, {}, place), painter.setOpacity(1);
    paintMark(painter, line, place.adjusted(breakpointWidth(), 0, 0, 0));
    painter.setPen(current ? colors.gutterCurrent : colors.gutterText);
    painter.drawText(place.adjusted(0, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter, QString::number(line));
}

/// One sign a line: the running line's arrow, a problem's disc with a mark, or how often it ran.
void EditorGutter::paintMark(QPainter& painter, int line, const QRectF& place) const
{
    const LineMarks& marks = m_editor->marks();
    const EditorColors& colors = m_editor->m_colors;
    const qreal size = std::min(place.height(), 16.0) * 0.6;
    const QPointF middle(place.left() + kPadding / 2 + size / 2, place.center().y());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (marks.running && marks.running->line == line) {
        painter.setBrush(marks.running->color);
        painter.drawRect(QRectF(0, place.top(), 3, place.height()));
        QPainterPath arrow(middle + QPointF(-size / 2, -size / 2));
        arrow.lineTo(middle + QPointF(size / 2, 0));
        arrow.lineTo(middle + QPointF(-size / 2, size / 2));
        arrow.closeSubpath();
        painter.drawPath(arrow);
    } else if (marks.problem && marks.problem->line == line) {
        painter.setBrush(colors.problem);
        painter.drawEllipse(middle, size * 0.7, size * 0.7);
        painter.setPen(colors.gutter);
        QFont bold = m_editor->font();
        bold.setBold(true);
        bold.setPixelSize(int(size * 1.15));
        painter.setFont(bold);
        painter.drawText(QRectF(middle.x() - size, middle.y() - size, 2 * size, 2 * size), Qt::AlignCenter, QStringLiteral("!"));
        painter.setFont(m_editor->font());
    } else if (const auto runs = marks.runs.find(line); runs != marks.runs.end()) {
        painter.setPen(colors.runCount);
        painter.setFont(smaller(m_editor->font()));
        painter.drawText(QRectF(place.left() + kPadding / 2, place.top(), width(), place.height()), Qt::AlignLeft | Qt::AlignVCenter,
            QStringLiteral("\u00d7") + countText(runs->second));
        painter.setFont(m_editor->font());
    }
}

/// A disc; a diamond for one that prints. Hollow where the program has no such line yet or it is off, and a mark in it that says so.
void EditorGutter::paintBreakpoint(QPainter& painter, const BreakpointMark& mark, const QRectF& place) const
{
    const EditorColors& colors = m_editor->m_colors;
    const bool isOff = mark.state == BreakpointMark::State::Off, isHollow = mark.state != BreakpointMark::State::Set;
    const QColor color = isOff ? colors.gutterText : mark.kind == BreakpointMark::Kind::Log ? colors.logpoint : colors.breakpoint;
    const qreal r = std::min<qreal>(place.height(), breakpointWidth()) * 0.34;
    const QPointF middle(2 + breakpointWidth() / 2.0, place.center().y());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, isHollow ? 1.6 : 0.1));
    painter.setBrush(isHollow ? QBrush(Qt::NoBrush) : QBrush(color));
    if (mark.kind == BreakpointMark::Kind::Log) painter.drawPolygon(QPolygonF{middle + QPointF(0, -r * 1.15), middle + QPointF(r * 1.15, 0), middle + QPointF(0, r * 1.15), middle + QPointF(-r * 1.15, 0)});
    else painter.drawEllipse(middle, r, r);
    painter.setPen(QPen(isHollow ? color : colors.gutter, 1.6));
    if (mark.state == BreakpointMark::State::Refused) {
        painter.drawLine(middle - QPointF(r / 2, r / 2), middle + QPointF(r / 2, r / 2));
        painter.drawLine(middle + QPointF(r / 2, -r / 2), middle + QPointF(-r / 2, r / 2));
    } else if (mark.kind == BreakpointMark::Kind::Conditional) { // an equals sign
        painter.drawLine(middle + QPointF(-r / 2, -r * 0.28), middle + QPointF(r / 2, -r * 0.28));
        painter.drawLine(middle + QPointF(-r / 2, r * 0.28), middle + QPointF(r / 2, r * 0.28));
    }
}

int EditorGutter::lineAt(int y) const
{
    const QTextBlock block = m_editor->cursorForPosition(QPoint(0, y)).block();
    const QRectF place = m_editor->blockBoundingGeometry(block).translated(m_editor->contentOffset());
    return y >= place.top() && y < place.bottom() ? block.blockNumber() + 1 : 0;
}

void EditorGutter::mousePressEvent(QMouseEvent* event)
{
    const int line = lineAt(int(event->position().y()));
    if (line != 0 && event->button() == Qt::RightButton) return emit m_editor->gutterMenuRequested(line, event->globalPosition().toPoint());
    if (line == 0 || event->button() != Qt::LeftButton) return;
    if (event->position().x() < numbersLeft()) return emit m_editor->breakpointToggled(line);
    QTextCursor cursor(m_editor->document()->findBlockByNumber(line - 1));
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_editor->setFocus();
}

void EditorGutter::mouseMoveEvent(QMouseEvent* event)
{
    const int under = event->position().x() < numbersLeft() ? lineAt(int(event->position().y())) : 0;
    if (std::exchange(m_under, under) != under) update();
}

void EditorGutter::leaveEvent(QEvent*)
{
    m_under = 0;
    update();
}

bool EditorGutter::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const int line = lineAt(help->y());
    const LineMarks& marks = m_editor->marks();
    const auto runs = marks.runs.find(line);
    const auto breakpoint = m_editor->breakpoints().find(line);
    if (breakpoint != m_editor->breakpoints().end()) QToolTip::showText(help->globalPos(), breakpoint->second.label);
    else if (marks.running && marks.running->line == line) QToolTip::showText(help->globalPos(), tr("Runs now: %1").arg(marks.running->label));
    else if (marks.problem && marks.problem->line == line) QToolTip::showText(help->globalPos(), marks.problem->message);
    else if (runs != marks.runs.end()) QToolTip::showText(help->globalPos(), tr("A function that begins here ran as a callback %n times so far", nullptr, runs->second));
    else QToolTip::hideText();
    return true;
}

} // namespace loopscope
