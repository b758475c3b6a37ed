#include "app/shell/Docks.h"

#include <QAction>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QMainWindow>
#include <QTabBar>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

// What the Timeline, and the row of editor and Stage, keep when a table borrows from them; more in a tall window.
constexpr int kLeastTimeline = 165;
constexpr int kLeastEditor = 300;
constexpr int kLeastTable = 72;

/// With a layout, for a size of 0x0; a bare widget has none, -1x-1, which the dock adds to its own.
QWidget* emptyTitle(QDockWidget* dock)
{
    auto* title = new QWidget(dock);
    (new QHBoxLayout(title))->setContentsMargins(0, 0, 0, 0);
    return title;
}

} // namespace

Docks::Docks(QMainWindow& window, const Panels& panels) : QObject(&window), m_window(window)
{
    m_project = add(tr("Explorer"), QStringLiteral("dock.project"), panels.project);
    m_lessons = add(tr("Lessons"), QStringLiteral("dock.lessons"), panels.lessons);
    m_stage = add(tr("Stage"), QStringLiteral("dock.stage"), panels.stage);
    m_timeline = add(tr("Timeline"), QStringLiteral("dock.timeline"), panels.timeline);
    m_console = add(tr("Console"), QStringLiteral("dock.console"), panels.console);
    m_events = add(tr("Events"), QStringLiteral("dock.events"), panels.events);
    m_findings = add(tr("Findings"), QStringLiteral("dock.findings"), panels.findings);
    m_graph = add(tr("Async graph"), QStringLiteral("dock.graph"), panels.graph);
    m_charts = add(tr("Charts"), QStringLiteral("dock.charts"), panels.charts);
    m_memory = add(tr("Memory"), QStringLiteral("dock.memory"), panels.memory);
    m_profile = add(tr("Profile"), QStringLiteral("dock.profile"), panels.profile);
    m_debugger = add(tr("Debugger"), QStringLiteral("dock.debugger"), panels.debugger);
    m_repl = add(tr("REPL"), QStringLiteral("dock.repl"), panels.repl);
    window.setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    // The text of a lesson wants height; the Timeline has all the rest of the width.
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    // Their tabs, and the transport bar, say what they are; a title above would take a line from them.
    for (QDockWidget* dock : {m_project, m_lessons, m_timeline, m_console, m_events, m_findings, m_graph, m_charts, m_memory, m_profile, m_debugger, m_repl}) hideTitleWhileDocked(dock);
    for (QDockWidget* dock : {m_events, m_findings, m_graph, m_charts, m_memory, m_profile, m_debugger, m_repl})
        connect(dock, &QDockWidget::visibilityChanged, this, [this, dock](bool shown) { giveRoom(dock, shown); });
    // What the tallest of them cannot do without would be taken from the Timeline while the Console is in front.
    for (QDockWidget* dock : {m_console, m_events, m_findings, m_graph, m_charts, m_memory, m_profile, m_debugger, m_repl}) dock->widget()->setMinimumHeight(kLeastTable);
    connect(m_console, &QDockWidget::visibilityChanged, this, &Docks::takeRoomBack);
    reset();
}

QDockWidget* Docks::add(const QString& title, const QString& name, QWidget* panel)
{
    auto* dock = new QDockWidget(title, &m_window);
    dock->setObjectName(name);
    dock->setWidget(panel);
    // Qt only puts aside a dock that stands behind another's tab: to its panel it seems to be shown, and it would work on.
    QSizePolicy policy = panel->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    panel->setSizePolicy(policy);
    connect(dock, &QDockWidget::visibilityChanged, panel, &QWidget::setVisible);
    return dock;
}

void Docks::hideTitleWhileDocked(QDockWidget* dock)
{
    const auto refresh = [dock](bool floating) {
        QWidget* old = dock->titleBarWidget();
        dock->setTitleBarWidget(floating ? nullptr : emptyTitle(dock));
        delete old;
    };
    connect(dock, &QDockWidget::topLevelChanged, this, refresh);
    refresh(false);
}

