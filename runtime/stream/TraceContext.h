#pragma once

#include "runtime/events/Record.h"

#include <vector>

namespace loopscope {

/// What a line of a trace says and its record does not: in which phase of which iteration it happened, and inside of
/// which callbacks. The smallest fold that suffices; the model's is richer.
///
/// Thread: one. Lifetime: as long as one pass over a recording.
class TraceContext
{
public:
    struct Loop {
        Phase phase = Phase::Main; ///< the one that runs, or the one that ran last: what drains after it still carries it
        bool inPhase = false;
        std::uint32_t iteration = 0;
        std::vector<std::uint64_t> running; ///< ids of the callbacks that run, outermost first
        std::uint64_t by() const { return running.empty() ? 0 : running.back(); }
    };

    void apply(const Record& record);
    const Loop& loop(std::uint16_t thread);

private:
    std::vector<Loop> m_loops; // by thread
};

} // namespace loopscope
