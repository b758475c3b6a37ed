#include "visualizer/charts/ChartData.h"

#include "visualizer/charts/ChartCurves.h"
#include "visualizer/charts/ChartText.h"
#include "visualizer/model/TraceModel.h"

#include <algorithm>

namespace loopscope {

namespace {

constexpr double kNsPerMs = 1e6, kBytesPerMb = 1e6, kPercent = 0.01; // what one of a strip's unit is
constexpr double kMarkPixels = 16;

constexpr CurveStyle kMainArea{.look = CurveLook::Area};
constexpr CurveStyle kP99{.tone = Tone::Muted, .look = CurveLook::Dashed};
constexpr CurveStyle kSecond{.tone = Tone::Muted, .look = CurveLook::Line};
constexpr CurveStyle kRunning{.tone = Tone::OfHue, .hue = Hue::Pool, .look = CurveLook::Area};
constexpr CurveStyle kWaiting{.tone = Tone::Warning, .look = CurveLook::Line};

struct MetricLook {
    Metric metric;
    StripKind strip;
    Join join;
    double unit;
    CurveStyle style;
    QString (*name)();
};

const MetricLook kMetrics[]{
    {Metric::Utilisation, StripKind::Utilisation, Join::StepBefore, kPercent, kMainArea, ChartText::busy},
    {Metric::HeapUsed, StripKind::Heap, Join::Line, kBytesPerMb, kMainArea, ChartText::heapUsed},
    {Metric::External, StripKind::Heap, Join::Line, kBytesPerMb, kSecond, ChartText::external},
    {Metric::ActiveHandles, StripKind::Handles, Join::StepAfter, 1, kMainArea, ChartText::handles},
};

CurveStyle styleOf(Queue queue) { return {Tone::OfHue, hueOf(queue, {}), CurveLook::Stacked}; }

double highest(const StripContent& content)
{
    double top = 0;
    for (const ChartCurve& curve : content.curves)
        for (const QPointF& point : curve.points) top = std::max(top, point.y());
    return top;
}

/// A round number with room above the curves; a whole one, and its half too, where values are counts.
double topFor(StripKind kind, double highest)
{
    if (kind == StripKind::Utilisation) return 100;
    const double least = highest * 1.08;
    if (kind == StripKind::Delay) return roundUp(std::max(least, 0.01));
    if (kind == StripKind::Heap) return roundUp(std::max(least, 1.0));
    return 2 * roundUp(std::max(least / 2, 1.0));
}

bool anyIn(const std::vector<double>& values)
{
    return std::any_of(values.begin(), values.end(), [](double v) { return v > 0; });
}

QList<ChartValue> oneValue(const QString& name, StripKind kind, std::optional<double> value, CurveStyle style)
{
    return {{name, value ? ChartText::value(kind, *value) : ChartText::unknown(), style}};
}

ChartValue metricValue(const MetricLook& look, const Samples& samples, std::uint64_t time)
{
    const auto at = valueAt(samples, time, look.join, look.unit);
    // Of a count, too, nothing is known between two samples that differ: it is drawn as it was.
    const std::size_t after = samples.firstAfter(time);
    const bool heldOver = look.join == Join::StepAfter && after > 0 && after < samples.size() && samples.time(after - 1) < time && samples.value(after - 1) != samples.value(after);
    const QString text = at ? ChartText::value(look.strip, at->value) : ChartText::unknown();
    return {look.name(), at && (at->isBetween || heldOver) ? ChartText::nearly(text) : text, look.style};
}

} // namespace

ChartData::ChartData(const TraceModel& model, std::uint16_t thread, PlotWindow window, TimeRange figures)
    : m_model(model), m_loop(model.series().loop(thread)), m_window(window), m_figures(figures)
{
}

StripContent ChartData::strip(StripKind kind, std::uint64_t cursor) const
{
    StripContent content;
    if (hasAny(kind)) {
        if (kind == StripKind::Delay) delay(content);
        if (kind == StripKind::Callbacks) callbacks(content);
        if (kind == StripKind::Pool) pool(content);
        metrics(content, kind);
        if (kind == StripKind::Heap) heap(content);
        content.values = values(kind, cursor);
    }
    content.top = topFor(kind, highest(content));
    content.empty = emptyText(kind, content);
    return content;
}

bool ChartData::hasAny(StripKind kind) const
{
    const PoolQueue& pool = m_model.series().pool();
    if (kind == StripKind::Pool) return !pool.waiting().empty() || !pool.running().empty();
    if (!m_loop) return false;
    if (kind == StripKind::Delay) return !m_loop->delays.samples().empty();
    if (kind == StripKind::Callbacks) return std::any_of(m_loop->begun.begin(), m_loop->begun.end(), [](const auto& times) { return !times.empty(); });
    if (kind == StripKind::Heap && !m_loop->pauses.empty()) return true;
    return std::any_of(std::begin(kMetrics), std::end(kMetrics), [&](const MetricLook& m) { return m.strip == kind && !m_loop->metric(m.metric).empty(); });
}

QString ChartData::emptyText(StripKind kind, const StripContent& content) const
{
    if (!hasAny(kind)) return ChartText::emptyStrip(kind, m_model.recording().info().detail, m_model.recording().isComplete());
    const bool draws = !content.marks.isEmpty() || std::any_of(content.curves.begin(), content.curves.end(), [](const ChartCurve& c) { return !c.points.isEmpty(); });
    return draws ? QString() : ChartText::nothingHere(kind);
}

void ChartData::delay(StripContent& content) const
{
    const LoopDelays& delays = m_loop->delays;
    const QList<QPointF> points = delayCurve(delays, m_window, kNsPerMs);
    const auto [first, last] = delays.touching(m_figures.from, m_figures.to);
    const LoopDelays::Figures figures = delays.figures(first, last);
    content.curves.append({kMainArea, points, {}});
    content.figures = ChartText::percentiles(figures);
    if (figures.count == 0 || points.isEmpty()) return;
    const double p99 = figures.p99 / kNsPerMs;
    content.curves.append({kP99, {{0, p99}, {static_cast<double>(m_window.range.length()), p99}}, {}});
}

void ChartData::metrics(StripContent& content, StripKind kind) const
{
    for (const MetricLook& look : kMetrics) {
        if (look.strip != kind || !m_loop) continue;
        const Samples& samples = m_loop->metric(look.metric);
        const auto points = look.style.look == CurveLook::Area ? edge : curve;
        if (!samples.empty()) content.curves.append({look.style, points(samples, m_window, look.join, look.unit), {}});
    }
}

void ChartData::heap(StripContent& content) const
{
    const Samples& pauses = m_loop->pauses;
    const std::size_t first = pauses.firstFrom(m_figures.from), last = pauses.firstAfter(m_figures.to);
    const double longest = first < last ? pauses.extremes(first, last).max : 0;
    content.figures = ChartText::collections(last - std::min(first, last), longest / kNsPerMs);
    content.marks = marks();
}

QList<ChartMark> ChartData::marks() const
{
    QList<ChartMark> found;
    const Samples& pauses = m_loop->pauses;
    const auto room = static_cast<std::size_t>(std::max(m_window.width / kMarkPixels, 1.0));
    for (const Samples::Column& column : pauses.columns(m_window.range.from, m_window.range.to, room)) {
        const std::size_t longest = greatest(pauses, column.first, column.last);
        const double to = static_cast<double>(pauses.time(longest) - m_window.range.from), length = pauses.value(longest);
        ChartMark mark{std::max(to - length, 0.0), to, m_loop->pauseTypes[longest], length / kNsPerMs, column.last - column.first - 1};
        if (found.isEmpty() || to - found.last().to >= kMarkPixels * m_window.nsPerPixel()) {
            found.append(mark);
            continue;
        }
        const std::size_t together = mark.others + found.last().others + 1;
        if (mark.ms > found.last().ms) found.last() = mark;
        found.last().others = together;
    }
    return found;
}

QString ChartData::markAt(std::uint64_t time) const
{
    if (!m_loop) return {};
    const double x = static_cast<double>(static_cast<std::int64_t>(time - m_window.range.from)), reach = kMarkPixels / 2 * m_window.nsPerPixel();
    for (const ChartMark& mark : marks())
        if (x >= mark.from - reach && x <= mark.to + reach) return ChartText::pause(mark.type, mark.ms, mark.others);
    return {};
}

void ChartData::callbacks(StripContent& content) const
{
    const Bins bins = binsOf(m_window);
    std::vector<double> below(bins.count, 0.0);
    QList<QPointF> ground;
    std::size_t count = 0;
    for (int q = 0; q < kQueueCount; ++q) {
        const auto& times = m_loop->callbacks(static_cast<Queue>(q));
        count += times.countIn(m_figures.from, m_figures.to + 1);
        std::vector<double> values = rates(times, bins);
        if (!anyIn(values)) continue;
        for (std::size_t i = 0; i < values.size(); ++i) below[i] += values[i];
        QList<QPointF> top = stepsOf(below, bins, m_window);
        content.curves.append({styleOf(static_cast<Queue>(q)), top, ground});
        ground = std::move(top);
    }
    content.figures = ChartText::callbacks(count);
}

void ChartData::pool(StripContent& content) const
{
    const PoolQueue& pool = m_model.series().pool();
    content.curves.append({kRunning, edge(pool.running(), m_window, Join::StepAfter, 1), {}});
    content.curves.append({kWaiting, curve(pool.waiting(), m_window, Join::StepAfter, 1), {}});
    const std::size_t first = pool.waiting().firstFrom(m_figures.from), last = pool.waiting().firstAfter(m_figures.to);
    const double before = first > 0 && first <= pool.waiting().size() ? pool.waiting().value(first - 1) : 0.0;
    const double most = std::max<double>(before, first < last ? pool.waiting().extremes(first, last).max : 0.0f);
    content.figures = ChartText::most(StripKind::Pool, most);
}

QList<ChartValue> ChartData::values(StripKind kind, std::uint64_t time) const
{
    QList<ChartValue> found;
    if (!hasAny(kind)) return found;
    if (kind == StripKind::Delay) return oneValue(ChartText::delay(), kind, delayIn(m_loop->delays, m_window.around(time), kNsPerMs), kMainArea);
    if (kind == StripKind::Pool) {
        const PoolQueue& pool = m_model.series().pool();
        found += oneValue(ChartText::running(), kind, valueAt(pool.running(), time, Join::StepAfter, 1).value_or(ValueAt{}).value, kRunning);
        found += oneValue(ChartText::waiting(), kind, valueAt(pool.waiting(), time, Join::StepAfter, 1).value_or(ValueAt{}).value, kWaiting);
    }
    if (kind == StripKind::Callbacks) return callbackValues(time);
    for (const MetricLook& look : kMetrics)
        if (look.strip == kind && !m_loop->metric(look.metric).empty())
            found.append(metricValue(look, m_loop->metric(look.metric), time));
    return found;
}

/// Of the queues that the window shows anything of.
QList<ChartValue> ChartData::callbackValues(std::uint64_t time) const
{
    QList<ChartValue> found;
    const Bins all = binsOf(m_window), one{time / all.length * all.length, all.length, 1};
    for (int q = 0; q < kQueueCount; ++q) {
        const auto queue = static_cast<Queue>(q);
        const auto& times = m_loop->callbacks(queue);
        if (times.countIn(all.first, all.begin(all.count)) == 0) continue;
        found += oneValue(Labels::queue(queue), StripKind::Callbacks, rates(times, one).front(), styleOf(queue));
    }
    return found;
}

} // namespace loopscope
