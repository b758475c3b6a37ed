#include "visualizer/charts/StripPlot.h"

#include "visualizer/charts/ChartLook.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QLegend>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QValueAxis>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace loopscope {

StripPlot::StripPlot(StripKind kind, const ThemeManager& themes, QWidget* parent)
    : QChartView(parent), m_kind(kind), m_themes(themes), m_chart(chart()), m_time(new QValueAxis(m_chart)), m_value(new QValueAxis(m_chart))
{
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setRubberBand(QChartView::NoRubberBand);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::ClickFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    buildChart();
    connect(scene(), &QGraphicsScene::changed, this, &StripPlot::forgetLayer);
    dress();
}

StripPlot::~StripPlot() = default;

void StripPlot::buildChart()
{
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setBackgroundRoundness(0);
    m_chart->setAcceptHoverEvents(false);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_value, Qt::AlignLeft);
    // An axis that is seen lays out its texts anew with each change of its range, and not with that of the plot; see PlotPainter::drawGrid().
    m_time->setVisible(false);
    m_value->setVisible(false);
    m_chart->setBackgroundVisible(false);
    setBackgroundBrush(Qt::NoBrush);
}

void StripPlot::dress()
{
    rebuildSeries();
    placePlot();
    updateGeometry();
}

QSize StripPlot::minimumSizeHint() const { return {120, qRound(m_themes.theme().space(62.0))}; }

QRectF StripPlot::plotArea() const
{
    const Theme& theme = m_themes.theme();
    const double above = theme.space(9.0), below = theme.space(9.0);
    const QSizeF size = viewport()->size();
    return QRectF(plotLeft(theme), above, std::max(1.0, size.width() - plotLeft(theme) - plotRight(theme)), std::max(1.0, size.height() - above - below));
}

void StripPlot::placePlot()
{
    m_chart->setPlotArea(plotArea());
    forgetLayer();
}

void StripPlot::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    placePlot();
}

void StripPlot::setContent(const StripContent& content, const PlotWindow& window)
{
    const bool moved = window != m_window || content.top != m_content.top;
    const auto sameCurve = [](const ChartCurve& a, const ChartCurve& b) { return a.style == b.style && a.ground.isEmpty() == b.ground.isEmpty(); };
    const bool sameCurves = std::equal(content.curves.begin(), content.curves.end(), m_content.curves.begin(), m_content.curves.end(), sameCurve);
    const StripContent before = std::exchange(m_content, content);
    m_window = window;
    if (moved) scaleAxes();
    if (moved || before.empty != content.empty) forgetLayer();
    if (!sameCurves) rebuildSeries();
    for (std::size_t i = 0; sameCurves && i < m_drawn.size(); ++i) {
        const ChartCurve &now = content.curves[static_cast<qsizetype>(i)], &then = before.curves[static_cast<qsizetype>(i)];
        if (now.points != then.points) m_drawn[i].line->replace(now.points);
        if (now.ground != then.ground) m_drawn[i].ground->replace(now.ground);
    }
    if (before.marks != content.marks) viewport()->update();
}

void StripPlot::scaleAxes()
{
    m_time->setRange(0, static_cast<double>(m_window.range.length()));
    m_value->setRange(0, m_content.top);
}

void StripPlot::clearSeries()
{
    for (const Drawn& drawn : m_drawn) {
        m_chart->removeSeries(drawn.series);
        delete drawn.series;
    }
    m_drawn.clear();
}

void StripPlot::rebuildSeries()
{
    clearSeries();
    for (const ChartCurve& curve : m_content.curves) m_drawn.push_back(draw(curve));
}

StripPlot::Drawn StripPlot::draw(const ChartCurve& curve)
{
    const Theme& theme = m_themes.theme();
    Drawn drawn{.line = new QLineSeries};
    drawn.line->replace(curve.points);
    if (curve.style.look == CurveLook::Area || curve.style.look == CurveLook::Stacked) {
        if (!curve.ground.isEmpty()) {
            drawn.ground = new QLineSeries;
            drawn.ground->replace(curve.ground);
        }
        auto* area = new QAreaSeries(drawn.line, drawn.ground);
        drawn.line->setParent(area);
        if (drawn.ground) drawn.ground->setParent(area);
        area->setPen(penOf(curve.style, theme));
        area->setBrush(fillOf(curve.style, theme));
        drawn.series = area;
    } else {
        drawn.line->setPen(penOf(curve.style, theme));
        drawn.series = drawn.line;
    }
    m_chart->addSeries(drawn.series);
    drawn.series->attachAxis(m_time);
    drawn.series->attachAxis(m_value);
    return drawn;
}

void StripPlot::setOverlay(const PlotOverlay& overlay)
{
    if (overlay == m_overlay) return;
    m_overlay = overlay;
    viewport()->update();
}

// Drawing

void StripPlot::forgetLayer()
{
    m_layer = {};
    viewport()->update();
}

void StripPlot::paintLayer()
{
    m_layer = QPixmap(viewport()->size() * devicePixelRatioF());
    m_layer.setDevicePixelRatio(devicePixelRatioF());
    m_layer.fill(m_themes.theme().panel);
    QPainter painter(&m_layer);
    const PlotPainter plot(painter, plotScene());
    if (!m_content.empty.isEmpty()) return plot.drawEmpty(m_content.empty);
    plot.drawGrid(m_kind, m_content.top);
    render(&painter, viewport()->rect(), viewport()->rect());
}

void StripPlot::paintEvent(QPaintEvent*)
{
    if (m_layer.isNull()) paintLayer();
    QPainter painter(viewport());
    painter.drawPixmap(0, 0, m_layer);
    PlotPainter(painter, plotScene()).drawOverlay(m_content.marks, m_overlay);
}

PlotPainter::Scene StripPlot::plotScene() const { return {m_themes.theme(), plotArea(), m_window, QRectF(viewport()->rect())}; }

// Pointer

QPointF StripPlot::inPlot(QPointF position) const { return position - QPointF(plotArea().left(), 0); }

void StripPlot::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) emit pressed(inPlot(event->position()));
}

void StripPlot::mouseMoveEvent(QMouseEvent* event) { emit moved(inPlot(event->position())); }

void StripPlot::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) emit released(inPlot(event->position()));
}

void StripPlot::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) emit doubleClicked();
}

void StripPlot::wheelEvent(QWheelEvent* event)
{
    event->accept();
    emit wheeled(event, inPlot(event->position()).x());
}

bool StripPlot::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) emit left();
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    emit tipRequested(help->globalPos(), inPlot(help->pos()).x());
    return true;
}

} // namespace loopscope
