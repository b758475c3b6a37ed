#include "visualizer/graph/AsyncGraphDelegate.h"

#include "visualizer/graph/AsyncGraphModel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/theme/TokenShape.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace loopscope {

QSize AsyncGraphDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), qRound(22 * m_themes.theme().scale)};
}

void AsyncGraphDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const AsyncNode* node = m_model.node(index);
    if (!node || (index.column() != AsyncGraphModel::What && index.column() != AsyncGraphModel::Bars)) return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    (option.widget ? option.widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(option.rect);
    if (index.column() == AsyncGraphModel::What) paintName(*painter, option.rect, index, *node);
    else paintBar(*painter, option.rect, *node);
    painter->restore();
}

void AsyncGraphDelegate::paintName(QPainter& painter, const QRect& cell, const QModelIndex& index, const AsyncNode& node) const
{
    const Theme& theme = m_themes.theme();
    const AsyncNodeText::Name name = m_model.name(node);
    const double side = theme.space(10.0);
    const QRectF box(cell.left() + theme.space(Space::XS), cell.center().y() + 0.5 - side / 2, side, side);
    painter.setPen(node.ran() ? QPen(Qt::NoPen) : QPen(theme.hue(name.hue), 1.2 * theme.lineWidth()));
    painter.setBrush(node.ran() ? QBrush(theme.hue(name.hue)) : QBrush(Qt::NoBrush)); // an outline has not run
    painter.drawPath(tokenPath(shapeOf(name.hue), box));

    const QFont font = index.data(Qt::FontRole).value<QFont>(), quiet = theme.codeFont(TextSize::Small);
    const int left = qRound(box.right()) + theme.space(Space::XS), gap = theme.space(Space::S);
    const int room = cell.right() - left - theme.space(Space::XS);
    const QFontMetrics metrics(font), quietMetrics(quiet);
    const int placeWidth = name.place.isEmpty() ? 0 : quietMetrics.horizontalAdvance(name.place);
    const int wanted = metrics.horizontalAdvance(name.name);
    const bool showsPlace = placeWidth > 0 && room - placeWidth - gap >= std::min(wanted, room / 2);
    const int nameRoom = showsPlace ? room - placeWidth - gap : room;
    painter.setFont(font);
    painter.setPen(index.data(Qt::ForegroundRole).value<QColor>());
    painter.drawText(QRect(left, cell.top(), nameRoom, cell.height()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(name.name, Qt::ElideRight, nameRoom));
    if (!showsPlace) return;
    painter.setFont(quiet);
    painter.setPen(theme.textMuted);
    painter.drawText(QRect(left + std::min(wanted, nameRoom) + gap, cell.top(), placeWidth + 1, cell.height()), Qt::AlignLeft | Qt::AlignVCenter, name.place);
}

void AsyncGraphDelegate::paintBar(QPainter& painter, const QRect& cell, const AsyncNode& node) const
{
    const AsyncTree& tree = m_model.tree();
    if (tree.last <= tree.first) return;
    const Theme& theme = m_themes.theme();
    const QColor color = theme.hue(m_model.name(node).hue);
    const double left = cell.left() + theme.space(Space::S), width = std::max(1, cell.width() - 2 * theme.space(Space::S));
    const double perNs = width / static_cast<double>(tree.last - tree.first), middle = cell.center().y() + 0.5;
    const auto x = [&](std::uint64_t time) { return left + std::clamp((static_cast<double>(time) - static_cast<double>(tree.first)) * perNs, 0.0, width); };
    const double thick = theme.space(10.0), slim = theme.space(2.0);
    const double began = x(node.beganAt);
    if (node.facts.scheduled != AsyncRuns::kNone && began > x(node.scheduledAt)) {
        const QRectF wait(x(node.scheduledAt), middle - slim / 2, began - x(node.scheduledAt), slim);
        if (node.has(AsyncRuns::Cancelled) || node.facts.waits()) { // dashes: it never ran
            painter.setPen(QPen(color, slim, Qt::DotLine));
            painter.drawLine(QLineF(wait.left(), middle, wait.right(), middle));
        } else {
            painter.fillRect(wait, color);
        }
    }
    if (!node.ran()) return;
    const double least = theme.space(2.0), ran = std::max(least, x(node.endedAt) - began);
    const QRectF bar(std::min(began, left + width - least), middle - thick / 2, ran, thick);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(bar, std::min(2.0, ran / 2), std::min(2.0, ran / 2));
    if (!node.onPath) return;
    painter.fillRect(QRectF(bar.left(), bar.bottom() + theme.space(1.5), bar.width(), theme.space(1.5)), theme.text);
}

} // namespace loopscope
