#include "visualizer/timeline/TimelinePainter.h"

#include "visualizer/theme/Contrast.h"
#include "visualizer/timeline/DelayLane.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace loopscope {

namespace {

constexpr double kRoomForText = 26;  ///< pixels; narrower bars stay without
constexpr double kRoomForFrame = 6;  ///< pixels; narrower bars are all colour

/// The text, or as much of it as has room; empty rather than nothing but dots.
QString fitted(const QString& text, double width, const QFontMetricsF& metrics)
{
    if (metrics.horizontalAdvance(text) <= width) return text;
    // What comes after a dot is detail.
    if (const auto detail = text.indexOf(QStringLiteral(" · ")); detail > 0) return fitted(text.left(detail), width, metrics);
    const QString elided = metrics.elidedText(text, Qt::ElideRight, width);
    return elided.size() < 5 ? QString() : elided;
}

} // namespace

TimelinePainter::TimelinePainter(QPainter& painter, const Scene& scene) : m_painter(painter), m_scene(scene), m_looks(scene.model) {}

double TimelinePainter::rowTop(const Lane& lane, std::uint16_t row) const { return m_area.top() + lane.rowTop(row) - m_scene.scroll; }

QColor TimelinePainter::color(const BarLook& look) const
{
    const Theme& theme = m_scene.theme;
    switch (look.tone) {
    case BarLook::Tone::Hue: return theme.hue(look.hue);
    case BarLook::Tone::Quiet: return mixed(theme.panel, theme.textFaint, 0.6);
    case BarLook::Tone::Text: return theme.textMuted;
    case BarLook::Tone::Warning: return theme.warning;
    case BarLook::Tone::Error: return theme.error;
    }
    return theme.text;
}

void TimelinePainter::drawLanes(const QRectF& area)
{
    m_area = area;
    m_painter.save();
    m_painter.setClipRect(area);
    m_painter.fillRect(area, m_scene.theme.panel);
    m_painter.setPen(QPen(mixed(m_scene.theme.panel, m_scene.theme.border, 0.55), 1));
    for (const TimeAxis::Tick& tick : m_scene.axis.ticks(QFontMetricsF(m_scene.theme.font(TextSize::Caption)).horizontalAdvance(QLatin1Char('0')))) {
        if (tick.label.isEmpty()) continue;
        const double x = std::round(m_scene.axis.x(tick.time)) + 0.5;
        m_painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    for (const Lane& lane : m_scene.lanes) {
        if (lane.kind == TrackKind::Phases) drawLosses(area, lane.thread);
        for (std::uint16_t row = 0; row < lane.rows; ++row) {
            const double top = rowTop(lane, row);
            if (top > area.bottom() || top + lane.rowHeight < area.top()) continue;
            if (lane.kind == TrackKind::Delay) drawDelays(lane);
            if (const Track* track = m_scene.model.spans().track(lane.key(row))) drawRow(lane, row, *track);
        }
    }
    drawLinks();
    m_painter.restore();
}

void TimelinePainter::drawRow(const Lane& lane, std::uint16_t row, const Track& track)
{
    const double gap = lane.isFolded ? 0.5 : 1;
    const QRectF rowRect(m_area.left(), rowTop(lane, row) + gap, m_area.width(), lane.rowHeight - 2 * gap);
    m_painter.setFont(m_scene.theme.font(TextSize::Caption));
    const std::vector<Bar> bars = barsOf(track, m_scene.axis, m_scene.now);
    if (lane.kind == TrackKind::Output) return drawOutput(bars, lane.key(row), track, rowRect);
    std::vector<BarLook> looks;
    looks.reserve(bars.size());
    for (const Bar& bar : bars) {
        looks.push_back(m_looks.look(lane.key(row), track, bar));
        drawBar(bar, looks.back(), QRectF(bar.left, rowRect.top(), bar.width, rowRect.height()));
        const bool isLit = looks.back().id != 0 && looks.back().id == m_scene.highlighted;
        if (isLit) m_lit.push_back({lane.key(row), track.at(bar.first).record, {bar.left, rowRect.center().y()}});
    }
    if (lane.kind == TrackKind::Phases) drawAsleep(rowRect, lane.thread);
    if (lane.isFolded || rowRect.bottom() - 4 > m_area.bottom()) return; // half a word is none
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (looks[i].text.isEmpty() || bars[i].width < kRoomForText) continue;
        const QColor ink = looks[i].tone == BarLook::Tone::Quiet ? m_scene.theme.textMuted : m_scene.theme.text;
        drawText(QRectF(bars[i].left, rowRect.top(), bars[i].width, rowRect.height()), looks[i].text, ink);
    }
}

