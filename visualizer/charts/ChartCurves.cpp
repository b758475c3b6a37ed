#include "visualizer/charts/ChartCurves.h"

#include <algorithm>
#include <cmath>

namespace loopscope {

namespace {

constexpr double kBinPixels = 4;
constexpr std::uint64_t kShortestBin = 1'000'000; // ns: below, a single callback would look like a storm

/// Joins samples as points of one curve.
class Pen
{
public:
    Pen(TimeRange range, Join join, double unit) : m_range(range), m_join(join), m_unit(unit) {}

    void begin(double x, double value) { put(x, value); }
    void to(double x, double value)
    {
        if (m_join == Join::StepAfter && !m_points.isEmpty()) m_points.append({x, m_points.last().y()});
        if (m_join == Join::StepBefore && !m_points.isEmpty()) m_points.append({m_points.last().x(), value / m_unit});
        put(x, value);
    }
    void put(double x, double value) { m_points.append({x, value / m_unit}); }
    double x(std::uint64_t time) const { return static_cast<double>(static_cast<std::int64_t>(time - m_range.from)); }
    QList<QPointF> take() { return std::move(m_points); }

private:
    TimeRange m_range;
    Join m_join;
    double m_unit;
    QList<QPointF> m_points;
};

/// Of an area.
std::size_t columnsOf(const PlotWindow& window) { return std::max<std::size_t>(window.pixels() / 2, 1); }

/// On the line from sample i to the next.
double onLine(const Samples& samples, std::size_t i, std::uint64_t time)
{
    const auto length = static_cast<double>(samples.time(i + 1) - samples.time(i));
    const double share = length > 0 ? static_cast<double>(time - samples.time(i)) / length : 1;
    return samples.value(i) + share * (static_cast<double>(samples.value(i + 1)) - samples.value(i));
}

/// From the window's left edge, where what was before reaches into it.
void enter(Pen& pen, const Samples& samples, std::size_t first, TimeRange range, Join join)
{
    if (join == Join::StepBefore && first < samples.size()) {
        const std::uint64_t since = samples.size() > 1 ? samples.time(1) - samples.time(0) : samples.time(0);
        const std::uint64_t from = first > 0 ? range.from : std::max(range.from, samples.time(0) - std::min(since, samples.time(0)));
        pen.begin(pen.x(from), samples.value(first));
    } else if (join == Join::StepAfter && first > 0) {
        pen.begin(0, samples.value(first - 1));
    } else if (join == Join::Line && first > 0) {
        pen.begin(0, first < samples.size() ? onLine(samples, first - 1, range.from) : samples.value(first - 1));
    }
}

void leave(Pen& pen, const Samples& samples, std::size_t end, TimeRange range, Join join)
{
    const double right = pen.x(range.to);
    if (join == Join::StepAfter && end > 0) pen.put(right, samples.value(end - 1));
    if (end == samples.size()) return;
    if (join == Join::StepBefore) pen.to(right, samples.value(end));
    if (join == Join::Line && end > 0) pen.to(right, onLine(samples, end - 1, range.to));
}

} // namespace

QList<QPointF> edge(const Samples& samples, const PlotWindow& window, Join join, double unit)
{
    Pen pen(window.range, join, unit);
    enter(pen, samples, samples.firstFrom(window.range.from), window.range, join);
    for (const Samples::Column& column : samples.columns(window.range.from, window.range.to, columnsOf(window))) {
        pen.to(pen.x(samples.time(column.first)), column.extremes.max);
        if (column.last - column.first > 1) pen.put(pen.x(samples.time(column.last - 1)), column.extremes.max);
    }
    leave(pen, samples, samples.firstAfter(window.range.to), window.range, join);
    return pen.take();
}

QList<QPointF> curve(const Samples& samples, const PlotWindow& window, Join join, double unit)
{
    Pen pen(window.range, join, unit);
    enter(pen, samples, samples.firstFrom(window.range.from), window.range, join);
    for (const Samples::Column& column : samples.columns(window.range.from, window.range.to, window.pixels())) {
        const double left = pen.x(samples.time(column.first)), right = pen.x(samples.time(column.last - 1));
        pen.to(left, samples.value(column.first));
        if (column.last - column.first == 1) continue;
        pen.put((left + right) / 2, column.extremes.min);
        pen.put((left + right) / 2, column.extremes.max);
        pen.put(right, samples.value(column.last - 1));
    }
    leave(pen, samples, samples.firstAfter(window.range.to), window.range, join);
    return pen.take();
}

std::optional<ValueAt> valueAt(const Samples& samples, std::uint64_t time, Join join, double unit)
{
    if (samples.empty()) return std::nullopt;
    if (join == Join::StepBefore) return ValueAt{samples.value(std::min(samples.firstFrom(time), samples.size() - 1)) / unit};
    const std::size_t after = samples.firstAfter(time);
    if (after == 0) return std::nullopt;
    const bool between = join == Join::Line && after < samples.size() && samples.time(after - 1) < time && samples.value(after - 1) != samples.value(after);
    return ValueAt{(between ? onLine(samples, after - 1, time) : samples.value(after - 1)) / unit, between};
}

QList<QPointF> delayCurve(const LoopDelays& delays, const PlotWindow& window, double unit)
{
    QList<QPointF> points;
    const double pixel = window.nsPerPixel(), right = static_cast<double>(window.range.length());
    double passed = 0;
    for (const LoopDelays::Box& box : delays.boxes(window.range.from, window.range.to, columnsOf(window))) {
        const double from = static_cast<double>(static_cast<std::int64_t>(box.from - window.range.from));
        const double to = static_cast<double>(static_cast<std::int64_t>(box.to - window.range.from));
        const double left = std::clamp(from, passed, right), end = std::clamp(std::max(to, left + pixel), left, right);
        if (left - passed >= pixel) points << QPointF(passed, 0);
        if (left - passed >= pixel || points.isEmpty()) points << QPointF(left, 0);
        points << QPointF(left, box.longest / unit) << QPointF(end, box.longest / unit);
        passed = end;
    }
    if (!points.isEmpty()) points << QPointF(passed, 0);
    return points;
}

std::optional<double> delayIn(const LoopDelays& delays, TimeRange range, double unit)
{
    const Samples& samples = delays.samples();
    if (samples.empty() || range.to < delays.from(0) || range.from > samples.time(samples.size() - 1)) return std::nullopt;
    const auto [first, last] = delays.touching(range.from, range.to);
    return first < last ? samples.extremes(first, last).max / unit : 0;
}

Bins binsOf(const PlotWindow& window)
{
    const std::uint64_t length = std::max(window.roundStep(kBinPixels), kShortestBin);
    const std::uint64_t first = window.range.from / length;
    return {first * length, length, static_cast<std::size_t>(window.range.to / length - first + 1)};
}

std::vector<double> rates(const TimeColumn& times, const Bins& bins)
{
    std::vector<double> found(bins.count);
    const double perSecond = 1e9 / static_cast<double>(bins.length);
    std::size_t from = times.firstFrom(bins.first);
    for (std::size_t bin = 0; bin < bins.count && from != times.size(); ++bin) {
        const std::size_t to = times.firstFrom(bins.begin(bin + 1), from);
        found[bin] = static_cast<double>(to - from) * perSecond;
        from = to;
    }
    return found;
}

QList<QPointF> stepsOf(const std::vector<double>& values, const Bins& bins, const PlotWindow& window)
{
    QList<QPointF> points;
    const auto right = static_cast<double>(window.range.length());
    const auto x = [&](std::size_t bin) {
        return std::clamp(static_cast<double>(static_cast<std::int64_t>(bins.begin(bin) - window.range.from)), 0.0, right);
    };
    for (std::size_t bin = 0; bin < values.size(); ++bin)
        points << QPointF(x(bin), values[bin]) << QPointF(x(bin + 1), values[bin]);
    return points;
}

std::size_t greatest(const Samples& samples, std::size_t first, std::size_t last)
{
    while (last - first > 1) {
        const std::size_t middle = first + (last - first) / 2;
        if (samples.extremes(first, middle).max >= samples.extremes(middle, last).max)
            last = middle;
        else
            first = middle;
    }
    return first;
}

} // namespace loopscope
