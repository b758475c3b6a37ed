#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#else
#include <time.h>
#endif

namespace loopscope {

/// Nanoseconds since a run began: one monotonic clock for all threads of it, read in about 5 ns.
///
/// On x86-64 with an invariant time-stamp counter it is that counter, scaled to CLOCK_MONOTONIC's rate as seen from the
/// loading of this module to the start of the run; elsewhere CLOCK_MONOTONIC itself.
///
/// Thread: any. Lifetime: a plain value, copied to whoever needs it.
class RunClock
{
public:
    /// A clock that reads 0 now.
    static RunClock startNow();

    std::uint64_t now() const noexcept
    {
#if defined(__x86_64__)
        if (m_scale != 0) return static_cast<std::uint64_t>((static_cast<Wide>(__rdtsc() - m_base) * m_scale) >> 32);
#endif
        return monotonic() - m_base;
    }

    /// CLOCK_MONOTONIC, ns.
    static std::uint64_t monotonic() noexcept;

private:
#if defined(__x86_64__)
    __extension__ using Wide = unsigned __int128;
#endif
    std::uint64_t m_base = 0;  // ticks, or ns when m_scale is 0
    std::uint64_t m_scale = 0; // ns a tick, times 2^32
};

} // namespace loopscope
