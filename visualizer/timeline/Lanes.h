#pragma once

#include "visualizer/model/TraceModel.h"

#include <QString>

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace loopscope {

/// One lane: a name, and one or more rows of the same kind. Heights in pixels from the top of all lanes.
struct Lane {
    std::uint16_t thread = 0;
    TrackKind kind = TrackKind::Phases;
    std::uint16_t rows = 1;
    QString name;
    double top = 0;
    double rowHeight = 0;
    bool canFold = false;
    bool isFolded = false;
    bool startsLoop = false; ///< the first lane of a loop other than the first

    double height() const { return rows * rowHeight; }
    double bottom() const { return top + height(); }
    double rowTop(std::uint16_t row) const { return top + row * rowHeight; }
    bool operator==(const Lane&) const = default;
    TrackKey key(std::uint16_t row = 0) const { return {thread, kind, row}; }
};

/// Lanes that the user folded; folded rows are too low for text.
using FoldedLanes = std::set<std::pair<std::uint16_t, TrackKind>>;

/// All lanes of a recording from top to bottom. `scale` enlarges them for an audience. Depends on nothing else.
std::vector<Lane> lanesOf(const TraceModel& model, const FoldedLanes& folded, double scale);

/// The bottom of the last.
double heightOf(const std::vector<Lane>& lanes);

/// The row at `y` pixels from the top of all lanes.
std::optional<TrackKey> rowAt(const std::vector<Lane>& lanes, double y);

} // namespace loopscope
