#include "visualizer/stage/StagePainter.h"

#include "visualizer/stage/StageMeasure.h"
#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/TokenShape.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace loopscope {

namespace {

/// A ring segment: the outline between two arcs, drawn in by `corner` on all sides, so that a pen of twice that width
/// with round joins gives it round corners.
QPainterPath segment(QRectF box, double start, double span, double thickness, double corner)
{
    const double turn = corner / (box.width() / 2) * 180 / std::numbers::pi;
    box.adjust(corner, corner, -corner, -corner);
    start += turn;
    span -= 2 * turn;
    thickness -= 2 * corner;
    // Qt counts from 3 o'clock, counter-clockwise; the scene from 12, clockwise.
    const double from = 90 - start, sweep = -span;
    const QRectF inner = box.adjusted(thickness, thickness, -thickness, -thickness);
    QPainterPath path;
    path.arcMoveTo(box, from);
    path.arcTo(box, from, sweep);
    path.arcTo(inner, from + sweep, -sweep);
    path.closeSubpath();
    return path;
}

QPointF onCircle(QPointF centre, double radius, double degrees)
{
    const double angle = (degrees - 90) * std::numbers::pi / 180;
    return centre + QPointF(std::cos(angle), std::sin(angle)) * radius;
}

} // namespace

StagePainter::StagePainter(QPainter& painter, const Theme& theme, Lights lights)
    : m_painter(painter), m_theme(theme), m_lights(std::move(lights))
{
    m_painter.setRenderHint(QPainter::Antialiasing);
}

void StagePainter::draw(const StageScene& scene)
{
    for (std::size_t i = 0; i < scene.items.size(); ++i) drawItem(scene.items[i], static_cast<int>(i) == m_lights.focused);
}

bool StagePainter::isAncestor(const StageItem& item) const
{
    return item.id != 0 && item.area != StageArea::Loops && std::ranges::find(m_lights.lineage, item.id) != m_lights.lineage.end();
}

void StagePainter::drawItem(const StageItem& item, bool focused)
{
    switch (item.kind) {
    case StageItem::Kind::Card: return drawCard(item);
    case StageItem::Kind::Text: return drawText(item);
    case StageItem::Kind::Chip: return drawChip(item, focused);
    case StageItem::Kind::Mark: return drawMark(item, focused);
    case StageItem::Kind::Arc: return drawArc(item);
    case StageItem::Kind::Pointer: return drawPointer(item);
    case StageItem::Kind::Arrow: return drawArrow(item);
    case StageItem::Kind::Slot: return drawSlot(item);
    }
}

void StagePainter::drawCard(const StageItem& item)
{
    const double line = m_theme.lineWidth();
    const QRectF rect = item.rect.adjusted(line / 2, line / 2, -line / 2, -line / 2);
    const QColor hue = m_theme.hue(item.hue);
    m_painter.setPen(QPen(item.lit ? hue : m_theme.border, item.lit ? line * 1.5 : line));
    m_painter.setBrush(item.lit ? mixed(m_theme.raised, hue, 0.07) : m_theme.raised);
    m_painter.drawRoundedRect(rect, m_theme.radiusLarge(), m_theme.radiusLarge());
    if (item.area != StageArea::Explain) return;
    // The sentence speaks of a hue: a stripe at its left says which.
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(hue);
    m_painter.drawRoundedRect(QRectF(rect.x() + px(5), rect.y() + px(9), px(3), rect.height() - px(18)), px(1.5), px(1.5));
}

QColor StagePainter::inkOf(const StageItem& item) const
{
    if (item.dim) return m_theme.textFaint;
    switch (item.type) {
    case StageType::Heading: return m_theme.textMuted;
    case StageType::Note: return item.lit ? m_theme.hue(item.hue) : m_theme.textFaint;
    case StageType::Phase: return item.lit ? m_theme.hue(item.hue) : m_theme.textMuted;
    case StageType::Label: return m_theme.textMuted;
    case StageType::Place: return m_theme.textMuted;
    case StageType::Code:
    case StageType::Number:
    case StageType::Sentence: return m_theme.text;
    }
    return m_theme.text;
}

