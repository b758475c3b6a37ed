#include "app/debugger/DebugPanel.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/EditorBreakpoints.h"
#include "app/debugger/LoopMoments.h"
#include "app/debugger/ReplPanel.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/session/RunSession.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Docks.h"
#include "app/shell/Menus.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("DebugMenu", text); }

void attach(const Workbench& bench)
{
    bool accepted = false;
    const QString place = QInputDialog::getText(&bench.window, tr("Attach to a program"),
        tr("Port, host:port or WebSocket address of a node that was started with --inspect or --inspect-brk:"), QLineEdit::Normal, QStringLiteral("127.0.0.1:9229"), &accepted);
    if (!accepted) return;
    bench.debug.setPathMap({});
    bench.debug.attachTo(place);
}

/// Where it is paused it goes on; else the script begins and stops at its first line.
void stepInto(const Workbench& bench)
{
    if (bench.debug.debugger().isPaused()) return bench.debug.debugger().stepInto();
    bench.run.debug(true);
}

void runToCursor(const Workbench& bench)
{
    const EditorPage* page = bench.tabs.current();
    if (page && !page->path().isEmpty()) bench.debug.debugger().runTo(page->path(), page->editor().currentLine());
}

void addLoopStops(ActionTable& actions, QMenu* menu, const QString& title, const std::vector<LoopMoment>& moments, const Workbench& bench)
{
    QMenu* stops = actions.submenu(menu, title);
    for (const LoopMoment& one : moments) {
        const auto isOn = [bench, bit = one.bit] { return (bench.debug.callbackStops() & bit) != 0; };
        QAction* action = actions.addToggle(stops, {QStringLiteral("stop.") + one.id, one.keys}, isOn(), [bench, bit = one.bit](bool on) { bench.debug.setStopsAt(bit, on); });
        QObject::connect(&bench.debug, &DebugSession::wishesChanged, action, [action, isOn] { action->setChecked(isOn()); });
    }
}

} // namespace

void addDebugMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&Debug"));
    DebugSession* debug = &bench.debug;
    QAction* start = actions.add(menu, {"debug.start", tr("&Debug"), QKeySequence("Ctrl+F5"), "debug"}, [bench] { bench.run.debug(); });
    start->setToolTip(tr("Run the script so that it can be paused and spoken to (Ctrl+F5)"));
    actions.add(menu, {"debug.attach", tr("A&ttach to a program…"), QKeySequence("Ctrl+Alt+D")}, [bench] { attach(bench); });
    QAction* detach = actions.add(menu, {"debug.detach", tr("Detac&h"), {}}, [debug] { debug->detach(); });
    menu->addSeparator();
    QAction* resume = actions.add(menu, {"debug.continue", tr("&Continue"), {}, "run"}, [debug] { debug->debugger().resume(); });
    QAction* pause = actions.add(menu, {"debug.pause", tr("&Pause"), QKeySequence("F6"), "pause"}, [debug] { debug->debugger().interrupt(); });
    QAction* over = actions.add(menu, {"debug.stepOver", tr("Step &over"), QKeySequence("F10"), "step-over"}, [debug] { debug->debugger().stepOver(); });
    QAction* into = actions.add(menu, {"debug.stepInto", tr("Step &into"), QKeySequence("F11"), "step-into"}, [bench] { stepInto(bench); });
    QAction* out = actions.add(menu, {"debug.stepOut", tr("Step o&ut"), QKeySequence("Shift+F11"), "step-out"}, [debug] { debug->debugger().stepOut(); });
    actions.add(menu, {"debug.stepBack", tr("Step &back in the recording"), QKeySequence("Shift+F10")}, [bench] { bench.run.stepInRecording(true, false); });
    actions.add(menu, {"debug.stepBackInto", tr("Step back into, in the recording"), QKeySequence("Alt+Shift+F10")}, [bench] { bench.run.stepInRecording(true, true); });
    actions.add(menu, {"debug.stepForward", tr("Step forward in the recording"), QKeySequence("Alt+F10")}, [bench] { bench.run.stepInRecording(false, false); });
    actions.add(menu, {"debug.stepForwardInto", tr("Step forward into, in the recording"), QKeySequence("Alt+F11")}, [bench] { bench.run.stepInRecording(false, true); });
    QAction* toCursor = actions.add(menu, {"debug.toCursor", tr("Run to the c&ursor"), QKeySequence("Ctrl+F10")}, [bench] { runToCursor(bench); });
    QAction* again = actions.add(menu, {"debug.restartFrame", tr("Restart the &function"), {}, "restart"},
        [bench, debug] { debug->debugger().restartFrame(static_cast<std::size_t>(bench.debugPanel.currentFrame())); });
    menu->addSeparator();
    actions.add(menu, {"debug.toggleBreakpoint", tr("&Breakpoint at this line"), QKeySequence("F9")}, [bench] { bench.breakpoints.toggle(); });
    actions.add(menu, {"debug.columnBreakpoint", tr("Breakpoint at this co&lumn"), QKeySequence("Shift+F9")}, [bench] { bench.breakpoints.toggleColumn(); });
    actions.add(menu, {"debug.editBreakpoint", tr("Breakpoint with a con&dition…"), QKeySequence("Ctrl+F9")}, [bench] { bench.breakpoints.edit(); });
    QAction* active = actions.addToggle(menu, {"debug.breakpointsActive", tr("Breakpoints are &active")}, true, [debug](bool on) { debug->setBreakpointsActive(on); });
    actions.add(menu, {"debug.removeAll", tr("&Remove all breakpoints"), QKeySequence("Ctrl+Shift+F9")}, [bench] { bench.debug.breakpoints().clear(); });
    menu->addSeparator();
    addLoopStops(actions, menu, tr("Stop in the next &callback of"), callbackMoments(), bench);
    addLoopStops(actions, menu, tr("Stop before the first callback of the p&hase"), phaseMoments(), bench);
    addLoopStops(actions, menu, tr("Stop &when"), otherMoments(), bench);
    QAction* internals = actions.addToggle(menu, {"debug.internals", tr("Step into &Node's own code")}, false, [debug](bool on) { debug->setShowInternals(on); });
    actions.add(menu, {"debug.replMoment", tr("Show the &moment of the REPL's line"), {}}, [bench] { bench.repl.showMoment(); });
    actions.add(menu, {"debug.clearRepl", tr("C&lear the REPL")}, [bench] { bench.repl.clear(); });
    const auto refresh = [=] {
        const Debugger& debugger = debug->debugger();
        const bool isPaused = debugger.isPaused(), runs = debugger.state() == Debugger::State::Running;
        for (QAction* action : {resume, over, out, toCursor, again}) action->setEnabled(isPaused);
        pause->setEnabled(runs);
        into->setEnabled(!runs);
        detach->setEnabled(debug->isAttached());
        active->setChecked(debugger.areBreakpointsActive());
        internals->setChecked(debugger.showsInternals());
    };
    QObject::connect(debug, &DebugSession::stateChanged, menu, refresh);
    refresh();
    bench.debugPanel.setActions({resume, over, into, out, again, pause});
}

} // namespace loopscope
