#include "app/shell/Docks.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QMainWindow>

#include <algorithm>

namespace loopscope {

namespace {

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
    window.setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    // The text of a lesson wants height; the Timeline has all the rest of the width.
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    // Their tabs, and the transport bar, say what they are; a title above would take a line from them.
    for (QDockWidget* dock : {m_project, m_lessons, m_timeline, m_console, m_events}) hideTitleWhileDocked(dock);
    reset();
}

QDockWidget* Docks::add(const QString& title, const QString& name, QWidget* panel)
{
    auto* dock = new QDockWidget(title, &m_window);
    dock->setObjectName(name);
    dock->setWidget(panel);
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
    const int timeline = std::clamp(height * 26 / 100, 170, 340);
    // A tall window's height goes to the output rather than to empty lines below the source.
    const int console = std::clamp(128 + (height - 800) * 2 / 5, 110, 320);
    m_window.resizeDocks({m_timeline, m_console}, {timeline, console}, Qt::Vertical);
}

void Docks::show(QDockWidget* dock)
{
    dock->show();
    dock->raise();
    if (dock->isFloating()) dock->activateWindow();
    dock->widget()->setFocus();
}

} // namespace loopscope
