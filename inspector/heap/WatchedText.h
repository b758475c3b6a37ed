#pragma once

#include "inspector/heap/SnapshotText.h"
#include "inspector/heap/WorkProgress.h"

namespace loopscope::heap
{

/// A text whose reading can be watched and cancelled: it tells how much of it has been asked for, as the part of the
/// work up to `share`, and once the work is cancelled it ends. Refers to both, which must outlive it. Any thread.
class WatchedText final : public SnapshotText
{
public:
    WatchedText(SnapshotText& text, WorkProgress& progress, double share)
        : m_text(text), m_progress(progress), m_share(share)
    {
    }

    const char* data() const override { return m_text.data(); }
    std::uint64_t waitFor(std::uint64_t wanted) override
    {
        if (m_progress.isCancelled()) return 0;
        m_progress.tell(m_share * static_cast<double>(wanted) / static_cast<double>(m_text.longest() + 1));
        return m_text.waitFor(wanted);
    }
    void release(std::uint64_t begin, std::uint64_t end) override { m_text.release(begin, end); }
    std::uint64_t longest() const override { return m_text.longest(); }

private:
    SnapshotText& m_text;
    WorkProgress& m_progress;
    const double m_share;
};

} // namespace loopscope::heap
