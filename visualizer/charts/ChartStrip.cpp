#include "visualizer/charts/ChartStrip.h"

#include "visualizer/charts/ChartLook.h"
#include "visualizer/charts/ChartText.h"
#include "visualizer/charts/StripHeading.h"
#include "visualizer/charts/StripPlot.h"
#include "visualizer/theme/ThemeManager.h"

#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace loopscope {

ChartStrip::ChartStrip(StripKind kind, TraceView& view, const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_themes(themes), m_heading(new StripHeading(kind, themes)), m_plot(new StripPlot(kind, themes)), m_gestures(view)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kStripFrame, kStripFrame, kStripFrame, kStripFrame);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_plot, 1);
    setFocusPolicy(Qt::StrongFocus);
    m_plot->setFocusProxy(this);
    setAccessibleName(ChartText::name(kind));
    m_plot->setAccessibleName(tr("Plot of: %1").arg(ChartText::name(kind)));
    listen();
}

void ChartStrip::listen()
{
    connect(m_plot, &StripPlot::pressed, this, [this](QPointF at) { m_gestures.press(m_window, at); });
    connect(m_plot, &StripPlot::released, this, [this](QPointF at) { m_gestures.release(m_window, at); });
    connect(m_plot, &StripPlot::doubleClicked, this, [this] { m_gestures.showAll(); });
    connect(m_plot, &StripPlot::wheeled, this, [this](QWheelEvent* event, double x) { m_gestures.wheel(m_window, *event, x); });
    connect(m_plot, &StripPlot::left, this, [this] { emit pointerMoved(std::nullopt); });
    connect(m_plot, &StripPlot::tipRequested, this, &ChartStrip::tipRequested);
    connect(m_plot, &StripPlot::moved, this, [this](QPointF at) {
        m_gestures.move(m_window, at);
        const bool shows = !m_gestures.isDragging() && at.x() >= 0 && at.x() <= m_window.width;
        emit pointerMoved(shows ? std::optional(std::floor(at.x())) : std::nullopt);
    });
}

double ChartStrip::plotWidth() const { return m_plot->plotArea().width(); }

QRectF ChartStrip::plotArea() const { return m_plot->plotArea().translated(m_plot->pos()); }

QString ChartStrip::headingText() const { return m_heading->text(); }

QWidget& ChartStrip::surface() const { return *m_plot->viewport(); }

void ChartStrip::setContent(const StripContent& content, const PlotWindow& window)
{
    if (content == m_content && window == m_window) return;
    m_content = content;
    m_window = window;
    m_heading->setTexts(content.values, content.figures);
    m_plot->setContent(content, window);
    setAccessibleDescription(content.empty.isEmpty() ? m_heading->text() : content.empty);
}

void ChartStrip::setOverlay(std::uint64_t cursor, std::optional<TimeRange> selection, std::optional<double> pointer)
{
    m_plot->setOverlay({cursor, selection, pointer});
}

void ChartStrip::dress()
{
    m_heading->fit(width() - 2 * kStripFrame);
    m_heading->update();
    m_plot->dress();
    update();
}

QSize ChartStrip::minimumSizeHint() const
{
    return {160, m_heading->height() + m_plot->minimumSizeHint().height() + 2 * kStripFrame};
}

void ChartStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_heading->fit(width() - 2 * kStripFrame);
}

void ChartStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, height() - theme.lineWidth(), width(), theme.lineWidth()), theme.border);
    if (!hasFocus()) return;
    painter.setPen(QPen(theme.focus, kStripFrame));
    painter.drawRect(QRectF(rect()).adjusted(kStripFrame / 2.0, kStripFrame / 2.0, -kStripFrame / 2.0, -kStripFrame / 2.0));
}

void ChartStrip::focusInEvent(QFocusEvent*) { update(); }

void ChartStrip::focusOutEvent(QFocusEvent*) { update(); }

} // namespace loopscope
