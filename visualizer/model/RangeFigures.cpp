#include "visualizer/model/RangeFigures.h"

#include "visualizer/model/TraceModel.h"

#include <algorithm>

namespace loopscope {

RangeFigures figuresOf(const TraceModel& model, TimeRange range)
{
    const Recording& recording = model.recording();
    // Cursors just after a record: those of records at `from` count, those at `to` do not.
    const std::uint64_t from = range.from == 0 ? 0 : recording.cursorAt(range.from - 1), to = range.to == 0 ? 0 : recording.cursorAt(range.to - 1);
    const Navigation& navigation = model.navigation();
    RangeFigures figures;
    figures.callbacks = navigation.count(Step::Macrotask, from, to);
    figures.drained = navigation.count(Step::Microtask, from, to);
    const auto covered = [&](TrackKind kind) {
        const Track* track = model.spans().track({0, kind, 0});
        return track ? track->covered(range.from, range.to, recording.duration()) : 0;
    };
    const std::uint64_t inPhases = covered(TrackKind::Phases), asleep = covered(TrackKind::Asleep);
    if (inPhases > 0) figures.busyShare = 1.0 - static_cast<double>(std::min(asleep, inPhases)) / static_cast<double>(inPhases);
    return figures;
}

} // namespace loopscope
