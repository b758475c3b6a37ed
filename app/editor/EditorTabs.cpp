#include "app/editor/EditorTabs.h"

#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/FindBar.h"
#include "visualizer/theme/ThemeManager.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace loopscope {

EditorTabs::EditorTabs(const ThemeManager& themes, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_stack(new QStackedWidget(this)), m_tabs(new QTabWidget(this)), m_findBar(new FindBar(themes, this))
{
    m_tabs->setObjectName(QStringLiteral("editorTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setElideMode(Qt::ElideMiddle);
    m_tabs->tabBar()->installEventFilter(this);
    m_stack->addWidget(m_tabs);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    column->addWidget(m_findBar);

    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        m_findBar->setEditor(currentEditor());
        if (!current()) m_findBar->hide();
        m_stack->setCurrentIndex(m_tabs->count() > 0 ? 0 : m_stack->count() - 1);
        emit currentChanged();
        emit changed();
    });
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, [this](int i) { close(qobject_cast<EditorPage*>(m_tabs->widget(i))); });
    connect(m_tabs->tabBar(), &QTabBar::tabMoved, this, &EditorTabs::changed);
    m_settle.setSingleShot(true);
    m_settle.setInterval(60);
    connect(&m_settle, &QTimer::timeout, this, &EditorTabs::lookAtDisk);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_themes, &ThemeManager::changed, this, &EditorTabs::dressAll);
}

EditorTabs::~EditorTabs()
{
    m_tabs->disconnect(this); // pages that go with us are no news to anybody
}

void EditorTabs::setEmptyState(QWidget* widget)
{
    m_stack->addWidget(widget);
    if (m_tabs->count() == 0) m_stack->setCurrentWidget(widget);
}

EditorPage* EditorTabs::open(const QString& path)
{
    if (EditorPage* page = pageOf(path)) return showPage(page), page;
    EditorPage* before = current();
    auto* page = new EditorPage;
    if (const QString sentence = page->load(path); !sentence.isEmpty()) {
        delete page;
        emit problem(sentence);
        return nullptr;
    }
    addPage(page);
    showPage(page);
    // An untouched new text makes room for a file.
    if (before && before->path().isEmpty() && !before->isModified() && before->editor().document()->isEmpty()) close(before);
    watch();
    return page;
}

EditorPage* EditorTabs::newFile()
{
    auto* page = new EditorPage;
    addPage(page);
    showPage(page);
    return page;
}

void EditorTabs::addPage(EditorPage* page)
{
    dress(*page);
    connect(page, &EditorPage::modifiedChanged, this, [this, page] { refreshTab(page); });
    connect(page, &EditorPage::pathChanged, this, [this, page] { refreshTab(page), watch(); });
    connect(page, &EditorPage::textEdited, this, &EditorTabs::changed);
    connect(&page->editor(), &QPlainTextEdit::cursorPositionChanged, this, [this] { emit cursorMoved(), emit changed(); });
    connect(&page->editor(), &CodeEditor::zoomWanted, this, [this](int steps) { setZoom(m_zoom + steps); });
    m_tabs->addTab(page, page->title());
    refreshTab(page);
}

EditorPage* EditorTabs::current() const { return qobject_cast<EditorPage*>(m_tabs->currentWidget()); }

CodeEditor* EditorTabs::currentEditor() const { return current() ? &current()->editor() : nullptr; }

QList<EditorPage*> EditorTabs::pages() const
{
    QList<EditorPage*> result;
    for (int i = 0; i < m_tabs->count(); ++i) result << qobject_cast<EditorPage*>(m_tabs->widget(i));
    return result;
}

EditorPage* EditorTabs::pageOf(const QString& path) const
{
    const QFileInfo wanted(path);
    for (EditorPage* page : pages())
        if (!page->path().isEmpty() && (page->path() == wanted.absoluteFilePath() || QFileInfo(page->path()) == wanted)) return page;
    return nullptr;
}

void EditorTabs::showPage(EditorPage* page)
{
    m_tabs->setCurrentWidget(page);
    m_stack->setCurrentWidget(m_tabs);
    page->setFocus();
}

bool EditorTabs::save(EditorPage* page)
{
    if (!page) return false;
    if (page->path().isEmpty()) return saveAs(page);
    const QString sentence = page->save();
    if (!sentence.isEmpty()) emit problem(sentence);
    else watch(), emit saved(page->path());
    return sentence.isEmpty();
}

