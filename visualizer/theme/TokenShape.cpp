#include "visualizer/theme/TokenShape.h"

#include <QPolygonF>

#include <cmath>
#include <numbers>

namespace loopscope {

TokenShape shapeOf(Hue hue)
{
    return static_cast<TokenShape>(hue); // the two lists stand in the same order; TokenShapeTest holds them together
}

namespace {

QPainterPath polygon(const QRectF& box, std::initializer_list<QPointF> unit)
{
    QPolygonF points;
    for (const QPointF& p : unit) points << QPointF(box.x() + p.x() * box.width(), box.y() + p.y() * box.height());
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath regular(const QRectF& box, int corners, double turn, double inner = 1)
{
    QPolygonF points;
    const int steps = inner < 1 ? corners * 2 : corners;
    for (int i = 0; i < steps; ++i) {
        const double angle = turn + 2 * std::numbers::pi * i / steps;
        const double r = i % 2 && inner < 1 ? inner / 2 : 0.5;
        points << box.center() + QPointF(std::cos(angle) * r * box.width(), std::sin(angle) * r * box.height());
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath rounded(const QRectF& box, double radius)
{
    QPainterPath path;
    path.addRoundedRect(box, radius * box.width(), radius * box.height());
    return path;
}

QPainterPath ellipse(const QRectF& box)
{
    QPainterPath path;
    path.addEllipse(box);
    return path;
}

QRectF inset(const QRectF& box, double x, double y)
{
    return box.adjusted(box.width() * x, box.height() * y, -box.width() * x, -box.height() * y);
}

QPainterPath bars(const QRectF& box)
{
    QPainterPath path = rounded({box.x() + box.width() * 0.1, box.y(), box.width() * 0.3, box.height()}, 0.05);
    path.addPath(rounded({box.x() + box.width() * 0.6, box.y(), box.width() * 0.3, box.height()}, 0.05));
    return path;
}

QPainterPath semicircle(const QRectF& box)
{
    QPainterPath path;
    const QRectF disc = box.translated(0, box.height() * 0.2);
    path.arcMoveTo(disc, 0);
    path.arcTo(disc, 0, 180);
    path.closeSubpath();
    return path;
}

QPainterPath drop(const QRectF& box)
{
    const auto at = [&box](double x, double y) {
        return QPointF(box.x() + x * box.width(), box.y() + y * box.height());
    };
    QPainterPath path(at(0.5, 0));
    path.cubicTo(at(0.62, 0.24), at(0.9, 0.42), at(0.9, 0.65));
    path.cubicTo(at(0.9, 1.1), at(0.1, 1.1), at(0.1, 0.65));
    path.cubicTo(at(0.1, 0.42), at(0.38, 0.24), at(0.5, 0));
    return path;
}

} // namespace

QPainterPath tokenPath(TokenShape shape, const QRectF& box)
{
    constexpr double up = -std::numbers::pi / 2;
    switch (shape) {
    case TokenShape::Page: return polygon(box, {{0.12, 0}, {0.62, 0}, {0.9, 0.28}, {0.9, 1}, {0.12, 1}});
    case TokenShape::Circle: return ellipse(box);
    case TokenShape::Semicircle: return semicircle(box);
    case TokenShape::Dash: return rounded(inset(box, 0.04, 0.34), 0.15);
    case TokenShape::Square: return rounded(inset(box, 0.06, 0.06), 0.16);
    case TokenShape::Diamond: return regular(box.adjusted(-0.5, -0.5, 0.5, 0.5), 4, up);
    case TokenShape::Cross:
        return polygon(box, {{0.22, 0.02}, {0.5, 0.3}, {0.78, 0.02}, {0.98, 0.22}, {0.7, 0.5}, {0.98, 0.78}, {0.78, 0.98},
                             {0.5, 0.7}, {0.22, 0.98}, {0.02, 0.78}, {0.3, 0.5}, {0.02, 0.22}});
    case TokenShape::Arrow: return polygon(box, {{0.1, 0.02}, {0.98, 0.5}, {0.1, 0.98}, {0.32, 0.5}});
    case TokenShape::Hexagon: return regular(box, 6, 0);
    case TokenShape::Pause: return bars(box);
    case TokenShape::Pentagon: return regular(box.translated(0, box.height() * 0.04), 5, up);
    case TokenShape::Star: return regular(box.adjusted(-1, -1, 1, 1), 4, up, 0.42);
    case TokenShape::Octagon: return regular(box, 8, std::numbers::pi / 8);
    case TokenShape::Drop: return drop(box);
    case TokenShape::Crescent: return ellipse(box) - ellipse(box.translated(box.width() * 0.36, -box.height() * 0.14));
    case TokenShape::Zigzag:
        return polygon(box, {{0.66, 0}, {0.08, 0.6}, {0.42, 0.6}, {0.3, 1}, {0.94, 0.36}, {0.58, 0.36}});
    }
    return ellipse(box);
}

} // namespace loopscope
