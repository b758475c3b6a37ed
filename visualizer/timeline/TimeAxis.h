#pragma once

#include "visualizer/model/TraceView.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace loopscope {

/// The way between times (ns) and pixels of a view that shows `range` from `left` on over `width` pixels.
/// A plain value; any thread.
class TimeAxis
{
public:
    TimeAxis(TimeRange range, double left, double width);

    const TimeRange& range() const { return m_range; }
    double left() const { return m_left; }
    double width() const { return m_width; }
    double nsPerPixel() const { return m_nsPerPixel; }

    double x(std::uint64_t time) const;
    /// Never below 0, whatever the pixel.
    std::uint64_t time(double x) const;

    struct Tick {
        std::uint64_t time = 0;
        QString label; ///< empty for a small one
    };
    /// So dense that labels of characters of that width do not touch.
    std::vector<Tick> ticks(double characterWidth) const;

    /// The range that shows `factor` times as much, with the time under `x` staying there.
    TimeRange zoomed(double x, double factor) const;
    /// The range `pixels` further right.
    TimeRange panned(double pixels) const;

    /// "12.345 ms": in the unit of the range, and to what one pixel can tell.
    QString text(std::uint64_t time) const;

private:
    TimeRange m_range;
    double m_left, m_width, m_nsPerPixel;
};

} // namespace loopscope
