#include "visualizer/charts/ChartLook.h"

#include "visualizer/theme/Theme.h"
#include "visualizer/theme/TokenShape.h"

#include <QPainter>

#include <algorithm>

namespace loopscope {

QColor colorOf(const CurveStyle& style, const Theme& theme)
{
    switch (style.tone) {
    case Tone::Accent: return theme.accent;
    case Tone::Muted: return theme.textMuted;
    case Tone::Warning: return theme.warning;
    case Tone::OfHue: break;
    }
    return theme.hue(style.hue);
}

QPen penOf(const CurveStyle& style, const Theme& theme)
{
    if (style.look == CurveLook::Stacked) return Qt::NoPen;
    QPen pen(colorOf(style, theme), theme.lineWidth());
    if (style.look == CurveLook::Dashed) pen.setDashPattern({4, 3});
    pen.setJoinStyle(Qt::MiterJoin);
    pen.setCosmetic(true);
    return pen;
}

QColor fillOf(const CurveStyle& style, const Theme& theme)
{
    QColor color = colorOf(style, theme);
    const float solid = style.look == CurveLook::Stacked ? 0.85f : style.tone == Tone::OfHue ? 0.5f : 0.25f;
    color.setAlphaF(theme.id == ThemeId::Contrast ? std::max(solid, 0.6f) : solid);
    return color;
}

void drawSwatch(QPainter& painter, const CurveStyle& style, const Theme& theme, const QRectF& box)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (style.tone == Tone::OfHue) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(style, theme));
        painter.drawPath(tokenPath(shapeOf(style.hue), box));
    } else {
        const QRectF area(box.left(), box.center().y(), box.width(), box.height() / 2);
        if (style.look == CurveLook::Area) painter.fillRect(area, fillOf(style, theme));
        painter.setPen(penOf(style, theme));
        painter.drawLine(area.topLeft(), area.topRight());
    }
    painter.restore();
}

double plotLeft(const Theme& theme) { return theme.space(62.0); }
double tickDistance(const Theme& theme) { return theme.space(96.0); }

double plotRight(const Theme& theme) { return theme.space(static_cast<double>(static_cast<int>(Space::M))); }

} // namespace loopscope
