#pragma once

#include "app/profile/ProfileBar.h"
#include "runtime/host/ProgramRun.h"

#include <QTemporaryDir>
#include <QThreadPool>
#include <QWidget>

class QStackedWidget;
class QTreeView;

namespace loopscope {

class FlameView;
class ProfileModel;
class RunSession;
class ThemeManager;
class TraceView;

/// Profiles: recorded of the program that runs, or opened; where time went, or which calls allocated. One of the run that the Timeline
/// shows has the Timeline's range, cursor and selection: the tables tell of the selection, or else of what is visible.
///
/// Thread: the GUI's; files are read on another. Session, trace and themes must outlive it.
class ProfilePanel : public QWidget
{
    Q_OBJECT
public:
    ProfilePanel(RunSession& session, TraceView& trace, const ThemeManager& themes, QWidget* parent = nullptr);
    ~ProfilePanel() override;

    const std::vector<std::shared_ptr<const ProfileFile>>& files() const { return m_files; }
    FlameView& flame() const { return *m_flame; }
    ProfileModel& rows() const { return *m_rows; }
    QTreeView& tree() const { return *m_tree; }
    ProfileBar& bar() const { return *m_bar; }
    ProfileView view() const { return m_bar->view(); }
    void setView(ProfileView view);
    void focusView();
    QString summaryText() const;
    QString emptyText() const; ///< "" while there is something to see
    bool isBusy() const { return m_reading > 0; }
    /// Begins to record the program that runs, or the next one; ends it if it is recorded.
    void record(ProfileKind kind);
    bool isRecording() const { return m_isRecording; }
    void open(const QString& path);
    void save(); ///< the one that is shown, to where the user says
    void saveAs(const QString& path);
    void goToSource(); ///< of the chosen function
    QSize sizeHint() const override;

signals:
    void changed(); ///< recording, or the files
    void placeWanted(const QString& path, int line);
    void problem(const QString& sentence);

private:
    void join();
    void load(const QString& path, const QString& name, std::optional<std::int64_t> begin);
    void add(std::shared_ptr<ProfileFile> file);
    std::shared_ptr<const ProfileFile> shown() const;
    bool isOfTimeline(const ProfileFile& file) const;
    void setRange(profile::Stretch range);
    std::optional<profile::Stretch> stretch() const; ///< of what the tables tell
    void follow();
    void show();
    void showRows();
    void showState();
    void askForFile();
    void dress();

    RunSession& m_session;
    TraceView& m_trace;
    const ThemeManager& m_themes;
    QTemporaryDir m_folder; ///< of those that were recorded
    std::vector<std::shared_ptr<const ProfileFile>> m_files;
    ProfileBar* m_bar;
    FlameView* m_flame;
    ProfileModel* m_rows;
    QTreeView* m_tree;
    QWidget* m_empty;
    QStackedWidget* m_pages;
    std::optional<ProfileKind> m_wanted; ///< that is recorded, or will be with the next run
    bool m_isRecording = false;
    int m_recorded = 0, m_run = 0, m_reading = 0;
    profile::Stretch m_ownRange; ///< of a profile that is not the Timeline's
    std::optional<profile::Stretch> m_told; ///< of what the rows are
    std::shared_ptr<const ProfileFile> m_toldFile;
    QThreadPool m_readers; ///< last: it is waited for before anything above goes
};

} // namespace loopscope
