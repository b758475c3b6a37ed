#pragma once

#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/Hue.h"

#include <QStringList>

namespace loopscope {

/// One sentence on a moment, and the hue of what it speaks of.
struct Explanation {
    QString text;
    Hue hue = Hue::Main;
};

/// What a moment is explained from. References: valid during the call only.
struct Moment {
    const TraceState& state; ///< at the cursor
    const Recording& recording;
    const Labels& labels;
    const Ancestry& ancestry;
    std::uint64_t time = 0; ///< ns; the cursor's, which may lie after the last record
};

/// Says what the last record before the cursor means. A pure function, and only from recorded facts: it never guesses
/// why, and says nothing of what is yet to come.
Explanation explain(const Moment& moment);

/// What stands behind that sentence: who scheduled it and when, whose turn it is, what had to be empty, why what waits does
/// not run yet. A few sentences, or none; also from recorded facts, and Node's rules for its queues. Dearer than explain().
QStringList factsBehind(const Moment& moment);

} // namespace loopscope
