#pragma once

#include "visualizer/charts/PlotPainter.h"

#include <QChartView>
#include <QPixmap>

#include <vector>

class QAbstractSeries;
class QLineSeries;
class QValueAxis;

namespace loopscope {

class ThemeManager;

/// The curves of one strip. Draws what it is given, and tells of the pointer in pixels of the plot.
///
/// Thread: the GUI's. Lifetime: themes must outlive it.
class StripPlot : public QChartView
{
    Q_OBJECT
public:
    StripPlot(StripKind kind, const ThemeManager& themes, QWidget* parent = nullptr);
    ~StripPlot() override;

    /// In pixels of this widget.
    QRectF plotArea() const;
    void setContent(const StripContent& content, const PlotWindow& window);
    void setOverlay(const PlotOverlay& overlay);
    void dress();
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override { return minimumSizeHint(); }

signals:
    void pressed(QPointF position);
    void moved(QPointF position);
    void released(QPointF position);
    void doubleClicked();
    void left();
    void wheeled(QWheelEvent* event, double x);
    void tipRequested(QPoint globalPosition, double x);

protected:
    bool viewportEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    /// A curve in the chart. The series belongs to the chart, and its edges to it.
    struct Drawn {
        QAbstractSeries* series = nullptr;
        QLineSeries* line = nullptr;   ///< or an area's upper edge
        QLineSeries* ground = nullptr; ///< an area's lower edge
    };

    void buildChart();
    void rebuildSeries();
    Drawn draw(const ChartCurve& curve);
    void clearSeries();
    void placePlot();
    void scaleAxes();
    void forgetLayer();
    void paintLayer();
    PlotPainter::Scene plotScene() const;
    QPointF inPlot(QPointF position) const;

    const StripKind m_kind;
    const ThemeManager& m_themes;
    QChart* m_chart; // the view's
    QValueAxis *m_time, *m_value; // the chart's
    std::vector<Drawn> m_drawn;
    StripContent m_content;
    PlotWindow m_window;
    PlotOverlay m_overlay;
    QPixmap m_layer; ///< the chart; the cursor moves more often than it changes
};

} // namespace loopscope
