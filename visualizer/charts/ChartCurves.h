#pragma once

#include "visualizer/charts/PlotWindow.h"
#include "visualizer/model/LoopDelays.h"
#include "visualizer/model/Samples.h"

#include <QList>
#include <QPointF>

#include <cstdint>
#include <optional>
#include <vector>

// From samples to points: what it costs follows the pixels of the window, however many samples there are. Points are
// (ns after the beginning of the window's range, value divided by `unit`). Any thread.

namespace loopscope {

/// What is known between two samples.
enum class Join : std::uint8_t {
    Line,       ///< nothing: a straight line
    StepAfter,  ///< a value holds until the next
    StepBefore, ///< a value tells of the time since the sample before
};

/// A line: where several samples share a pixel, it spans from the least to the greatest.
QList<QPointF> curve(const Samples& samples, const PlotWindow& window, Join join, double unit);
/// The upper edge of an area: where several samples share two pixels, the greatest of them. (To fill an area takes time with the
/// square of its corners.)
QList<QPointF> edge(const Samples& samples, const PlotWindow& window, Join join, double unit);

struct ValueAt {
    double value = 0;
    bool isBetween = false; ///< two samples that differ, and nothing is known there
};
/// As curves understand it, at that moment; where it is not known yet, the last known. None before the first.
std::optional<ValueAt> valueAt(const Samples& samples, std::uint64_t time, Join join, double unit);

/// Each stretch as a box as long and as high as it took, the longest where several share two pixels.
QList<QPointF> delayCurve(const LoopDelays& delays, const PlotWindow& window, double unit);
/// The longest that touches the range, 0 in a wait between two; none before the first and after the last.
std::optional<double> delayIn(const LoopDelays& delays, TimeRange range, double unit);

/// Equal lengths of time, a few pixels each, that stay where they are when the window moves.
struct Bins {
    std::uint64_t first = 0, length = 1; ///< ns
    std::size_t count = 0;
    std::uint64_t begin(std::size_t bin) const { return first + bin * length; }
};
Bins binsOf(const PlotWindow& window);
/// Events a second in each bin.
std::vector<double> rates(const TimeColumn& times, const Bins& bins);
/// The outline of values that hold for a bin each.
QList<QPointF> stepsOf(const std::vector<double>& values, const Bins& bins, const PlotWindow& window);

/// The first greatest of the samples [first, last), at least one.
std::size_t greatest(const Samples& samples, std::size_t first, std::size_t last);

} // namespace loopscope