void TimelinePainter::drawBar(const Bar& bar, const BarLook& look, const QRectF& rect)
{
    const Theme& theme = m_scene.theme;
    const QColor strong = color(look);
    const bool lit = look.id != 0 && look.id == m_scene.highlighted;
    // What reaches far out of the view is cut near its edge: painters have their limits.
    const double left = std::max(rect.left(), m_area.left() - 8), right = std::min(rect.right(), m_area.right() + 8);
    QRectF shape(left, rect.top(), std::max(right - left, 1.0), rect.height());
    if (bar.count > 1 || shape.width() < kRoomForFrame) {
        const double amount = bar.count > 1 ? 0.3 + 0.7 * look.strength : 0.8;
        shape.setLeft(std::floor(shape.left()));
        shape.setWidth(std::max(std::round(shape.width()), 1.0));
        m_painter.fillRect(shape, lit ? theme.accent : mixed(theme.panel, strong, amount));
        return;
    }
    const double pen = lit ? 2 : theme.lineWidth();
    shape = shape.adjusted(0, 0, -1, 0); // neighbours stay apart
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(lit ? theme.accent : strong, pen, look.isInferred ? Qt::DashLine : Qt::SolidLine));
    m_painter.setBrush(theme.tint(strong, look.tone == BarLook::Tone::Quiet ? 0.15 : 0.26));
    const double inset = pen / 2;
    m_painter.drawRoundedRect(shape.adjusted(inset, inset, -inset, -inset), 2.5, 2.5);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

void TimelinePainter::drawText(const QRectF& bar, const QString& text, const QColor& color)
{
    // The name of what began before the view stands at the view's edge.
    const double padding = 5;
    const double left = std::max(bar.left(), m_area.left()) + padding;
    const double right = std::min(bar.right(), m_area.right()) - padding;
    if (right - left < kRoomForText - 2 * padding || bar.height() < 10) return;
    const QString shown = fitted(text, right - left, QFontMetricsF(m_painter.font()));
    m_painter.setPen(color);
    m_painter.drawText(QRectF(left, bar.top(), right - left + 1, bar.height()), Qt::AlignVCenter | Qt::TextSingleLine, shown);
}

void TimelinePainter::drawOutput(const std::vector<Bar>& bars, const TrackKey& key, const Track& track, const QRectF& row)
{
    const QFontMetricsF metrics(m_painter.font());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const BarLook look = m_looks.look(key, track, bars[i]);
        const QColor mark = color(look);
        const double x = std::floor(bars[i].left);
        const double width = bars[i].count > 1 ? std::max(bars[i].width, 2.0) : 2;
        m_painter.fillRect(QRectF(x, row.top() + 1, width, row.height() - 2), mark);
        const double end = i + 1 < bars.size() ? bars[i + 1].left : m_area.right();
        const double room = end - x - width - 6;
        if (look.text.isEmpty() || room < 5) continue;
        const QString text = fitted(look.text, room, metrics);
        m_painter.setPen(look.tone == BarLook::Tone::Text ? m_scene.theme.text : mark);
        m_painter.drawText(QRectF(x + width + 3, row.top(), room + 1, row.height()), Qt::AlignVCenter | Qt::TextSingleLine, text);
    }
}

