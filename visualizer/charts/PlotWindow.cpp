#include "visualizer/charts/PlotWindow.h"

#include "visualizer/charts/ChartText.h"

#include <algorithm>
#include <cmath>

namespace loopscope {

double roundUp(double least)
{
    const double power = std::pow(10, std::floor(std::log10(std::max(least, 1e-12))));
    for (const double digit : {1.0, 2.0, 5.0})
        if (digit * power >= least * (1 - 1e-9)) return digit * power;
    return 10 * power;
}

double PlotWindow::nsPerPixel() const { return std::max<double>(static_cast<double>(range.length()), 1) / std::max(width, 1.0); }

double PlotWindow::x(std::uint64_t time) const
{
    return static_cast<double>(static_cast<std::int64_t>(time - range.from)) / nsPerPixel();
}

std::uint64_t PlotWindow::time(double x) const
{
    const double offset = std::clamp(x, 0.0, std::max(width, 1.0)) * nsPerPixel();
    return std::min(range.to, range.from + static_cast<std::uint64_t>(std::llround(offset)));
}

TimeRange PlotWindow::around(std::uint64_t time) const
{
    const auto half = static_cast<std::uint64_t>(nsPerPixel() / 2);
    return {time - std::min(time, half), time + half};
}

TimeRange PlotWindow::zoomed(double x, double factor) const
{
    const auto length = static_cast<double>(range.length());
    const double wanted = std::min(length * factor, 1e18), share = std::clamp(x / std::max(width, 1.0), 0.0, 1.0);
    const auto from = static_cast<std::uint64_t>(std::llround(std::max(0.0, static_cast<double>(range.from) + share * (length - wanted))));
    return {from, from + static_cast<std::uint64_t>(std::llround(wanted))};
}

TimeRange PlotWindow::panned(double pixels) const
{
    const double from = std::max(0.0, static_cast<double>(range.from) + pixels * nsPerPixel());
    const auto start = static_cast<std::uint64_t>(std::llround(from));
    return {start, start + range.length()};
}

std::uint64_t PlotWindow::roundStep(double leastPixels) const
{
    const double least = std::max(nsPerPixel() * leastPixels, 1.0);
    if (least > 5e9 && least <= 1800e9)
        for (const double seconds : {10, 15, 30, 60, 120, 300, 600, 1800})
            if (seconds * 1e9 >= least) return static_cast<std::uint64_t>(seconds * 1e9);
    if (least > 1800e9) return static_cast<std::uint64_t>(roundUp(least / 3600e9) * 3600e9);
    return static_cast<std::uint64_t>(std::llround(roundUp(least)));
}

std::vector<std::uint64_t> PlotWindow::ticks(double leastPixels) const
{
    std::vector<std::uint64_t> times;
    const std::uint64_t step = roundStep(leastPixels);
    for (std::uint64_t time = (range.from + step - 1) / step * step; time <= range.to; time += step) times.push_back(time);
    return times;
}

QString PlotWindow::text(std::uint64_t time, std::uint64_t step) const { return ChartText::moment(time, std::max(time, range.to), step); }

QString PlotWindow::text(std::uint64_t time) const { return text(time, static_cast<std::uint64_t>(std::max(nsPerPixel(), 1.0))); }

} // namespace loopscope