void Docks::reset()
{
    for (QDockWidget* dock : all()) {
        dock->setFloating(false);
        m_window.removeDockWidget(dock);
    }
    m_window.addDockWidget(Qt::LeftDockWidgetArea, m_lessons);
    m_window.tabifyDockWidget(m_lessons, m_project);
    m_window.addDockWidget(Qt::RightDockWidgetArea, m_stage);
    m_window.addDockWidget(Qt::BottomDockWidgetArea, m_timeline);
    m_window.splitDockWidget(m_timeline, m_console, Qt::Vertical);
    m_window.tabifyDockWidget(m_console, m_events);
    m_window.tabifyDockWidget(m_events, m_findings);
    m_window.tabifyDockWidget(m_findings, m_graph);
    m_window.tabifyDockWidget(m_graph, m_charts);
    m_window.tabifyDockWidget(m_charts, m_memory);
    m_window.tabifyDockWidget(m_memory, m_profile);
    m_window.tabifyDockWidget(m_profile, m_debugger);
    m_window.tabifyDockWidget(m_debugger, m_repl);
    for (QDockWidget* dock : all()) dock->show();
    m_lessons->raise();
    m_console->raise();
    setSizes();
}

void Docks::setSizes()
{
    const int width = std::max(1, m_window.width()), height = std::max(1, m_window.height());
    const int left = std::clamp(width * 18 / 100, 220, 340);
    const int stage = std::clamp(width * 44 / 100, 420, 860);
    m_window.resizeDocks({m_lessons, m_stage}, {left, stage}, Qt::Horizontal);
    const int timeline = std::clamp(height * 27 / 100, 180, 350);
    // A tall window's height goes to the output rather than to empty lines below the source.
    const int console = std::clamp(98 + (height - 800) * 2 / 5, 94, 304);
    m_room.reset();
    shareHeight(timeline, console);
}

/// `below`: Console and those that share its place, one of them in front of the others, without their tabs.
void Docks::shareHeight(int timeline, int below)
{
    const QTabBar* tabs = nullptr;
    for (const QTabBar* bar : m_window.findChildren<QTabBar*>(Qt::FindDirectChildrenOnly))
        for (int i = 0; i < bar->count(); ++i)
            if (bar->tabText(i) == m_events->windowTitle()) tabs = bar;
    m_window.resizeDocks({m_timeline, m_console}, {timeline, below + (tabs ? tabs->height() : 0)}, Qt::Vertical);
}

/// A table in the few lines that do for output shows next to nothing: while it is in front it borrows from its neighbours
/// what they can spare.
void Docks::giveRoom(QDockWidget* dock, bool shown)
{
    const bool behindOneTab = shown && !dock->isFloating() && m_window.tabifiedDockWidgets(dock).contains(m_console);
    if (!behindOneTab || m_room || !m_window.isVisible()) return;
    const int above = m_window.centralWidget() ? m_window.centralWidget()->height() : 0;
    const int timeline = m_timeline->isFloating() || m_timeline->isHidden() ? 0 : m_timeline->height();
    const int lacks = dock->widget()->sizeHint().height() - dock->height();
    if (lacks <= 0) return;
    const double tall = std::clamp(m_window.height() / 900.0, 1.0, 1.5);
    const int ofTimeline = std::clamp(timeline - qRound(kLeastTimeline * tall), 0, lacks);
    const int ofEditor = std::clamp(above - qRound(kLeastEditor * tall), 0, lacks - ofTimeline);
    m_room = Room{timeline, dock->height(), 0};
    shareHeight(timeline - ofTimeline, dock->height() + ofTimeline + ofEditor);
    // Known once all are laid out: maybe less than asked for, since no panel gets smaller than it can.
    const auto note = [this, dock] { if (m_room) m_room->table = dock->height(); };
    QMetaObject::invokeMethod(this, note, Qt::QueuedConnection);
}

/// Unless the user has moved the edge meanwhile.
void Docks::takeRoomBack(bool consoleShown)
{
    if (!consoleShown || !m_room) return;
    const Room room = *std::exchange(m_room, std::nullopt);
    if (std::abs(m_console->height() - room.table) <= 1) shareHeight(room.timeline, room.console);
}

void Docks::setFindingCount(int count)
{
    m_findings->setWindowTitle(count == 0 ? tr("Findings") : tr("Findings (%L1)").arg(count));
    m_findings->toggleViewAction()->setText(tr("Findings"));
}

void Docks::show(QDockWidget* dock)
{
    dock->show();
    dock->raise();
    if (dock->isFloating()) dock->activateWindow();
    dock->widget()->setFocus();
}

} // namespace loopscope
