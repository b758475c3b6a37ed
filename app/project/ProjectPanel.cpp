#include "app/project/ProjectPanel.h"

#include "visualizer/theme/Icon.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAbstractFileIconProvider>
#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QDirIterator>
#include <QFileSystemModel>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

namespace loopscope {

/// Our own icons, which follow the theme.
class ProjectPanel::Icons : public QAbstractFileIconProvider
{
public:
    explicit Icons(const ThemeManager& themes)
        : m_folder(loopscope::icon(themes, QStringLiteral("folder"))), m_script(loopscope::icon(themes, QStringLiteral("file-code")))
        , m_file(loopscope::icon(themes, QStringLiteral("file"))), m_recording(loopscope::icon(themes, QStringLiteral("recording")))
    {
    }
    QIcon icon(IconType type) const override { return type == Folder || type == Drive ? m_folder : m_file; }
    QIcon icon(const QFileInfo& info) const override
    {
        static const QStringList scripts{"js", "mjs", "cjs", "ts", "mts", "cts"};
        if (info.isDir()) return m_folder;
        if (info.suffix() == QLatin1String("loopscope")) return m_recording;
        return scripts.contains(info.suffix()) ? m_script : m_file;
    }

private:
    const QIcon m_folder, m_script, m_file, m_recording;
};

namespace {

/// Draws dimmed folders, and all in them, in faint letters.
class DimmingDelegate : public QStyledItemDelegate
{
public:
    DimmingDelegate(const ThemeManager& themes, QObject* parent) : QStyledItemDelegate(parent), m_themes(themes) {}

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        for (QModelIndex at = index; at.isValid(); at = at.parent())
            if (ProjectPanel::isDimmed(at.data().toString())) option->palette.setColor(QPalette::Text, m_themes.theme().textFaint);
    }

private:
    const ThemeManager& m_themes;
};

} // namespace

ProjectPanel::ProjectPanel(const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_model(new QFileSystemModel(this)), m_tree(new QTreeView), m_stack(new QStackedLayout(this))
    , m_icons(std::make_unique<Icons>(themes))
{
    buildTree();
    m_stack->addWidget(emptyState());
    m_stack->addWidget(m_tree);
    addAction(tr("New file…"), QStringLiteral("project.newFile"), {}, &ProjectPanel::newFile);
    addAction(tr("New folder…"), QStringLiteral("project.newFolder"), {}, &ProjectPanel::newFolder);
    addAction(tr("Rename…"), QStringLiteral("project.rename"), Qt::Key_F2, &ProjectPanel::rename);
    addAction(tr("Move to the trash"), QStringLiteral("project.remove"), Qt::Key_Delete, &ProjectPanel::remove);
    addAction(tr("Show in the file manager"), QStringLiteral("project.reveal"), {}, &ProjectPanel::revealOutside);
    m_tree->addActions(m_actions);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
}

ProjectPanel::~ProjectPanel() = default;

void ProjectPanel::buildTree()
{
    m_model->setIconProvider(m_icons.get());
    m_model->setFilter(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    m_tree->setObjectName(QStringLiteral("projectTree"));
    m_tree->setAccessibleName(tr("Files"));
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new DimmingDelegate(m_themes, m_tree));
    const auto open = [this](const QModelIndex& index) {
        if (!m_model->isDir(index)) emit fileActivated(m_model->filePath(index));
    };
    connect(m_tree, &QTreeView::clicked, this, open);
    connect(m_tree, &QTreeView::activated, this, open);
}

QWidget* ProjectPanel::emptyState()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* text = new QLabel(tr("No folder is open. Open one to see its files here, or choose a lesson."));
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    text->setProperty("role", "muted");
    auto* button = new QPushButton(tr("Open folder"));
    button->setObjectName(QStringLiteral("openFolderButton"));
    connect(button, &QPushButton::clicked, this, &ProjectPanel::folderWanted);
    column->addStretch(1);
    column->addWidget(text);
    column->addWidget(button, 0, Qt::AlignCenter);
    column->addStretch(2);
    return page;
}

void ProjectPanel::addAction(const QString& text, const QString& name, const QKeySequence& key, void (ProjectPanel::*act)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setEnabled(false);
    connect(action, &QAction::triggered, this, act);
    m_actions << action;
}

