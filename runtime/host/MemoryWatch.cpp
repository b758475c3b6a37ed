#include "runtime/host/MemoryWatch.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <pthread.h>
#include <string>
#include <unistd.h>
#include <uv.h>

namespace loopscope {

MemoryWatch::MemoryWatch(std::uint64_t limit, std::function<void()> onFull)
    : m_onFull(std::move(onFull)), m_limit(limit ? limit : available() / 8 * 7), m_thread([this] { work(); })
{
}

MemoryWatch::~MemoryWatch()
{
    {
        std::scoped_lock lock(m_mutex);
        m_isOver = true;
    }
    m_ended.notify_all();
    m_thread.join();
}

std::uint64_t MemoryWatch::resident()
{
    std::ifstream file("/proc/self/statm");
    std::uint64_t size = 0, pages = 0;
    file >> size >> pages;
    return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t MemoryWatch::available()
{
    // libuv knows of cgroups: what this process may still have, within the machine's free memory and its group's limit.
    return resident() + uv_get_available_memory();
}

void MemoryWatch::work()
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr); // signals are the program's business
    std::unique_lock lock(m_mutex);
    while (!m_ended.wait_for(lock, std::chrono::milliseconds(100), [this] { return m_isOver; })) {
        if (resident() < m_limit) continue;
        lock.unlock();
        m_onFull();
        return;
    }
}

} // namespace loopscope
