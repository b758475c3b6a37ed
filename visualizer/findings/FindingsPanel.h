#pragma once

#include "visualizer/model/Finding.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QTableView;

namespace loopscope {

class FindingsModel;
class StillLabel;
class ThemeManager;
class TraceView;

/// The list of facts that matter, the gravest first. Choosing a row moves the cursor to its moment and lights what it is
/// about; a row that was chosen stays so while a live run grows.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class FindingsPanel : public QWidget
{
    Q_OBJECT
public:
    FindingsPanel(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    FindingsModel& model() const { return *m_model; }
    QTableView& table() const { return *m_table; }
    QLineEdit& search() const { return *m_search; }
    QString countText() const;
    QString emptyText() const; ///< "" while there are rows
    /// High enough for some rows.
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

signals:
    /// The user wants to see this place (double click or Enter on a row).
    void siteRequested(loopscope::SiteId site, std::uint64_t id);
    /// How many there are, whatever the filter shows.
    void countChanged(int count);

private:
    void buildFilter(class QLayout* row);
    void buildTable();
    void takeRecording();
    void grow();
    void applyFilter();
    void showState();
    void restoreRow();
    void fitColumns();
    void fitRows();
    void choose(int row);
    void dress();

    TraceView& m_view;
    const ThemeManager& m_themes;
    FindingsModel* m_model;
    QTableView* m_table;
    QLineEdit* m_search;
    StillLabel* m_count;
    QLabel* m_empty;
    QStackedLayout* m_stack;
    QTimer m_soon; // several slices of a long recording may come within a frame
    QTimer m_fit;  // the scroll bar that comes with higher rows makes the column narrower
    std::optional<Finding> m_chosen;
    std::shared_ptr<Dictionary> m_dictionary; // of the recording that is shown: rows of another are others
    int m_told = 0; // the count told last
    bool m_moving = false; ///< the selection moves because the rows did
};

} // namespace loopscope
