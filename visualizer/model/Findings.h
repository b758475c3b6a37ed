#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/FindingsOfOperations.h"
#include "visualizer/model/FindingsOfPromises.h"
#include "visualizer/model/HeapGrowth.h"
#include "visualizer/model/LoopState.h"

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Facts of one recording that matter, measured record by record in the same pass as the states. What happens again at the
/// same place is one finding with a count, its worst moment and sixteen bytes for each.
///
/// What cannot be known is left out: a callback whose beginning or end was lost, a wait that began before the recording, a
/// rejection that V8's own code may have handled unseen.
///
/// Thread: one. Lifetime: that of the TraceModel; the recording must outlive it.
class Findings
{
public:
    static constexpr std::size_t kMost = 500; ///< distinct ones; further ones are only counted

    explicit Findings(const Recording& recording, const FindingLimits& limits = {});

    /// After the fold of the record; `loop` is null where the record's thread has none.
    void note(const Record& record, std::uint64_t index, const LoopState* loop);

    /// In no order that means anything. Valid until the next record.
    const std::vector<Finding>& all() const;
    /// Those of which one lies, in part, in the time from `from` to `to`, ns; each as in all().
    std::vector<Finding> in(std::uint64_t from, std::uint64_t to) const;
    /// Rises whenever all() changes.
    std::uint64_t revision() const { return m_found.revision() + m_promises.revision(); }
    /// Findings beyond kMost.
    std::uint64_t untold() const { return m_found.untold(); }
    const FindingLimits& limits() const { return m_limits; }

private:
    struct Open { ///< a callback that runs
        StackFrame frame;
        std::uint64_t record = 0;
        std::uint64_t told = 0; ///< ns of it that a callback inside it was blamed for
        std::uint64_t root = 0; ///< the operation that it came of, see FindingsOfOperations
    };
    struct Drain { ///< ticks and promise jobs one after another
        std::uint64_t jobs = 0, since = 0, until = 0, longest = 0, record = 0; ///< ns; index of the first job's record
        std::uint64_t longestOwn = 0; ///< ns
        StackFrame own; ///< the longest of the program's own
    };
    struct Run { ///< a stretch of time in which something long ran
        std::uint64_t from = 0, to = 0;
        FindingCover what;
    };
    struct Thread {
        std::vector<Open> open; ///< outermost first
        Drain drain;
        std::uint64_t endedAt = 0, endedRoot = 0; ///< of the callback that ended last
        std::uint64_t phaseSince = 0;
        std::array<Run, 32> runs; ///< the last ones, in a ring
        std::size_t nextRun = 0;
    };

    Thread& thread(std::uint16_t index);
    void begin(const Record& record, std::uint64_t index, const LoopState& loop);
    void end(const Record& record);
    void close(Thread& thread, std::size_t depth, const Record& record);
    static void noteJob(Drain& drain, const StackFrame& job, std::uint64_t ended);
    void enqueue(const Record& record);
    void phase(const Record& record);
    void exit(const Record& record);
    void lost(const Record& record, std::uint64_t index);
    void warning(const Record& record, std::uint64_t index, const LoopState* loop);
    void collection(const Record& record, std::uint64_t index);
    void endDrain(Thread& thread, std::uint16_t index);
    void timer(Thread& thread, const Record& record, std::uint64_t index, const StackFrame& frame);
    static void remember(Thread& thread, const Run& run);
    static FindingCover coverAt(const Thread& thread, std::uint64_t time);
    SiteId placeOf(const StackFrame& frame) const;

    const Recording& m_recording;
    const FindingLimits m_limits;
    FindingList m_found;
    FindingsOfPromises m_promises;
    FindingsOfOperations m_operations;
    HeapGrowth m_heap;
    std::vector<std::unique_ptr<Thread>> m_threads;
    mutable std::vector<Finding> m_all;
    mutable std::uint64_t m_allRevision = 0;
};

} // namespace loopscope