QString EditorTabs::askForPath(const EditorPage& page)
{
    const QString start = page.path().isEmpty() ? QDir::current().filePath(tr("script.js")) : page.path();
    return QFileDialog::getSaveFileName(this, tr("Save as"), start, tr("Scripts (*.js *.cjs *.mjs *.ts);;All files (*)"));
}

bool EditorTabs::saveAs(EditorPage* page)
{
    if (!page) return false;
    const QString path = askForPath(*page);
    if (path.isEmpty()) return false;
    const QString sentence = page->saveAs(path);
    if (!sentence.isEmpty()) emit problem(sentence);
    return sentence.isEmpty();
}

bool EditorTabs::saveAll()
{
    const QList<EditorPage*> all = pages();
    return std::all_of(all.begin(), all.end(), [this](EditorPage* page) { return !page->isModified() || save(page); });
}

bool EditorTabs::close(EditorPage* page)
{
    if (!page) return true;
    if (page->isModified()) {
        showPage(page);
        const auto answer = QMessageBox::question(this, tr("Save changes?"), tr("%1 has changes that are not saved.").arg(page->title()),
            QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
        if (answer == QMessageBox::Cancel) return false;
        if (answer == QMessageBox::Save && !save(page)) return false;
    }
    m_tabs->removeTab(m_tabs->indexOf(page));
    page->deleteLater();
    watch();
    emit changed();
    return true;
}

bool EditorTabs::closeAll()
{
    const QList<EditorPage*> all = pages();
    return std::all_of(all.begin(), all.end(), [this](EditorPage* page) { return close(page); });
}

void EditorTabs::renamed(const QString& from, const QString& to)
{
    for (EditorPage* page : pages()) {
        if (page->path() == from) page->moveTo(to);
        else if (page->path().startsWith(from + u'/')) page->moveTo(to + page->path().mid(from.size()));
    }
}

void EditorTabs::setZoom(int steps)
{
    m_zoom = std::clamp(steps, -6, 24);
    dressAll();
    emit changed();
}

void EditorTabs::dress(EditorPage& page)
{
    const Theme& theme = m_themes.theme();
    QFont font = theme.codeFont();
    font.setPixelSize(std::max(6, font.pixelSize() + m_zoom));
    page.editor().setCodeFont(font);
    page.editor().setColors(EditorColors::from(theme));
}

void EditorTabs::dressAll()
{
    for (EditorPage* page : pages()) dress(*page);
}

void EditorTabs::refreshTab(EditorPage* page)
{
    const int index = m_tabs->indexOf(page);
    if (index < 0) return;
    m_tabs->setTabText(index, page->isModified() ? page->title() + QStringLiteral(" \u25cf") : page->title());
    m_tabs->setTabToolTip(index, page->path().isEmpty() ? tr("Not saved yet") : QDir::toNativeSeparators(page->path()));
    emit changed();
    if (page == current()) emit currentChanged();
}

/// Files that are replaced as a whole leave the watcher's list, so their folders are watched as well.
void EditorTabs::watch()
{
    QStringList wanted;
    for (const EditorPage* page : pages()) {
        if (page->path().isEmpty()) continue;
        wanted << page->path() << QFileInfo(page->path()).absolutePath();
    }
    wanted.removeDuplicates();
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    QStringList fresh, stale;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(fresh), [&](const QString& p) { return !watched.contains(p) && QFileInfo::exists(p); });
    std::copy_if(watched.begin(), watched.end(), std::back_inserter(stale), [&](const QString& p) { return !wanted.contains(p); });
    if (!fresh.isEmpty()) m_watcher.addPaths(fresh);
    if (!stale.isEmpty()) m_watcher.removePaths(stale);
}

void EditorTabs::lookAtDisk()
{
    for (EditorPage* page : pages()) page->lookAtDisk();
    watch();
}

bool EditorTabs::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_tabs->tabBar() && event->type() == QEvent::MouseButtonRelease) {
        auto* mouse = static_cast<QMouseEvent*>(event);
        const int tab = m_tabs->tabBar()->tabAt(mouse->position().toPoint());
        if (mouse->button() == Qt::MiddleButton && tab >= 0) {
            close(qobject_cast<EditorPage*>(m_tabs->widget(tab)));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace loopscope
