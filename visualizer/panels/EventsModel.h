#pragma once

#include "visualizer/model/TraceView.h"
#include "visualizer/panels/EventFilter.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <vector>

namespace loopscope {

class EventText;
class Labels;
class Recording;
class ThemeManager;

/// The records of a recording that pass a filter, as rows. Holds four bytes for each; texts are made when asked for.
///
/// A view's cost rises with its rows, so of many only some are rows: a window around the cursor, which moves with it and with
/// who scrolls to its border. Recordings are looked at in slices, so that the view's thread stays free.
///
/// Thread: the GUI's. Lifetime: recording and labels are given with reset() and must outlive their use.
class EventsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Thread, Kind, What, Place, ColumnCount };

    static constexpr std::size_t kMostShown = 50'000;  ///< rows, and twice as many for a while
    static constexpr std::uint64_t kSlice = 1 << 17;   ///< records looked at at once, some ms

    explicit EventsModel(const ThemeManager& themes, QObject* parent = nullptr);
    ~EventsModel() override;

    /// Shows this recording, of which extend() then looks at all, or nothing.
    void reset(std::shared_ptr<Recording> recording, const Labels* labels);
    /// Looks at some more records; true when none is left.
    bool extend(std::uint64_t most = kSlice);
    /// The window's rows are those around this cursor.
    void showAround(std::uint64_t cursor);
    /// Moves the window on; the number of rows that went at its beginning.
    int showLater();
    /// Moves it back; the number of rows that came at its beginning.
    int showEarlier();
    /// Records that pass the filter and lie in the range, rows or not.
    std::size_t total() const { return m_end - m_begin; }

    const EventFilter& filter() const { return m_filter; }
    void setFilter(const EventFilter& filter);
    /// Only what happened from `from` to `to` (ns); none: all.
    void setRange(std::optional<TimeRange> range);

    /// Index of a row's record.
    std::uint64_t recordAt(int row) const { return m_rows[m_first + static_cast<std::size_t>(row)]; }
    const Record& record(int row) const;
    /// The last row whose record is among the first `cursor`; -1 for none in the window.
    int rowAt(std::uint64_t cursor) const;
    SiteId siteAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void lookAgain();
    void setWindow(std::size_t first);
    QString text(const Record& record, int column) const;
    std::size_t rowAtTime(std::uint64_t time) const;
    void findRange();

    const ThemeManager& m_themes;
    std::shared_ptr<Recording> m_recording;
    std::unique_ptr<EventText> m_text;
    EventFilter m_filter;
    std::unique_ptr<EventMatcher> m_matcher;
    std::vector<std::uint32_t> m_rows; ///< indices of records, rising
    std::optional<TimeRange> m_range;
    std::size_t m_begin = 0, m_end = 0;  ///< of m_rows those in the range
    std::size_t m_first = 0, m_last = 0; ///< of these the window
    std::uint64_t m_seen = 0;            ///< records looked at
};

} // namespace loopscope
