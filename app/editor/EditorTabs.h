#pragma once

#include <QFileSystemWatcher>
#include <QTimer>
#include <QWidget>

#include <functional>

class QStackedWidget;
class QTabWidget;

namespace loopscope {

class CodeEditor;
class EditorPage;
class FindBar;
class ThemeManager;

/// All open files, one a tab, each opened once; with find and replace below, and a page that says what to do when none is open.
///
/// Thread: the GUI's. Owned by the window. `themes` must outlive it.
class EditorTabs : public QWidget
{
    Q_OBJECT
public:
    explicit EditorTabs(const ThemeManager& themes, QWidget* parent = nullptr);
    ~EditorTabs() override;

    /// What is shown while no file is open.
    void setEmptyState(QWidget* widget);

    /// Opens the file, or shows its tab. Null and a call of problem() if it cannot be edited.
    EditorPage* open(const QString& path);
    EditorPage* newFile();
    EditorPage* current() const; ///< null when nothing is open
    CodeEditor* currentEditor() const;
    QList<EditorPage*> pages() const; ///< from left to right
    EditorPage* pageOf(const QString& path) const;
    void showPage(EditorPage* page);
    FindBar& findBar() const { return *m_findBar; }

    /// False if the user said no, or it could not be saved (then problem() was emitted).
    bool save(EditorPage* page);
    bool saveAs(EditorPage* page);
    bool saveAll();
    /// Asks about a modified text. False: stays open.
    bool close(EditorPage* page);
    bool closeAll();
    /// A file or folder was renamed by us: its tabs go with it.
    void renamed(const QString& from, const QString& to);

    int zoom() const { return m_zoom; } ///< steps from the theme's size
    void setZoom(int steps);

signals:
    void currentChanged();
    void cursorMoved();
    /// Any open text, its place or its state changed: worth storing.
    void changed();
    /// Its text is on the disk now.
    void saved(const QString& path);
    void problem(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addPage(EditorPage* page);
    void dress(EditorPage& page);
    void dressAll();
    void refreshTab(EditorPage* page);
    void watch();
    void lookAtDisk();
    QString askForPath(const EditorPage& page);

    const ThemeManager& m_themes;
    QStackedWidget* m_stack;
    QTabWidget* m_tabs;
    FindBar* m_findBar;
    QFileSystemWatcher m_watcher;
    QTimer m_settle; ///< a change on disk is looked at when writing has calmed down
    int m_zoom = 0;
};

} // namespace loopscope
