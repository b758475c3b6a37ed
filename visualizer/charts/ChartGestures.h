#pragma once

#include "visualizer/charts/PlotWindow.h"

#include <QPointF>

#include <optional>

class QWheelEvent;

namespace loopscope {

/// What pointer and keys mean on a plot, as wishes to the view: a click puts the cursor, dragging selects, the wheel zooms
/// around the pointer and with Shift pans.
///
/// Thread: the GUI's. Lifetime: the view must outlive it. Positions in pixels of the plot.
class ChartGestures
{
public:
    explicit ChartGestures(TraceView& view) : m_view(view) {}

    void press(const PlotWindow& window, QPointF position); ///< beside the plot it means nothing
    void move(const PlotWindow& window, QPointF position);
    void release(const PlotWindow& window, QPointF position);
    void wheel(const PlotWindow& window, const QWheelEvent& event, double x);
    void showAll();
    bool isDragging() const { return m_selects; }

    void pan(double share); ///< of the visible length
    void zoom(double factor); ///< around the cursor if it is in view, else around the middle
    void clearSelection();

private:
    TraceView& m_view;
    std::optional<QPointF> m_pressedAt;
    bool m_selects = false;
};

} // namespace loopscope
