#pragma once

namespace loopscope {

/// How much work libuv's thread pool, which is the process's, has from loops that are watched.
///
/// Thread: any; it is counted and never locked, so that a moment at which two threads give work at once may be missed.
class PoolLoad
{
public:
    /// libuv's own rule: UV_THREADPOOL_SIZE, 4 without it.
    static int threads();
    /// One more. True if it must wait because every thread is busy, and none waited before it. `isSlow`: at most half of the threads do such work.
    static bool given(bool isSlow);
    /// One less: it is done, or was cancelled before it began.
    static void ended(bool isSlow);
};

} // namespace loopscope
