#pragma once

#include <string_view>

namespace loopscope {

/// Where a run's output goes, as a probe that hooks the program's own write() sees it. Filled in by the host.
///
/// A probe that meets a write to `fd` asks streamOf(). If it is 1 or 2 it calls settle(), records the bytes as Stdout or
/// Stderr in its own thread's ring, and then, if swallows(), tells its caller that all bytes were written without having
/// written them (the terminal belongs to nobody but us); otherwise it writes them as usual. What no probe records arrives
/// as records of an Output thread (children with inherited stdio), so nothing is told twice.
///
/// Thread: any thread of the program under observation. Lifetime: longer than the run.
class OutputTap
{
public:
    virtual ~OutputTap() = default;
    /// 1, 2, or 0 if fd is neither the program's stdout nor its stderr. One fstat().
    virtual int streamOf(int fd) const noexcept = 0;
    /// Records what others have written so far, so that it stands before what comes now.
    virtual void settle() noexcept = 0;
    virtual bool swallows() const noexcept = 0;
};

} // namespace loopscope
