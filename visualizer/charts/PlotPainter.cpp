#include "visualizer/charts/PlotPainter.h"

#include "visualizer/charts/ChartLook.h"
#include "visualizer/charts/ChartText.h"
#include "visualizer/theme/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace loopscope {

/// Where nothing can be drawn, it says why.
void PlotPainter::drawEmpty(const QString& text) const
{
    const Theme& theme = m_scene.theme;
    m_painter.fillRect(m_scene.whole, theme.panel);
    m_painter.setFont(theme.font(TextSize::Small));
    m_painter.setPen(theme.textMuted);
    const int margin = theme.space(Space::L);
    m_painter.drawText(m_scene.whole.adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

/// Above the numbers of the ruler, and beside three of its own.
void PlotPainter::drawGrid(StripKind kind, double top) const
{
    const Theme& theme = m_scene.theme;
    const QRectF area = m_scene.area;
    m_painter.setFont(theme.font(TextSize::Caption));
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = std::floor(area.bottom() - share * area.height()) + 0.5, half = theme.space(10.0);
        m_painter.setPen(QPen(theme.border, 1));
        m_painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        m_painter.setPen(theme.textMuted);
        const QRectF label(0, y - half, area.left() - theme.space(Space::XS), 2 * half);
        m_painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, ChartText::round(kind, share * top));
    }
    m_painter.setPen(QPen(theme.border, 1));
    for (const std::uint64_t time : m_scene.window.ticks(tickDistance(theme))) {
        const double x = std::floor(area.left() + m_scene.window.x(time)) + 0.5;
        m_painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

void PlotPainter::drawOverlay(const QList<ChartMark>& marks, const PlotOverlay& overlay) const
{
    const QRectF& area = m_scene.area;
    m_painter.save();
    m_painter.setClipRect(QRectF(area.left() - 1, 0, area.width() + 2, m_scene.whole.height()));
    m_painter.translate(area.left(), 0);
    m_painter.setFont(m_scene.theme.font(TextSize::Caption, QFont::DemiBold));
    for (const ChartMark& mark : marks) drawMark(mark);
    if (overlay.selection) drawSelection(*overlay.selection);
    drawLines(overlay);
    m_painter.restore();
}

/// Its letter says its kind, as does the ground: a collection of the whole heap stands out.
void PlotPainter::drawMark(const ChartMark& mark) const
{
    const Theme& theme = m_scene.theme;
    const QRectF area = m_scene.area;
    const double left = mark.from / m_scene.window.nsPerPixel(), right = std::max(mark.to / m_scene.window.nsPerPixel(), left + theme.lineWidth());
    QColor band = theme.hue(Hue::Gc);
    m_painter.fillRect(QRectF(right - theme.lineWidth(), area.top(), theme.lineWidth(), area.height()), band);
    band.setAlphaF(0.3f);
    m_painter.fillRect(QRectF(left, area.top(), right - left, area.height()), band);
    const double size = theme.space(13.0);
    const double middle = std::clamp(right, size / 2, std::max(size / 2, m_scene.window.width - size / 2)); // whole at the edges too
    const QRectF box(middle - size / 2, area.top(), size, size);
    const bool isMajor = mark.type == GcType::MarkCompact;
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(theme.hue(Hue::Gc), theme.lineWidth()));
    m_painter.setBrush(isMajor ? theme.hue(Hue::Gc) : theme.panel);
    if (isMajor) m_painter.drawRect(box);
    else m_painter.drawEllipse(box);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    m_painter.setPen(isMajor ? theme.on(theme.hue(Hue::Gc)) : theme.text);
    m_painter.drawText(box.adjusted(-2, -2, 2, 2), Qt::AlignCenter, ChartText::gcLetter(mark.type));
}

void PlotPainter::drawSelection(TimeRange selection) const
{
    const Theme& theme = m_scene.theme;
    const double left = std::max(m_scene.window.x(selection.from), -2.0);
    const double right = std::min(m_scene.window.x(selection.to), m_scene.window.width + 2);
    if (right < left) return;
    QColor band = theme.accent;
    band.setAlphaF(0.16f);
    const QRectF rect(left, 0, std::max(right - left, 1.0), m_scene.whole.height());
    m_painter.fillRect(rect, band);
    m_painter.setPen(theme.accent);
    m_painter.drawLine(rect.topLeft(), rect.bottomLeft());
    m_painter.drawLine(rect.topRight(), rect.bottomRight());
}

void PlotPainter::drawLines(const PlotOverlay& overlay) const
{
    const Theme& theme = m_scene.theme;
    if (overlay.pointer) {
        m_painter.setPen(QPen(theme.textFaint, 1, Qt::DotLine));
        m_painter.drawLine(QPointF(*overlay.pointer + 0.5, 0), QPointF(*overlay.pointer + 0.5, m_scene.whole.height()));
    }
    const double x = std::floor(m_scene.window.x(overlay.cursor));
    if (x >= -1 && x <= m_scene.window.width) m_painter.fillRect(QRectF(std::min(x, m_scene.window.width - 1), 0, 2, m_scene.whole.height()), theme.accent);
}

} // namespace loopscope
