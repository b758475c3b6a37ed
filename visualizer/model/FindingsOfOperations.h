#pragma once

#include "visualizer/model/Finding.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Operations that waited for a thread of the pool, and operations that one function awaited in turn.
///
/// In turn means: each was started by the job in which that function went on because of the one before (its callback in the
/// loop, or jobs that came of that callback and of nothing else), and none of the same type was under way meanwhile. Node does
/// some things in several steps (fs.readFile opens, reads, closes); a step that Node's own code starts belongs to the first.
///
/// Thread: one. Lifetime: that of its Findings. Holds what is under way, not what was.
class FindingsOfOperations
{
public:
    FindingsOfOperations(const Recording& recording, const FindingLimits& limits) : m_recording(recording), m_limits(limits) {}

    /// `by`: the callback in which the record was written, null for none; `root`: the operation it came of, 0 for none.
    void operation(const Record& record, std::uint64_t index, const StackFrame* by, std::uint64_t root, FindingList& found);
    /// A job was put on a queue by something that came of the operation `root`.
    void enqueued(const Record& record, std::uint64_t root);
    void cancelled(const Record& record);
    /// A callback begins: the operation that it comes of, 0 for none.
    std::uint64_t rootOf(const Record& begin);
    void lost();

private:
    struct Op {
        std::uint64_t root = 0;     ///< of which step it is; itself for a first one
        std::uint64_t queuedAt = 0; ///< ns
        std::uint64_t queued = 0;   ///< index of that record
        std::uint16_t thread = 0;
        StackId place = StackId::None;
        bool isWaiting = false, isRunning = false, isDone = false;
    };
    /// An operation with all its steps, as the newest of those that were awaited in turn.
    struct Step {
        TypeId type = TypeId::None;
        SiteId function = SiteId::None; ///< that went on because of the one before; None for the first
        std::uint64_t startedAt = 0, doneAt = 0; ///< ns
        std::uint64_t first = 0, firstAt = 0;    ///< index and time of the record of the first in turn
        std::uint64_t firstId = 0;
        std::uint64_t count = 1, total = 0, longest = 0; ///< of those before it; ns
        std::uint64_t overlaps = 0;  ///< of its type, as the first began
        std::uint32_t open = 0;      ///< steps under way
        std::uint16_t thread = 0;
        bool isTold = false;         ///< they are a finding already, which goes on
    };
    struct Type {
        std::uint32_t underWay = 0;
        std::uint64_t overlaps = 0; ///< times that one began while another was under way
        bool isOrdered = false;     ///< one goes on where the one before ended: reads and writes of an open file
    };
    struct JobKey {
        std::uint64_t id;
        std::uint16_t thread;
        bool operator==(const JobKey&) const = default;
    };
    struct Hash {
        std::size_t operator()(const JobKey& key) const { return (key.id + key.thread) * 0x9e3779b97f4a7c15u; }
    };

    void start(const Record& record, std::uint64_t index, const StackFrame* by, std::uint64_t root);
    void forget(const Op& op, std::uint64_t id);
    void queue(Op& op, const Record& record, std::uint64_t index);
    void run(Op& op, const Record& record, FindingList& found);
    void done(Op& op, const Record& record, FindingList& found);
    Type& typeOf(TypeId id);
    void stepBegins(Step& step);
    void stepEnds(Step& step, std::uint64_t time, FindingList& found);
    bool isAwaitOfTheProgram(const StackFrame* by) const;
    static bool continues(const Step& before, const Step& step, const Type& type);
    void tidy();

    const Recording& m_recording;
    const FindingLimits& m_limits;
    std::unordered_map<std::uint64_t, Op> m_ops;
    std::unordered_map<std::uint64_t, Step> m_steps; ///< by the id of the first
    std::vector<Type> m_types; ///< by TypeId
    std::unordered_map<JobKey, std::uint64_t, Hash> m_rootOfJob; ///< of jobs that wait
    std::uint64_t m_waiting = 0, m_running = 0; ///< in the pool
    std::size_t m_tidyAt = 4096;
};

} // namespace loopscope
