#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/StateFold.h"

#include <vector>

namespace loopscope {

/// The state at any moment of a recording: the nearest checkpoint, and the fold of the records from there on.
/// Checkpoints share with one another what did not change between them, and stand the farther apart the larger the
/// state is. Worst are many thousands of timers that are cancelled in no order: hardly anything is shared then.
///
/// Thread: one. Lifetime: that of the TraceModel; the recording must outlive it.
class StateHistory
{
public:
    /// `before`: the state at the recording's beginning.
    explicit StateHistory(const Recording& recording, TraceState before = {});

    /// Takes in the next record. `listener` may be null.
    void append(const Record& record, StackListener* listener);
    /// After all records taken in.
    const TraceState& newest() const { return m_newest; }
    /// After the first `cursor` records, at most those taken in. Valid until the next call of at() or append().
    const TraceState& at(std::uint64_t cursor);

    std::size_t checkpointCount() const { return m_checkpoints.size(); }

private:
    const Recording& m_recording;
    TraceState m_newest;
    TraceState m_seen;                     // what at() last gave
    std::vector<TraceState> m_checkpoints; // by cursor, the empty state first
    std::uint64_t m_nextCheckpoint = 0;
};

} // namespace loopscope
