#include "visualizer/charts/ChartText.h"

#include "runtime/stream/Recording.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace loopscope {

namespace {

QString threeDigits(double value)
{
    const double size = std::abs(value);
    const int decimals = size == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    return QLocale().toString(value, 'f', decimals);
}

QString count(double value) { return QLocale().toString(static_cast<qlonglong>(std::llround(value))); }

QString clock(std::uint64_t ns)
{
    const std::uint64_t seconds = (ns + 500'000'000) / 1'000'000'000;
    const QString tail = QStringLiteral("%1:%2").arg(seconds / 60 % 60, seconds >= 3600 ? 2 : 1, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return seconds < 3600 ? tail : QStringLiteral("%1:%2").arg(seconds / 3600).arg(tail);
}

} // namespace

QString ChartText::name(StripKind kind)
{
    switch (kind) {
    case StripKind::Delay: return tr("Loop delay");
    case StripKind::Utilisation: return tr("Loop utilisation");
    case StripKind::Heap: return tr("Memory");
    case StripKind::Callbacks: return tr("Callbacks");
    case StripKind::Handles: return tr("Active handles");
    case StripKind::Pool: return tr("Thread pool");
    }
    return {};
}

QString ChartText::unit(StripKind kind)
{
    switch (kind) {
    case StripKind::Delay: return tr("ms");
    case StripKind::Utilisation: return tr("%");
    case StripKind::Heap: return tr("MB");
    case StripKind::Callbacks: return tr("a second");
    case StripKind::Handles: return tr("count");
    case StripKind::Pool: return tr("operations");
    }
    return {};
}

QString ChartText::about(StripKind kind)
{
    switch (kind) {
    case StripKind::Delay: return tr("How long the loop did not look at the kernel, turn by turn: whatever came meanwhile waited as long.");
    case StripKind::Utilisation: return tr("The part of the time in which the loop was not idle.");
    case StripKind::Heap: return tr("What JavaScript's objects take, and what they hold outside the heap; garbage collections as marks. A MB is a million bytes.");
    case StripKind::Callbacks: return tr("How many callbacks began, by the queue in which they waited. Node's own are not counted.");
    case StripKind::Handles: return tr("What keeps the loop alive: servers, sockets, child processes, watchers, and one for all timers together.");
    case StripKind::Pool: return tr("Work of all loops on libuv's thread pool: what waits for a thread, and what runs in one.");
    }
    return {};
}

QString ChartText::loop(const ThreadInfo& thread)
{
    return thread.kind == ThreadKind::Worker ? tr("Worker %1").arg(QString::fromStdString(thread.name)) : tr("Main loop");
}

QString ChartText::value(StripKind kind, double value)
{
    switch (kind) {
    case StripKind::Delay: return tr("%1 ms").arg(threeDigits(value));
    case StripKind::Utilisation: return tr("%1 %").arg(QLocale().toString(value, 'f', value < 9.95 && value > 0 ? 1 : 0));
    case StripKind::Heap: return tr("%1 MB").arg(threeDigits(value));
    case StripKind::Callbacks: return tr("%1/s").arg(value > 0 && value < 9.95 ? threeDigits(value) : count(value));
    case StripKind::Handles:
    case StripKind::Pool: break;
    }
    return count(value);
}

QString ChartText::round(StripKind kind, double value)
{
    const QString number = QLocale().toString(value, 'g', std::max(3, static_cast<int>(std::log10(std::max(value, 1.0))) + 1));
    switch (kind) {
    case StripKind::Delay: return tr("%1 ms").arg(number);
    case StripKind::Utilisation: return tr("%1 %").arg(number);
    case StripKind::Heap: return tr("%1 MB").arg(number);
    case StripKind::Callbacks: return tr("%1/s").arg(number);
    case StripKind::Handles:
    case StripKind::Pool: break;
    }
    return number;
}

QString ChartText::percentiles(const LoopDelays::Figures& figures)
{
    if (figures.count == 0) return {};
    const auto ms = [](double ns) { return value(StripKind::Delay, ns / 1e6); };
    return tr("p50 %1 · p90 %2 · p99 %3 · max %4").arg(ms(figures.p50), ms(figures.p90), ms(figures.p99), ms(figures.max));
}

QString ChartText::collections(std::size_t count, double longestMs)
{
    if (count == 0) return {};
    const QString longest = value(StripKind::Delay, longestMs);
    if (count == 1) return tr("1 collection, %1").arg(longest);
    return tr("%1 collections, longest %2").arg(QLocale().toString(static_cast<qulonglong>(count)), longest);
}

QString ChartText::callbacks(std::size_t count)
{
    return count == 1 ? tr("1 callback") : tr("%1 callbacks").arg(QLocale().toString(static_cast<qulonglong>(count)));
}

QString ChartText::most(StripKind kind, double most)
{
    return kind == StripKind::Pool ? tr("at most %1 waiting").arg(value(kind, most)) : tr("at most %1").arg(value(kind, most));
}

QString ChartText::gc(GcType type)
{
    switch (type) {
    case GcType::Scavenge: return tr("scavenge");
    case GcType::MinorMarkSweep: return tr("minor mark-sweep");
    case GcType::MarkCompact: return tr("mark-compact");
    case GcType::Incremental: return tr("incremental marking");
    case GcType::WeakCallbacks: return tr("weak callbacks");
    }
    return tr("garbage collection");
}

QString ChartText::gcLetter(GcType type)
{
    switch (type) {
    case GcType::Scavenge: return tr("S", "scavenge");
    case GcType::MinorMarkSweep: return tr("m", "minor mark-sweep");
    case GcType::MarkCompact: return tr("M", "mark-compact");
    case GcType::Incremental: return tr("I", "incremental marking");
    case GcType::WeakCallbacks: return tr("W", "weak callbacks");
    }
    return QStringLiteral("?");
}

QString ChartText::pause(GcType type, double ms, std::size_t others)
{
    const QString longest = tr("%1 %2").arg(gc(type), value(StripKind::Delay, ms));
    if (others == 0) return longest;
    return others == 1 ? tr("%1, and a shorter one").arg(longest) : tr("%1, and %2 shorter ones").arg(longest, QLocale().toString(static_cast<qulonglong>(others)));
}

QString ChartText::moment(std::uint64_t time, std::uint64_t largest, std::uint64_t step)
{
    if (largest >= 120'000'000'000 && step >= 1'000'000'000) return clock(time);
    const double unit = largest >= 1'000'000'000 ? 1e9 : largest >= 1'000'000 ? 1e6 : largest >= 1000 ? 1e3 : 1;
    const double finest = std::min(static_cast<double>(std::max<std::uint64_t>(step, 1)), unit);
    const int decimals = std::clamp(static_cast<int>(std::ceil(std::log10(unit / finest) - 1e-9)), 0, 9);
    const QString number = QString::number(static_cast<double>(time) / unit, 'f', decimals);
    if (unit == 1e9) return tr("%1 s").arg(number);
    if (unit == 1e6) return tr("%1 ms").arg(number);
    return unit == 1e3 ? tr("%1 µs").arg(number) : tr("%1 ns").arg(number);
}

QString ChartText::emptyStrip(StripKind kind, DetailLevel detail, bool isComplete)
{
    const bool isCoarse = detail == DetailLevel::Off || detail == DetailLevel::Monitor;
    if (kind == StripKind::Callbacks && isCoarse) return tr("Callbacks are not recorded at this level of detail; Trace and Lesson tell of them.");
    if (kind == StripKind::Pool && isCoarse) return tr("The pool's work is not recorded at this level of detail; Trace and Lesson tell of it.");
    if (kind == StripKind::Pool) return isComplete ? tr("No work went to the thread pool.") : tr("No work went to the thread pool so far.");
    if (kind == StripKind::Callbacks) return isComplete ? tr("No callback ran.") : tr("No callback ran so far.");
    return isComplete ? tr("The run told nothing of this; it may have been too short for a sample.") : tr("No sample so far.");
}

QString ChartText::nothingHere(StripKind kind)
{
    if (kind == StripKind::Callbacks) return tr("No callback began in this stretch of time.");
    if (kind == StripKind::Pool) return tr("The thread pool had nothing to do in this stretch of time.");
    return tr("No sample in this stretch of time.");
}

QString ChartText::noRecording()
{
    return tr("How the loop, the memory and the thread pool fared over time appears here. Press F5 to run the script in the editor, or open a recording.");
}

QString ChartText::noMetrics()
{
    return tr("This recording has no figures: it was made with the level of detail off. Run the script with Monitor, Trace or Lesson to see charts.");
}

QString ChartText::nothingYet() { return tr("Waiting for the first figures of the program …"); }

QString ChartText::allHidden() { return tr("All charts are hidden. Choose in the menu “Charts” what to show."); }

QString ChartText::legend(const QString& cursor, const QString& length, bool isSelection)
{
    return isSelection ? tr("Values at %1 · figures of the selected %2").arg(cursor, length) : tr("Values at %1 · figures of the visible %2").arg(cursor, length);
}

QString ChartText::shortLegend(const QString& cursor) { return tr("Values at %1").arg(cursor); }

} // namespace loopscope
