#include "visualizer/timeline/DelayLane.h"

#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/Contrast.h"
#include "visualizer/theme/Theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace loopscope {

namespace {

constexpr double kLeast = 1e5, kMost = 1e9; ///< ns, the foot and the top of the lane
constexpr double kNear = 2;                 ///< pixels beside a narrow bar that still mean it

QString tr(const char* text, int n = -1) { return QCoreApplication::translate("DelayLane", text, nullptr, n); }

} // namespace

std::vector<DelayBar> delayBars(const LoopDelays& delays, const TimeAxis& axis)
{
    std::vector<DelayBar> bars;
    const auto pixels = static_cast<std::size_t>(std::max(axis.width(), 1.0));
    double passed = -1e300;
    for (const LoopDelays::Box& box : delays.boxes(axis.range().from, axis.range().to, pixels)) {
        const double left = std::max(axis.x(box.from), passed), right = std::max(axis.x(box.to), left + 1);
        bars.push_back({left, right - left, heightOfDelay(box.longest), static_cast<std::uint64_t>(box.longest), box.last - box.first});
        passed = right;
    }
    return bars;
}

double heightOfDelay(double ns) { return std::clamp(std::log(std::max(ns, kLeast) / kLeast) / std::log(kMost / kLeast), 0.0, 1.0); }

void DelayLane::draw(QPainter& painter, const QRectF& row, const std::vector<DelayBar>& bars) const
{
    const QFontMetricsF metrics(painter.font());
    painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), mixed(m_theme.panel, m_theme.border, 0.8));
    for (const DelayBar& bar : bars) {
        const bool isLong = bar.longest > m_limit;
        const QColor strong = isLong ? m_theme.warning : m_theme.textFaint;
        const double left = std::max(bar.left, row.left() - 8), right = std::min(bar.left + bar.width, row.right() + 8);
        const double height = std::max(std::round(bar.height * row.height()), 1.0);
        const QRectF body(left, row.bottom() - height, std::max(right - left, 1.0), height);
        painter.fillRect(body, mixed(m_theme.panel, strong, isLong ? 0.45 : 0.3));
        painter.fillRect(QRectF(body.left(), body.top(), body.width(), 1), strong);
        const QString text = bar.count == 1 ? Labels::duration(bar.longest) : QString();
        const double from = std::max(body.left(), row.left()) + 4, to = std::min(body.right(), row.right()) - 4;
        if (text.isEmpty() || body.height() < metrics.height() || metrics.horizontalAdvance(text) > to - from) continue;
        painter.setPen(isLong ? m_theme.text : m_theme.textMuted);
        painter.drawText(QRectF(from, body.top(), to - from, body.height()), Qt::AlignVCenter | Qt::TextSingleLine, text);
    }
}

QString tipForDelay(const TraceModel& model, std::uint16_t thread, const TimeAxis& axis, double x)
{
    const LoopSeries* series = model.series().loop(thread);
    if (!series) return {};
    const std::vector<DelayBar> bars = delayBars(series->delays, axis);
    const auto after = std::upper_bound(bars.begin(), bars.end(), x + kNear, [](double at, const DelayBar& bar) { return at < bar.left; });
    if (after == bars.begin()) return {};
    const DelayBar& bar = *(after - 1);
    if (x > bar.left + bar.width + kNear) return {};
    const QString what = bar.count == 1 ? tr("the loop did not look at the kernel for %1")
                                        : tr("%n turns of the loop; the longest did not look at the kernel for %1", static_cast<int>(std::min<std::size_t>(bar.count, 1u << 30)));
    return what.arg(Labels::duration(bar.longest)) + QLatin1Char('\n') + tr("whatever was due meanwhile waited as long");
}

} // namespace loopscope
