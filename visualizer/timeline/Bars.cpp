#include "visualizer/timeline/Bars.h"

#include <algorithm>

namespace loopscope {

namespace {

std::uint64_t endOf(const Track::Span& span, std::uint64_t now) { return span.to == Track::kOpen ? std::max(now, span.from) : span.to; }

} // namespace

std::vector<Bar> barsOf(const Track& track, const TimeAxis& axis, std::uint64_t now)
{
    std::vector<Bar> bars;
    const auto wide = [&](const Track::Span& s) { return static_cast<double>(endOf(s, now) - s.from) >= kNarrow * axis.nsPerPixel(); };
    // Spans without length end where they begin, so the first one in view may end just at its left edge.
    std::size_t i = track.firstEndingAfter(axis.range().from == 0 ? 0 : axis.range().from - 1);
    if (axis.range().from == 0) i = 0;
    while (i < track.size()) {
        const Track::Span span = track.at(i);
        if (span.from > axis.range().to) break;
        const double left = axis.x(span.from);
        if (wide(span)) {
            bars.push_back({left, axis.x(endOf(span, now)) - left, i, 1, 1});
            ++i;
            continue;
        }
        // All that begin within the next few pixels; of those only the last can be wide, since they do not overlap.
        std::size_t next = track.firstFrom(std::max(axis.time(left + kNarrow), span.from + 1), i + 1);
        if (next - i > 1 && wide(track.at(next - 1))) --next;
        const std::uint64_t end = endOf(track.at(next - 1), now);
        const double width = std::max(axis.x(end) - left, 1.0);
        const double covered = static_cast<double>(track.busy(i, next, now)) / (width * axis.nsPerPixel());
        bars.push_back({left, width, i, next - i, std::min(covered, 1.0)});
        i = next;
    }
    return bars;
}

} // namespace loopscope
