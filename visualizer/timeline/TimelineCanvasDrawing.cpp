#include "visualizer/timeline/TimelineCanvas.h"

#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/RulerMarks.h"
#include "visualizer/timeline/TimelinePainter.h"

#include <QPaintEngine>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace loopscope {

void TimelineCanvas::drawLayer()
{
    const Theme& theme = m_themes.theme();
    m_layer = QPixmap(size() * devicePixelRatioF());
    m_layer.setDevicePixelRatio(devicePixelRatioF());
    m_layer.fill(theme.panel);
    m_seen = seen();
    QPainter painter(&m_layer);
    paintLayer(painter);
}

void TimelineCanvas::paintLayer(QPainter& painter)
{
    const Theme& theme = m_themes.theme();
    const TimeAxis timeAxis = axis();
    const TimelinePainter::Scene scene{theme, *m_view.model(), m_lanes, timeAxis, now(), m_view.highlighted(), static_cast<double>(m_scrollBar->value())};
    TimelinePainter timeline(painter, scene);
    const QRectF area = lanesArea();
    timeline.drawLanes(area);
    timeline.drawNames(QRectF(0, area.top(), m_namesWidth, area.height()));
    painter.fillRect(QRectF(0, 0, m_namesWidth, rulerHeight()), theme.raised);
    painter.setPen(theme.border);
    painter.drawLine(QPointF(m_namesWidth - 0.5, 0), QPointF(m_namesWidth - 0.5, height()));
    painter.drawLine(QPointF(0, rulerHeight() - 0.5), QPointF(m_namesWidth, rulerHeight() - 0.5));
}

void TimelineCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (!m_view.recording() || m_view.recording()->size() == 0) return drawEmpty(painter);
    if (painter.paintEngine()->type() == QPaintEngine::SVG) { // shapes and texts, not their pixels
        painter.fillRect(rect(), m_themes.theme().panel);
        paintLayer(painter);
    } else {
        if (m_layer.isNull()) drawLayer();
        painter.drawPixmap(0, 0, m_layer);
    }
    drawRuler(painter);
    painter.setClipRect(QRectF(m_namesWidth, 0, lanesArea().width(), height()));
    drawSelection(painter);
    if (m_pointer && m_drag == Drag::None) {
        painter.setPen(QPen(m_themes.theme().textFaint, 1, Qt::DotLine));
        painter.drawLine(QPointF(*m_pointer + 0.5, rulerHeight()), QPointF(*m_pointer + 0.5, height()));
    }
    drawCursor(painter);
    painter.setClipping(false);
    if (!hasFocus()) return;
    painter.setPen(QPen(m_themes.theme().focus, m_themes.theme().lineWidth()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void TimelineCanvas::drawEmpty(QPainter& painter) const
{
    const Theme& theme = m_themes.theme();
    painter.fillRect(rect(), theme.panel);
    painter.setPen(theme.textMuted);
    painter.setFont(theme.font(TextSize::Body));
    const QString text = m_view.recording() ? tr("Waiting for the first event of the program …")
                                            : tr("Run a script, or open a recording: each of its callbacks will stand here, when it ran and for how long.");
    const int margin = theme.space(Space::L);
    painter.drawText(rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

TimelineCanvas::Pill TimelineCanvas::pillAt(double x, const QString& text, const QColor& ground) const
{
    const Theme& theme = m_themes.theme();
    const double width = std::ceil(QFontMetricsF(theme.font(TextSize::Caption, QFont::DemiBold)).horizontalAdvance(text)) + theme.space(12.0);
    const QRectF area = lanesArea();
    const double left = std::clamp(x - width / 2, area.left(), std::max(area.left(), area.right() - width));
    return {QRectF(left, 2, width, rulerHeight() - 5), text, ground};
}

std::vector<TimelineCanvas::Pill> TimelineCanvas::pills() const
{
    std::vector<Pill> pills;
    const TimeAxis timeAxis = axis();
    const Theme& theme = m_themes.theme();
    const double x = timeAxis.x(m_view.cursorTime());
    if (x >= lanesArea().left() - 1 && x <= lanesArea().right() + 1) pills.push_back(pillAt(x, timeAxis.text(m_view.cursorTime()), theme.accent));
    if (const auto& selection = m_view.selection()) {
        const double left = std::max(timeAxis.x(selection->from), lanesArea().left()), right = std::min(timeAxis.x(selection->to), lanesArea().right());
        const Pill pill = pillAt((left + right) / 2, Labels::duration(selection->length()), theme.borderStrong);
        if (left <= right && (pills.empty() || !pills.front().rect.intersects(pill.rect))) pills.push_back(pill);
    }
    return pills;
}

void TimelineCanvas::drawRuler(QPainter& painter) const
{
    const Theme& theme = m_themes.theme();
    const std::vector<Pill> labels = pills();
    std::vector<QRectF> taken;
    for (const Pill& pill : labels) taken.push_back(pill.rect);
    const TimeAxis timeAxis = axis();
    const TimelinePainter::Scene scene{theme, *m_view.model(), m_lanes, timeAxis};
    TimelinePainter(painter, scene).drawRuler(QRectF(m_namesWidth, 0, width() - m_namesWidth, rulerHeight()), taken);
    drawRulerMarks(painter, theme, m_view, timeAxis, QRectF(m_namesWidth, 0, lanesArea().width(), rulerHeight()), height());
    painter.setFont(theme.font(TextSize::Caption, QFont::DemiBold));
    for (const Pill& pill : labels) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(pill.ground);
        painter.drawRoundedRect(pill.rect, theme.radiusSmall(), theme.radiusSmall());
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(theme.on(pill.ground));
        painter.drawText(pill.rect, Qt::AlignCenter, pill.text);
    }
}

void TimelineCanvas::drawCursor(QPainter& painter) const
{
    const double x = std::floor(axis().x(m_view.cursorTime()));
    if (x < lanesArea().left() - 1 || x > lanesArea().right()) return;
    painter.fillRect(QRectF(std::min(x, lanesArea().right() - 2), rulerHeight() - 3, 2, height() - rulerHeight() + 3), m_themes.theme().accent);
}

void TimelineCanvas::drawSelection(QPainter& painter) const
{
    const auto& selection = m_view.selection();
    if (!selection) return;
    const TimeAxis timeAxis = axis();
    const double left = std::max(timeAxis.x(selection->from), lanesArea().left() - 2), right = std::min(timeAxis.x(selection->to), lanesArea().right() + 2);
    if (right < left) return;
    QColor band = m_themes.theme().accent;
    band.setAlphaF(0.16f);
    const QRectF rect(left, rulerHeight(), std::max(right - left, 1.0), height() - rulerHeight());
    painter.fillRect(rect, band);
    painter.setPen(m_themes.theme().accent);
    painter.drawLine(rect.topLeft(), rect.bottomLeft());
    painter.drawLine(rect.topRight(), rect.bottomRight());
}

} // namespace loopscope
