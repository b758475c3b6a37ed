#pragma once

#include <atomic>

namespace loopscope::heap
{

/// What cancelled work throws.
struct WorkCancelled {
};

/// How far a long work is, and whether it is still wanted. The one who works tells and asks, others look and cancel:
/// any thread. Lives as long as the work.
class WorkProgress
{
public:
    void cancel() { m_isCancelled = true; }
    bool isCancelled() const { return m_isCancelled; }
    double part() const { return m_part; } ///< 0 to 1

    /// Throws WorkCancelled if the work is no longer wanted.
    void reach(double part)
    {
        m_part = part;
        if (m_isCancelled) throw WorkCancelled();
    }
    /// For those who must not throw.
    void tell(double part) { m_part = part; }

private:
    std::atomic<double> m_part = 0;
    std::atomic<bool> m_isCancelled = false;
};

} // namespace loopscope::heap
