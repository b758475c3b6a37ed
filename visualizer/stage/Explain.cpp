#include "visualizer/stage/ExplainParts.h"

#include <algorithm>

namespace loopscope {

QString ExplainContext::functionName(SiteId site) const
{
    const std::string_view name = dictionary().text(dictionary().site(site).function);
    if (!name.empty()) return '`' + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())) + '`';
    const QString place = moment.labels.place(site);
    return place.isEmpty() ? trExplain("A callback") : trExplain("The function at %1").arg(place);
}

QString ExplainContext::at(StackId stack) const
{
    const QString place = moment.labels.place(stack);
    return place.isEmpty() ? QString() : trExplain(" at %1").arg(place);
}

QString ExplainContext::elapsed(std::uint64_t since) const
{
    return Labels::duration(moment.time > since ? moment.time - since : 0);
}

namespace {

QString tr(const char* text) { return trExplain(text); }

std::uint64_t dueOf(const WaitingCallback& timer)
{
    return timer.since + std::max(1u, timer.milliseconds) * std::uint64_t{1'000'000};
}

QString timersBegin(const ExplainContext& c)
{
    const WaitingQueue& timers = c.loop.waiting(Queue::Timers);
    if (timers.empty()) return tr("Timers phase: no timer is armed.");
    const auto due = std::ranges::count_if(timers, [&c](const WaitingCallback& t) { return dueOf(t) <= c.record.time; });
    // Node counts from when the loop last read the clock, which is a little before the record of arming: so timers may be
    // due that are not by their records, but never the other way round.
    if (due == 0) return timers.size() == 1 ? tr("Timers phase: one timer is armed.") : tr("Timers phase: %1 timers are armed.").arg(timers.size());
    return tr("Timers phase: of %2 armed, %1 reached their time.").arg(due).arg(timers.size());
}

/// " The next timer is due in about 6.9 ms.": only while one is armed and its time is ahead.
QString nextTimer(const ExplainContext& c)
{
    const WaitingQueue& timers = c.loop.waiting(Queue::Timers);
    if (timers.empty()) return {};
    const std::uint64_t due = dueOf(*std::ranges::min_element(timers, {}, dueOf));
    if (due <= c.moment.time) return {};
    return tr(" The next timer is due in about %1.").arg(Labels::duration(due - c.moment.time));
}

/// " tcp server 127.0.0.1:3000 keeps it alive.": what libuv had open when the loop last went to sleep.
QString keptAlive(const ExplainContext& c)
{
    const OpenHandle* first = nullptr;
    std::size_t count = 0;
    for (const auto& [id, handle] : c.loop.handles) {
        if (!handle.keepsAlive() || c.loop.ops.contains(id)) continue; // a child process is both
        if (!first) first = &handle;
        ++count;
    }
    if (!first) return {};
    const QString name = c.moment.labels.kind(*first);
    if (count == 1) return tr(" %1 keeps it alive.").arg(name);
    return count == 2 ? tr(" %1 and one more handle keep it alive.").arg(name) : tr(" %1 and %2 more handles keep it alive.").arg(name).arg(count - 1);
}

QString pollBegin(const ExplainContext& c)
{
    QString text = c.moment.time > c.record.time ? tr("The loop has been in poll for %1.").arg(c.elapsed(c.record.time))
                                                 : tr("The loop enters poll, where it takes in what I/O has finished.");
    if (const std::size_t n = c.waiting(Queue::Check))
        return text + (n == 1 ? tr(" It will not sleep: an immediate waits in check.")
                              : tr(" It will not sleep: %1 immediates wait in check.").arg(n));
    if (const std::size_t n = c.loop.ops.size())
        text += n == 1 ? tr(" One operation is under way: %1.").arg(c.moment.labels.kind(c.loop.ops.begin()->second))
                       : tr(" %1 operations are under way.").arg(n);
    return text + keptAlive(c) + nextTimer(c);
}

QString waitingIn(const ExplainContext& c, Queue queue, const char* none, const char* one, const char* many)
{
    const std::size_t n = c.waiting(queue);
    return n == 0 ? tr(none) : n == 1 ? tr(one) : tr(many).arg(n);
}

QString phaseBegin(const ExplainContext& c)
{
    switch (c.record.phase()) {
    case Phase::Main: return tr("The main script runs, before the loop starts.");
    case Phase::Timers: return timersBegin(c);
    case Phase::Poll: return pollBegin(c);
    case Phase::Pending:
        return waitingIn(c, Queue::Pending, "Pending phase: no I/O callback was put off.", "Pending phase: one I/O callback was put off to here.",
                         "Pending phase: %1 I/O callbacks were put off to here.");
    case Phase::Idle:
    case Phase::Prepare: return tr("Idle and prepare: Node's own preparations before it polls.");
    case Phase::Check:
        return waitingIn(c, Queue::Check, "Check phase: no immediate waits.", "Check phase: one immediate waits.",
                         "Check phase: %1 immediates wait; they run in the order in which they were queued.");
    case Phase::Closing:
        return waitingIn(c, Queue::Closing, "Closing phase: nothing is to be closed.", "Closing phase: one close callback waits.",
                         "Closing phase: %1 close callbacks wait.");
    }
    return {};
}

QString phaseEnd(const ExplainContext& c)
{
    if (c.record.phase() == Phase::Main) return tr("The main script and what it left in the queues are done; the loop takes over.");
    if (c.record.phase() != Phase::Poll) return tr("The phase %1 is over.").arg(Labels::phase(c.record.phase()));
    return c.record.id ? tr("Poll is over: the loop was asleep for %1 of it.").arg(Labels::duration(c.record.id))
                       : tr("Poll is over: the loop did not sleep.");
}

QString functionEdge(const ExplainContext& c)
{
    const QString name = c.functionName(c.record.site());
    if (c.record.kind == RecordKind::Call)
        return c.record.has(RecordFlag::Resume) ? tr("%1 goes on where it was suspended.").arg(name) : tr("%1 is called.").arg(name);
    if (c.record.has(RecordFlag::Suspend)) return tr("%1 is suspended: it leaves the stack and goes on later.").arg(name);
    if (c.record.has(RecordFlag::Throw)) return tr("%1 is left by an exception.").arg(name);
    return tr("%1 returns.").arg(name);
}

QString operation(const ExplainContext& c)
{
    const std::string_view type = c.dictionary().type(c.record.type);
    const QString what = QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()));
    const auto known = c.loop.ops.find(c.record.id);
    switch (c.record.opState()) {
    case OpState::Start: return tr("%1 is handed away%2; JavaScript does not wait for it.").arg(what, c.at(c.record.stack()));
    case OpState::Queued: {
        const auto& poolSlots = c.moment.state.poolSlots;
        const auto busy = std::ranges::count_if(poolSlots, [](std::uint64_t id) { return id != 0; });
        return busy < 4 ? tr("%1 is handed to the thread pool.").arg(what)
                        : tr("%1 waits for the thread pool, where %2 operations run.").arg(what).arg(busy);
    }
    case OpState::Running:
        if (known == c.loop.ops.end() || known->second.startedAt == c.record.time) return tr("%1 runs on thread %2 of the pool.").arg(what).arg(c.record.value);
        return tr("%1 runs on thread %2 of the pool, %3 after it was asked for.")
            .arg(what)
            .arg(c.record.value)
            .arg(Labels::duration(c.record.time - std::min(c.record.time, known->second.startedAt)));
    case OpState::Done: return tr("%1 is done.").arg(what);
    }
    return {};
}

