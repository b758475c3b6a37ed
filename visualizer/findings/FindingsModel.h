#pragma once

#include "visualizer/model/Finding.h"
#include "visualizer/model/TraceView.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <vector>

namespace loopscope {

class FindingText;
class ThemeManager;
class TraceModel;

/// Findings as rows: the gravest first, then in the order of their moments.
///
/// Thread: the GUI's. Lifetime: the model is given with reset() and must outlive its use.
class FindingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Weight, What, Worst, Place, Moment, ColumnCount };
    enum Role { AdviceRole = Qt::UserRole };

    explicit FindingsModel(const ThemeManager& themes, QObject* parent = nullptr);
    ~FindingsModel() override;

    /// Shows this model's, or nothing.
    void reset(const TraceModel* model);
    /// Takes in what has changed; false if nothing has.
    bool refresh();
    /// Only those with this in a sentence or the place, in any case; "" for all.
    void setFilter(const QString& text);
    /// Only those of which something lies in this time; none for all.
    void setRange(std::optional<TimeRange> range);

    const Finding& finding(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// The row of what is of the same kind at the same place; -1 for none.
    int rowOf(const Finding& finding) const;
    int total() const { return m_total; } ///< those that the filter hides too
    std::uint64_t untold() const;         ///< beyond what is kept

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void rebuild();
    bool matches(const Finding& finding) const;
    QString text(const Finding& finding, int column) const;
    QString toolTip(const Finding& finding, int column) const;

    const ThemeManager& m_themes;
    const TraceModel* m_model = nullptr;
    std::unique_ptr<FindingText> m_text;
    QString m_filter;
    std::optional<TimeRange> m_range;
    std::vector<Finding> m_rows;
    int m_total = 0;
    std::uint64_t m_revision = 0;
};

} // namespace loopscope
