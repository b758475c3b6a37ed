#pragma once

#include "visualizer/model/AsyncTree.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <set>
#include <vector>

class QLabel;
class QStackedLayout;
class QToolButton;

namespace loopscope {

class AsyncCrumbs;
class AsyncGraphModel;
class AsyncGraphTree;
class ThemeManager;
class TraceView;

/// Who scheduled what: a tree of callbacks, with the time that each waited and ran, and the critical path lit.
///
/// Shows what begins in the selected stretch of time, else all that came of what led to the callback at the cursor; its row
/// is the current one. A root that is pinned stays. What is under the user's hands stays while a live run goes on.
///
/// Thread: the GUI's. Lifetime: view and themes must outlive it. Costs nothing while it is hidden.
class AsyncGraphPanel : public QWidget
{
    Q_OBJECT
public:
    AsyncGraphPanel(TraceView& view, const ThemeManager& themes, QWidget* parent = nullptr);
    ~AsyncGraphPanel() override;

    AsyncGraphModel& model() const { return *m_model; }
    AsyncGraphTree& tree() const { return *m_tree; }
    AsyncCrumbs& crumbs() const { return *m_crumbs; }
    QToolButton& pinButton() const { return *m_pin; }
    QToolButton& internalButton() const { return *m_internal; }
    QString summaryText() const;
    QString emptyText() const; ///< "" while there are rows
    QSize sizeHint() const override;

    /// Makes this callback the root and pins it.
    void showFrom(AsyncRuns::Row run);

signals:
    /// The user wants to see this place (double click or Enter on a row).
    void siteRequested(loopscope::SiteId site, std::uint64_t id);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildHead(class QLayout* column);
    void connectTree();
    void takeRecording();
    void soon();
    void refresh();
    std::vector<AsyncRuns::Row> wantedRoots();
    bool isUnderHands() const;
    void showTree(AsyncTree tree);
    void showState();
    void restoreFolding();
    void showCurrent();
    void showWay();
    void openFolded(const QModelIndex& index);
    void activate(const QModelIndex& index);
    void goToMoment(const QModelIndex& index);
    void goUp();
    void setPinned(bool pinned);
    void dress();

    TraceView& m_view;
    const ThemeManager& m_themes;
    AsyncGraphModel* m_model;
    AsyncGraphTree* m_tree;
    AsyncCrumbs* m_crumbs;
    QToolButton* m_pin;
    QToolButton* m_internal;
    QLabel* m_summary;
    QLabel* m_empty;
    QStackedLayout* m_stack;
    QTimer m_soon;                    ///< at most once a frame
    std::unique_ptr<AsyncRuns> m_runs; ///< of the recording that is shown
    AsyncLimits m_limits;
    std::vector<AsyncRuns::Row> m_roots;
    std::size_t m_rootsBeyond = 0;
    std::set<AsyncRuns::Row> m_collapsed; ///< by the user
    AsyncRuns::Row m_atCursor = AsyncRuns::kNone;
    std::uint64_t m_cursorSeen = ~std::uint64_t{0};
    bool m_isPinned = false;
    bool m_moving = false; ///< the current row moves because the cursor did
};

} // namespace loopscope