QString handle(const ExplainContext& c)
{
    const Record& r = c.record;
    const QString what = c.moment.labels.kind(OpenHandle{.id = r.id, .type = r.type, .place = r.stack(), .on = static_cast<TextId>(r.value)});
    const QString place = c.moment.labels.place(r.stack());
    const QString name = place.isEmpty() ? what : tr("%1, made at %2,").arg(what, place);
    switch (r.handleState()) {
    case HandleState::Active: return tr("%1 is open as the loop goes to sleep, and keeps the program alive.").arg(name);
    case HandleState::Unref: return tr("%1 is open as the loop goes to sleep, but does not keep the program alive: it is unreferenced.").arg(name);
    case HandleState::Idle: return tr("%1 is open as the loop goes to sleep, but waits for nothing: it does not keep the program alive.").arg(name);
    case HandleState::Closed: return tr("%1 is being closed.").arg(name);
    }
    return {};
}

QString promise(const ExplainContext& c)
{
    const QString at = c.at(c.record.stack());
    switch (c.record.promiseState()) {
    case PromiseState::Pending: return tr("A promise is made%1; it is pending.").arg(at);
    case PromiseState::Fulfilled: return tr("A promise is fulfilled.");
    case PromiseState::Rejected: return tr("A promise is rejected.");
    case PromiseState::Handled: return tr("A rejected promise is handled.");
    }
    return {};
}

QString output(const ExplainContext& c)
{
    const std::string_view bytes = c.dictionary().text(c.record.text());
    QString line = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(std::min<std::size_t>(bytes.size(), 400))).section('\n', 0, 0).trimmed();
    if (line.size() > 60) line = line.left(59) + QChar(0x2026);
    return c.record.kind == RecordKind::Console ? tr("console prints “%1”.").arg(line) : tr("The program writes “%1”.").arg(line);
}

/// Nothing was told since it began: it still runs.
QString line(const ExplainContext& c)
{
    constexpr std::uint64_t kBegun = 1000; // ns
    const QString place = c.moment.labels.place(c.record.site());
    if (c.moment.time < c.record.time + kBegun) return tr("Line %1 is about to run.").arg(place);
    return tr("Line %1 has been running for %2.").arg(place, c.elapsed(c.record.time));
}