void TimelinePainter::drawAsleep(const QRectF& row, std::uint16_t thread)
{
    const Track* track = m_scene.model.spans().track({thread, TrackKind::Asleep, 0});
    if (!track) return;
    const QColor hue = m_scene.theme.hue(Hue::Asleep);
    for (const Bar& bar : barsOf(*track, m_scene.axis, m_scene.now)) {
        if (bar.count > 1 || bar.width < kRoomForFrame) continue; // the colour of poll says it well enough
        const double left = std::max(bar.left, m_area.left() - 8), right = std::min(bar.left + bar.width, m_area.right() + 8);
        const QRectF rect = QRectF(left, row.top(), right - left, row.height()).adjusted(1.5, 1.5, -1.5, -1.5);
        m_painter.fillRect(rect, mixed(m_scene.theme.panel, hue, 0.10));
        QColor lines = hue;
        lines.setAlphaF(0.45f);
        m_painter.fillRect(rect, QBrush(lines, Qt::BDiagPattern));
    }
}

void TimelinePainter::drawDelays(const Lane& lane)
{
    const LoopSeries* series = m_scene.model.series().loop(lane.thread);
    if (!series) return;
    m_painter.setFont(m_scene.theme.font(TextSize::Caption));
    const QRectF row(m_area.left(), rowTop(lane, 0) + 1, m_area.width(), lane.rowHeight - 2);
    DelayLane(m_scene.theme, m_scene.model.findings().limits().callback).draw(m_painter, row, delayBars(series->delays, m_scene.axis));
}

void TimelinePainter::drawLosses(const QRectF& area, std::uint16_t thread)
{
    const Track* track = m_scene.model.spans().track({thread, TrackKind::Lost, 0});
    if (!track) return;
    const QColor hue = m_scene.theme.hue(Hue::Lost);
    double top = area.bottom(), bottom = area.top();
    for (const Lane& lane : m_scene.lanes) {
        if (lane.thread != thread) continue;
        top = std::min(top, rowTop(lane, 0));
        bottom = std::max(bottom, rowTop(lane, 0) + lane.height());
    }
    for (const Bar& bar : barsOf(*track, m_scene.axis, m_scene.now)) {
        const double left = std::max(bar.left, area.left() - 8), right = std::min(bar.left + std::max(bar.width, 4.0), area.right() + 8);
        const QRectF rect(left, top, right - left, bottom - top);
        m_painter.fillRect(rect, mixed(m_scene.theme.panel, hue, 0.12));
        m_painter.fillRect(rect, QBrush(hue, Qt::FDiagPattern));
    }
}

double TimelinePainter::yOfWhatRan(std::uint16_t thread, std::uint64_t time) const
{
    double y = m_area.top();
    for (const Lane& lane : m_scene.lanes) {
        if (lane.thread != thread || lane.kind > TrackKind::Drains) continue;
        for (std::uint16_t row = 0; row < lane.rows; ++row) {
            const Track* track = m_scene.model.spans().track(lane.key(row));
            if (track && track->covering(time) < track->size()) y = rowTop(lane, row) + lane.rowHeight - 1.5;
        }
    }
    return y;
}

void TimelinePainter::drawLinks()
{
    constexpr std::size_t kMost = 50; // an interval may have run thousands of times
    m_painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < std::min(m_lit.size(), kMost); ++i) {
        const auto& loops = m_scene.model.stateAt(m_lit[i].record + 1).loops;
        const auto loop = loops.find(m_lit[i].key.thread);
        const StackFrame* frame = loop == loops.end() ? nullptr : loop->second.callback();
        if (!frame || frame->id != m_scene.highlighted || frame->enqueuedAt == 0) continue;
        const QPointF to = m_lit[i].beginning;
        const QPointF from(std::max(m_scene.axis.x(frame->enqueuedAt), m_area.left() - 40), yOfWhatRan(m_lit[i].key.thread, frame->enqueuedAt));
        const double bend = std::max(12.0, (to.x() - from.x()) / 3);
        QPainterPath path(from);
        path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
        m_painter.setPen(QPen(m_scene.theme.accent, 1.5));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPath(path);
        m_painter.setBrush(m_scene.theme.accent);
        m_painter.setPen(Qt::NoPen);
        m_painter.drawEllipse(from, 3, 3);
        m_painter.drawPolygon(QPolygonF{to, to + QPointF(-7, -4), to + QPointF(-7, 4)});
    }
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

