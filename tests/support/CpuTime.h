#pragma once

#include <time.h>

namespace loopscope {

/// What this thread itself has taken so far, in ms: on a busy machine others have the processor meanwhile, and a clock
/// on the wall would measure them too.
inline double cpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace loopscope
