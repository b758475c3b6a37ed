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

/// The records of a recording that pass a filter, as rows. Holds four bytes a row; texts are made when asked for, so
/// cost follows what is shown.
///
/// Thread: the GUI's. Lifetime: recording and labels are given with reset() and must outlive their use.
class EventsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Thread, Kind, What, Place, ColumnCount };

    explicit EventsModel(const ThemeManager& themes, QObject* parent = nullptr);
    ~EventsModel() override;

    /// Shows this recording, or nothing.
    void reset(std::shared_ptr<Recording> recording, const Labels* labels);
    /// Takes in what the recording has grown by.
    void extend();

    const EventFilter& filter() const { return m_filter; }
    void setFilter(const EventFilter& filter);
    /// Only what happened from `from` to `to` (ns); none: all.
    void setRange(std::optional<TimeRange> range);

    /// Index of a row's record.
    std::uint64_t recordAt(int row) const { return m_rows[m_first + static_cast<std::size_t>(row)]; }
    const Record& record(int row) const;
    /// The last row whose record is among the first `cursor`; -1 for none.
    int rowAt(std::uint64_t cursor) const;
    SiteId siteAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::uint32_t> found(std::uint64_t from, std::uint64_t to);
    QString text(const Record& record, int column) const;
    std::size_t rowAtTime(std::uint64_t time) const;
    std::size_t lastInRange() const;
    void findRange();

    const ThemeManager& m_themes;
    std::shared_ptr<Recording> m_recording;
    std::unique_ptr<EventText> m_text;
    EventFilter m_filter;
    std::unique_ptr<EventMatcher> m_matcher;
    std::vector<std::uint32_t> m_rows; ///< indices of records, rising
    std::optional<TimeRange> m_range;
    std::size_t m_first = 0, m_last = 0; ///< of m_rows those that are shown
    std::uint64_t m_seen = 0;            ///< records looked at
};

} // namespace loopscope
