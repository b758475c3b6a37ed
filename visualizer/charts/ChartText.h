#pragma once

#include "runtime/events/Kinds.h"
#include "visualizer/charts/StripKind.h"
#include "visualizer/model/LoopDelays.h"

#include <QCoreApplication>
#include <QString>

namespace loopscope {

struct RunInfo;
struct ThreadInfo;

/// All that the charts say, in the user's language and with units. A MB is a million bytes.
///
/// Thread: the GUI's.
class ChartText
{
    Q_DECLARE_TR_FUNCTIONS(ChartText)
public:
    static QString name(StripKind kind);
    static QString unit(StripKind kind);
    static QString about(StripKind kind); ///< what the figures are, for a tooltip
    static QString loop(const ThreadInfo& thread);

    // Values; `value` in the unit of the strip.
    static QString value(StripKind kind, double value);
    static QString round(StripKind kind, double value); ///< of a round one, beside the plot
    static QString nearly(const QString& value) { return tr("≈ %1").arg(value); }
    static QString percentiles(const LoopDelays::Figures& figures);
    static QString collections(std::size_t count, double longestMs);
    static QString callbacks(std::size_t count);
    static QString most(StripKind kind, double value);
    static QString gc(GcType type);
    static QString gcLetter(GcType type);
    static QString pause(GcType type, double ms, std::size_t others); ///< and how many beside it are too near to be drawn
    static QString moment(std::uint64_t time, std::uint64_t largest, std::uint64_t step); ///< ns

    // Names of curves.
    static QString delay() { return tr("delay"); }
    static QString p99() { return tr("p99"); }
    static QString busy() { return tr("busy"); }
    static QString heapUsed() { return tr("heap used"); }
    static QString external() { return tr("external"); }
    static QString handles() { return tr("active"); }
    static QString waiting() { return tr("waiting"); }
    static QString running() { return tr("running"); }
    static QString unknown() { return tr("–"); }

    // What stands where nothing can be drawn.
    static QString emptyStrip(StripKind kind, DetailLevel detail, bool isComplete);
    static QString nothingHere(StripKind kind); ///< samples there are, but not in the visible range
    static QString noRecording();
    static QString noMetrics();
    static QString nothingYet();
    static QString allHidden();

    /// Of what moment and of what stretch the headings tell.
    static QString legend(const QString& cursor, const QString& length, bool isSelection);
    static QString shortLegend(const QString& cursor); ///< for narrow space
};

} // namespace loopscope
