#include "visualizer/model/PoolQueue.h"

namespace loopscope {

void PoolQueue::note(const Record& r)
{
    const OpState state = r.opState();
    if (state == OpState::Queued) {
        if (m_open.emplace(r.id, false).second) tell(r.time, 1, 0);
    } else if (state == OpState::Running && r.value != 0) { // in a slot of the pool
        leave(r.id, r.time);
        m_open.emplace(r.id, true);
        tell(r.time, 0, 1);
    } else if (state == OpState::Done) {
        leave(r.id, r.time);
    }
}

void PoolQueue::leave(std::uint64_t id, std::uint64_t time)
{
    const auto open = m_open.find(id);
    if (open == m_open.end()) return;
    const bool runs = open->second;
    m_open.erase(open);
    tell(time, runs ? 0 : -1, runs ? -1 : 0);
}

void PoolQueue::forget(std::uint64_t time)
{
    m_open.clear();
    tell(time, -m_waitingNow, -m_runningNow);
}

void PoolQueue::tell(std::uint64_t time, int waiting, int running)
{
    m_waitingNow += waiting;
    m_runningNow += running;
    if (waiting != 0) m_waiting.add(time, static_cast<float>(m_waitingNow));
    if (running != 0) m_running.add(time, static_cast<float>(m_runningNow));
}

} // namespace loopscope
