#include "app/shell/MainWindow.h"

#include "app/console/ConsolePanel.h"
#include "app/debugger/DebugPanel.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/EditorBreakpoints.h"
#include "app/debugger/ReplPanel.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/editor/NoticeBar.h"
#include "app/launch/LaunchList.h"
#include "app/memory/MemoryPanel.h"
#include "app/profile/ProfilePanel.h"
#include "app/project/LessonPanel.h"
#include "app/project/ProjectPanel.h"
#include "app/session/RunSession.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Docks.h"
#include "app/shell/Menus.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/SessionKeeper.h"
#include "app/shell/StatusFields.h"
#include "app/shell/TopBar.h"
#include "app/shell/WelcomePage.h"
#include "app/shell/Workbench.h"
#include "visualizer/charts/ChartsPanel.h"
#include "visualizer/findings/FindingsPanel.h"
#include "visualizer/graph/AsyncGraphPanel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/panels/EventsPanel.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/TimelinePanel.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QStatusBar>
#include <QVBoxLayout>

namespace loopscope {

/// What is no widget of the window. Goes after the widgets, which look at it.
struct MainWindow::Parts {
    explicit Parts(ProgramRunner& runner) : session(runner, trace), debug(session, trace) {}
    TraceView trace;
    RunSession session;
    DebugSession debug;
    LaunchList launch;
};

MainWindow::MainWindow(ThemeManager& themes, ProgramRunner& runner, const Options& options)
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    resize(1280, 800);
    makeParts(themes, runner, options);
    m_actions = new ActionTable(*this, themes);
    for (auto* add : {addFileMenu, addEditMenu, addRunMenu, addDebugMenu, addTimeMenu, addViewMenu, addGoMenu, addHelpMenu}) add(*m_actions, *m_bench);
    const QString target = tr("Node %1, in this process").arg(options.nodeVersion);
    addToolBar(makeTopBar(*m_actions, *m_bench, target));
    new StatusFields(*statusBar(), *m_bench, target);
    m_bench->tabs.setEmptyState(new WelcomePage(*m_actions));
    join();
    m_bench->docks.reset();
    if (!options.stateFolder.isEmpty()) m_keeper = new SessionKeeper(*m_bench, options.stateFolder, this);
    showTitle();
}

void MainWindow::makeParts(ThemeManager& themes, ProgramRunner& runner, const Options& options)
{
    m_parts = std::make_unique<Parts>(runner);
    TraceView& trace = m_parts->trace;
    auto* middle = new QWidget;
    auto* notice = new NoticeBar(middle);
    auto* tabs = new EditorTabs(themes, middle);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(notice);
    column->addWidget(tabs, 1);
    setCentralWidget(middle);
    auto* project = new ProjectPanel(themes);
    auto* lessons = new LessonPanel(themes, options.lessonsFolder, options.stateFolder.isEmpty() ? QString() : options.stateFolder + QStringLiteral("/lessons"));
    auto* stage = new StagePanel(trace, themes);
    auto* timeline = new TimelinePanel(trace, themes);
    auto* console = new ConsolePanel(trace, themes);
    auto* events = new EventsPanel(trace, themes);
    auto* findings = new FindingsPanel(trace, themes);
    auto* graph = new AsyncGraphPanel(trace, themes);
    auto* charts = new ChartsPanel(trace, themes);
    auto* memory = new MemoryPanel(m_parts->session, themes);
    auto* profile = new ProfilePanel(m_parts->session, trace, themes);
    auto* debugPanel = new DebugPanel(m_parts->debug, themes);
    auto* repl = new ReplPanel(m_parts->debug, *debugPanel, themes);
    auto* breakpoints = new EditorBreakpoints(m_parts->debug, *tabs, tabs);
    auto* docks = new Docks(*this, {project, lessons, stage, timeline, console, events, findings, graph, charts, memory, profile, debugPanel, repl});
    auto* opener = new Opener(*tabs, *project, trace, this);
    auto* run = new RunControl({m_parts->session, m_parts->debug, m_parts->launch, trace, *tabs, *console, themes}, this);
    m_bench.reset(new Workbench{*this, themes, trace, m_parts->session, *tabs, *console, *project, *lessons, *stage, *timeline, *events,
        *findings, *graph, *charts, *memory, *profile, m_parts->debug, *debugPanel, *repl, *breakpoints, *notice, *opener, m_parts->launch, *run, *docks});
}

