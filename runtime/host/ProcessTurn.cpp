#include "runtime/host/ProcessTurn.h"

#include <condition_variable>
#include <mutex>

namespace loopscope {

namespace {

std::mutex s_mutex;
std::condition_variable s_changed;
bool s_taken = false;

} // namespace

bool ProcessTurn::take(const std::function<bool()>& giveUp)
{
    std::unique_lock lock(s_mutex);
    s_changed.wait(lock, [&] { return !s_taken || giveUp(); });
    if (s_taken) return false;
    s_taken = true;
    return true;
}

void ProcessTurn::end()
{
    {
        std::scoped_lock lock(s_mutex);
        s_taken = false;
    }
    s_changed.notify_all();
}

void ProcessTurn::reconsider()
{
    { std::scoped_lock lock(s_mutex); }
    s_changed.notify_all();
}

} // namespace loopscope
