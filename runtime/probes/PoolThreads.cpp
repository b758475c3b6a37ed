#include "runtime/probes/PoolThreads.h"

#include <atomic>
#include <unordered_map>

namespace loopscope {

namespace {

std::mutex g_mutex; // guards g_runs
std::unordered_map<Collector*, std::weak_ptr<PoolThreads>> g_runs;

std::size_t numberOfThisThread()
{
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t number = next.fetch_add(1);
    return number;
}

} // namespace

std::shared_ptr<PoolThreads> PoolThreads::of(Collector& collector, const RunClock& clock)
{
    std::scoped_lock lock(g_mutex);
    std::erase_if(g_runs, [](const auto& run) { return run.second.expired(); });
    auto& known = g_runs[&collector];
    std::shared_ptr<PoolThreads> threads = known.lock();
    if (!threads) {
        threads = std::make_shared<PoolThreads>(collector, clock);
        known = threads;
    }
    return threads;
}

PoolThreads::PoolThreads(Collector& collector, const RunClock& clock) : m_collector(collector), m_clock(clock)
{
    static std::atomic<std::uint64_t> runs{0};
    m_run = ++runs;
}

PoolThreads::Thread PoolThreads::current()
{
    thread_local Known known;
    if (known.run != m_run) known = {m_run, find(numberOfThisThread())};
    return known.thread;
}

PoolThreads::Thread PoolThreads::find(std::size_t number)
{
    std::scoped_lock lock(m_mutex);
    if (number >= m_threads.size()) m_threads.resize(number + 1);
    Thread& thread = m_threads[number];
    if (!thread.ring) {
        const Collector::Producer producer = m_collector.addProducer(ThreadKind::Pool);
        thread = {producer.ring, ++m_slots, producer.thread};
    }
    return thread;
}

} // namespace loopscope
