#include "visualizer/model/StateHistory.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

constexpr std::uint64_t kClosest = 8192; ///< records between two checkpoints at least

std::uint64_t sizeOf(const TraceState& state)
{
    std::uint64_t size = 0;
    for (const auto& [thread, loop] : state.loops) {
        size += loop.ops.size() + loop.stack.size();
        for (const WaitingQueue& queue : loop.queues) size += queue.size();
    }
    return size;
}

} // namespace

StateHistory::StateHistory(const Recording& recording, TraceState before)
    : m_recording(recording), m_newest(std::move(before)), m_nextCheckpoint(kClosest)
{
    m_newest.cursor = 0;
    m_seen = m_newest;
    m_checkpoints.push_back(m_newest);
}

void StateHistory::append(const Record& record, StackListener* listener)
{
    StateFold(listener).apply(m_newest, record);
    if (m_newest.cursor < m_nextCheckpoint) return;
    m_checkpoints.push_back(m_newest);
    // A large state whose callbacks end in no order shares next to nothing with its next: with a quarter, all checkpoints of a
    // million timers together are some four times as large as one, and a seek folds no more than a quarter of a million records.
    m_nextCheckpoint = m_newest.cursor + std::max(kClosest, sizeOf(m_newest) / 4);
}

const TraceState& StateHistory::at(std::uint64_t cursor)
{
    cursor = std::min(cursor, m_newest.cursor);
    if (cursor == m_newest.cursor) return m_newest;
    const auto after = std::upper_bound(m_checkpoints.begin(), m_checkpoints.end(), cursor,
                                        [](std::uint64_t c, const TraceState& state) { return c < state.cursor; });
    const TraceState& nearest = *(after - 1);
    if (m_seen.cursor > cursor || m_seen.cursor < nearest.cursor) m_seen = nearest;
    const StateFold fold;
    while (m_seen.cursor < cursor)
        for (const Record& record : m_recording.run(m_seen.cursor, cursor)) fold.apply(m_seen, record);
    return m_seen;
}

} // namespace loopscope
