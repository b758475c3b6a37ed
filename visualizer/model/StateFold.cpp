#include "visualizer/model/StateFold.h"

#include <algorithm>

namespace loopscope {

namespace {

WaitingQueue& queueOf(LoopState& loop, Queue queue)
{
    // A damaged file may name a queue that there is not.
    return loop.queues[std::min<std::size_t>(static_cast<std::size_t>(queue), kQueueCount - 1)];
}

bool isDrained(Queue queue) { return queue == Queue::NextTick || queue == Queue::Microtask; }

/// Where a callback that begins now stands in the stack: whatever is from there on has ended without saying so. The loop
/// itself starts timers and immediates, so nothing can be under them; ticks and microtasks never run inside one another;
/// the rest may nest (a parser's callback in a socket's).
std::size_t depthFor(const LoopState& loop, Queue queue)
{
    if (queue == Queue::Timers || queue == Queue::Check) return 0;
    if (!isDrained(queue)) return loop.stack.size();
    const auto stale = std::find_if(loop.stack.begin(), loop.stack.end(),
                                    [](const StackFrame& f) { return f.isCallback && isDrained(f.queue); });
    return static_cast<std::size_t>(stale - loop.stack.begin());
}

/// An operation starts on its loop's thread and goes on in the pool's.
LoopState& ownerOf(TraceState& state, const Record& record)
{
    for (auto& [thread, loop] : state.loops)
        if (loop.ops.contains(record.id)) return loop;
    return state.loops[record.opState() == OpState::Start || state.loops.contains(record.thread) ? record.thread : 0];
}

void setSlot(TraceState& state, std::uint32_t slot, std::uint64_t id)
{
    constexpr std::uint32_t kMostSlots = 1024; // libuv's own bound
    if (slot == 0 || slot > kMostSlots) return;
    if (state.poolSlots.size() < slot) state.poolSlots.resize(slot);
    state.poolSlots[slot - 1] = id;
}

void settle(LoopState& loop, PromiseState promise)
{
    if (promise == PromiseState::Pending)
        ++loop.promisesPending;
    else if (promise != PromiseState::Handled && loop.promisesPending > 0)
        --loop.promisesPending;
}

} // namespace

void StateFold::apply(TraceState& state, const Record& record) const
{
    const std::uint64_t index = state.cursor++;
    state.time = std::max(state.time, record.time);
    switch (record.kind) {
    case RecordKind::Op:
        op(state, record);
        break;
    case RecordKind::Lost: // of a pool's thread too: its operations are the main loop's
        lost({state.loops[state.loops.contains(record.thread) ? record.thread : 0], record, index});
        break;
    case RecordKind::None:
    case RecordKind::Gc:
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr:
        break;
    default:
        applyToLoop({state.loops[record.thread], record, index});
    }
}

void StateFold::applyToLoop(const Scene& s) const
{
    switch (s.record.kind) {
    case RecordKind::Phase: return phase(s);
    case RecordKind::Enqueue: return enqueue(s);
    case RecordKind::Begin: return begin(s);
    case RecordKind::End: return end(s);
    case RecordKind::Cancel: queueOf(s.loop, s.record.queue()).remove(s.record.id); return;
    case RecordKind::Call: return call(s);
    case RecordKind::Return: return leave(s);
    case RecordKind::Line: s.loop.line = s.record.site(); return;
    case RecordKind::Promise: return settle(s.loop, s.record.promiseState());
    case RecordKind::Handle: return handle(s);
    case RecordKind::Metric: s.loop.metrics[s.record.type] = s.record.metric(); return;
    case RecordKind::Exit: return exit(s);
    default: return;
    }
}

void StateFold::phase(const Scene& s) const
{
    unwind(s, 0); // between phases no JavaScript runs
    s.loop.iteration = s.record.value;
    s.loop.phaseSince = s.record.time;
    if (s.record.has(RecordFlag::EndEdge)) {
        if (s.record.phase() == Phase::Poll) s.loop.lastSleep = s.record.id;
        s.loop.phase.reset();
    } else {
        s.loop.phase = s.record.phase();
    }
}

void StateFold::enqueue(const Scene& s) const
{
    const Record& r = s.record;
    WaitingQueue& queue = queueOf(s.loop, r.queue());
    if (r.queue() == Queue::Timers) queue.remove(r.id); // armed anew
    const StackFrame* by = s.loop.callback();
    queue.add({.id = r.id,
               .by = by ? by->id : 0,
               .since = r.time,
               .milliseconds = r.queue() == Queue::Timers ? r.value : 0,
               .place = r.stack(),
               .type = r.type,
               .flags = r.flags});
}

void StateFold::begin(const Scene& s) const
{
    const Record& r = s.record;
    StackFrame frame{.site = r.site(), .type = r.type, .queue = r.queue(), .isCallback = true, .flags = r.flags, .id = r.id, .since = r.time};
    WaitingQueue& queue = queueOf(s.loop, r.queue());
    if (const WaitingCallback* waited = queue.find(r.id)) {
        frame.by = waited->by;
        frame.enqueuedAt = waited->since;
        frame.milliseconds = waited->milliseconds;
        frame.place = waited->place;
        queue.remove(r.id);
    }
    unwind(s, depthFor(s.loop, r.queue()));
    if (!r.has(RecordFlag::Internal)) ++s.loop.callbacksRun;
    push(s, frame);
}

void StateFold::end(const Scene& s) const
{
    const auto& stack = s.loop.stack;
    for (std::size_t depth = stack.size(); depth-- > 0;)
        if (stack[depth].isCallback && stack[depth].id == s.record.id) return unwind(s, depth);
}

void StateFold::call(const Scene& s) const
{
    push(s, {.site = s.record.site(), .flags = s.record.flags, .since = s.record.time});
}

void StateFold::leave(const Scene& s) const
{
    // A function that was resumed unseen (by a rejection, in for-await) returns without being here: nothing to take off.
    const auto& stack = s.loop.stack;
    for (std::size_t depth = stack.size(); depth-- > 0 && !stack[depth].isCallback;)
        if (stack[depth].site == s.record.site()) return unwind(s, depth);
}

// Calls and returns are most of what is lost: of the functions that ran nobody knows whether they still do.
void StateFold::lost(const Scene& s) const
{
    s.loop.lost += s.record.id;
    std::size_t depth = s.loop.stack.size();
    while (depth > 0 && !s.loop.stack[depth - 1].isCallback) --depth;
    unwind(s, depth);
}

void StateFold::exit(const Scene& s) const
{
    unwind(s, 0);
    s.loop.phase.reset();
    s.loop.ended = true;
    s.loop.exitCode = s.record.exitCode();
    s.loop.exitReason = s.record.exitReason();
}

void StateFold::handle(const Scene& s) const
{
    const Record& r = s.record;
    if (r.handleState() == HandleState::Closed) {
        s.loop.handles.erase(r.id);
        return;
    }
    const auto known = s.loop.handles.find(r.id);
    const std::uint64_t since = known == s.loop.handles.end() ? r.time : known->second.since;
    s.loop.handles.set(r.id, {.id = r.id, .type = r.type, .place = r.stack(), .on = static_cast<TextId>(r.value), .state = r.handleState(), .since = since});
}

void StateFold::op(TraceState& state, const Record& r) const
{
    LoopState& loop = ownerOf(state, r);
    if (r.opState() == OpState::Done) {
        loop.ops.erase(r.id);
        std::replace(state.poolSlots.begin(), state.poolSlots.end(), r.id, std::uint64_t{0});
        return;
    }
    const auto known = loop.ops.find(r.id);
    PendingOp op = known == loop.ops.end() ? PendingOp{.id = r.id, .type = r.type, .startedAt = r.time} : known->second;
    if (r.opState() == OpState::Start) {
        const StackFrame* by = loop.callback();
        op = {.id = r.id, .by = by ? by->id : 0, .type = r.type, .place = r.stack(), .startedAt = r.time};
    }
    op.state = r.opState();
    op.flags = r.flags;
    if (op.state == OpState::Running) {
        op.slot = r.value;
        op.runningSince = r.time;
        setSlot(state, r.value, r.id);
    }
    loop.ops.set(r.id, op);
}

void StateFold::push(const Scene& s, const StackFrame& frame) const
{
    s.loop.stack.push_back(frame);
    if (m_listener) m_listener->framePushed(s.record.thread, s.loop.stack.size() - 1, frame, s.index);
}

void StateFold::unwind(const Scene& s, std::size_t depth) const
{
    auto& stack = s.loop.stack;
    while (stack.size() > depth) {
        if (m_listener) m_listener->framePopped(s.record.thread, stack.size() - 1, stack.back(), s.record.time);
        stack.pop_back();
    }
}

} // namespace loopscope
