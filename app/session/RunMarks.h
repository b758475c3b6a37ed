#pragma once

#include "app/editor/LineMarks.h"
#include "runtime/stream/Recording.h"

#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace loopscope {

struct Theme;
class TraceView;

/// What the recording, up to the cursor, says about the lines of the source files.
///
/// Thread: the GUI's. Lifetime: that of the window; the view must outlive it.
class RunMarks
{
public:
    explicit RunMarks(const TraceView& trace) : m_trace(trace) {}

    /// For one file.
    LineMarks marksFor(const QString& path, const Theme& theme);
    /// The file in which the cursor stands, empty if in none.
    QString currentFile() const;

private:
    struct Start { ///< a callback began
        std::uint32_t record;
        SiteId site;
    };
    void extend();
    void look(std::uint64_t first, std::uint64_t end, std::vector<Start>& starts) const;
    /// Brings the counts to the cursor from where they stand.
    void countTo(std::uint64_t cursor);
    std::optional<RunningLine> runningIn(const QString& path, const Theme& theme) const;
    std::optional<LineProblem> problemIn(const QString& path) const;
    SiteId currentSite() const;
    SiteId statement(bool ofBody) const;

    const TraceView& m_trace;
    std::shared_ptr<const Recording> m_recording;
    std::uint64_t m_seen = 0;
    std::vector<Start> m_starts;
    std::size_t m_counted = 0;  // starts that are in the counts
    std::vector<int> m_counts;  // by SiteId
};

} // namespace loopscope