double TimelinePainter::namesWidth(const std::vector<Lane>& lanes, const Theme& theme)
{
    const QFontMetricsF metrics(theme.font(TextSize::Small));
    double widest = 0;
    for (const Lane& lane : lanes) widest = std::max(widest, metrics.horizontalAdvance(lane.name));
    return std::clamp(std::ceil(widest) + theme.space(38.0), theme.space(90.0), theme.space(190.0));
}

void TimelinePainter::drawNames(const QRectF& area)
{
    const Theme& theme = m_scene.theme;
    m_area = area;
    m_painter.save();
    m_painter.setClipRect(area);
    m_painter.fillRect(area, theme.panel);
    for (const Lane& lane : m_scene.lanes) {
        const double top = rowTop(lane, 0);
        if (top > area.bottom() || top + lane.height() < area.top()) continue;
        const double height = std::max(std::min(lane.height(), theme.space(20.0)), theme.space(13.0));
        const QRectF line(area.left() + theme.space(Space::S), top, area.width() - theme.space(Space::S) * 2, height);
        if (line.bottom() - theme.space(4.0) > area.bottom()) continue; // half a word is none: the scroll bar tells that there is more
        m_painter.setFont(theme.font(TextSize::Small));
        m_painter.setPen(lane.startsLoop ? theme.text : theme.textMuted);
        if (lane.canFold) {
            const QRectF box(line.left(), line.center().y() - 4, 8, 8);
            const QPolygonF open{{box.left(), box.top() + 2}, {box.right(), box.top() + 2}, {box.center().x(), box.bottom() - 1}};
            const QPolygonF folded{{box.left() + 2, box.top()}, {box.right() - 1, box.center().y()}, {box.left() + 2, box.bottom()}};
            m_painter.save();
            m_painter.setRenderHint(QPainter::Antialiasing);
            m_painter.setBrush(theme.textMuted);
            m_painter.setPen(Qt::NoPen);
            m_painter.drawPolygon(lane.isFolded ? folded : open);
            m_painter.restore();
        }
        const QRectF text = line.adjusted(theme.space(14.0), 0, 0, 0);
        m_painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, fitted(lane.name, text.width(), QFontMetricsF(m_painter.font())));
        if (lane.kind != TrackKind::Pool || lane.isFolded) continue;
        m_painter.setFont(theme.font(TextSize::Caption));
        m_painter.setPen(theme.textFaint);
        for (std::uint16_t row = 0; row < lane.rows; ++row)
            m_painter.drawText(QRectF(line.left(), rowTop(lane, row), line.width() + theme.space(4.0), lane.rowHeight), Qt::AlignVCenter | Qt::AlignRight,
                               QString::number(row + 1));
    }
    m_painter.restore();
}

void TimelinePainter::drawRuler(const QRectF& area, const std::vector<QRectF>& taken)
{
    const Theme& theme = m_scene.theme;
    m_painter.save();
    m_painter.setClipRect(area);
    m_painter.fillRect(area, theme.raised);
    m_painter.setFont(theme.font(TextSize::Caption));
    const QFontMetricsF metrics(m_painter.font());
    for (const TimeAxis::Tick& tick : m_scene.axis.ticks(metrics.horizontalAdvance(QLatin1Char('0')))) {
        const double x = std::round(m_scene.axis.x(tick.time)) + 0.5;
        const bool isLarge = !tick.label.isEmpty();
        m_painter.setPen(isLarge ? theme.borderStrong : theme.border);
        m_painter.drawLine(QPointF(x, area.bottom() - (isLarge ? area.height() : 4)), QPointF(x, area.bottom()));
        const QRectF label(x + 4, area.top(), metrics.horizontalAdvance(tick.label) + 1, area.height() - 1);
        const bool free = std::none_of(taken.begin(), taken.end(), [&](const QRectF& t) { return t.adjusted(-3, 0, 3, 0).intersects(label); });
        if (!isLarge || !free || label.right() > area.right()) continue;
        m_painter.setPen(theme.textMuted);
        m_painter.drawText(label, Qt::AlignVCenter | Qt::TextSingleLine, tick.label);
    }
    m_painter.setPen(theme.border);
    m_painter.drawLine(QPointF(area.left(), area.bottom() - 0.5), QPointF(area.right(), area.bottom() - 0.5));
    m_painter.restore();
}

} // namespace loopscope
