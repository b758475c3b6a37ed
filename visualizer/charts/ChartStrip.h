#pragma once

#include "visualizer/charts/ChartData.h"
#include "visualizer/charts/ChartGestures.h"

#include <QWidget>

#include <optional>

namespace loopscope {

class StripHeading;
class StripPlot;
class ThemeManager;
class TraceView;

/// One strip: its heading above its plot. It can have the focus, and sends to the view what the pointer does.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class ChartStrip : public QWidget
{
    Q_OBJECT
public:
    ChartStrip(StripKind kind, TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    StripKind kind() const { return m_kind; }
    /// Of the plot, pixels; the same in all strips that are as wide.
    double plotWidth() const;
    /// Of the plot, in pixels of this widget.
    QRectF plotArea() const;
    QString headingText() const;
    const StripContent& content() const { return m_content; }
    QWidget& surface() const; ///< where the pointer draws and clicks

    void setContent(const StripContent& content, const PlotWindow& window);
    /// `pointer`: pixels of the plot.
    void setOverlay(std::uint64_t cursor, std::optional<TimeRange> selection, std::optional<double> pointer);
    void dress();
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override { return minimumSizeHint(); }

signals:
    void pointerMoved(std::optional<double> x);
    void tipRequested(QPoint globalPosition, double x);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void listen();

    const StripKind m_kind;
    const ThemeManager& m_themes;
    StripHeading* m_heading;
    StripPlot* m_plot;
    ChartGestures m_gestures;
    StripContent m_content;
    PlotWindow m_window;
};

} // namespace loopscope
