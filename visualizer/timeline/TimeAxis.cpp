#include "visualizer/timeline/TimeAxis.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace loopscope {

namespace {

struct Unit {
    double ns;
    const char* format;
};

const Unit kUnits[]{{1, QT_TRANSLATE_NOOP("TimeAxis", "%1 ns")},
                    {1e3, QT_TRANSLATE_NOOP("TimeAxis", "%1 µs")},
                    {1e6, QT_TRANSLATE_NOOP("TimeAxis", "%1 ms")},
                    {1e9, QT_TRANSLATE_NOOP("TimeAxis", "%1 s")}};
constexpr double kMinute = 60e9;

const Unit& unitFor(double largest)
{
    const Unit* unit = &kUnits[0];
    for (const Unit& u : kUnits)
        if (u.ns <= largest) unit = &u;
    return *unit;
}

/// Decimals needed to tell apart times that are `step` apart.
int decimalsFor(double step, double unit) { return std::clamp(static_cast<int>(std::ceil(std::log10(unit / step) - 1e-9)), 0, 9); }

QString clock(double ns)
{
    const auto seconds = static_cast<qint64>(std::llround(ns / 1e9));
    const QString tail = QStringLiteral("%1:%2").arg(seconds / 60 % 60, seconds >= 3600 ? 2 : 1, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return seconds < 3600 ? tail : QStringLiteral("%1:%2").arg(seconds / 3600).arg(tail);
}

QString timeText(double ns, double largest, double step)
{
    if (largest >= 2 * kMinute && step >= 1e9) return clock(ns);
    const Unit& unit = unitFor(largest);
    return QCoreApplication::translate("TimeAxis", unit.format).arg(ns / unit.ns, 0, 'f', decimalsFor(step, unit.ns));
}

struct Step {
    double size;
    int parts; ///< small ticks in it
};

/// The smallest round step that is not below `least`.
Step roundStep(double least)
{
    constexpr std::array<Step, 8> seconds{{{10e9, 5}, {15e9, 3}, {30e9, 3}, {60e9, 6}, {120e9, 4}, {300e9, 5}, {600e9, 5}, {1800e9, 6}}};
    if (least > 5e9 && least <= seconds.back().size)
        return *std::find_if(seconds.begin(), seconds.end(), [least](const Step& s) { return s.size >= least; });
    const double unit = least > seconds.back().size ? 3600e9 : 1;
    const double power = std::pow(10, std::floor(std::log10(std::max(least / unit, 1.0))));
    for (const Step step : {Step{1, 5}, Step{2, 4}, Step{5, 5}})
        if (step.size * power * unit >= least * (1 - 1e-9)) return {step.size * power * unit, step.parts};
    return {10 * power * unit, 5};
}

} // namespace

TimeAxis::TimeAxis(TimeRange range, double left, double width)
    : m_range(range), m_left(left), m_width(std::max(width, 1.0)),
      m_nsPerPixel(std::max<double>(static_cast<double>(range.length()), 1) / m_width)
{
}

double TimeAxis::x(std::uint64_t time) const
{
    return m_left + static_cast<double>(static_cast<std::int64_t>(time - m_range.from)) / m_nsPerPixel;
}

std::uint64_t TimeAxis::time(double x) const
{
    const double offset = (x - m_left) * m_nsPerPixel;
    if (offset < 0 && -offset > static_cast<double>(m_range.from)) return 0;
    return m_range.from + static_cast<std::uint64_t>(static_cast<std::int64_t>(std::llround(offset)));
}

std::vector<TimeAxis::Tick> TimeAxis::ticks(double characterWidth) const
{
    const auto largest = static_cast<double>(m_range.to);
    // The finer the step, the longer its labels: a few rounds find the step whose labels fit.
    Step step = roundStep(m_nsPerPixel * characterWidth * 8);
    for (int round = 0; round < 3; ++round) {
        const double longest = static_cast<double>(timeText(largest, largest, step.size).size() + 4);
        step = roundStep(m_nsPerPixel * characterWidth * longest);
    }
    std::vector<Tick> ticks;
    const double part = std::max(step.size / step.parts, 1.0);
    const double first = std::floor(static_cast<double>(m_range.from) / step.size) * step.size;
    for (std::int64_t i = 0; i < 4096; ++i) {
        const double time = first + static_cast<double>(i) * part;
        if (time > largest) break;
        if (time < static_cast<double>(m_range.from)) continue;
        const bool isLarge = i % std::llround(step.size / part) == 0;
        ticks.push_back({static_cast<std::uint64_t>(std::llround(time)), isLarge ? timeText(time, largest, step.size) : QString()});
    }
    return ticks;
}

TimeRange TimeAxis::zoomed(double x, double factor) const
{
    const auto length = static_cast<double>(m_range.length()) * factor;
    const double share = std::clamp((x - m_left) / m_width, 0.0, 1.0);
    const double from = std::max(0.0, static_cast<double>(m_range.from) + share * (static_cast<double>(m_range.length()) - length));
    const auto start = static_cast<std::uint64_t>(std::llround(from));
    return {start, start + static_cast<std::uint64_t>(std::llround(std::min(length, 1e18)))};
}

TimeRange TimeAxis::panned(double pixels) const
{
    const std::uint64_t from = time(m_left + pixels);
    return {from, from + m_range.length()};
}

QString TimeAxis::text(std::uint64_t time) const
{
    const auto largest = static_cast<double>(std::max(time, m_range.to));
    return timeText(static_cast<double>(time), largest, std::min(m_nsPerPixel, unitFor(largest).ns));
}

} // namespace loopscope
