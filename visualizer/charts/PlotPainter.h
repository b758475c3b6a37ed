#pragma once

#include "visualizer/charts/ChartData.h"

#include <QRectF>

#include <optional>

class QPainter;

namespace loopscope {

struct Theme;

/// What lies over the curves. Times in ns.
struct PlotOverlay {
    std::uint64_t cursor = 0;
    std::optional<TimeRange> selection;
    std::optional<double> pointer; ///< pixels of the plot
    bool operator==(const PlotOverlay&) const = default;
};

/// Draws what lies below and above a strip's curves.
///
/// Thread: the GUI's. Lifetime: one paint. Lengths in pixels.
class PlotPainter
{
public:
    struct Scene {
        const Theme& theme;
        QRectF area; ///< of the plot
        const PlotWindow& window;
        QRectF whole;
    };
    PlotPainter(QPainter& painter, const Scene& scene) : m_painter(painter), m_scene(scene) {}

    void drawEmpty(const QString& text) const;
    void drawGrid(StripKind kind, double top) const;
    void drawOverlay(const QList<ChartMark>& marks, const PlotOverlay& overlay) const;

private:
    void drawMark(const ChartMark& mark) const;
    void drawSelection(TimeRange selection) const;
    void drawLines(const PlotOverlay& overlay) const;

    QPainter& m_painter;
    Scene m_scene;
};

} // namespace loopscope
