#include "runtime/probes/RunClock.h"

#include <time.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace loopscope {

std::uint64_t RunClock::monotonic() noexcept
{
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(t.tv_nsec);
}

#if defined(__x86_64__)
namespace {

constexpr std::uint64_t kShortestBase = 2'000'000; // ns; both clocks are read within some 50 ns of one another

bool hasInvariantCounter()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & (1u << 8));
}

struct Pair {
    std::uint64_t ticks, ns;
};

// The reading of the counter is taken as close as possible to the other clock's: best of a few.
Pair readBoth()
{
    Pair best{};
    std::uint64_t bestGap = ~std::uint64_t{0};
    for (int i = 0; i < 8; ++i) {
        const std::uint64_t before = __rdtsc(), ns = RunClock::monotonic(), after = __rdtsc();
        if (after - before >= bestGap) continue;
        bestGap = after - before;
        best = {before + (after - before) / 2, ns};
    }
    return best;
}

const Pair g_atLoad = readBoth();

// ns a tick * 2^32, settled once a process so that all clocks of it agree; 0 if the counter cannot be trusted.
std::uint64_t scale()
{
    static const std::uint64_t value = [] {
        if (!hasInvariantCounter()) return std::uint64_t{0};
        Pair now = readBoth();
        while (now.ns - g_atLoad.ns < kShortestBase) now = readBoth();
        return static_cast<std::uint64_t>((static_cast<unsigned __int128>(now.ns - g_atLoad.ns) << 32) / (now.ticks - g_atLoad.ticks));
    }();
    return value;
}

} // namespace

RunClock RunClock::startNow()
{
    RunClock clock;
    clock.m_scale = scale();
    clock.m_base = clock.m_scale != 0 ? __rdtsc() : monotonic();
    return clock;
}
#else
RunClock RunClock::startNow()
{
    RunClock clock;
    clock.m_base = monotonic();
    return clock;
}
#endif

} // namespace loopscope
