#pragma once

#include "visualizer/model/TraceView.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

/// The time axis that all strips share: `range` over `width` pixels, 0 where the plots begin. Times in ns.
/// A plain value; any thread.
struct PlotWindow {
    TimeRange range;
    double width = 1;

    double nsPerPixel() const;
    std::size_t pixels() const { return static_cast<std::size_t>(width < 1 ? 1 : width); }
    double x(std::uint64_t time) const;
    /// Never outside the range, whatever the pixel.
    std::uint64_t time(double x) const;
    /// The stretch that the pixel around `time` stands for.
    TimeRange around(std::uint64_t time) const;

    /// The range that shows `factor` times as much, with the time under `x` staying there.
    TimeRange zoomed(double x, double factor) const;
    /// The range `pixels` further right.
    TimeRange panned(double pixels) const;

    /// A round length of time, at least so many pixels long.
    std::uint64_t roundStep(double leastPixels) const;
    /// The multiples of roundStep() in the range.
    std::vector<std::uint64_t> ticks(double leastPixels) const;
    /// "1.25 s": in the unit of the range, to what tells apart times that are `step` apart.
    QString text(std::uint64_t time, std::uint64_t step) const;
    /// To what one pixel can tell.
    QString text(std::uint64_t time) const;

    bool operator==(const PlotWindow&) const = default;
};

/// The smallest of 1, 2, 5, 10, 20, .. that is not below `least`.
double roundUp(double least);

} // namespace loopscope