QString exitText(const ExplainContext& c)
{
    switch (c.record.exitReason()) {
    case ExitReason::Exit: return tr("The program has ended with exit code %1.").arg(c.record.exitCode());
    case ExitReason::Stopped: return tr("The program was stopped.");
    case ExitReason::Uncaught: return tr("An error that nobody caught ended the program, with exit code %1.").arg(c.record.exitCode());
    case ExitReason::OutOfMemory: return tr("The program ran out of memory and was ended.");
    }
    return {};
}

QString sentence(const ExplainContext& c)
{
    switch (c.record.kind) {
    case RecordKind::Phase: return c.record.has(RecordFlag::EndEdge) ? phaseEnd(c) : phaseBegin(c);
    case RecordKind::Enqueue: return explainEnqueue(c);
    case RecordKind::Begin: return explainBegin(c);
    case RecordKind::End: return explainEnd(c);
    case RecordKind::Cancel: return explainCancel(c);
    case RecordKind::Call:
    case RecordKind::Return: return functionEdge(c);
    case RecordKind::Line: return line(c);
    case RecordKind::Op: return operation(c);
    case RecordKind::Handle: return handle(c);
    case RecordKind::Promise: return promise(c);
    case RecordKind::Gc:
        return tr("Garbage collection: %1 during which no JavaScript ran.").arg(Labels::duration(c.record.id));
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr: return output(c);
    case RecordKind::Lost: return tr("%L1 records were dropped here: what happened in them is not known.").arg(c.record.id);
    case RecordKind::Exit: return exitText(c);
    case RecordKind::None:
    case RecordKind::Metric: break;
    }
    return {};
}

Hue hueOfRecord(const ExplainContext& c)
{
    switch (c.record.kind) {
    case RecordKind::Phase: return hueOf(c.record.phase());
    case RecordKind::Enqueue:
    case RecordKind::Begin: return hueOf(c.record.queue(), c.dictionary().type(c.record.type));
    case RecordKind::Handle: return Hue::Poll;
    case RecordKind::Op: return hueOfOperation(c.dictionary().type(c.record.type));
    case RecordKind::Promise: return Hue::Reaction;
    case RecordKind::Gc: return Hue::Gc;
    case RecordKind::Lost: return Hue::Lost;
    default: break;
    }
    const StackFrame* callback = c.loop.callback();
    if (callback) return hueOf(callback->queue, c.dictionary().type(callback->type));
    return c.loop.phase ? hueOf(*c.loop.phase) : Hue::Main;
}

/// Figures say nothing of the moment: the record before them does. That a handle is open is said at its record only, not of
/// the sleep after it.
const Record* lastOfMeaning(const Moment& moment)
{
    constexpr std::uint64_t kFarthest = 64;
    const std::uint64_t first = moment.state.cursor > kFarthest ? moment.state.cursor - kFarthest : 0;
    for (std::uint64_t i = moment.state.cursor; i-- > first;) {
        const Record& record = moment.recording.at(i);
        const bool isPast = moment.time > record.time;
        if (record.kind == RecordKind::Metric || record.kind == RecordKind::None || (record.kind == RecordKind::Handle && isPast)) continue;
        return &record;
    }
    return nullptr;
}

/// "Worker 1", or nothing for the main script's loop and what it handed away.
QString workerName(const Recording& recording, std::uint16_t thread)
{
    if (thread == 0) return {};
    const std::vector<ThreadInfo> threads = recording.threads();
    if (thread >= threads.size() || threads[thread].kind != ThreadKind::Worker) return {};
    return tr("Worker %1").arg(QString::fromStdString(threads[thread].name));
}

const LoopState& loopOf(const TraceState& state, std::uint16_t thread)
{
    static const LoopState none;
    if (const auto it = state.loops.find(thread); it != state.loops.end()) return it->second;
    const auto main = state.loops.find(0); // what pool threads do is the main loop's
    return main == state.loops.end() ? none : main->second;
}

} // namespace

QStringList factsBehind(const Moment& moment)
{
    const Record* record = lastOfMeaning(moment);
    return record ? explainFacts({moment, *record, loopOf(moment.state, record->thread)}) : QStringList();
}

Explanation explain(const Moment& moment)
{
    const Record* record = lastOfMeaning(moment);
    if (!record) return {tr("The recording starts here.")};
    const ExplainContext context{moment, *record, loopOf(moment.state, record->thread)};
    const QString who = workerName(moment.recording, record->thread);
    return {who.isEmpty() ? sentence(context) : tr("%1: %2").arg(who, sentence(context)), hueOfRecord(context)};
}

} // namespace loopscope
