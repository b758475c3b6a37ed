#pragma once

#include "visualizer/model/LoopDelays.h"
#include "visualizer/timeline/TimeAxis.h"

#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace loopscope {

class TraceModel;
struct Theme;

/// A stretch in which a loop did not look at the kernel, or several that are too narrow to be told apart.
struct DelayBar {
    double left = 0, width = 0; ///< pixels; may reach out of the view
    double height = 0;          ///< part of the lane's height, 0 to 1
    std::uint64_t longest = 0;  ///< ns
    std::size_t count = 1;
};

/// From left to right. Costs as much as there are pixels, not stretches.
std::vector<DelayBar> delayBars(const LoopDelays& delays, const TimeAxis& axis);

/// How high a delay of so many ns stands: an octave is as much at every height; 0 for a tenth of a millisecond, 1 for a second.
double heightOfDelay(double ns);

/// What the pointer is told about the delays at pixel `x`; empty when there was none.
QString tipForDelay(const TraceModel& model, std::uint16_t thread, const TimeAxis& axis, double x);

/// Draws the lane of delays. Those above `limit` (ns) are a warning. A short-lived helper of one drawing; thread: the GUI's.
class DelayLane
{
public:
    DelayLane(const Theme& theme, std::uint64_t limit) : m_theme(theme), m_limit(limit) {}

    /// In the painter's font.
    void draw(QPainter& painter, const QRectF& row, const std::vector<DelayBar>& bars) const;

private:
    const Theme& m_theme;
    const std::uint64_t m_limit;
};

} // namespace loopscope
