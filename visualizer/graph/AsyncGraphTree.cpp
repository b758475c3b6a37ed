#include "visualizer/graph/AsyncGraphTree.h"

#include "visualizer/graph/AsyncGraphDelegate.h"
#include "visualizer/graph/AsyncGraphModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace loopscope {

AsyncGraphTree::AsyncGraphTree(AsyncGraphModel& model, const ThemeManager& themes, QWidget* parent) : QTreeView(parent), m_model(model), m_themes(themes)
{
    setModel(&model);
    setItemDelegate(new AsyncGraphDelegate(model, themes, this));
    setUniformRowHeights(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAllColumnsShowFocus(true);
    setExpandsOnDoubleClick(false);
    setAccessibleName(tr("Who scheduled what"));
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(true);
    header()->setHighlightSections(false);
    connect(this, &QTreeView::entered, this, &AsyncGraphTree::pointed);
}

void AsyncGraphTree::fit()
{
    const double scale = m_themes.theme().scale, width = viewport()->width() / scale;
    header()->setFixedHeight(qRound(26 * scale));
    setIndentation(qRound(14 * scale));
    const bool hasFigures = width >= 420, hasBars = width >= 260;
    setColumnHidden(AsyncGraphModel::Waited, !hasFigures);
    setColumnHidden(AsyncGraphModel::Ran, !hasFigures);
    setColumnHidden(AsyncGraphModel::Bars, !hasBars);
    const double figures = hasFigures ? 2 * 92 : 0;
    const double bars = hasBars ? std::max(100.0, (width - figures) * 0.45) : 0;
    header()->resizeSection(AsyncGraphModel::What, qRound(std::max(80.0, width - figures - bars) * scale));
    for (const int column : {AsyncGraphModel::Waited, AsyncGraphModel::Ran}) header()->resizeSection(column, qRound(92 * scale));
}

void AsyncGraphTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fit();
}

bool AsyncGraphTree::isOnPath(const QModelIndex& index) const
{
    const AsyncNode* node = m_model.node(index);
    return node && node->onPath;
}

void AsyncGraphTree::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const
{
    const Theme& theme = m_themes.theme();
    const double step = indentation(), middle = rect.center().y() + 0.5;
    const QPen weak(theme.borderStrong, theme.lineWidth()), strong(theme.text, 2 * theme.lineWidth());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    // From the row itself outwards: an elbow to it, and a line past it to its later siblings; then those of its ancestors.
    double x = rect.right() + 1 - step * 1.5;
    for (QModelIndex own = index.siblingAtColumn(0); own.parent().isValid(); own = own.parent(), x -= step) {
        const bool isOwn = own.siblingAtColumn(0) == index.siblingAtColumn(0), goesOn = own.row() + 1 < model()->rowCount(own.parent());
        const bool leadsOn = m_model.rowOnPath(own.parent()) > own.row(); // the path goes down past this row
        if (isOwn || goesOn) {
            painter->setPen(leadsOn || (isOwn && isOnPath(own)) ? strong : weak);
            painter->drawLine(QLineF(x, rect.top(), x, isOwn ? middle : rect.bottom() + 1));
        }
        if (!isOwn) continue;
        painter->setPen(isOnPath(own) ? strong : weak);
        painter->drawLine(QLineF(x, middle, rect.right() - (model()->hasChildren(own) ? step * 0.75 : 2), middle));
        painter->setPen(leadsOn ? strong : weak);
        if (goesOn) painter->drawLine(QLineF(x, middle, x, rect.bottom() + 1));
    }
    if (model()->hasChildren(index)) drawArrow(*painter, QPointF(rect.right() + 1 - step / 2, middle), isExpanded(index));
    painter->restore();
}

void AsyncGraphTree::drawArrow(QPainter& painter, const QPointF& center, bool isOpen) const
{
    const double r = m_themes.theme().space(4.0), x = center.x(), y = center.y();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_themes.theme().textMuted);
    painter.drawPolygon(isOpen ? QPolygonF{{x - r, y - r / 2}, {x + r, y - r / 2}, {x, y + r / 2}} : QPolygonF{{x - r / 2, y - r}, {x - r / 2, y + r}, {x + r / 2, y}});
}

void AsyncGraphTree::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() & Qt::ControlModifier) emit rootRequested(currentIndex());
    else if (isEnter) emit activated(currentIndex());
    else if (event->key() == Qt::Key_Space) emit momentRequested(currentIndex());
    else if (event->key() == Qt::Key_Backspace) emit upRequested();
    else QTreeView::keyPressEvent(event);
}

void AsyncGraphTree::mousePressEvent(QMouseEvent* event)
{
    QTreeView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && m_model.folder(index)) emit activated(index);
    else if (event->button() == Qt::LeftButton && index.isValid() && visualRect(index).contains(event->position().toPoint())) emit momentRequested(index);
}

void AsyncGraphTree::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!m_model.node(index)) return;
    QMenu menu(this);
    menu.addAction(tr("Go to the source\tEnter"), this, [this, index] { emit activated(index); });
    menu.addAction(tr("Go to the moment\tSpace"), this, [this, index] { emit momentRequested(index); });
    menu.addSeparator();
    menu.addAction(tr("Show from here\tCtrl+Enter"), this, [this, index] { emit rootRequested(index); });
    menu.addAction(tr("Show from its scheduler\tBackspace"), this, &AsyncGraphTree::upRequested);
    menu.addSeparator();
    menu.addAction(tr("Expand all"), this, &QTreeView::expandAll);
    menu.addAction(tr("Collapse all"), this, &QTreeView::collapseAll);
    menu.exec(event->reason() == QContextMenuEvent::Keyboard ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

void AsyncGraphTree::leaveEvent(QEvent* event)
{
    emit pointed({});
    QTreeView::leaveEvent(event);
}

} // namespace loopscope
