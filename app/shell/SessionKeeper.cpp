#include "app/shell/SessionKeeper.h"

#include "app/console/ConsoleInput.h"
#include "app/console/ConsolePanel.h"
#include "app/debugger/DebugPanel.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/ReplPanel.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/launch/LaunchList.h"
#include "app/project/ProjectPanel.h"
#include "app/session/RunSession.h"
#include "app/session/SessionStore.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "runtime/stream/RecordingReader.h"
#include "runtime/stream/RecordingSaver.h"
#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QMainWindow>
#include <QScrollBar>

namespace loopscope {

namespace {

const QStringList& themeNames() // in the order of ThemeChoice
{
    static const QStringList names{"system", "dark", "light", "contrast"};
    return names;
}

} // namespace

SessionKeeper::SessionKeeper(const Workbench& bench, const QString& folder, QObject* parent)
    : QObject(parent), m_bench(std::make_unique<Workbench>(bench))
    , m_store(std::make_unique<SessionStore>(folder, [this] { return take(); }))
{
    connect(m_store.get(), &SessionStore::problem, &bench.opener, &Opener::problem);
    connect(&bench.session, &RunSession::stateChanged, this, &SessionKeeper::saveRun);
    connect(&bench.session, &RunSession::recordingContinues, this, &SessionKeeper::saveRun);
}

SessionKeeper::~SessionKeeper() = default;

SessionState SessionKeeper::take() const
{
    SessionState state;
    const QList<EditorPage*> pages = m_bench->tabs.pages();
    for (const EditorPage* page : pages) {
        const CodeEditor& editor = page->editor();
        SessionState::OpenFile file;
        file.path = page->path();
        file.unsaved = page->isModified() || page->path().isEmpty();
        if (file.unsaved) file.text = editor.toPlainText();
        file.line = editor.currentLine();
        file.column = editor.currentColumn();
        file.top = editor.verticalScrollBar()->value();
        state.files << file;
    }
    state.currentFile = int(pages.indexOf(m_bench->tabs.current()));
    state.folder = m_bench->project.folder();
    state.geometry = m_bench->window.saveGeometry();
    state.layout = m_bench->window.saveState();
    state.theme = themeNames()[int(m_bench->themes.choice())];
    const std::string_view detail = name(m_bench->run.detail());
    state.detail = QString::fromUtf8(detail.data(), qsizetype(detail.size()));
    state.keepLast = qint64(m_bench->run.keepLast());
    state.presentation = m_bench->themes.scale() > 1;
    state.zoom = m_bench->tabs.zoom();
    const auto shown = m_bench->trace.recording();
    if (shown && (shown == m_bench->session.recording() || shown == m_restored.lock()))
        for (const Bookmark& mark : m_bench->trace.bookmarks().all()) state.bookmarks << SessionState::Mark{qint64(mark.cursor), qint64(mark.time), mark.note};
    state.history = m_bench->console.input().history();
    state.recent = m_bench->opener.recent();
    state.debug = m_bench->debug.toJson();
    state.launch = m_bench->launch.chosenName();
    state.watches = m_bench->debugPanel.expressions();
    state.replHistory = m_bench->repl.history();
    return state;
}

void SessionKeeper::restore(bool recording)
{
    const SessionState state = m_store->load();
    restoreLooks(state);
    if (QFileInfo(state.folder).isDir()) m_bench->project.setFolder(state.folder);
    m_bench->opener.setRecent(state.recent);
    emit m_bench->opener.recentChanged();
    m_bench->console.input().setHistory(state.history);
    m_bench->debug.fromJson(state.debug);
    m_bench->launch.choose(state.launch);
    m_bench->debugPanel.setExpressions(state.watches);
    m_bench->repl.setHistory(state.replHistory);
    restoreFiles(state);
    if (recording && QFileInfo::exists(m_store->recordingPath())) {
        const LoadedRecording loaded = loadRecording(m_store->recordingPath().toStdString());
        if (loaded.recording) restoreRecording(loaded.recording, state);
    }
    watch();
}

void SessionKeeper::restoreRecording(const std::shared_ptr<Recording>& recording, const SessionState& state)
{
    m_restored = recording;
    m_bench->trace.setRecording(recording);
    std::vector<Bookmark> marks;
    for (const SessionState::Mark& mark : state.bookmarks)
        if (mark.cursor >= 0 && std::uint64_t(mark.cursor) <= recording->size() && mark.time >= 0) marks.push_back({std::uint64_t(mark.cursor), std::uint64_t(mark.time), mark.note});
    m_bench->trace.bookmarks().set(std::move(marks));
}

void SessionKeeper::restoreLooks(const SessionState& state)
{
    const qsizetype theme = themeNames().indexOf(state.theme);
    if (theme >= 0) m_bench->themes.setChoice(ThemeChoice(theme));
    if (state.presentation) m_bench->themes.setScale(1.2);
    m_bench->tabs.setZoom(state.zoom);
    if (const auto level = detailLevelFromName(state.detail.toStdString())) m_bench->run.setDetail(*level);
    m_bench->run.setKeepLast(std::uint64_t(state.keepLast));
    if (!state.geometry.isEmpty()) m_bench->window.restoreGeometry(state.geometry);
    if (!state.layout.isEmpty()) m_bench->window.restoreState(state.layout);
}

/// A file that is gone comes back if its text was not saved: nothing that was typed is lost.
void SessionKeeper::restoreFiles(const SessionState& state)
{
    for (qsizetype i = 0; i < state.files.size(); ++i) {
        const SessionState::OpenFile& file = state.files[i];
        const bool onDisk = !file.path.isEmpty() && QFileInfo::exists(file.path);
        if (!onDisk && !file.unsaved) continue;
        EditorPage* page = onDisk ? m_bench->tabs.open(file.path) : m_bench->tabs.newFile();
        if (!page) continue;
        if (!onDisk && !file.path.isEmpty()) page->moveTo(file.path);
        if (file.unsaved) page->restoreUnsaved(file.text);
        page->editor().goTo(file.line, file.column);
        page->editor().verticalScrollBar()->setValue(file.top);
    }
    const QList<EditorPage*> pages = m_bench->tabs.pages();
    if (state.currentFile >= 0 && state.currentFile < pages.size()) m_bench->tabs.showPage(pages[state.currentFile]);
}

void SessionKeeper::watch()
{
    m_watching = true;
    SessionStore* store = m_store.get();
    connect(&m_bench->tabs, &EditorTabs::changed, store, &SessionStore::noteChange);
    connect(&m_bench->themes, &ThemeManager::changed, store, &SessionStore::noteChange);
    connect(&m_bench->run, &RunControl::watchingChanged, store, &SessionStore::noteChange);
    connect(&m_bench->opener, &Opener::recentChanged, store, &SessionStore::noteChange);
    connect(&m_bench->trace.bookmarks(), &Bookmarks::changed, store, &SessionStore::noteChange);
    connect(&m_bench->session, &RunSession::stateChanged, store, &SessionStore::noteChange);
    BreakpointList& breakpoints = m_bench->debug.breakpoints();
    for (auto signal : {&BreakpointList::added, &BreakpointList::changed, &BreakpointList::removed, &BreakpointList::moved}) connect(&breakpoints, signal, store, &SessionStore::noteChange);
    connect(&m_bench->debug, &DebugSession::wishesChanged, store, &SessionStore::noteChange);
    connect(&m_bench->launch, &LaunchList::changed, store, &SessionStore::noteChange);
    connect(&m_bench->debugPanel, &DebugPanel::expressionsChanged, store, &SessionStore::noteChange);
    connect(&m_bench->repl, &ReplPanel::historyChanged, store, &SessionStore::noteChange);
    for (const QDockWidget* dock : m_bench->window.findChildren<QDockWidget*>()) {
        connect(dock, &QDockWidget::visibilityChanged, store, &SessionStore::noteChange);
        connect(dock, &QDockWidget::dockLocationChanged, store, &SessionStore::noteChange);
        connect(dock, &QDockWidget::topLevelChanged, store, &SessionStore::noteChange);
    }
}

/// Each run replaces the recording of the one before.
void SessionKeeper::saveRun()
{
    const auto recording = m_bench->session.recording();
    if (m_bench->session.state() != RunSession::State::Running || !recording) return;
    m_saver.reset();
    QDir().mkpath(QFileInfo(m_store->recordingPath()).absolutePath());
    m_saver = std::make_unique<RecordingSaver>(recording, m_store->recordingPath().toStdString());
}

void SessionKeeper::noteChange() { if (m_watching) m_store->noteChange(); }
void SessionKeeper::storeNow() { m_store->storeNow(); }

} // namespace loopscope
