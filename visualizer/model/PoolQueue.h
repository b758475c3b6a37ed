#pragma once

#include "runtime/events/Record.h"
#include "visualizer/model/Samples.h"

#include <cstdint>
#include <unordered_map>

namespace loopscope {

/// How many operations wait for a thread of the pool, and how many run in it: a sample at each change, which holds until the
/// next. Where records of a pool's thread were lost, what waited and ran is forgotten, so that none does for ever.
///
/// Thread: one.
class PoolQueue
{
public:
    void note(const Record& record); ///< of kind Op, of any thread
    void forget(std::uint64_t time); ///< records of a pool's thread were lost

    const Samples& waiting() const { return m_waiting; }
    const Samples& running() const { return m_running; }

private:
    void tell(std::uint64_t time, int waiting, int running);
    void leave(std::uint64_t id, std::uint64_t time);

    std::unordered_map<std::uint64_t, bool> m_open; // by id: whether it runs
    int m_waitingNow = 0, m_runningNow = 0;
    Samples m_waiting, m_running;
};

} // namespace loopscope
