#include "app/memory/TreemapView.h"

#include "app/memory/HeapKinds.h"
#include "visualizer/theme/ThemeManager.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace loopscope {

TreemapView::TreemapView(const ThemeManager& themes, QWidget* parent) : QWidget(parent), m_themes(themes)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Treemap of dominators"));
    setMinimumSize(120, 80);
    connect(&themes, &ThemeManager::changed, this, &TreemapView::layOut);
}

void TreemapView::show(std::shared_ptr<const HeapFile> file)
{
    if (file == m_file) return;
    m_file = std::move(file);
    m_way.clear();
    if (m_file) m_way.push_back(m_file->graph.root());
    layOut();
}

void TreemapView::goInto(std::uint32_t node)
{
    if (!m_file || node == root() || m_file->analysis.dominators.dominated(node).size() < 2) return;
    m_way.push_back(node);
    layOut();
}

void TreemapView::goOut()
{
    if (m_way.size() < 2) return;
    m_way.pop_back();
    layOut();
}

double TreemapView::heading() const { return m_themes.theme().pixelSize(TextSize::Caption) + 5.0; }

void TreemapView::layOut()
{
    m_tiles = m_file ? treemapOf(*m_file, root(), QRectF(rect()).adjusted(8, heading() + 6, -8, -8), heading()) : std::vector<Tile>();
    m_current = -1;
    setAccessibleDescription({});
    update();
}

QString TreemapView::text(const Tile& tile) const
{
    return tile.isRest ? tr("%L1 small ones: %2").arg(tile.objects).arg(byteText(tile.bytes)) : tr("%1: %2").arg(m_file->nodeText(tile.node), byteText(tile.bytes));
}

QColor TreemapView::ground(const Tile& tile) const
{
    const Theme& theme = m_themes.theme();
    if (tile.isRest) return theme.raised;
    return theme.tint(kindColor(theme, heap::HeapStatistics::kindOf(m_file->graph, tile.node)), 0.16 + 0.05 * std::min(tile.depth, 4));
}

void TreemapView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = m_themes.theme();
    if (!m_file) return;
    painter.setFont(theme.font(TextSize::Caption));
    painter.setPen(theme.textMuted);
    const QString title = m_way.size() < 2 ? tr("The whole heap: %1. Enter goes into an object, Backspace out of it.").arg(byteText(m_file->totalSize()))
                                           : tr("In %1: %2. Backspace goes out.").arg(m_file->nodeText(root()), byteText(m_file->analysis.retainedSizes[root()]));
    const QFontMetricsF metrics(painter.font());
    painter.drawText(QRectF(8, 0, width() - 16, heading() + 6), Qt::AlignVCenter, metrics.elidedText(title, Qt::ElideRight, width() - 16));
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const Tile& tile = m_tiles[i];
        const QRectF rect = tile.rect.adjusted(0.5, 0.5, -0.5, -0.5);
        painter.fillRect(rect, ground(tile));
        painter.setPen(QPen(theme.border, theme.lineWidth()));
        painter.drawRect(rect);
        if (rect.width() < 36 || rect.height() < heading()) continue;
        painter.setPen(tile.isRest ? theme.textMuted : theme.text);
        painter.drawText(QRectF(rect.left() + 4, rect.top(), rect.width() - 8, heading()), Qt::AlignVCenter, metrics.elidedText(text(tile), Qt::ElideRight, rect.width() - 8));
    }
    if (m_current < 0) return;
    painter.setPen(QPen(hasFocus() ? theme.focus : theme.borderStrong, 2));
    painter.drawRect(m_tiles[static_cast<std::size_t>(m_current)].rect.adjusted(1, 1, -1, -1));
}

void TreemapView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

int TreemapView::tileAt(QPointF position) const
{
    for (std::size_t i = m_tiles.size(); i-- > 0;)
        if (m_tiles[i].rect.contains(position)) return static_cast<int>(i);
    return -1;
}

void TreemapView::choose(int tile)
{
    if (tile < 0) return;
    m_current = tile;
    const Tile& one = m_tiles[static_cast<std::size_t>(tile)];
    setAccessibleDescription(text(one));
    update();
    emit chosen(one.node);
}

void TreemapView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) choose(tileAt(event->position()));
}

void TreemapView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int tile = tileAt(event->position());
    if (tile >= 0) goInto(m_tiles[static_cast<std::size_t>(tile)].node);
}

void TreemapView::move(int dx, int dy)
{
    if (m_tiles.empty()) return;
    if (m_current < 0) return choose(0);
    const QRectF from = m_tiles[static_cast<std::size_t>(m_current)].rect;
    const int depth = m_tiles[static_cast<std::size_t>(m_current)].depth;
    // The nearest of the same depth in that direction; without one it stays.
    int best = -1;
    double least = 0;
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const QPointF way = m_tiles[i].rect.center() - from.center();
        const double along = way.x() * dx + way.y() * dy, beside = std::abs(way.x() * dy) + std::abs(way.y() * dx);
        if (m_tiles[i].depth != depth || along <= 0.5) continue;
        const double distance = along + 2 * beside;
        if (best >= 0 && distance >= least) continue;
        best = static_cast<int>(i);
        least = distance;
    }
    choose(best);
}

void TreemapView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left: return move(-1, 0);
    case Qt::Key_Right: return move(1, 0);
    case Qt::Key_Up: return move(0, -1);
    case Qt::Key_Down: return move(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) goInto(m_tiles[static_cast<std::size_t>(m_current)].node);
        return;
    case Qt::Key_Backspace: return goOut();
    default: QWidget::keyPressEvent(event);
    }
}

bool TreemapView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int tile = tileAt(help->pos());
    if (tile >= 0) QToolTip::showText(help->globalPos(), text(m_tiles[static_cast<std::size_t>(tile)]), this);
    else QToolTip::hideText();
    return true;
}

} // namespace loopscope
