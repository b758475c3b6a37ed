#include "visualizer/stage/ExplainParts.h"

#include <QLocale>

#include <algorithm>

namespace loopscope {

namespace {

QString tr(const char* text) { return trExplain(text); }

const WaitingCallback* enqueued(const ExplainContext& c)
{
    return c.loop.waiting(c.record.queue()).find(c.record.id);
}

/// ", after 2 others", or nothing when it is the only one.
QString behind(std::size_t others)
{
    if (others == 0) return {};
    return others == 1 ? tr(", behind one other") : tr(", behind %1 others").arg(QLocale().toString(static_cast<qulonglong>(others)));
}

/// A fact worth saying of a callback that the loop starts: nothing is left to drain.
QString drained(const ExplainContext& c)
{
    if (c.loop.stack.size() != 1 || c.waiting(Queue::NextTick) || c.waiting(Queue::Microtask)) return {};
    return tr(" The stack was empty, and so are both queues between callbacks.");
}

/// The function's name; else whose callback it is; and whether it is Node's own.
QString runningName(const ExplainContext& c, const StackFrame& frame)
{
    if (frame.site == SiteId::None)
        return tr("The callback of %1%2").arg(c.moment.labels.kind(frame, c.record.thread), c.at(frame.place));
    const QString name = c.functionName(frame.site);
    return frame.flags & RecordFlag::Internal ? tr("Node's own %1").arg(name) : name;
}

QString beginTimer(const StackFrame& frame, const QString& name)
{
    if (frame.enqueuedAt == 0 && frame.milliseconds == 0) return tr("%1 runs now, in the timers phase.").arg(name);
    const std::uint32_t ms = std::max(1u, frame.milliseconds);
    const std::uint64_t due = frame.enqueuedAt + ms * std::uint64_t{1'000'000};
    if (frame.since >= due) return tr("%1 runs now: its %2 ms passed %3 ago.").arg(name).arg(ms).arg(Labels::duration(frame.since - due));
    return tr("%1 runs now: its timer was set to %2 ms, %3 ago. (Node counts from when the loop last read the clock.)")
        .arg(name)
        .arg(ms)
        .arg(Labels::duration(frame.since - frame.enqueuedAt));
}

QString beginMicrotask(const ExplainContext& c, const StackFrame& frame, const QString& name)
{
    const std::string_view type = c.dictionary().type(frame.type);
    const QString waited = frame.enqueuedAt ? tr(" It was in the queue for %1.").arg(Labels::duration(frame.since - frame.enqueuedAt)) : QString();
    if (type == "await") return tr("%1 goes on after its await: the awaited promise has settled.%2").arg(name, waited);
    if (type == "thenable") return tr("%1 is called, because a promise was resolved with a thenable.%2").arg(name, waited);
    if (type == "queueMicrotask") return tr("%1 runs now: queueMicrotask asked for it.%2").arg(name, waited);
    return tr("%1 runs now: the promise it was waiting for has settled.%2").arg(name, waited);
}

} // namespace

QString explainEnqueue(const ExplainContext& c)
{
    const WaitingCallback* callback = enqueued(c);
    const QString kind = callback ? c.moment.labels.kind(*callback, c.record.thread) : QString();
    const QString at = c.at(c.record.stack());
    const std::size_t others = c.waiting(c.record.queue()) > 0 ? c.waiting(c.record.queue()) - 1 : 0;
    switch (c.record.queue()) {
    case Queue::Timers: {
        const std::uint32_t ms = std::max(1u, c.record.value);
        if (c.record.has(RecordFlag::Repeat)) return tr("An interval of %1 ms is armed%2.").arg(ms).arg(at);
        return tr("A timer of %1 ms is armed%2.").arg(ms).arg(at);
    }
    case Queue::Check: return tr("An immediate is queued%1: it waits for the check phase%2.").arg(at, behind(others));
    case Queue::NextTick:
        if (c.record.has(RecordFlag::Internal)) return at.isEmpty() ? tr("Node itself queues a tick.") : tr("Node itself queues a tick, for the call%1.").arg(at);
        return tr("process.nextTick%1 queues a tick%2; ticks run before the loop goes on.").arg(at, behind(others));
    case Queue::Microtask: return tr("A promise job (%1) is queued%2%3.").arg(kind, at, behind(others));
    case Queue::Poll: // an operation ends once; a socket or server has news again and again
        return (c.moment.ancestry.operation(c.record.id, c.record.thread) ? tr("%1 is complete: its callback is handed to the loop.")
                                                                         : tr("%1 has news: its callback is handed to the loop."))
            .arg(kind);
    case Queue::Closing: return tr("A close callback is queued%1: it waits for the closing phase.").arg(at);
    case Queue::Pending: return tr("A callback is put off to the pending phase of the next iteration.");
    }
    return {};
}

QString explainBegin(const ExplainContext& c)
{
    const StackFrame* frame = c.loop.callback();
    if (!frame || frame->id != c.record.id) return tr("A callback begins.");
    const QString name = runningName(c, *frame);
    const QString ago = frame->enqueuedAt ? Labels::duration(frame->since - frame->enqueuedAt) : QString();
    switch (frame->queue) {
    case Queue::Timers: return beginTimer(*frame, name) + drained(c);
    case Queue::Check:
        return (ago.isEmpty() ? tr("%1 runs now: the loop is in the check phase.").arg(name)
                              : tr("%1 runs now, in the check phase: setImmediate asked for it %2 ago.").arg(name, ago)) +
               drained(c);
    case Queue::NextTick:
        if (frame->flags & RecordFlag::Internal) return tr("%1 runs now, from the nextTick queue.").arg(name);
        return ago.isEmpty() ? tr("%1 runs now, from the nextTick queue.").arg(name)
                             : tr("%1 runs now: process.nextTick asked for it %2 ago, and the loop waits until its queue is empty.").arg(name, ago);
    case Queue::Microtask: return beginMicrotask(c, *frame, name);
    case Queue::Poll: {
        const QString kind = c.moment.labels.kind(*frame, c.record.thread);
        if (frame->site == SiteId::None) return tr("%1 runs now, in the poll phase.").arg(name) + drained(c);
        return tr("%1 runs now, in the poll phase: %2 has news.").arg(name, kind) + drained(c);
    }
    case Queue::Closing: return tr("%1 runs now, in the closing phase.").arg(name) + drained(c);
    case Queue::Pending: return tr("%1 runs now, in the pending phase.").arg(name) + drained(c);
    }
    return {};
}

/// How many wait that are the user's; Node's own are not shown as tokens either.
static std::size_t usersOwn(const WaitingQueue& queue)
{
    if (queue.size() > 4'000) return queue.size(); // counting would be felt, and a few do not matter then
    return static_cast<std::size_t>(std::ranges::count_if(queue, [](const WaitingCallback& w) { return (w.flags & RecordFlag::Internal) == 0; }));
}

static QString jobs(std::size_t ticks, std::size_t microtasks)
{
    const QString t = ticks == 1 ? tr("one tick") : tr("%1 ticks").arg(ticks);
    const QString m = microtasks == 1 ? tr("one promise job") : tr("%1 promise jobs").arg(microtasks);
    if (ticks == 0) return m;
    return microtasks == 0 ? t : tr("%1 and %2").arg(t, m);
}

/// "The callback of timeout 10 ms at app.js:3 has ended."
static QString ended(const ExplainContext& c, const Record& enqueue)
{
    if (enqueue.has(RecordFlag::Internal)) return tr("Node's own callback has ended.");
    WaitingCallback callback{.id = enqueue.id, .place = enqueue.stack(), .type = enqueue.type, .flags = enqueue.flags};
    if (enqueue.queue() == Queue::Timers) callback.milliseconds = enqueue.value;
    return tr("The callback of %1%2 has ended.").arg(c.moment.labels.kind(callback, c.record.thread), c.at(enqueue.stack()));
}

QString explainEnd(const ExplainContext& c)
{
    QString text = tr("The callback has ended.");
    if (const auto origin = c.moment.ancestry.origin(c.record.id, c.moment.state.cursor, c.record.thread)) {
        const Record& made = c.moment.recording.at(origin->record);
        if (made.kind == RecordKind::Enqueue) text = ended(c, made);
    }
    if (c.record.has(RecordFlag::Throw)) text = tr("The callback ended with an exception.");
    if (!c.loop.stack.empty()) return text;
    if (c.waiting(Queue::NextTick) + c.waiting(Queue::Microtask) == 0) return text + tr(" Nothing waits in the queues between callbacks.");
    const std::size_t ticks = usersOwn(c.loop.waiting(Queue::NextTick)), microtasks = usersOwn(c.loop.waiting(Queue::Microtask));
    if (ticks + microtasks == 0) return text + tr(" To run before the loop goes on: only what is Node's own.");
    return text + tr(" To run before the loop goes on: %1.").arg(jobs(ticks, microtasks));
}

QString explainCancel(const ExplainContext& c)
{
    const auto origin = c.moment.ancestry.origin(c.record.id, c.moment.state.cursor, c.record.thread);
    const QString at = origin ? c.at(c.moment.recording.at(origin->record).stack()) : QString();
    if (at.isEmpty()) return tr("A callback that waited in %1 is cancelled: it will not run.").arg(Labels::queue(c.record.queue()));
    switch (c.record.queue()) {
    case Queue::Timers: return tr("The timer armed%1 is cancelled: it will not run.").arg(at);
    case Queue::Check: return tr("The immediate queued%1 is cancelled: it will not run.").arg(at);
    default: return tr("The callback queued%1 is cancelled: it will not run.").arg(at);
    }
}

} // namespace loopscope
