#include "runtime/probes/PoolLoad.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace loopscope {

namespace {

std::atomic<int> g_quick{0}, g_slow{0}; // given and not yet ended
std::atomic<bool> g_isFull{false};      // some wait, and it was said

} // namespace

int PoolLoad::threads()
{
    static const int count = [] {
        constexpr int kDefault = 4, kMost = 1024;
        const char* const text = std::getenv("UV_THREADPOOL_SIZE");
        return text ? std::clamp(std::atoi(text), 1, kMost) : kDefault;
    }();
    return count;
}

bool PoolLoad::given(bool isSlow)
{
    const int slowBefore = g_slow.load(), quickBefore = g_quick.load(), slowMost = (threads() + 1) / 2;
    ++(isSlow ? g_slow : g_quick);
    const bool allBusy = quickBefore + std::min(slowBefore, slowMost) >= threads();
    return allBusy && !g_isFull.exchange(true);
}

void PoolLoad::ended(bool isSlow)
{
    --(isSlow ? g_slow : g_quick);
    if (g_quick.load() + g_slow.load() <= threads()) g_isFull = false;
}

} // namespace loopscope
