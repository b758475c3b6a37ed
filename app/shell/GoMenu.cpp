#include "app/console/ConsolePanel.h"
#include "app/debugger/DebugPanel.h"
#include "app/debugger/ReplPanel.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/memory/MemoryPanel.h"
#include "app/profile/ProfilePanel.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Docks.h"
#include "app/shell/Menus.h"
#include "app/shell/Palette.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "visualizer/charts/ChartsPanel.h"
#include "visualizer/findings/FindingsPanel.h"
#include "visualizer/graph/AsyncGraphPanel.h"
#include "visualizer/graph/AsyncGraphTree.h"
#include "visualizer/panels/EventsPanel.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QTableView>
#include <QTreeView>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("GoMenu", text); }

void goToLine(const Workbench& bench)
{
    CodeEditor* editor = bench.tabs.currentEditor();
    if (!editor) return;
    bool accepted = false;
    const int line = QInputDialog::getInt(&bench.window, tr("Go to line"), tr("Line, 1 to %L1:").arg(editor->lineCount()), editor->currentLine(), 1,
        editor->lineCount(), 1, &accepted);
    if (!accepted) return;
    editor->goTo(line);
    editor->setFocus();
}

void nextTab(EditorTabs& tabs, int step)
{
    const QList<EditorPage*> pages = tabs.pages();
    if (pages.isEmpty()) return;
    tabs.showPage(pages[(pages.indexOf(tabs.current()) + step + pages.size()) % pages.size()]);
}

} // namespace

void addGoMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&Go"));
    EditorTabs& tabs = bench.tabs;
    Docks& docks = bench.docks;
    actions.add(menu, {"go.file", tr("To &file…"), QKeySequence("Ctrl+P"), "search"}, [bench] { openQuickOpen(bench); });
    actions.add(menu, {"go.line", tr("To &line…"), QKeySequence("Ctrl+G")}, [bench] { goToLine(bench); });
    actions.add(menu, {"go.bracket", tr("To matching &bracket"), QKeySequence("Ctrl+Shift+\\")}, [&tabs] {
        if (CodeEditor* editor = tabs.currentEditor()) editor->goToMatchingBracket();
    });
    actions.add(menu, {"go.running", tr("To the line that &runs"), QKeySequence("Ctrl+Shift+L")}, [bench] { bench.run.goToRunningLine(); });
    menu->addSeparator();
    actions.add(menu, {"go.nextTab", tr("&Next tab"), QKeySequence("Ctrl+PgDown")}, [&tabs] { nextTab(tabs, 1); });
    actions.add(menu, {"go.previousTab", tr("&Previous tab"), QKeySequence("Ctrl+PgUp")}, [&tabs] { nextTab(tabs, -1); });
    menu->addSeparator();
    actions.add(menu, {"go.editor", tr("To the &editor"), QKeySequence("Ctrl+1")}, [&tabs] {
        if (tabs.current()) tabs.current()->setFocus();
    });
    actions.add(menu, {"go.stage", tr("To the &Stage"), QKeySequence("Ctrl+2")}, [&docks] { Docks::show(docks.stage()); });
    actions.add(menu, {"go.timeline", tr("To the &Timeline"), QKeySequence("Ctrl+3")}, [&docks] { Docks::show(docks.timeline()); });
    actions.add(menu, {"go.console", tr("To the &Console"), QKeySequence("Ctrl+4")}, [&docks, bench] {
        Docks::show(docks.console());
        bench.console.focusInput();
    });
    actions.add(menu, {"go.project", tr("To the E&xplorer"), QKeySequence("Ctrl+5")}, [&docks] { Docks::show(docks.project()); });
    actions.add(menu, {"go.lessons", tr("To the Le&ssons"), QKeySequence("Ctrl+6")}, [&docks] { Docks::show(docks.lessons()); });
    actions.add(menu, {"go.events", tr("To the E&vents"), QKeySequence("Ctrl+7")}, [&docks, bench] {
        Docks::show(docks.events());
        bench.events.table().setFocus();
    });
    actions.add(menu, {"go.findings", tr("To the Fin&dings"), QKeySequence("Ctrl+8")}, [&docks, bench] {
        Docks::show(docks.findings());
        bench.findings.table().setFocus();
    });
    actions.add(menu, {"go.graph", tr("To the &async graph"), QKeySequence("Ctrl+9")}, [&docks, bench] {
        Docks::show(docks.graph());
        bench.graph.tree().setFocus();
    });
    actions.add(menu, {"go.charts", tr("To the c&harts"), QKeySequence("Ctrl+Shift+G")}, [&docks, bench] {
        Docks::show(docks.charts());
        bench.charts.setFocus();
    });
    actions.add(menu, {"go.profile", tr("To the &profile"), QKeySequence("Ctrl+Alt+P")}, [&docks, bench] {
        Docks::show(docks.profile());
        bench.profile.focusView();
    });
    actions.add(menu, {"go.memory", tr("To the &memory"), QKeySequence("Ctrl+Shift+M")}, [&docks, bench] {
        Docks::show(docks.memory());
        bench.memory.focusView();
    });
    actions.add(menu, {"go.debugger", tr("To the &debugger"), QKeySequence("Ctrl+Shift+J")}, [&docks, bench] {
        Docks::show(docks.debugger());
        bench.debugPanel.variables().setFocus();
    });
    actions.add(menu, {"go.repl", tr("To the RE&PL"), QKeySequence("Ctrl+Shift+E")}, [&docks, bench] {
        Docks::show(docks.repl());
        bench.repl.input().setFocus();
    });
}

} // namespace loopscope
