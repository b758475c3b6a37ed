#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace loopscope {

/// Ends a program before the system ends the whole process for want of memory. V8 bounds its own heap, but buffers
/// lie outside it and nothing bounds them.
///
/// The bound, unless one is given: seven eighths of what the process may have when the program begins, by the machine
/// and by its cgroup.
///
/// Thread: of its own, which looks ten times a second and calls onFull once. Lifetime: that of the run.
class MemoryWatch
{
public:
    /// `limit` in bytes of the whole process, 0 for the default.
    MemoryWatch(std::uint64_t limit, std::function<void()> onFull);
    ~MemoryWatch();
    MemoryWatch(const MemoryWatch&) = delete;
    MemoryWatch& operator=(const MemoryWatch&) = delete;

    /// Bytes of the process in memory now.
    static std::uint64_t resident();
    /// Bytes that the process may have in all, as things are now.
    static std::uint64_t available();

private:
    void work();

    const std::function<void()> m_onFull;
    const std::uint64_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_isOver = false;
    std::thread m_thread;
};

} // namespace loopscope
