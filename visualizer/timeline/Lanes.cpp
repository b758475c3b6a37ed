#include "visualizer/timeline/Lanes.h"

#include <QCoreApplication>

namespace loopscope {

namespace {

struct LaneKind {
    TrackKind kind;
    const char* name;
    double rowHeight;
    bool always; ///< even when nothing of it happened yet, so that lanes do not jump about in a young run
};

constexpr double kFoldedRow = 4;
constexpr double kGap = 2;      ///< between lanes
constexpr double kLoopGap = 12; ///< between loops

// In the order of the lanes. Asleep lies over the phases; losses over everything.
constexpr LaneKind kKinds[]{
    {TrackKind::Phases, QT_TRANSLATE_NOOP("Lanes", "Phases"), 17, true},
    {TrackKind::Callbacks, QT_TRANSLATE_NOOP("Lanes", "Callbacks"), 20, true},
    {TrackKind::Drains, QT_TRANSLATE_NOOP("Lanes", "Ticks and jobs"), 20, true},
    {TrackKind::Output, QT_TRANSLATE_NOOP("Lanes", "Output"), 16, false},
    {TrackKind::Functions, QT_TRANSLATE_NOOP("Lanes", "Functions"), 17, false},
    {TrackKind::Pool, QT_TRANSLATE_NOOP("Lanes", "Thread pool"), 16, false},
    {TrackKind::Gc, QT_TRANSLATE_NOOP("Lanes", "GC"), 15, false},
    {TrackKind::Delay, QT_TRANSLATE_NOOP("Lanes", "Loop delay"), 22, false},
};

bool isLoop(const Spans& spans, std::uint16_t thread)
{
    return thread == 0 || spans.depth(thread, TrackKind::Phases) != 0 || spans.depth(thread, TrackKind::Callbacks) != 0;
}

std::uint16_t rowsOf(const TraceModel& model, std::uint16_t thread, TrackKind kind)
{
    if (kind != TrackKind::Delay) return model.spans().depth(thread, kind);
    const LoopSeries* series = model.series().loop(thread);
    return series && !series->delays.samples().empty() ? 1 : 0;
}

void addLane(std::vector<Lane>& lanes, const LaneKind& kind, std::uint16_t thread, std::uint16_t rows, const FoldedLanes& folded, double scale)
{
    Lane lane{.thread = thread, .kind = kind.kind, .rows = rows, .name = QCoreApplication::translate("Lanes", kind.name)};
    lane.canFold = rows > 1;
    lane.isFolded = lane.canFold && folded.contains({thread, kind.kind});
    lane.rowHeight = (lane.isFolded ? kFoldedRow : kind.rowHeight) * scale;
    lane.startsLoop = thread != 0 && kind.kind == TrackKind::Phases;
    lane.top = heightOf(lanes) + (lane.startsLoop ? kLoopGap : kGap) * scale;
    lanes.push_back(std::move(lane));
}

} // namespace

std::vector<Lane> lanesOf(const TraceModel& model, const FoldedLanes& folded, double scale)
{
    const Spans& spans = model.spans();
    const std::vector<ThreadInfo> threads = model.recording().threads();
    std::vector<Lane> lanes;
    const auto count = static_cast<std::uint16_t>(std::max<std::size_t>(threads.size(), 1));
    for (std::uint16_t thread = 0; thread < count; ++thread) {
        if (!isLoop(spans, thread)) continue;
        const std::size_t first = lanes.size();
        for (const LaneKind& kind : kKinds) {
            const std::uint16_t rows = rowsOf(model, thread, kind.kind);
            if (rows != 0 || kind.always) addLane(lanes, kind, thread, std::max<std::uint16_t>(rows, 1), folded, scale);
        }
        if (thread != 0)
            lanes[first].name = QCoreApplication::translate("Lanes", "Worker %1").arg(QString::fromStdString(threads[thread].name));
    }
    return lanes;
}

double heightOf(const std::vector<Lane>& lanes) { return lanes.empty() ? 0 : lanes.back().bottom(); }

std::optional<TrackKey> rowAt(const std::vector<Lane>& lanes, double y)
{
    for (const Lane& lane : lanes)
        if (y >= lane.top && y < lane.bottom()) return lane.key(static_cast<std::uint16_t>((y - lane.top) / lane.rowHeight));
    return std::nullopt;
}

} // namespace loopscope
