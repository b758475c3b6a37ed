#pragma once

#include "runtime/stream/Recording.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace loopscope {

class EditorTabs;
class ProjectPanel;
class TraceView;

/// Opens whatever a path names: a script, a folder, a recording, a heap snapshot. Says in a sentence what it cannot.
///
/// Thread: the GUI's. Owned by the window; the parts it is given must outlive it.
class Opener : public QObject
{
    Q_OBJECT
public:
    Opener(EditorTabs& tabs, ProjectPanel& project, TraceView& trace, QObject* parent = nullptr);

    /// False after problem() was emitted.
    bool open(const QString& path);
    void openFolder(const QString& folder);
    bool openRecording(const QString& path);
    /// Shows a place in a file, 1-based.
    bool goTo(const QString& path, int line, int column = 1);
    /// The place of a function or statement of the recording that is shown.
    void goToSite(SiteId site);

    const QStringList& recent() const { return m_recent; } ///< newest first
    void setRecent(const QStringList& recent) { m_recent = recent; }

signals:
    void problem(const QString& sentence);
    void recordingOpened(const std::shared_ptr<Recording>& recording);
    void heapSnapshotWanted(const QString& path);
    void profileWanted(const QString& path); ///< a .cpuprofile or .heapprofile
    void recentChanged();
    /// A file is in the editor, or a folder in the explorer.
    void opened(const QString& path);

private:
    void remember(const QString& path);

    EditorTabs& m_tabs;
    ProjectPanel& m_project;
    TraceView& m_trace;
    QStringList m_recent;
};

} // namespace loopscope
