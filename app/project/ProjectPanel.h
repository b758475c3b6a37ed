#pragma once

#include <QKeySequence>
#include <QWidget>

#include <memory>

class QAction;
class QFileSystemModel;
class QStackedLayout;
class QTreeView;

namespace loopscope {

class ThemeManager;

/// The files of the open folder: open, make, rename, remove to the trash, reveal.
///
/// Thread: the GUI's. Owned by the window; `themes` must outlive it.
class ProjectPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ProjectPanel(const ThemeManager& themes, QWidget* parent = nullptr);
    ~ProjectPanel() override;

    QString folder() const { return m_folder; } ///< empty for none
    void setFolder(const QString& folder);
    /// Selects the file if it is in the folder.
    void reveal(const QString& path);
    QString selected() const; ///< path; the folder itself if nothing is selected
    QTreeView& tree() const { return *m_tree; }
    /// New file, new folder, rename, remove, reveal in the file manager; for menus and the palette.
    QList<QAction*> fileActions() const { return m_actions; }

    /// Files of the folder for quick open, relative, without what is dimmed; at most `limit`.
    QStringList files(int limit = 20'000) const;
    /// Folders that are there but of no interest: dependencies, version control.
    static bool isDimmed(const QString& name);

signals:
    void fileActivated(const QString& path);
    void renamed(const QString& from, const QString& to);
    void folderWanted();
    void folderChanged(const QString& folder);
    void problem(const QString& sentence);

private:
    void buildTree();
    QWidget* emptyState();
    void addAction(const QString& text, const QString& name, const QKeySequence& key, void (ProjectPanel::*act)());
    void newFile();
    void newFolder();
    void rename();
    void remove();
    void revealOutside();
    QString askForName(const QString& title, const QString& start);
    QString targetFolder() const;

    const ThemeManager& m_themes;
    QString m_folder;
    QFileSystemModel* m_model;
    QTreeView* m_tree;
    QStackedLayout* m_stack;
    QList<QAction*> m_actions;
    class Icons;
    std::unique_ptr<Icons> m_icons;
};

} // namespace loopscope
