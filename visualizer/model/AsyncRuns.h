#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/RowIndex.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Every run of every callback, from its scheduling to its end, with the run in which it was scheduled: forty bytes a run,
/// made in one pass over the records. (Ancestry knows ids; an interval or a socket runs often under one id.)
///
/// The main script of a loop is a run too. A run that an operation led to is scheduled where the operation was started.
/// What re-arms itself while it runs (an interval) counts as scheduled by who made it.
///
/// Thread: one. Lifetime: not beyond the recording. Made by whoever first needs it; see extend().
class AsyncRuns
{
public:
    using Row = RowIndex::Row; ///< names a run; stays the same as the recording grows
    static constexpr Row kNone = RowIndex::kNone;

    enum Flag : std::uint8_t {
        Operation = 1, ///< began as work handed away
        Cancelled = 2,
        MainScript = 4,
        Internal = 8, ///< Node's own
        Mended = 16,  ///< its end was not recorded; it ended when something else showed that it had
    };

    struct Run {
        // Indices of records, kNone where there is none.
        std::uint32_t scheduled = kNone; ///< Enqueue, or start of the operation
        std::uint32_t handed = kNone;    ///< operations: Enqueue of what is called at its end
        std::uint32_t begin = kNone;
        std::uint32_t end = kNone; ///< End, Cancel; of an operation that calls nothing its Done
        Row parent = kNone;        ///< the run in which it was scheduled; kNone: the loop itself, or not recorded
        Row firstChild = kNone, lastChild = kNone, nextSibling = kNone;
        std::uint32_t children = 0;
        std::uint16_t thread = 0;
        std::uint8_t flags = 0;

        bool has(Flag flag) const { return flags & flag; }
        bool waits() const { return begin == kNone && end == kNone; }
    };

    explicit AsyncRuns(const Recording& recording) : m_recording(recording) {}

    /// Takes in at most `most` more records; true when none is left.
    bool extend(std::uint64_t most = ~std::uint64_t{0});
    std::uint64_t extent() const { return m_extent; } ///< records taken in

    std::size_t size() const { return m_runs.size(); }
    const Run& at(Row row) const { return m_runs[row]; }
    const Recording& recording() const { return m_recording; }
    std::uint64_t idOf(Row row) const { return keyOf(row).id; } ///< 0 for a main script
    std::uint64_t time(std::uint32_t record) const { return m_recording.at(record).time; } ///< ns

    /// The newest run of `id` that was scheduled or began among the first `cursor` records, else its first; kNone for an unknown id.
    Row find(std::uint64_t id, std::uint64_t cursor, std::uint16_t thread = 0) const;
    /// The innermost run at the cursor, else the last before it that is not Node's own, else the last.
    Row runningAt(std::uint64_t cursor) const;
    /// Those that begin in [from, to) (ns) and whose scheduler does not, in order; at most `limit`. `beyond`: how many more.
    std::vector<Row> rootsIn(std::uint64_t from, std::uint64_t to, std::size_t limit, std::size_t* beyond = nullptr) const;
    /// `row` itself and who scheduled it, and so on; at most `limit`.
    std::vector<Row> chain(Row row, std::size_t limit = 64) const;

private:
    struct Thread {
        std::vector<Row> stack; // innermost last
        Row main = kNone;
        bool inMain = false;
    };
    RowIndex::Key keyOf(Row row) const;
    Thread& thread(std::uint16_t index);
    void take(const Record& record, std::uint32_t index);
    void phase(Thread& t, const Record& record, std::uint32_t index);
    void enqueue(Thread& t, const Record& record, std::uint32_t index);
    void begin(Thread& t, const Record& record, std::uint32_t index);
    void end(Thread& t, const Record& record, std::uint32_t index);
    void cancel(const Record& record, std::uint32_t index);
    void operation(const Record& record, std::uint32_t index);
    void unwind(Thread& t, std::size_t depth, std::uint32_t index);
    std::size_t depthFor(const Thread& t, Queue queue) const;
    Row add(Run run);
    void schedule(const Thread& t, Run run, std::uint64_t id);
    Row newest(std::uint64_t id, std::uint16_t thread) const;
    std::size_t begunBefore(std::uint64_t cursor) const;
    bool runsAt(Row row, std::uint64_t cursor) const;

    const Recording& m_recording;
    std::uint64_t m_extent = 0;
    std::vector<Run> m_runs;
    std::vector<Row> m_olderOfId; // as long as m_runs
    std::vector<Row> m_begun;     // in the order of their beginnings
    RowIndex m_newestOfId;
    std::vector<Thread> m_threads;
    std::unordered_map<std::uint64_t, Row> m_openOperations; // by id alone: the pool's threads tell of them too
};

} // namespace loopscope
