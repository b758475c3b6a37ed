#include "visualizer/findings/FindingDelegate.h"

#include "visualizer/findings/FindingsModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QApplication>
#include <QPainter>

namespace loopscope {

namespace {

constexpr int kFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

struct Lines {
    QString fact, advice;
    QRect factRect, adviceRect;
};

Lines linesIn(const QRect& rect, const QFont& font, const QModelIndex& index)
{
    const QFontMetrics metrics(font);
    Lines lines{index.data(Qt::DisplayRole).toString(), index.data(FindingsModel::AdviceRole).toString(), {}, {}};
    const QRect endless(rect.topLeft(), QSize(std::max(1, rect.width()), 100'000));
    lines.factRect = metrics.boundingRect(endless, kFlags, lines.fact);
    const QRect below = endless.translated(0, lines.factRect.height());
    lines.adviceRect = metrics.boundingRect(below, kFlags, lines.advice);
    return lines;
}

} // namespace

QRect FindingDelegate::textRect(const QRect& cell) const
{
    const int side = m_themes.theme().space(Space::S), above = m_themes.theme().space(Space::XS);
    return cell.adjusted(side, above, -side, -above);
}

QSize FindingDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QRect rect = textRect(option.rect);
    const Lines lines = linesIn(rect, m_themes.theme().font(TextSize::Small), index);
    return {option.rect.width(), lines.factRect.height() + lines.adviceRect.height() + option.rect.height() - rect.height()};
}

void FindingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);
    const Theme& theme = m_themes.theme();
    const QFont font = theme.font(TextSize::Small);
    const QRect rect = textRect(option.rect);
    const Lines lines = linesIn(rect, font, index);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(font);
    painter->setPen(theme.text);
    painter->drawText(QRect(lines.factRect.topLeft(), QSize(rect.width(), lines.factRect.height())), kFlags, lines.fact);
    painter->setPen(theme.textMuted);
    painter->drawText(QRect(lines.adviceRect.topLeft(), QSize(rect.width(), lines.adviceRect.height())), kFlags, lines.advice);
    painter->restore();
}

} // namespace loopscope
