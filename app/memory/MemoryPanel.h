#pragma once

#include "app/memory/HeapJobs.h"
#include "app/memory/HeapView.h"
#include "app/memory/KeeperPane.h"
#include "app/memory/MemoryBar.h"

#include <QTemporaryDir>
#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTreeView;

namespace loopscope {

class HeapModel;
class RunSession;
class StatisticsView;
class SuspectView;
class ThemeManager;
class TreemapView;

/// Heap snapshots: taken of the program that runs, or opened; what is in them, what one has more than another and why, and what keeps
/// an object.
///
/// Thread: the GUI's; all that takes long is done on another. Session and themes must outlive it.
class MemoryPanel : public QWidget
{
    Q_OBJECT
public:
    MemoryPanel(RunSession& session, const ThemeManager& themes, QWidget* parent = nullptr);
    ~MemoryPanel() override;

    const std::vector<std::shared_ptr<const HeapFile>>& files() const { return m_files; }
    HeapModel& rows() const { return *m_rows; } ///< of the view that is shown, if it is a tree
    QTreeView& tree() const { return *m_tree; }
    KeeperPane& keepers() const { return *m_keepers; }
    MemoryBar& bar() const { return *m_bar; }
    TreemapView& treemap() const { return *m_treemap; }
    StatisticsView& statistics() const { return *m_statistics; }
    HeapJobs& jobs() { return m_jobs; }
    HeapView view() const { return m_bar->view(); }
    QString summaryText() const;
    /// What has grown since the snapshot that is compared with, a line each; "" without one.
    QString suspectText() const;
    QString emptyText() const; ///< "" while there is something to see
    bool isBusy() const { return m_isTaking || m_jobs.isBusy(); }
    QSize sizeHint() const override;

    /// Of the program that runs.
    void take();
    void open(const QString& path);
    void saveAs(const QString& path); ///< the one that is shown
    void setView(HeapView view);
    void focusView();
    void cancel(); ///< the work that is going on
    void goToSource();
    void showLive();

signals:
    void busyChanged();
    /// A snapshot was asked for: it is taken once the program can be interrupted.
    void taking();
    void placeWanted(const QString& path, int line);
    /// The object of this number (HeapGraph::nodeId) of the program that runs is to be shown.
    void liveObjectWanted(quint32 id);
    void problem(const QString& sentence);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void join();
    void load(const QString& path, const QString& name, int run);
    void add(const std::shared_ptr<const HeapFile>& file);
    HeapWish wish() const;
    void ask();
    void show(const HeapWish& wish, HeapAnswer answer);
    void showChosen(const QModelIndex& index);
    void showObject(quint32 node);
    void showState();
    void askForFile();
    void askWhereToSave();
    void dress();
    const std::shared_ptr<const HeapFile>* shown() const;

    RunSession& m_session;
    const ThemeManager& m_themes;
    QTemporaryDir m_folder; ///< of those that were taken
    std::vector<std::shared_ptr<const HeapFile>> m_files;
    MemoryBar* m_bar;
    HeapModel* m_rows;
    QTreeView* m_tree;
    SuspectView* m_suspects;
    TreemapView* m_treemap;
    StatisticsView* m_statistics;
    QWidget* m_empty;
    KeeperPane* m_keepers;
    QStackedWidget* m_pages;
    QSplitter* m_splitter;
    HeapWish m_shown;   ///< that the views show
    quint64 m_job = 0;  ///< that works for the next
    int m_taken = 0;
    int m_run = 0; ///< number of the program's run
    bool m_wasRunning = false;
    bool m_isTaking = false;
    HeapJobs m_jobs; ///< last, so that it ends first
};

} // namespace loopscope
