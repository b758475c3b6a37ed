#include "visualizer/stage/ExplainParts.h"

#include <QLocale>

#include <algorithm>

namespace loopscope {

namespace {

QString tr(const char* text) { return trExplain(text); }

QString number(std::size_t n) { return QLocale().toString(static_cast<qulonglong>(n)); }

QString moment(std::uint64_t time) { return QLocale().toString(static_cast<double>(time) / 1e6, 'f', 3) + tr(" ms"); }

/// "the callback of timeout 10 ms at app.js:2": as it was when it was scheduled.
QString callbackOf(const ExplainContext& c, const Ancestry::Origin& origin)
{
    const Record& made = c.moment.recording.at(origin.record);
    const WaitingCallback callback{.id = made.id,
                                   .milliseconds = made.kind == RecordKind::Enqueue && made.queue() == Queue::Timers ? made.value : 0,
                                   .place = made.stack(),
                                   .type = made.type,
                                   .flags = made.flags};
    return tr("the callback of %1%2").arg(c.moment.labels.kind(callback, origin.thread), c.at(made.stack()));
}

/// "It was queued at 1.200 ms by the call at app.js:3, in the callback of fs.readFile at app.js:1."
QString whoScheduled(const ExplainContext& c, std::uint64_t id)
{
    const auto origin = c.moment.ancestry.origin(id, c.moment.state.cursor, c.record.thread);
    if (!origin) return {};
    const Record& made = c.moment.recording.at(origin->record);
    QString text = made.kind == RecordKind::Op      ? tr("It was asked for at %1").arg(moment(made.time))
                   : made.queue() == Queue::Timers  ? tr("It was armed at %1").arg(moment(made.time))
                                                    : tr("It was queued at %1").arg(moment(made.time));
    if (const QString place = c.moment.labels.place(made.stack()); !place.isEmpty()) text += tr(" by the call at %1").arg(place);
    const auto by = origin->by ? c.moment.ancestry.origin(origin->by, origin->record, origin->thread) : std::nullopt;
    return by ? tr("%1, in %2.").arg(text, callbackOf(c, *by)) : text + '.';
}

QString waited(const StackFrame& frame)
{
    if (frame.enqueuedAt == 0) return {};
    return tr("It waited for %1, in the queue %2.").arg(Labels::duration(frame.since - frame.enqueuedAt), Labels::queue(frame.queue));
}

QString ranFor(const ExplainContext& c)
{
    const std::uint64_t cursor = c.moment.state.cursor;
    constexpr std::uint64_t kFarthest = 4096; // a longer callback's begin is not looked for
    for (std::uint64_t i = cursor > kFarthest ? cursor - kFarthest : 0; i < cursor; ++i) {
        const Record& record = c.moment.recording.at(i);
        if (record.kind == RecordKind::Begin && record.id == c.record.id && record.thread == c.record.thread)
            return tr("It ran for %1.").arg(Labels::duration(c.record.time - record.time));
    }
    return {};
}

/// Whose turn it is.
QString turn(const ExplainContext& c)
{
    if (!c.loop.phase) return {};
    if (*c.loop.phase == Phase::Main) return tr("The loop has not gone on yet: the main script, and what it queues between callbacks, comes first.");
    return tr("The loop is in its phase %1, in iteration %2.").arg(Labels::phase(*c.loop.phase)).arg(c.loop.iteration);
}

QString ticksAndJobs(std::size_t ticks, std::size_t jobs)
{
    const QString t = ticks == 1 ? tr("one tick") : tr("%1 ticks").arg(number(ticks));
    const QString j = jobs == 1 ? tr("one promise job") : tr("%1 promise jobs").arg(number(jobs));
    return jobs == 0 ? t : ticks == 0 ? j : tr("%1 and %2").arg(t, j);
}

/// Why what waits between callbacks does not run yet, or that it is next.
QString betweenCallbacks(const ExplainContext& c)
{
    const std::size_t ticks = c.waiting(Queue::NextTick), jobs = c.waiting(Queue::Microtask), all = ticks + jobs;
    if (all == 0) return {};
    const QString what = ticksAndJobs(ticks, jobs);
    if (c.loop.stack.empty()) return all == 1 ? tr("Next comes %1, before the loop goes on.").arg(what) : tr("Next come %1, before the loop goes on.").arg(what);
    const StackFrame* running = c.loop.callback();
    if (running && running->queue == Queue::Microtask && jobs > 0 && ticks > 0)
        return tr("%1 wait: promise jobs go on until none is left, then come the ticks.").arg(what);
    return all == 1 ? tr("%1 waits: the stack must be empty first.").arg(what) : tr("%1 wait: the stack must be empty first.").arg(what);
}

std::uint64_t dueOf(const WaitingCallback& timer) { return timer.since + std::max(1u, timer.milliseconds) * std::uint64_t{1'000'000}; }

/// Why the immediates and timers that wait do not run yet.
QString laterPhases(const ExplainContext& c)
{
    QStringList parts;
    if (const std::size_t n = c.waiting(Queue::Check); n && c.loop.phase != Phase::Check)
        parts << (n == 1 ? tr("one immediate waits for the check phase, which comes after poll") : tr("%1 immediates wait for the check phase, which comes after poll").arg(number(n)));
    const WaitingQueue& timers = c.loop.waiting(Queue::Timers);
    constexpr std::size_t kMost = 10'000; // looking at all of a million would be felt
    if (!timers.empty() && timers.size() <= kMost && c.loop.phase != Phase::Timers) {
        const WaitingCallback& next = *std::ranges::min_element(timers, {}, dueOf);
        const std::uint64_t due = dueOf(next), now = c.moment.time;
        parts << (due > now ? tr("the next timer is not due before %1 have passed").arg(Labels::duration(due - now))
                            : tr("a timer has been due for %1: it waits for the timers phase").arg(Labels::duration(now - due)));
    }
    if (parts.isEmpty()) return {};
    QString text = parts.join(tr("; "));
    text[0] = text[0].toUpper();
    return text + '.';
}

QString ofRecord(const ExplainContext& c)
{
    switch (c.record.kind) {
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel:
    case RecordKind::Op: return whoScheduled(c, c.record.id);
    case RecordKind::Enqueue: {
        const StackFrame* by = c.loop.callback();
        if (!by) return {};
        return tr("It was done by %1, which has been running for %2.").arg(c.functionName(by->site), Labels::duration(c.record.time - std::min(c.record.time, by->since)));
    }
    case RecordKind::Call:
    case RecordKind::Return:
    case RecordKind::Line: {
        const StackFrame* callback = c.loop.callback();
        return callback ? tr("It belongs to the callback of %1, which has been running for %2.").arg(c.moment.labels.kind(*callback, c.record.thread), c.elapsed(callback->since)) : QString();
    }
    case RecordKind::Gc: return tr("It began at %1; the thread could do nothing else meanwhile.").arg(moment(c.record.time - std::min(c.record.time, c.record.id)));
    default: return {};
    }
}

} // namespace

QStringList explainFacts(const ExplainContext& c)
{
    QStringList facts{ofRecord(c)};
    const StackFrame* frame = c.loop.callback();
    if (c.record.kind == RecordKind::Begin && frame && frame->id == c.record.id) facts << waited(*frame);
    if (c.record.kind == RecordKind::End) facts << ranFor(c);
    facts << turn(c) << betweenCallbacks(c) << laterPhases(c);
    facts.removeAll(QString());
    for (QString& fact : facts)
        if (!fact.startsWith('`')) fact[0] = fact[0].toUpper();
    return facts;
}

} // namespace loopscope
