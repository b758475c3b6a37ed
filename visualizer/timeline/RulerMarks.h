#pragma once

#include "visualizer/model/TraceView.h"
#include "visualizer/timeline/TimeAxis.h"

#include <QRectF>

#include <cstdint>
#include <span>
#include <vector>

class QPainter;

namespace loopscope {

struct Theme;

/// Where in the axis' view the records `hits` (rising indices) stand: whole pixels, each once. Costs as much as there are
/// pixels, not hits.
std::vector<double> marksOf(std::span<const std::uint32_t> hits, const Recording& recording, const TimeAxis& axis);

/// What the user has marked or looks for: bookmarks as flags and places found as wedges on the ruler, and the one at the
/// cursor as a line down to `bottom` too. `view` has a recording. Thread: the GUI's.
void drawRulerMarks(QPainter& painter, const Theme& theme, const TraceView& view, const TimeAxis& axis, const QRectF& ruler, double bottom);

/// The note of the bookmark at that place of the ruler and when it is; empty if there is none.
QString tipForRulerMark(const TraceView& view, const TimeAxis& axis, double x);

} // namespace loopscope
