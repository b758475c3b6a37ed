#pragma once

#include "visualizer/model/LoopState.h"

#include <cstddef>
#include <cstdint>

namespace loopscope {

/// Hears of every frame that the fold puts on or takes off a stack. So spans mend a damaged trace just as states do.
class StackListener
{
public:
    virtual ~StackListener() = default;
    /// `depth` is the frame's index in LoopState::stack; `record` the index of the record that put it there.
    virtual void framePushed(std::uint16_t thread, std::size_t depth, const StackFrame& frame, std::uint64_t record) = 0;
    virtual void framePopped(std::uint16_t thread, std::size_t depth, const StackFrame& frame, std::uint64_t time) = 0;
};

/// Turns records into state, one at a time. Tolerates what damage and loss leave: an end without a beginning, frames
/// that never returned, callbacks that begin without having been enqueued.
///
/// Thread: the state's. Lifetime: none of its own; all state is in the TraceState.
class StateFold
{
public:
    explicit StateFold(StackListener* listener = nullptr) : m_listener(listener) {}

    void apply(TraceState& state, const Record& record) const;

private:
    /// The loop that is changed, with what is needed to tell the listener.
    struct Scene {
        LoopState& loop;
        const Record& record;
        std::uint64_t index;
    };
    void applyToLoop(const Scene&) const;
    void phase(const Scene&) const;
    void enqueue(const Scene&) const;
    void begin(const Scene&) const;
    void end(const Scene&) const;
    void call(const Scene&) const;
    void leave(const Scene&) const;
    void exit(const Scene&) const;
    void lost(const Scene&) const;
    void handle(const Scene&) const;
    void op(TraceState&, const Record&) const;

    void push(const Scene&, const StackFrame&) const;
    /// Takes off all frames from `depth` on.
    void unwind(const Scene&, std::size_t depth) const;

    StackListener* m_listener;
};

} // namespace loopscope
