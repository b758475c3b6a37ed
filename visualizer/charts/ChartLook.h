#pragma once

#include "visualizer/charts/ChartData.h"

#include <QPen>
#include <QRectF>

class QPainter;

namespace loopscope {

struct Theme;

// How curves look in a theme, the same in plots, headings and tooltips. Thread: the GUI's. Lengths in pixels.

QColor colorOf(const CurveStyle& style, const Theme& theme);
/// Of a curve's line, or of an area's upper edge.
QPen penOf(const CurveStyle& style, const Theme& theme);
/// Under an area.
QColor fillOf(const CurveStyle& style, const Theme& theme);

/// A sample of the curve in little: the queue's shape where the hue is one of a queue's, else a line or an area.
void drawSwatch(QPainter& painter, const CurveStyle& style, const Theme& theme, const QRectF& box);

/// Around a strip, for the focus.
inline constexpr int kStripFrame = 2;

/// Where the plots stand in a strip: so far from the left and the right of its frame.
double plotLeft(const Theme& theme);
double plotRight(const Theme& theme);

/// From one number of the axis of time to the next, at least.
double tickDistance(const Theme& theme);

} // namespace loopscope
