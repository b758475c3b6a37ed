#pragma once

#include "app/memory/HeapJobs.h"
#include "app/memory/HeapView.h"
#include "app/memory/KeeperPane.h"
#include "app/memory/MemoryBar.h"
#include "app/memory/RemoteSnapshots.h"

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
    bool isBusy() const { return m_taker.isTaking() || m_jobs.isBusy(); }
    SnapshotTaker& taker() { return m_taker; }
    /// Of the snapshot that was taken last, in ms: how long V8 stood for it, and how long after that its first view was there. 0 before one is.
    struct Times {
        double taken = 0, untilShown = 0;
    };
    const Times& times() const { return m_times; }
    QSize sizeHint() const override;

    /// Of the program that runs.
    void take(int count = 1, std::chrono::seconds wait = {}, std::chrono::seconds apart = {});
    /// What else snapshots can be taken of.
    void setRemote(RemoteSnapshots::Connected connected) { m_remote = RemoteSnapshots(std::move(connected)); }
    std::vector<RemoteSnapshots::Target> remoteTargets() const { return m_remote.targets(); }
    /// What is connected to has changed.
    void noteRemote() { showState(); }
    void takeOf(const RemoteSnapshots::Target& target);
    /// Some program is there to take snapshots of.
    bool mayTake() const;
    /// So many, after seconds that the user is asked for.
    void askToTake(int count);
    void setTakesWhenFull(bool isWanted) { m_taker.setWhenFull(isWanted); }
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
    void load(const QString& path, const QString& name);
    void read(const std::shared_ptr<SnapshotTaking>& taking);
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
    SnapshotTaker m_taker;
    RemoteSnapshots m_remote{{}};
    std::shared_ptr<SnapshotTaking> m_unseen; ///< whose first view is to come
    Times m_times;
    int m_seconds = 10; ///< that the user chose last
    HeapJobs m_jobs; ///< last, so that it ends first
};

} // namespace loopscope
