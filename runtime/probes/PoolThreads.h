#pragma once

#include "runtime/events/Record.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Collector.h"

#include <memory>
#include <mutex>
#include <vector>

namespace loopscope {

/// The rings of the pool's threads in one run. libuv's pool belongs to the process and serves all loops and all runs;
/// in each run a thread gets a ring, a slot number and a name when it first does a piece of work of that run.
///
/// Thread: any; write() only by the pool thread whose ring it is. Lifetime: shared by the loops of a run.
class PoolThreads
{
public:
    PoolThreads(Collector& collector, const RunClock& clock);
    PoolThreads(const PoolThreads&) = delete;
    PoolThreads& operator=(const PoolThreads&) = delete;

    /// The same for all loops of a run.
    static std::shared_ptr<PoolThreads> of(Collector& collector, const RunClock& clock);

    struct Thread {
        Ring* ring = nullptr;
        std::uint32_t slot = 0; ///< 1-based, the number in the thread's name
        std::uint16_t index = 0;
    };
    /// That of the calling thread, which asks nobody once it is known.
    Thread current();
    void write(const Thread& thread, Record record) noexcept
    {
        record.time = m_clock.now();
        thread.ring->push(record);
    }

private:
    struct Known {
        std::uint64_t run = 0;
        Thread thread;
    };
    Thread find(std::size_t number);

    Collector& m_collector;
    const RunClock m_clock;
    std::uint64_t m_run;           // of all runs of the process, from 1 on
    std::mutex m_mutex;            // guards what follows
    std::vector<Thread> m_threads; // by the process's number of the thread
    std::uint32_t m_slots = 0;
};

} // namespace loopscope
