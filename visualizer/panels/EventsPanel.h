#pragma once

#include "runtime/events/Record.h"
#include "visualizer/panels/EventFilter.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QTableView;
class QToolButton;

namespace loopscope {

class EventsModel;
class StillLabel;
class ThemeManager;
class TraceView;

/// The list of all that was recorded, with a filter. The row of the cursor is selected; choosing a row moves the cursor.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it.
class EventsPanel : public QWidget
{
    Q_OBJECT
public:
    EventsPanel(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);

    EventsModel& model() const { return *m_model; }
    /// All records were looked at.
    bool isUpToDate() const { return !m_more.isActive(); }
    QTableView& table() const { return *m_table; }
    QLineEdit& search() const { return *m_search; }
    /// High enough for some rows.
    QSize sizeHint() const override;
    QToolButton& button(EventGroup group) const { return *m_buttons[static_cast<std::size_t>(group)]; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

signals:
    /// The user wants to see this place (double click or Enter on a row).
    void siteRequested(loopscope::SiteId site, std::uint64_t id);

private:
    void buildFilters(class QLayout* row);
    void buildTable();
    void takeRecording();
    void grow();
    /// At the border of the window of rows, the next ones come.
    void scrolled(int value);
    void applyFilter();
    void applySelection();
    void showCursor();
    void rowChosen(const QModelIndex& current);
    void dress();

    TraceView& m_view;
    const ThemeManager& m_themes;
    EventsModel* m_model;
    QTableView* m_table;
    QLineEdit* m_search;
    StillLabel* m_count;
    QToolButton* m_internal;
    std::array<QToolButton*, kEventGroupCount> m_buttons{};
    QTimer m_more; ///< a long recording is looked at in slices
    bool m_moving = false; ///< the selection moves because the cursor did
};

} // namespace loopscope