void MainWindow::join()
{
    const Workbench& b = *m_bench;
    connect(&b.opener, &Opener::problem, this, &MainWindow::tell);
    connect(&b.run, &RunControl::problem, this, &MainWindow::tell);
    connect(&b.tabs, &EditorTabs::problem, this, &MainWindow::tell);
    connect(&b.project, &ProjectPanel::problem, this, &MainWindow::tell);
    connect(&b.launch, &LaunchList::problem, this, &MainWindow::tell);
    connect(&b.project, &ProjectPanel::folderChanged, &b.launch, &LaunchList::setFolder);
    connect(&b.lessons, &LessonPanel::problem, this, &MainWindow::tell);
    connect(&b.project, &ProjectPanel::fileActivated, &b.opener, &Opener::open);
    connect(&b.project, &ProjectPanel::renamed, &b.tabs, &EditorTabs::renamed);
    connect(&b.project, &ProjectPanel::folderWanted, m_actions->find("file.openFolder"), &QAction::trigger);
    connect(&b.console, &ConsolePanel::linkActivated, &b.opener, &Opener::goTo);
    connect(&b.run, &RunControl::placeWanted, &b.opener, &Opener::goTo);
    connect(&b.stage, &StagePanel::siteRequested, &b.opener, &Opener::goToSite);
    connect(&b.timeline, &TimelinePanel::siteRequested, &b.opener, &Opener::goToSite);
    connect(&b.events, &EventsPanel::siteRequested, &b.opener, &Opener::goToSite);
    connect(&b.findings, &FindingsPanel::siteRequested, &b.opener, &Opener::goToSite);
    connect(&b.graph, &AsyncGraphPanel::siteRequested, &b.opener, &Opener::goToSite);
    connect(&b.memory, &MemoryPanel::problem, this, &MainWindow::tell);
    connect(&b.memory, &MemoryPanel::placeWanted, this, [this](const QString& path, int line) { m_bench->opener.goTo(path, line); });
    connect(&b.memory, &MemoryPanel::liveObjectWanted, this, [this](quint32 id) {
        if (m_bench->debug.debugger().state() == Debugger::State::Detached) return tell(tr("Living objects can be shown of a program that is started with Debug."));
        m_bench->docks.repl()->show();
        m_bench->docks.repl()->raise();
        m_bench->repl.showHeapObject(id);
    });
    connect(&b.memory, &MemoryPanel::taking, this, [this] {
        if (m_bench->debug.debugger().isPaused()) tell(tr("The program is paused: its snapshot is taken as soon as it goes on."));
    });
    b.memory.setRemote([&debug = b.debug] { return std::pair(debug.connection(), debug.isAttached()); });
    for (const auto change : {&DebugSession::targetsChanged, &DebugSession::stateChanged}) connect(&b.debug, change, &b.memory, &MemoryPanel::noteRemote);
    connect(&b.debug, &DebugSession::attached, &b.memory, &MemoryPanel::noteRemote);
    connect(&b.debug, &DebugSession::detached, &b.memory, &MemoryPanel::noteRemote);
    connect(&b.opener, &Opener::heapSnapshotWanted, this, [this](const QString& path) {
        m_bench->memory.open(path);
        m_bench->docks.memory()->show();
        m_bench->docks.memory()->raise();
    });
    connect(&b.profile, &ProfilePanel::problem, this, &MainWindow::tell);
    connect(&b.profile, &ProfilePanel::placeWanted, this, [this](const QString& path, int line) { m_bench->opener.goTo(path, line); });
    connect(&b.opener, &Opener::profileWanted, this, [this](const QString& path) {
        m_bench->profile.open(path);
        Docks::show(m_bench->docks.profile());
    });
    joinDebugger();
    connect(&b.findings, &FindingsPanel::countChanged, &b.docks, &Docks::setFindingCount);
    connect(&b.lessons, &LessonPanel::opened, this, [this](const Lesson& lesson) {
        if (!m_bench->tabs.open(lesson.script)) return;
        if (const auto level = detailLevelFromName(lesson.detail.toStdString())) m_bench->run.setDetail(*level);
    });
    connect(&b.tabs, &EditorTabs::currentChanged, this, &MainWindow::showTitle);
    connect(&b.opener, &Opener::opened, this, &MainWindow::showAtLeft);
    connect(&b.opener, &Opener::recordingOpened, this, [this](const std::shared_ptr<Recording>& recording) {
        showAtLeft(QString::fromStdString(recording->info().script));
    });
    connect(&b.session, &RunSession::stateChanged, this, [this] {
        if (m_bench->session.state() == RunSession::State::Running) m_bench->notice.dismiss();
    });
}

