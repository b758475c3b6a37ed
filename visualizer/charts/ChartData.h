#pragma once

#include "visualizer/charts/PlotWindow.h"
#include "visualizer/charts/StripKind.h"
#include "visualizer/model/Series.h"
#include "visualizer/theme/Hue.h"

#include <QList>
#include <QPointF>
#include <QString>

#include <optional>

namespace loopscope {

/// From which colour of the theme a curve is drawn.
enum class Tone : std::uint8_t { Accent, Muted, Warning, OfHue };
enum class CurveLook : std::uint8_t {
    Area,
    Stacked, ///< an area that stands on another: no outline, which would hide a thin one below
    Line,
    Dashed,
};

struct CurveStyle {
    Tone tone = Tone::Accent;
    Hue hue = Hue::Main; ///< if the tone is OfHue
    CurveLook look = CurveLook::Line;
    bool operator==(const CurveStyle&) const = default;
};

/// One curve of a strip. Points are (ns after the beginning of the window's range, value in the strip's unit).
struct ChartCurve {
    CurveStyle style;
    QList<QPointF> points;
    QList<QPointF> ground; ///< of an area that stands on another: what it stands on
    bool operator==(const ChartCurve&) const = default;
};

/// A name with its value, as headings and tooltips say it.
struct ChartValue {
    QString name, text;
    CurveStyle style;
    bool operator==(const ChartValue&) const = default;
};

/// A garbage collection, or the longest of some that are too near to one another.
struct ChartMark {
    double from = 0, to = 0; ///< ns after the beginning of the window's range
    GcType type = GcType::Scavenge;
    double ms = 0;
    std::size_t others = 0;
    bool operator==(const ChartMark&) const = default;
};

struct StripContent {
    QList<ChartCurve> curves;
    QList<ChartMark> marks;
    double top = 1;             ///< of the value axis, which begins at 0
    QList<ChartValue> values;   ///< at the cursor
    QString figures;            ///< of the selected or visible range
    QString empty;              ///< what to say where there is nothing to draw
    bool operator==(const StripContent&) const = default;
};

/// What each strip shows, as values: the charts without the widgets. Cheap to make; what strip() costs follows the pixels
/// of the window.
///
/// Thread: the GUI's. Lifetime: made anew for each look; the model must outlive it.
class ChartData
{
public:
    /// `thread`: whose loop. `figures`: the range of which percentiles and counts tell.
    ChartData(const TraceModel& model, std::uint16_t thread, PlotWindow window, TimeRange figures);

    StripContent strip(StripKind kind, std::uint64_t cursor) const;
    /// At that moment, or in the pixel that it lies in.
    QList<ChartValue> values(StripKind kind, std::uint64_t time) const;
    /// The mark under that moment, in words; empty if there is none.
    QString markAt(std::uint64_t time) const;

private:
    void delay(StripContent& content) const;
    void metrics(StripContent& content, StripKind kind) const;
    void heap(StripContent& content) const;
    void callbacks(StripContent& content) const;
    void pool(StripContent& content) const;
    QList<ChartMark> marks() const;
    QList<ChartValue> callbackValues(std::uint64_t time) const;
    QString emptyText(StripKind kind, const StripContent& content) const;
    bool hasAny(StripKind kind) const;

    const TraceModel& m_model;
    const LoopSeries* m_loop; ///< may be null
    PlotWindow m_window;
    TimeRange m_figures;
};

} // namespace loopscope
