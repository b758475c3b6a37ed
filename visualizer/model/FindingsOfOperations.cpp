#include "visualizer/model/FindingsOfOperations.h"

#include <algorithm>
#include <utility>

namespace loopscope {

void FindingsOfOperations::operation(const Record& r, std::uint64_t index, const StackFrame* by, std::uint64_t root, FindingList& found)
{
    if (r.opState() == OpState::Start) return start(r, index, by, root);
    const auto known = m_ops.find(r.id);
    if (known == m_ops.end() || known->second.isDone) return;
    switch (r.opState()) {
    case OpState::Start: return;
    case OpState::Queued: return queue(known->second, r, index);
    case OpState::Running: return run(known->second, r, found);
    case OpState::Done: return done(known->second, r, found);
    }
}

bool FindingsOfOperations::isAwaitOfTheProgram(const StackFrame* by) const
{
    const bool isNamedJob = by && by->queue == Queue::Microtask && by->site != SiteId::None && !(by->flags & RecordFlag::Internal);
    return isNamedJob && m_recording.dictionary().type(by->type) == "await";
}

bool FindingsOfOperations::continues(const Step& before, const Step& step, const Type& type)
{
    return before.type == step.type && before.open == 0 && before.overlaps == type.overlaps &&
           (before.function == SiteId::None || before.function == step.function);
}

void FindingsOfOperations::start(const Record& r, std::uint64_t index, const StackFrame* by, std::uint64_t root)
{
    tidy();
    const bool isAwaited = isAwaitOfTheProgram(by);
    const bool isNodes = by && (by->site == SiteId::None || by->flags & RecordFlag::Internal);
    const auto before = root ? m_steps.find(root) : m_steps.end();
    const bool isFurtherStep = before != m_steps.end() && isNodes;
    const auto other = m_ops.find(r.id);
    if (other != m_ops.end() && other->second.thread != r.thread && !other->second.isDone) return forget(other->second, r.id);
    m_ops.insert_or_assign(r.id, Op{.root = isFurtherStep ? root : r.id, .thread = r.thread, .place = r.stack()});
    if (isFurtherStep) return stepBegins(before->second);
    Step step{.type = r.type, .function = isAwaited ? by->site : SiteId::None, .startedAt = r.time, .first = index, .firstAt = r.time, .firstId = r.id,
              .thread = r.thread};
    stepBegins(step);
    const Type& type = typeOf(r.type);
    step.overlaps = type.overlaps;
    if (isAwaited && !type.isOrdered && before != m_steps.end() && continues(before->second, step, type)) {
        const Step& last = before->second;
        const std::uint64_t took = last.doneAt - std::min(last.doneAt, last.startedAt);
        step.first = last.first;
        step.firstAt = last.firstAt;
        step.firstId = last.firstId;
        step.count = last.count + 1;
        step.total = last.total + took;
        step.longest = std::max(last.longest, took);
        step.isTold = last.isTold;
        step.overlaps = last.overlaps;
    } else {
        step.function = SiteId::None;
    }
    m_steps.insert_or_assign(r.id, step);
}

/// Two threads give the same id: whose the records of the pool are is not known.
void FindingsOfOperations::forget(const Op& op, std::uint64_t id)
{
    if (op.isWaiting && m_waiting > 0) --m_waiting;
    if (op.isRunning && m_running > 0) --m_running;
    m_ops.erase(id);
}

FindingsOfOperations::Type& FindingsOfOperations::typeOf(TypeId id)
{
    const auto index = static_cast<std::size_t>(id);
    for (std::size_t i = m_types.size(); i <= index; ++i) {
        const std::string_view name = m_recording.dictionary().type(static_cast<TypeId>(i));
        m_types.push_back({.isOrdered = name == "fs.read" || name == "fs.write"});
    }
    return m_types[index];
}

void FindingsOfOperations::stepBegins(Step& step)
{
    if (step.open++ > 0) return;
    Type& type = typeOf(step.type);
    if (type.underWay++ > 0) ++type.overlaps;
}

void FindingsOfOperations::stepEnds(Step& step, std::uint64_t time, FindingList& found)
{
    if (step.open == 0 || --step.open > 0) return;
    Type& type = typeOf(step.type);
    if (type.underWay > 0) --type.underWay;
    step.doneAt = time;
    const std::uint64_t took = time - std::min(time, step.startedAt);
    const std::uint64_t total = step.total + took, longest = std::max(step.longest, took);
    if (step.count < m_limits.inTurn || total - longest < m_limits.inTurnSaving || step.overlaps != type.overlaps) return;
    const std::uint64_t news = std::exchange(step.isTold, true) ? 0 : 1;
    found.add({.kind = FindingKind::OneAfterAnother, .thread = step.thread, .count = news, .record = step.first, .time = step.firstAt, .worst = total, .amount = step.count,
               .longest = longest, .id = step.firstId, .type = step.type, .site = step.function});
}

void FindingsOfOperations::queue(Op& op, const Record& r, std::uint64_t index)
{
    if (op.isWaiting || op.isRunning) return;
    op.isWaiting = true;
    op.queuedAt = r.time;
    op.queued = index;
    ++m_waiting;
}

void FindingsOfOperations::run(Op& op, const Record& r, FindingList& found)
{
    if (op.isRunning) return;
    op.isRunning = true;
    ++m_running;
    if (!std::exchange(op.isWaiting, false)) return;
    const std::uint64_t waited = r.time - std::min(r.time, op.queuedAt), waiting = m_waiting;
    if (m_waiting > 0) --m_waiting;
    if (waited > m_limits.poolWait)
        found.add({.kind = FindingKind::PoolWait, .thread = op.thread, .record = op.queued, .time = op.queuedAt, .worst = waited, .amount = waiting, .id = r.id,
                   .type = r.type, .site = ownSite(m_recording, op.place)});
}

void FindingsOfOperations::done(Op& op, const Record& r, FindingList& found)
{
    if (op.isRunning && m_running > 0) --m_running;
    if (op.isWaiting && m_waiting > 0) --m_waiting;
    op.isDone = true;
    op.isWaiting = false;
    if (const auto step = m_steps.find(op.root); step != m_steps.end()) stepEnds(step->second, r.time, found);
}

void FindingsOfOperations::enqueued(const Record& r, std::uint64_t root)
{
    constexpr std::size_t kMost = 1 << 16;
    if (root && m_rootOfJob.size() < kMost) m_rootOfJob.insert_or_assign({r.id, r.thread}, root);
}

void FindingsOfOperations::cancelled(const Record& r)
{
    if (!m_rootOfJob.empty()) m_rootOfJob.erase({r.id, r.thread});
}

std::uint64_t FindingsOfOperations::rootOf(const Record& r)
{
    if (r.queue() == Queue::Poll) {
        const auto op = m_ops.find(r.id);
        if (op == m_ops.end() || !op->second.isDone || op->second.thread != r.thread) return 0;
        const std::uint64_t root = op->second.root;
        m_ops.erase(op);
        return root;
    }
    if (m_rootOfJob.empty() || (r.queue() != Queue::Microtask && r.queue() != Queue::NextTick)) return 0;
    const auto job = m_rootOfJob.find({r.id, r.thread});
    if (job == m_rootOfJob.end()) return 0;
    const std::uint64_t root = job->second;
    m_rootOfJob.erase(job);
    return root;
}

void FindingsOfOperations::lost()
{
    m_ops.clear();
    m_steps.clear();
    m_types.clear();
    m_rootOfJob.clear();
    m_waiting = m_running = 0;
}

/// Forgets what is over and was not gone on with.
void FindingsOfOperations::tidy()
{
    if (m_ops.size() + m_steps.size() < m_tidyAt) return;
    std::erase_if(m_ops, [](const auto& op) { return op.second.isDone; });
    std::erase_if(m_steps, [](const auto& step) { return step.second.open == 0; });
    m_tidyAt = std::max<std::size_t>(4096, 2 * (m_ops.size() + m_steps.size()));
}

} // namespace loopscope
