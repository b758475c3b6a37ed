#pragma once

#include "runtime/events/Record.h"
#include "visualizer/model/SharedMap.h"
#include "visualizer/model/WaitingQueue.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// One line of the call stack: a callback that the loop runs, or a function that a callback entered (Lesson).
struct StackFrame {
    SiteId site = SiteId::None;
    TypeId type = TypeId::None;    ///< callbacks only
    Queue queue = Queue::Pending;  ///< callbacks only
    bool isCallback = false;
    std::uint16_t flags = 0;
    std::uint64_t id = 0;          ///< callbacks only
    std::uint64_t since = 0;       ///< ns
    // Callbacks whose enqueueing was seen.
    std::uint64_t by = 0;           ///< the callback that enqueued it, 0 for none
    std::uint64_t enqueuedAt = 0;   ///< ns
    std::uint32_t milliseconds = 0; ///< timers: the delay asked for
    StackId place = StackId::None;  ///< the call that enqueued it

    bool operator==(const StackFrame&) const = default;
};

/// Work that Node handed away, from its start until it is done.
struct PendingOp {
    std::uint64_t id = 0;
    std::uint64_t by = 0;
    TypeId type = TypeId::None;
    StackId place = StackId::None;
    OpState state = OpState::Start;
    std::uint16_t flags = 0;
    std::uint32_t slot = 0;            ///< 1-based pool slot while running, 0 otherwise
    std::uint64_t startedAt = 0;       ///< ns
    std::uint64_t runningSince = 0;    ///< ns, 0 before

    bool operator==(const PendingOp&) const = default;
};

/// A handle of libuv's that the program has open, as it was found when the loop last went to sleep.
struct OpenHandle {
    std::uint64_t id = 0;
    TypeId type = TypeId::None;
    StackId place = StackId::None;
    TextId on = TextId::None; ///< address or file
    HandleState state = HandleState::Active;
    std::uint64_t since = 0;  ///< ns: first seen open

    bool keepsAlive() const { return state == HandleState::Active; }
    bool operator==(const OpenHandle&) const = default;
};

/// What one loop (the main script's or a worker's) is doing at the cursor. A plain value: the fold of its records.
struct LoopState {
    std::optional<Phase> phase;   ///< none before the first and between two
    std::uint32_t iteration = 0;
    std::uint64_t phaseSince = 0; ///< ns
    bool ended = false;
    std::int32_t exitCode = 0;
    ExitReason exitReason = ExitReason::Exit;
    std::uint64_t lastSleep = 0;  ///< ns asleep in the last poll that ended
    std::vector<StackFrame> stack; ///< outermost first
    SiteId line = SiteId::None;    ///< the statement about to run (Lesson)
    /// In the order in which they were enqueued. Timers are not in the order in which they are due.
    std::array<WaitingQueue, kQueueCount> queues;
    SharedMap<std::uint64_t, PendingOp> ops; ///< by id; `for (const auto& [id, op] : ops)`
    SharedMap<std::uint64_t, OpenHandle> handles;
    std::uint64_t promisesPending = 0;
    std::uint64_t callbacksRun = 0; ///< begun so far, Node's own ones not counted
    std::uint64_t lost = 0;
    std::unordered_map<TypeId, double> metrics; ///< newest value by name

    const StackFrame* callback() const ///< the innermost callback that runs, or null
    {
        for (auto it = stack.rbegin(); it != stack.rend(); ++it)
            if (it->isCallback) return &*it;
        return nullptr;
    }
    const WaitingQueue& waiting(Queue q) const { return queues[static_cast<std::size_t>(q)]; }

    bool operator==(const LoopState&) const = default;
};

/// All loops of a recording at one moment.
struct TraceState {
    std::uint64_t cursor = 0; ///< records folded
    std::uint64_t time = 0;   ///< of the last record folded, ns
    std::map<std::uint16_t, LoopState> loops; ///< by thread index; the main script's is 0
    std::vector<std::uint64_t> poolSlots;     ///< id of the op that runs in each slot, 0 for none; index 0 is slot 1

    bool operator==(const TraceState&) const = default;
};

} // namespace loopscope