void MainWindow::joinDebugger()
{
    const Workbench& b = *m_bench;
    connect(&b.debug, &DebugSession::problem, this, &MainWindow::tell);
    connect(&b.debug, &DebugSession::detached, this, &MainWindow::tell);
    connect(&b.debug, &DebugSession::attached, this, [this] {
        m_bench->docks.debugger()->show();
        m_bench->docks.debugger()->raise();
    });
    connect(&b.debugPanel, &DebugPanel::problem, this, &MainWindow::tell);
    connect(&b.debugPanel, &DebugPanel::placeWanted, &b.opener, &Opener::goTo);
    connect(&b.repl, &ReplPanel::placeWanted, &b.opener, &Opener::goTo);
    connect(&b.repl, &ReplPanel::momentWanted, this, [this](qint64 time) {
        const auto recording = m_bench->session.recording();
        if (!recording) return;
        const auto zero = static_cast<qint64>(recording->info().startedAtUnixNs);
        if (m_bench->trace.recording() != recording) m_bench->trace.setRecording(recording);
        m_bench->trace.setCursorTime(static_cast<std::uint64_t>(std::max<qint64>(0, time - zero)));
    });
    connect(&b.debugPanel, &DebugPanel::breakpointEditWanted, &b.breakpoints, &EditorBreakpoints::editBreakpoint);
    connect(&b.breakpoints, &EditorBreakpoints::changeTold, this, &MainWindow::tell);
    connect(&b.project, &ProjectPanel::renamed, &b.debug.breakpoints(), &BreakpointList::rename);
    connect(&b.debugPanel, &DebugPanel::frameChanged, this, [this] { m_bench->breakpoints.setFrame(m_bench->debugPanel.currentFrame()); });
    const auto showPlace = [this] {
        const Debugger& d = m_bench->debug.debugger();
        const auto frame = static_cast<std::size_t>(m_bench->debugPanel.currentFrame());
        if (!d.isPaused() || frame >= d.pause().frames.size()) return m_bench->run.setStanding({});
        const ScriptPlace& place = d.pause().frames[frame].place;
        m_bench->run.setStanding({place.path, place.line, frame == 0 ? d.sentence() : tr("Called from here"), d.pause().frames[frame].firstLine, m_bench->debugPanel.namesInView()});
    };
    connect(&b.debugPanel, &DebugPanel::frameChanged, this, showPlace);
    connect(&b.debugPanel, &DebugPanel::variablesChanged, this, showPlace);
    connect(&b.debug, &DebugSession::stateChanged, this, showPlace);
    connect(&b.debug, &DebugSession::paused, this, [this] {
        m_bench->docks.debugger()->show();
        m_bench->docks.debugger()->raise();
        m_bench->trace.setFollowing(true);
        activateWindow();
    });
}

// The widgets first: they look at the trace and the session to their end.
MainWindow::~MainWindow()
{
    m_bench->trace.disconnect();
    m_bench->session.disconnect();
    delete m_keeper;
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void MainWindow::restore(bool recording)
{
    if (m_keeper) m_keeper->restore(recording);
}

void MainWindow::tell(const QString& sentence) { m_bench->notice.ask(sentence, {{tr("Close"), QStringLiteral("noticeClose"), {}}}); }

void MainWindow::showTitle()
{
    const EditorPage* page = m_bench->tabs.current();
    setWindowTitle(page ? tr("%1[*] - Loopscope").arg(page->title()) : tr("Loopscope"));
    setWindowModified(page && page->isModified());
    setWindowFilePath(page ? page->path() : QString());
    if (page) m_bench->lessons.showLessonOf(page->path());
}

/// The text of the lesson that the script belongs to, or where it lies.
void MainWindow::showAtLeft(const QString& path)
{
    (m_bench->lessons.indexOf(path) >= 0 ? m_bench->docks.lessons() : m_bench->docks.project())->raise();
}

/// Nothing is asked: what is not saved is kept and comes back. Without a session to keep it, it is asked about.
void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_keeper && !m_bench->tabs.closeAll()) return event->ignore();
    if (m_keeper) m_keeper->storeNow();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) m_bench->opener.open(url.toLocalFile());
    event->acceptProposedAction();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (m_keeper) m_keeper->noteChange();
}

void MainWindow::moveEvent(QMoveEvent* event)
{
    QMainWindow::moveEvent(event);
    if (m_keeper) m_keeper->noteChange();
}

} // namespace loopscope
