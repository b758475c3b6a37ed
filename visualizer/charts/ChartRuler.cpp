#include "visualizer/charts/ChartRuler.h"

#include "visualizer/charts/ChartLook.h"
#include "visualizer/theme/ThemeManager.h"

#include <QPainter>

#include <algorithm>

namespace loopscope {

ChartRuler::ChartRuler(const ThemeManager& themes, QWidget* parent) : QWidget(parent), m_themes(themes)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Time"));
}

QSize ChartRuler::sizeHint() const { return {200, qRound(m_themes.theme().space(20.0))}; }

void ChartRuler::setTime(const PlotWindow& window, std::uint64_t cursor)
{
    if (window == m_window && cursor == m_cursor) return;
    m_window = window;
    m_cursor = cursor;
    setAccessibleDescription(tr("From %1 to %2, the cursor at %3").arg(window.text(window.range.from), window.text(window.range.to), window.text(cursor)));
    update();
}

/// Where its label stands; empty if it is not in view.
QRectF ChartRuler::drawCursor(QPainter& painter) const
{
    const Theme& theme = m_themes.theme();
    const double x = m_window.x(m_cursor);
    if (x < -1 || x > m_window.width + 1) return {};
    const QString text = m_window.text(m_cursor);
    painter.setFont(theme.font(TextSize::Caption, QFont::DemiBold));
    const double width = painter.fontMetrics().horizontalAdvance(text) + theme.space(12.0), left = plotLeft(theme) + kStripFrame;
    const QRectF pill(std::clamp(left + x - width / 2, 0.0, std::max(0.0, left + m_window.width + plotRight(theme) - width)), 1, width, height() - 3);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(pill, theme.radiusSmall(), theme.radiusSmall());
    painter.setPen(theme.on(theme.accent));
    painter.drawText(pill, Qt::AlignCenter, text);
    return pill;
}

void ChartRuler::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.raised);
    painter.fillRect(QRectF(0, 0, width(), theme.lineWidth()), theme.border);
    const QRectF taken = drawCursor(painter);
    painter.setFont(theme.font(TextSize::Caption));
    painter.setPen(theme.textMuted);
    const std::uint64_t step = m_window.roundStep(tickDistance(theme));
    for (const std::uint64_t time : m_window.ticks(tickDistance(theme))) {
        const QString text = m_window.text(time, step);
        const double half = painter.fontMetrics().horizontalAdvance(text) / 2.0 + 2, x = plotLeft(theme) + kStripFrame + m_window.x(time);
        const QRectF box(x - half, 0, 2 * half, height());
        const bool fits = box.left() >= 0 && box.right() <= width();
        if (fits && !box.intersects(taken)) painter.drawText(box, Qt::AlignCenter, text);
    }
}

} // namespace loopscope