bool ProjectPanel::isDimmed(const QString& name)
{
    return name == QLatin1String("node_modules") || name == QLatin1String(".git") || name == QLatin1String(".hg") || name == QLatin1String(".svn");
}

void ProjectPanel::setFolder(const QString& folder)
{
    m_folder = folder.isEmpty() ? QString() : QDir(folder).absolutePath();
    m_stack->setCurrentIndex(m_folder.isEmpty() ? 0 : 1);
    for (QAction* action : m_actions) action->setEnabled(!m_folder.isEmpty());
    emit folderChanged(m_folder);
    if (m_folder.isEmpty()) return;
    m_tree->setModel(m_model);
    m_tree->setRootIndex(m_model->setRootPath(m_folder));
    for (int column = 1; column < m_model->columnCount(); ++column) m_tree->hideColumn(column);
}

void ProjectPanel::reveal(const QString& path)
{
    if (m_folder.isEmpty() || !path.startsWith(m_folder + u'/')) return;
    m_tree->setCurrentIndex(m_model->index(path));
}

QString ProjectPanel::selected() const
{
    const QString path = m_tree->model() ? m_model->filePath(m_tree->currentIndex()) : QString();
    return path.isEmpty() ? m_folder : path;
}

QString ProjectPanel::targetFolder() const
{
    const QFileInfo info(selected());
    return info.isDir() ? info.absoluteFilePath() : info.absolutePath();
}

QStringList ProjectPanel::files(int limit) const
{
    QStringList result, folders{m_folder};
    const QDir root(m_folder);
    while (!folders.isEmpty() && !m_folder.isEmpty() && result.size() < limit) {
        const QDir folder(folders.takeFirst());
        for (const QFileInfo& info : folder.entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name)) {
            if (!info.isDir()) result << root.relativeFilePath(info.filePath());
            else if (!isDimmed(info.fileName()) && !info.isSymLink()) folders << info.filePath();
        }
    }
    return result.mid(0, limit);
}

QString ProjectPanel::askForName(const QString& title, const QString& start)
{
    bool accepted = false;
    const QString name = QInputDialog::getText(this, title, tr("Name:"), QLineEdit::Normal, start, &accepted).trimmed();
    if (!accepted || name.isEmpty()) return {};
    if (!name.contains(u'/')) return name;
    emit problem(tr("%1 is not a name: it contains a slash.").arg(name));
    return {};
}

void ProjectPanel::newFile()
{
    const QString name = askForName(tr("New file"), QStringLiteral("script.js"));
    if (name.isEmpty()) return;
    QFile file(targetFolder() + u'/' + name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) return emit problem(tr("Cannot make %1: %2.").arg(name, file.errorString()));
    file.close();
    emit fileActivated(file.fileName());
}

void ProjectPanel::newFolder()
{
    const QString name = askForName(tr("New folder"), {});
    if (!name.isEmpty() && !QDir(targetFolder()).mkdir(name)) emit problem(tr("Cannot make the folder %1.").arg(name));
}

void ProjectPanel::rename()
{
    const QFileInfo old(selected());
    if (old.absoluteFilePath() == m_folder) return;
    const QString name = askForName(tr("Rename"), old.fileName());
    if (name.isEmpty() || name == old.fileName()) return;
    const QString path = old.absolutePath() + u'/' + name;
    if (QFileInfo::exists(path) || !QFile::rename(old.absoluteFilePath(), path))
        return emit problem(tr("Cannot rename %1 to %2.").arg(old.fileName(), name));
    emit renamed(old.absoluteFilePath(), path);
}

void ProjectPanel::remove()
{
    const QFileInfo info(selected());
    if (info.absoluteFilePath() == m_folder) return;
    const auto answer = QMessageBox::question(this, tr("Move to the trash?"), tr("%1 goes to the trash.").arg(info.fileName()),
        QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Yes);
    if (answer == QMessageBox::Yes && !QFile::moveToTrash(info.absoluteFilePath()))
        emit problem(tr("Cannot move %1 to the trash.").arg(info.fileName()));
}

void ProjectPanel::revealOutside() { QDesktopServices::openUrl(QUrl::fromLocalFile(targetFolder())); }

} // namespace loopscope
