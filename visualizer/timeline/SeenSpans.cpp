#include "visualizer/timeline/SeenSpans.h"

#include "visualizer/model/TraceModel.h"

#include <algorithm>

namespace loopscope {

SeenSpans SeenSpans::of(const TraceModel& model, std::uint64_t until)
{
    SeenSpans seen;
    const std::uint64_t now = model.recording().duration();
    // Spans follow one another, and all but the last have ended: only it may still get longer.
    for (const auto& [key, track] : model.spans().tracks()) {
        const std::size_t count = track.firstFrom(until);
        const std::uint64_t to = count == 0 ? 0 : track.at(count - 1).to;
        seen.m_ends.push_back(count);
        seen.m_ends.push_back(std::min(to == Track::kOpen ? now : to, until));
        if (key.kind != TrackKind::Phases) continue;
        const LoopSeries* series = model.series().loop(key.thread);
        seen.m_ends.push_back(series ? series->delays.touching(0, until).second : 0);
    }
    return seen;
}

} // namespace loopscope
