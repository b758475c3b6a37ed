#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/LoopState.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>
#include <optional>

namespace loopscope {

class Bookmarks;
class TraceModel;
class TraceSearch;

/// A stretch of time, ns; `from` <= `to`.
struct TimeRange {
    std::uint64_t from = 0, to = 0;
    std::uint64_t length() const { return to - from; }
    bool operator==(const TimeRange&) const = default;
};

/// What all panels look at: a recording, the cursor in it, the visible range, the selection. Panels observe this one
/// object and send their wishes to it; they know nothing of one another.
///
/// Thread: the GUI's. Lifetime: as long as the window; the recording in it changes with each run or file.
class TraceView : public QObject
{
    Q_OBJECT
public:
    explicit TraceView(QObject* parent = nullptr);
    ~TraceView() override;

    const std::shared_ptr<Recording>& recording() const { return m_recording; } ///< null before the first
    /// Shows it whole, with the cursor at its end, and follows it if it still grows.
    void setRecording(std::shared_ptr<Recording> recording);
    /// The recording shown goes on in this one, which holds the last part of the old one (see Recording::carried()). Cursor, visible range and selection stay where they are in time, as far as that is
    /// still there; what waited then waits still.
    void continueIn(std::shared_ptr<Recording> recording);

    /// What was computed from the recording, for all panels together: states, spans, labels, ways to step. Null before
    /// the first recording. A long one is taken in by slices between events; grew() tells of each.
    TraceModel* model() const { return m_model.get(); }
    /// At the cursor, or as near to it as was taken in; cursorChanged() comes again when it gets nearer. Valid until
    /// the next event.
    const TraceState& state() const;

    /// Panels show the state just after the first cursor() records.
    std::uint64_t cursor() const { return m_cursor; }
    /// ns; not before the last record that counts, and later than it when the cursor was put between two.
    std::uint64_t cursorTime() const { return m_cursorTime; }
    void setCursor(std::uint64_t cursor); ///< clamps; ends following
    void setCursorTime(std::uint64_t time); ///< ns; ends following

    /// From a little before the first record, since a program takes its time to start, to the last; at least a microsecond.
    TimeRange whole() const;
    TimeRange visible() const { return m_visible; }
    void setVisible(TimeRange range); ///< clamps to the recording, keeps at least a microsecond
    std::optional<TimeRange> selection() const { return m_selection; }
    void setSelection(std::optional<TimeRange> range);

    /// While following, cursor and visible range go with the end of a growing recording.
    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);

    TraceSearch& search() const { return *m_search; }
    Bookmarks& bookmarks() const { return *m_bookmarks; }

    /// The operation under the pointer or focus, lit in every panel; 0 for none.
    std::uint64_t highlighted() const { return m_highlighted; }
    void setHighlighted(std::uint64_t id);

    /// The recording may have grown: called at most once a frame by whoever watches the run.
    void noticeGrowth();

signals:
    void recordingChanged();
    void grew();
    void cursorChanged();
    void visibleChanged();
    void selectionChanged();
    void followingChanged();
    void highlightedChanged();

private:
    void takeIn();
    void announce();
    void moveCursor(std::uint64_t cursor, std::uint64_t time);
    void stopFollowing();
    bool showsAll(TimeRange whole) const;
    void follow(bool all);

    std::shared_ptr<Recording> m_recording;
    std::unique_ptr<TraceModel> m_model;
    bool m_takingIn = false; // a slice is on its way
    bool m_wasBehind = false; // the cursor stood beyond what was taken in, and nobody was told since
    QElapsedTimer m_told;    // of grew(), while there is more to take in
    std::uint64_t m_cursor = 0;
    std::uint64_t m_cursorTime = 0;
    std::uint64_t m_sizeSeen = 0;
    TimeRange m_wholeSeen;
    TimeRange m_visible;
    std::optional<TimeRange> m_selection;
    bool m_following = false;
    std::uint64_t m_highlighted = 0;
    TraceSearch* m_search; // a child, as is the next
    Bookmarks* m_bookmarks;
};

} // namespace loopscope