void StagePainter::drawText(const StageItem& item)
{
    QFont font = fontOf(item.type, m_theme);
    if (item.type == StageType::Phase && item.lit) font.setWeight(QFont::Bold);
    if (item.area == StageArea::Empty) font = m_theme.font(TextSize::Body);
    if (item.area == StageArea::Empty && item.lit) font = m_theme.font(TextSize::Title, QFont::DemiBold);
    m_painter.setFont(font);
    m_painter.setPen(inkOf(item));
    if (item.wrap) {
        m_painter.drawText(item.rect, static_cast<int>(item.align) | Qt::TextWordWrap, item.text);
        return;
    }
    const QString text = QFontMetricsF(font).elidedText(item.text, Qt::ElideRight, item.rect.width() + 1);
    m_painter.drawText(item.rect, static_cast<int>(item.align) | Qt::TextSingleLine, text);
}

void StagePainter::drawFocus(QRectF rect, double radius)
{
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_theme.focus, 2));
    m_painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), radius + 1, radius + 1);
}

/// Name, then its place; where both do not fit the place keeps only its line, and then goes if the name fits without.
/// A function's place stays: many functions have one name.
void StagePainter::drawLabels(const StageItem& item, QRectF rect, const QColor& ink, const QColor& quiet)
{
    const QFont font = fontOf(item.type == StageType::Code || item.type == StageType::Phase ? item.type : StageType::Label, m_theme);
    const QFont placeFont = fontOf(StageType::Place, m_theme);
    const QFontMetricsF metrics(font), placeMetrics(placeFont);
    const double wanted = metrics.horizontalAdvance(item.text), gap = px(6);
    QString sub = item.sub;
    const auto subWidth = [&] { return placeMetrics.horizontalAdvance(sub); };
    if (!sub.isEmpty() && wanted + gap + subWidth() > rect.width() + 1) sub = ':' + sub.section(':', -1);
    const bool cramped = !sub.isEmpty() && wanted + gap + subWidth() > rect.width() + 1;
    if (cramped && item.type != StageType::Code && (wanted <= rect.width() + 1 || rect.width() < px(70))) sub.clear();
    const double forName = sub.isEmpty() ? rect.width() : rect.width() - gap - subWidth();
    m_painter.setFont(font);
    m_painter.setPen(ink);
    m_painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                       metrics.elidedText(item.text, Qt::ElideRight, std::max(0.0, forName) + 1));
    if (sub.isEmpty()) return;
    m_painter.setFont(placeFont);
    m_painter.setPen(quiet);
    m_painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, sub);
}

void StagePainter::drawChip(const StageItem& item, bool focused)
{
    const QColor hue = item.dim && !item.lit ? mixed(m_theme.raised, m_theme.hue(item.hue), 0.55) : m_theme.hue(item.hue);
    const bool strong = item.lit || isHighlighted(item);
    const QColor ground = m_theme.tokenGround(item.hue, strong ? Theme::TokenState::Lit : Theme::TokenState::Waiting);
    const double radius = item.area == StageArea::Ring || item.area == StageArea::Loops ? item.rect.height() / 2 : m_theme.radius();
    const double line = strong ? 1.5 * m_theme.lineWidth() : m_theme.lineWidth();
    const QRectF rect = item.rect.adjusted(line / 2, line / 2, -line / 2, -line / 2);
    const bool outlined = strong || m_theme.id == ThemeId::Contrast;
    m_painter.setBrush(ground);
    m_painter.setPen(outlined ? QPen(hue, line) : Qt::NoPen);
    if (isAncestor(item) && !strong) m_painter.setPen(QPen(hue, 1.5, Qt::DashLine)); // it scheduled what is lit
    m_painter.drawRoundedRect(rect, radius, radius);
    if (item.value > 0) { // how much of its time has passed
        m_painter.save();
        const QRectF inner = outlined ? rect.adjusted(line / 2, line / 2, -line / 2, -line / 2) : rect;
        m_painter.setClipRect(QRectF(inner.x(), inner.y(), inner.width() * item.value, inner.height()), Qt::IntersectClip);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.tokenGround(item.hue, Theme::TokenState::Passed));
        m_painter.drawRoundedRect(inner, radius, radius);
        m_painter.restore();
    }

    // From the chip's own edge, as the layout reckons: a thicker line takes no letter away.
    QRectF labels = item.rect.adjusted(px(8), 0, -px(8), 0);
    if (item.shaped) {
        const double side = px(12);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(hue);
        m_painter.drawPath(tokenPath(shapeOf(item.hue), {rect.x() + px(6), rect.center().y() - side / 2, side, side}));
        labels.setLeft(item.rect.x() + px(24));
    }
    const QColor ink = item.dim && !item.lit ? m_theme.textMuted : m_theme.text;
    drawLabels(item, labels, ink, item.dim && !item.lit ? m_theme.textMuted : m_theme.tokenQuiet());
    if (focused) drawFocus(rect, radius);
}

