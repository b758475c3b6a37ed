#include "app/console/ConsolePanel.h"
#include "app/debugger/DebugSession.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/launch/LaunchDialog.h"
#include "app/launch/LaunchList.h"
#include "app/memory/MemoryPanel.h"
#include "app/memory/TreemapView.h"
#include "app/profile/ProfilePanel.h"
#include "app/session/RunSession.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Chooser.h"
#include "app/shell/Docks.h"
#include "app/shell/Menus.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QDir>
#include <QDockWidget>
#include <QInputDialog>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QProcess>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("RunMenu", text); }

void askForArguments(const Workbench& bench)
{
    bool accepted = false;
    const QString words = QInputDialog::getText(&bench.window, tr("Arguments"), tr("What stands behind the script's name:"), QLineEdit::Normal,
        bench.run.arguments().join(u' '), &accepted);
    if (accepted) bench.run.setArguments(QProcess::splitCommand(words));
}

QString scriptInEditor(const Workbench& bench)
{
    const EditorPage* page = bench.tabs.current();
    if (!page || !RunControl::isScript(page->path())) return {};
    const QDir folder(bench.launch.folder());
    return bench.launch.folder().isEmpty() ? page->path() : folder.relativeFilePath(page->path());
}

void editConfigurations(const Workbench& bench)
{
    bench.launch.reload();
    if (bench.launch.folder().isEmpty()) return emit bench.run.problem(tr("Run configurations are kept in the project's folder. Open one with Ctrl+Shift+O."));
    auto* dialog = new LaunchDialog(bench.launch, scriptInEditor(bench), &bench.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void chooseConfiguration(const Workbench& bench)
{
    bench.launch.reload();
    LaunchList& list = bench.launch;
    std::vector<Chooser::Entry> entries{{tr("The script in the editor"), list.chosen() ? QString() : tr("chosen"), true, [&list] { list.choose({}); }}};
    for (const LaunchConfiguration& one : list.all()) entries.push_back({one.name, one.name == list.chosenName() ? tr("chosen") : one.summary(), true, [&list, name = one.name] { list.choose(name); }});
    entries.push_back({tr("Edit configurations…"), {}, true, [bench] { editConfigurations(bench); }});
    (new Chooser(bench.themes, tr("What Run runs"), std::move(entries), &bench.window))->popUp();
}

void askForProcess(const Workbench& bench)
{
    bool accepted = false;
    const QString pid = QInputDialog::getText(&bench.window, tr("Attach to a process"), tr("Process id of a node, which is asked to open its inspector:"), QLineEdit::Normal, {}, &accepted);
    if (accepted) bench.debug.attachToProcess(pid.toLongLong());
}

void addDetailLevels(ActionTable& actions, QMenu* menu, const Workbench& bench)
{
    QMenu* levels = actions.submenu(menu, tr("&Detail"));
    auto* group = new QActionGroup(levels);
    const struct {
        DetailLevel level;
        QString name, text, tip;
    } all[] = {
        {DetailLevel::Monitor, "detail.monitor", tr("&Monitor"), tr("Phases, metrics and collections: for a server under load")},
        {DetailLevel::Trace, "detail.trace", tr("&Trace"), tr("And every callback and asynchronous operation: for real programs")},
        {DetailLevel::Lesson, "detail.lesson", tr("&Lesson"), tr("And every call, statement and queue: for learning, with short programs")},
    };
    for (const auto& level : all) {
        QAction* action = actions.addToggle(levels, {level.name, level.text}, level.level == bench.run.detail(),
            [bench, wanted = level.level](bool) { bench.run.setDetail(wanted); });
        action->setToolTip(level.tip);
        group->addAction(action);
        QObject::connect(&bench.run, &RunControl::watchingChanged, action,
            [action, bench, wanted = level.level] { action->setChecked(bench.run.detail() == wanted); });
    }
}

void addKept(ActionTable& actions, QMenu* menu, const Workbench& bench)
{
    QMenu* kept = actions.submenu(menu, tr("&Keep of a run"));
    auto* group = new QActionGroup(kept);
    const struct {
        std::uint64_t events;
        QString name, text, tip;
    } all[] = {
        {0, "keep.all", tr("&All events"), tr("Memory grows with the run: 32 bytes an event")},
        {1'000'000, "keep.million", tr("The last &million events"), tr("Older ones are let go and counted as lost: for a program that runs for days")},
        {10'000'000, "keep.tenMillion", tr("The last &ten million events"), tr("Older ones are let go and counted as lost: about 640 MB at most")},
    };
    for (const auto& one : all) {
        QAction* action = actions.addToggle(kept, {one.name, one.text}, one.events == bench.run.keepLast(),
            [bench, events = one.events](bool) { bench.run.setKeepLast(events); });
        action->setToolTip(one.tip);
        group->addAction(action);
        QObject::connect(&bench.run, &RunControl::watchingChanged, action,
            [action, bench, events = one.events] { action->setChecked(bench.run.keepLast() == events); });
    }
}

/// All that the Memory panel can do, for the palette and the keyboard.
void addMemory(ActionTable& actions, QMenu* menu, const Workbench& bench)
{
    QMenu* memory = actions.submenu(menu, tr("&Memory"));
    const auto show = [bench] {
        bench.docks.memory()->show();
        bench.docks.memory()->raise();
    };
    for (int i = 0; i < kHeapViewCount; ++i) {
        const auto view = static_cast<HeapView>(i);
        QAction* action = actions.add(memory, {QStringLiteral("memory.") + viewName(view), viewTitle(view), {}}, [bench, show, view] {
            show();
            bench.memory.setView(view);
        });
        action->setToolTip(viewTip(view));
    }
    memory->addSeparator();
    actions.add(memory, {"memory.source", tr("&Go to the source of the object"), {}}, [bench] { bench.memory.goToSource(); });
    actions.add(memory, {"memory.live", tr("Show the &living object in the REPL"), {}}, [bench] { bench.memory.showLive(); });
    actions.add(memory, {"memory.treemapOut", tr("Treemap: one object &out"), {}}, [bench] { bench.memory.treemap().goOut(); });
    actions.add(memory, {"memory.takeLater", tr("Take a snapshot in some &seconds…"), {}}, [bench, show] { show(), bench.memory.askToTake(1); });
    actions.add(memory, {"memory.takeSeries", tr("Take &three snapshots, some seconds apart…"), {}}, [bench, show] { show(), bench.memory.askToTake(3); });
    QAction* full = actions.addToggle(memory, {"memory.takeWhenFull", tr("Take a snapshot when the heap is &full")}, bench.memory.taker().isWhenFull(), [bench](bool isWanted) { bench.memory.setTakesWhenFull(isWanted); });
    QObject::connect(&bench.memory.taker(), &SnapshotTaker::changed, full, [full, bench] { full->setChecked(bench.memory.taker().isWhenFull()); });
    actions.add(memory, {"memory.cancel", tr("&Cancel what is being worked out"), {}}, [bench] { bench.memory.cancel(); });
}

/// All that the Profile panel can do, for the palette and the keyboard.
void addProfile(ActionTable& actions, QMenu* menu, const Workbench& bench)
{
    const auto record = [bench](ProfileKind kind) {
        bench.docks.profile()->show();
        bench.docks.profile()->raise();
        bench.profile.record(kind);
    };
    actions.add(menu, {"run.cpuProfile", tr("Record a &CPU profile, or end it"), QKeySequence("Ctrl+Alt+U")}, [record] { record(ProfileKind::Cpu); });
    actions.add(menu, {"run.allocationProfile", tr("Record all&ocations, or end it"), QKeySequence("Ctrl+Alt+O")}, [record] { record(ProfileKind::Allocations); });
    QMenu* profile = actions.submenu(menu, tr("Pro&file"));
    for (int i = 0; i < kProfileViewCount; ++i) {
        const auto view = static_cast<ProfileView>(i);
        QAction* action = actions.add(profile, {QStringLiteral("profile.") + viewName(view), viewTitle(view), {}}, [bench, view] {
            bench.docks.profile()->show();
            bench.docks.profile()->raise();
            bench.profile.setView(view);
        });
        action->setToolTip(viewTip(view));
    }
    profile->addSeparator();
    actions.add(profile, {"profile.internals", tr("Show or hide Node's &internals"), {}}, [bench] { bench.profile.bar().toggleInternals(); });
    actions.add(profile, {"profile.source", tr("&Go to the source of the function"), {}}, [bench] { bench.profile.goToSource(); });
    actions.add(profile, {"profile.save", tr("&Save the profile…"), {}}, [bench] { bench.profile.save(); });
}

} // namespace

void addRunMenu(ActionTable& actions, const Workbench& bench)
{
    QMenu* menu = actions.menu(tr("&Run"));
    RunControl& run = bench.run;
    QAction* start = actions.add(menu, {"run.start", tr("&Run"), QKeySequence("F5"), "run"}, [&run] { run.run(); });
    QAction* stop = actions.add(menu, {"run.stop", tr("&Stop"), QKeySequence("Shift+F5"), "stop"}, [&run] { run.stop(); });
    QAction* restart = actions.add(menu, {"run.restart", tr("R&estart"), QKeySequence("Ctrl+Shift+F5"), "restart"}, [&run] { run.restart(); });
    menu->addSeparator();
    addDetailLevels(actions, menu, bench);
    addKept(actions, menu, bench);
    actions.add(menu, {"run.configuration", tr("&Configuration…"), QKeySequence("Ctrl+Alt+C")}, [bench] { chooseConfiguration(bench); });
    actions.add(menu, {"run.editConfigurations", tr("Edit confi&gurations…"), QKeySequence("Ctrl+Alt+F")}, [bench] { editConfigurations(bench); });
    actions.add(menu, {"run.attachToProcess", tr("Attach to a &process…"), {}}, [bench] { askForProcess(bench); });
    QObject::connect(&run, &RunControl::processWanted, menu, [bench] { askForProcess(bench); });
    actions.add(menu, {"run.arguments", tr("&Arguments…"), QKeySequence("Ctrl+Alt+A")}, [bench] { askForArguments(bench); });
    menu->addSeparator();
    QAction* heap = actions.add(menu, {"run.heapSnapshot", tr("Take a heap &snapshot"), QKeySequence("Ctrl+Alt+H")}, [bench] {
        bench.memory.take();
        bench.docks.memory()->show();
        bench.docks.memory()->raise();
    });
    addMemory(actions, menu, bench);
    addProfile(actions, menu, bench);
    QAction* end = actions.add(menu, {"run.endInput", tr("End of &input"), {}}, [&run] { run.endInput(); });
    actions.add(menu, {"run.copyOutput", tr("&Copy all output"), QKeySequence("Ctrl+Shift+C"), "copy"}, [bench] { bench.console.copyAll(); });
    const auto nameStart = [bench, start] {
        const bool isPaused = bench.debug.debugger().isPaused();
        start->setText(isPaused ? tr("&Continue") : tr("&Run"));
        start->setToolTip(isPaused ? tr("Go on from where it is paused (F5)") : tr("Save and run the script in the editor (F5)"));
    };
    QObject::connect(&bench.debug, &DebugSession::stateChanged, start, nameStart);
    const auto refresh = [bench, stop, restart, end, heap] {
        stop->setEnabled(bench.session.isRunning());
        restart->setEnabled(bench.session.canRestart());
        end->setEnabled(bench.session.isRunning());
        heap->setEnabled(bench.memory.mayTake());
    };
    QObject::connect(&bench.session, &RunSession::stateChanged, stop, refresh);
    QObject::connect(&bench.memory, &MemoryPanel::busyChanged, stop, refresh);
    nameStart();
    refresh();
}

} // namespace loopscope