void StagePainter::drawMark(const StageItem& item, bool focused)
{
    if (isHighlighted(item)) {
        m_painter.setPen(QPen(m_theme.hue(item.hue), 1.5));
        m_painter.setBrush(mixed(m_theme.panel, m_theme.hue(item.hue), 0.25));
        m_painter.drawRoundedRect(item.rect.adjusted(-px(3), -px(3), px(3), px(3)), px(4), px(4));
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.hue(item.hue));
    m_painter.drawPath(tokenPath(shapeOf(item.hue), item.rect));
    if (focused) drawFocus(item.rect.adjusted(-px(2), -px(2), px(2), px(2)), px(4));
}

void StagePainter::drawArc(const StageItem& item)
{
    const QColor hue = m_theme.hue(item.hue);
    const bool quiet = !item.lit;
    const double corner = px(3);
    const auto fill = [&](const QColor& color, double grow) {
        m_painter.setBrush(color);
        m_painter.setPen(QPen(color, 2 * corner, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const double degrees = grow / (item.rect.width() / 2) * 180 / std::numbers::pi;
        m_painter.drawPath(segment(item.rect.adjusted(-grow, -grow, grow, grow), item.start - degrees, item.span + 2 * degrees,
                                   item.thickness + 2 * grow, corner));
    };
    if (item.lit) fill(m_theme.tint(hue, m_theme.isDark ? 0.22 : 0.18), px(5)); // a soft glow behind
    if (!quiet) return fill(hue, 0);
    if (m_theme.id != ThemeId::Contrast) return fill(m_theme.tint(hue, item.dim ? 0.2 : (m_theme.isDark ? 0.36 : 0.30)), 0);
    fill(hue, 0); // an outline
    fill(m_theme.panel, -2);
}

void StagePainter::drawPointer(const StageItem& item)
{
    // A small arrow head inside the ring that looks at the current phase.
    const double radius = item.rect.width() / 2 - item.thickness - px(5);
    const QPointF tip = onCircle(item.rect.center(), radius, item.start);
    const QPointF left = onCircle(item.rect.center(), radius - px(9), item.start - 360 * px(6) / (2 * std::numbers::pi * radius));
    const QPointF right = onCircle(item.rect.center(), radius - px(9), item.start + 360 * px(6) / (2 * std::numbers::pi * radius));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.hue(item.hue));
    m_painter.drawPolygon(QPolygonF{{tip, left, right}});
}

void StagePainter::drawArrow(const StageItem& item)
{
    if (item.rect.height() < px(5)) return;
    const QColor color = item.lit ? m_theme.hue(Hue::Main) : m_theme.borderStrong;
    const QPointF bottom(item.rect.center().x(), item.rect.bottom());
    m_painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.drawLine(QPointF(bottom.x(), item.rect.top()), bottom);
    m_painter.drawPolyline(QPolygonF{{bottom - QPointF(px(3), px(3)), bottom, bottom + QPointF(px(3), -px(3))}});
}

void StagePainter::drawSlot(const StageItem& item)
{
    const double radius = std::min(item.rect.height() / 2, double(m_theme.radius()));
    m_painter.setPen(QPen(m_theme.border, m_theme.lineWidth(), Qt::DashLine));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(item.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    m_painter.setFont(fontOf(StageType::Note, m_theme));
    m_painter.setPen(m_theme.textFaint);
    m_painter.drawText(item.rect.adjusted(px(8), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, item.text);
}

} // namespace loopscope
