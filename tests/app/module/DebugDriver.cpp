// A native module for tests: the debugger of the real window on real programs, offscreen, in the carrying node's process. Does what
// its arguments say, one after another, as a user would by the window's actions, and tells on stdout what the window shows.
//
// usage: node DebugDriver.cjs COMMAND...
//   open=FILE          break=LINE[ if CONDITION| hits N| print TEXT]    unbreak=LINE    stop-in=QUEUE    workers=stop    longest=MS    errors=N (Debugger::PauseOn)
//   do=ACTION          an action of the window: run.start, debug.start, debug.stepOver, debug.stepInto, debug.stepOut, debug.pause, debug.toCursor ..
//   wait=paused|ended|running|printed:TEXT|rows:N (of the REPL)|snapshots:N|profiles:N|thread:NAME|gone:NAME      line=N (the editor's cursor)      cursor=LINE,COLUMN      frame=N      watch=EXPRESSION      eval=EXPRESSION      open-value=NAME    open-range=NAME:ROW:ROW..
//   measure-steps=COUNT (steps over, one by a bare client and one by the window in turn; says medians in ms)
//   repl-filter=NUMBER,TEXT (of ReplFilter::Show)    repl-moment=ROW (on the Timeline; says what was printed until then)
//   raise=PANEL        select=FROM,TO (of the Timeline, ms)
//   project=FOLDER    launch=NAME (of a run configuration)    attach=PLACE    attach-pid=NUMBER    thread=NAME    random=COUNT,SEED (actions, one after another)
//   replace=FROM=>TO (in the text, and saves it)
//   set=NAME=TEXT      filter=TEXT  base=N  view=NAME  object=CLASS (of the Memory panel)   take=COUNT,SECONDS   take-of=WORKER   cancel-at=PART (of V8's work on a snapshot)   when-full=yes|no   say=heap|profile|snapshots|heap-times|suspects|keepers|pause|stack|variables|watches|repl|marks|console|state|notice|threads      picture=FILE.png      dialog-picture=FILE.png

#include "app/console/ConsolePanel.h"
#include "app/debugger/DebugPanel.h"
#include "app/debugger/DebugSession.h"
#include "app/debugger/LoopMoments.h"
#include "app/debugger/ReplPanel.h"
#include "app/debugger/StackModel.h"
#include "app/debugger/ValueModel.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/launch/LaunchList.h"
#include "app/memory/HeapModel.h"
#include "app/memory/MemoryPanel.h"
#include "app/profile/ProfileModel.h"
#include "app/profile/ProfilePanel.h"
#include "app/project/ProjectPanel.h"
#include "app/session/RunSession.h"
#include "inspector/client/Connection.h"
#include "inspector/transport/Transport.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Application.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Moments.h"
#include "app/shell/Opener.h"
#include "app/shell/Workbench.h"
#include "runtime/host/InProcessRunner.h"
#include "tests/support/Driver.h"
#include "visualizer/model/TraceView.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalBlocker>
#include <QEventLoop>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTimer>
#include <QTreeView>

#include <cstdio>
#include <functional>
#include <iterator>
#include <numeric>
#include <random>

namespace {

using namespace loopscope;

constexpr int kMostWait = 20'000; // ms

// While a program runs, stdout is a terminal of its own.
FILE* const g_out = fdopen(dup(STDOUT_FILENO), "w");

void say(const QString& what, const QString& text)
{
    fprintf(g_out, "%s: %s\n", qPrintable(what), qPrintable(text));
    fflush(g_out);
}

/// Spins the event loop until it is so. False after a long time.
bool waitUntil(const std::function<bool()>& isSo)
{
    const QDeadlineTimer deadline(kMostWait);
    QTimer tick; // a state may change without an event of ours
    tick.start(1);
    while (!isSo() && !deadline.hasExpired()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return isSo();
}

QString rows(const ValueModel& model, const QModelIndex& parent = {}, int depth = 0)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const QString value = index.siblingAtColumn(1).data().toString().trimmed();
        all << index.data().toString() + (value.isEmpty() ? QString() : "=" + value);
        if (const QString inside = rows(model, index, depth + 1); !inside.isEmpty()) all.last() += " {" + inside + "}";
    }
    return all.join("; ");
}

class Driver
{
public:
    explicit Driver(MainWindow& window) : m_window(window), b(window.bench()) {}

    void perform(const QString& command)
    {
        const QString verb = command.section('=', 0, 0), text = command.section('=', 1);
        const bool isDone = act(verb, text);
        if (!isDone) say("failed", command);
    }

private:
    bool act(const QString& verb, const QString& text)
    {
        Debugger& debugger = b.debug.debugger();
        if (verb == "open") return b.opener.open(text);
        if (verb == "break") return setBreakpoint(text), true;
        if (verb == "unbreak") return b.debug.breakpoints().toggle(b.tabs.current()->path(), text.toInt()) == 0;
        if (verb == "stop-in") return stopIn(text);
        if (verb == "thread") return chooseThread(text);
        if (verb == "repl-filter") return b.repl.setFilter({static_cast<ReplFilter::Show>(text.section(',', 0, 0).toInt()), text.section(',', 1)}), true;
        if (verb == "raise") return raisePanel(text);
        if (verb == "select") return b.trace.setSelection(TimeRange{text.section(',', 0, 0).toULongLong() * 1000000, text.section(',', 1).toULongLong() * 1000000}), true;
        if (verb == "repl-moment") return showMoment(text.toInt());
        if (verb == "type") return b.session.writeInput(text.toUtf8() + "\n");
        if (verb == "project") return b.project.setFolder(text), true;
        if (verb == "launch") return b.launch.reload(), b.launch.choose(text), text.isEmpty() || b.launch.chosen();
        if (verb == "attach-pid") return b.debug.attachToProcess(text.toLongLong()), true;
        if (verb == "attach") return b.debug.attachTo(text), true;
        if (verb == "take") return b.memory.take(text.section(',', 0, 0).toInt(), std::chrono::seconds(text.section(',', 1).toInt()), std::chrono::seconds(text.section(',', 1).toInt())), true;
        if (verb == "take-of") {
            for (const auto& target : b.memory.remoteTargets())
                if (target.name.contains(text)) return b.memory.takeOf(target), true;
            return false;
        }
        if (verb == "cancel-at") return cancelAt(text.toDouble());
        if (verb == "when-full") return b.memory.setTakesWhenFull(text == "yes"), true;
        if (verb == "filter") return b.memory.bar().field().setText(text), waitUntil([&] { return !b.memory.isBusy(); });
        if (verb == "base") return b.memory.bar().baseChooser().setCurrentIndex(text.toInt()), emit b.memory.bar().baseChooser().activated(text.toInt()), waitUntil([&] { return !b.memory.isBusy(); });
        if (verb == "view") return m_window.actions().find("memory." + text)->trigger(), waitUntil([&] { return !b.memory.isBusy(); });
        if (verb == "object") return chooseObject(text);
        if (verb == "measure-steps") return measureSteps(text.toInt());
        if (verb == "random") return actAtRandom(text.section(',', 0, 0).toInt(), text.section(',', 1).toUInt());
        if (verb == "workers") return b.debug.setStopsAtWorkers(text == "stop"), true;
        if (verb == "longest") return b.debug.setLongest(text.toInt()), true;
        if (verb == "errors") return b.debug.setPauseOn(static_cast<Debugger::PauseOn>(text.toInt())), true;
        if (verb == "replace") return replace(text.section("=>", 0, 0), text.section("=>", 1));
        if (verb == "line") return b.tabs.currentEditor()->goTo(text.toInt()), true;
        if (verb == "cursor") return b.tabs.currentEditor()->goTo(text.section(',', 0, 0).toInt(), text.section(',', 1).toInt()), true;
        if (verb == "frame") return b.debugPanel.setCurrentFrame(text.toInt()), true;
        if (verb == "watch") return b.debugPanel.addWatch(text), true;
        if (verb == "eval") return b.repl.evaluate(text), true;
        if (verb == "picture") return settle(m_window), m_window.grab().save(text);
        if (verb == "dialog-picture") return takeDialog(text);
        if (verb == "wait") return wait(text);
        if (verb == "say") return tell(text), true;
        if (verb == "set") return setVariable(text.section('=', 0, 0), text.section('=', 1));
        if (verb == "open-range") return openRange(text);
        if (verb == "open-value") return openValue(text);
        if (verb != "do") return false;
        auto* action = m_window.findChild<QAction*>(text);
        if (!action || !action->isEnabled()) return false;
        action->trigger();
        return true;
    }

    /// Of the dialog in front, which is closed then.
    bool takeDialog(const QString& file)
    {
        QWidget* dialog = nullptr;
        if (!waitUntil([&] { return (dialog = QApplication::activeModalWidget()) || (dialog = m_window.findChild<QDialog*>()); })) return false;
        settle(m_window);
        const bool isSaved = dialog->grab().save(file);
        dialog->close();
        return isSaved;
    }

    void setBreakpoint(const QString& text)
    {
        Breakpoint breakpoint{.path = b.tabs.current()->path(), .line = text.section(' ', 0, 0).toInt()};
        const QString more = text.section(' ', 1);
        if (more.startsWith("if ")) breakpoint.condition = more.mid(3);
        if (more.startsWith("hits ")) breakpoint.hits = more.mid(5).toInt();
        if (more.startsWith("print ")) breakpoint.logMessage = more.mid(6);
        b.debug.breakpoints().add(breakpoint);
    }

    /// From the command until the program stands again, as a client sees it that does nothing else; the same by the window, until it knows,
    /// until the new place is painted, and until all that it asks for has come. One after the other in each round.
    bool measureSteps(int count)
    {
        struct Painted : QObject {
            bool eventFilter(QObject*, QEvent* event) override { return count += event->type() == QEvent::Paint, false; }
            int count = 0;
        } painted;
        QWidget* const editor = b.tabs.currentEditor()->viewport();
        editor->installEventFilter(&painted);
        std::vector<double> raw, known, shown, whole;
        QElapsedTimer clock;
        const auto ms = [&clock] { return static_cast<double>(clock.nsecsElapsed()) / 1e6; };
        for (int i = 0; i < count; ++i) {
            {
                const QSignalBlocker deaf(b.debug.connection()->transport());
                bool stands = false;
                const auto heard = QObject::connect(&b.session, &RunSession::inspected, [&](const QByteArray& message) {
                    stands |= QJsonDocument::fromJson(message).object()["method"] == QLatin1String("Debugger.paused");
                });
                clock.start();
                b.session.inspect(R"({"id":1000000000,"method":"Debugger.stepOver"})");
                while (!stands) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
                raw.push_back(ms());
                QObject::disconnect(heard);
            }
            settle(m_window);
            bool stands = false;
            const auto heard = QObject::connect(&b.debug, &DebugSession::paused, [&] { stands = true; });
            clock.start();
            b.debug.debugger().stepOver();
            while (!stands) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            known.push_back(ms());
            painted.count = 0;
            while (painted.count == 0) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            shown.push_back(ms());
            if (!waitUntil([&] { return isFilled(); })) return false;
            whole.push_back(ms());
            QObject::disconnect(heard);
            settle(m_window);
        }
        const auto median = [](std::vector<double>& all) { return std::ranges::nth_element(all, all.begin() + std::ssize(all) / 2), all[all.size() / 2]; };
        const double rawMs = median(raw), knownMs = median(known), shownMs = median(shown), wholeMs = median(whole);
        say("steps", QString("{\"raw\":%1,\"known\":%2,\"shown\":%3,\"whole\":%4}").arg(rawMs).arg(knownMs).arg(shownMs).arg(wholeMs));
        return true;
    }

    /// What a user in a hurry does. False if the window does not come to rest afterwards.
    bool actAtRandom(int count, unsigned seed)
    {
        std::mt19937 random(seed);
        const auto below = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        const char* const actions[] = {"run.start", "debug.start", "debug.stepOver", "debug.stepInto", "debug.stepOut", "debug.pause", "debug.continue", "debug.restartFrame", "run.stop", "run.restart",
            "debug.toggleBreakpoint", "debug.toCursor", "debug.internals", "debug.breakpointsActive", "run.heapSnapshot"};
        const int weights[] = {8, 4, 14, 10, 6, 10, 8, 3, 2, 2, 12, 4, 1, 1, 1};
        const char* const expressions[] = {"1 + 1", "nothing", "this", "throw new Error('x')", "Promise.reject(new Error('y'))", "for (;;);", "n = 5", "new Proxy({}, {})", "Promise.reject(1); 2", "[...Array(500).keys()]"};
        for (int i = 0; i < count; ++i) {
            int dice = below(std::accumulate(std::begin(weights), std::end(weights), 0) + 14), which = 0;
            while (which < static_cast<int>(std::size(weights)) && dice >= weights[which]) dice -= weights[which++];
            if (which < static_cast<int>(std::size(weights))) {
                b.tabs.currentEditor()->goTo(1 + below(b.tabs.currentEditor()->lineCount()));
                auto* action = m_window.findChild<QAction*>(actions[which]);
                if (action->isEnabled()) action->trigger();
            } else if (dice < 8) {
                b.repl.evaluate(expressions[below(static_cast<int>(std::size(expressions)))]);
            } else if (dice < 10) {
                std::vector<LoopMoment> moments = callbackMoments();
                for (const auto& more : {phaseMoments(), otherMoments()}) moments.insert(moments.end(), more.begin(), more.end());
                b.debug.setStopsAt(moments[static_cast<std::size_t>(below(static_cast<int>(moments.size())))].bit, below(2) == 0);
            } else if (dice < 12) {
                b.debug.setPauseOn(static_cast<Debugger::PauseOn>(below(3)));
            } else {
                b.debugPanel.setCurrentFrame(below(4));
            }
            // Sometimes at once, sometimes a little later.
            const QDeadlineTimer later(below(4) == 0 ? 6 : below(2));
            do QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
            while (!later.hasExpired());
        }
        b.debug.setCallbackStops(0);
        b.debug.breakpoints().clear();
        m_window.findChild<QAction*>("run.stop")->trigger();
        return waitUntil([&] { return !b.session.isRunning(); }) && waitUntil([&] { return !b.memory.isBusy(); });
    }

    /// The snapshot that is being taken, once V8 has come that far.
    bool cancelAt(double part)
    {
        return waitUntil([&] { return b.memory.taker().part() >= part; }) && (b.memory.cancel(), true) && waitUntil([&] { return !b.memory.isBusy(); });
    }

    bool chooseThread(const QString& name)
    {
        for (const DebugSession::Target& target : b.debug.targets())
            if (target.name.contains(name)) return b.debug.setCurrent(*target.debugger), true;
        return false;
    }

    bool stopIn(const QString& text)
    {
        for (int q = 0; q < kQueueCount; ++q)
            if (text == QString::fromUtf8(name(static_cast<Queue>(q)))) return b.debug.setStopsIn(static_cast<Queue>(q), true), true;
        for (const auto& moments : {phaseMoments(), otherMoments()})
            for (const LoopMoment& moment : moments)
                if (moment.id == text) return b.debug.setStopsAt(moment.bit, true), true;
        return text == "none" ? (b.debug.setCallbackStops(0), true) : false;
    }

    bool wait(const QString& what)
    {
        const auto isPaused = [&] { return b.debug.debugger().isPaused(); };
        if (what == "paused") return waitUntil([&] { return isPaused() || !(b.session.isRunning() || b.debug.isAttached()); }) && isPaused() && waitUntil([&] { return isFilled(); });
        if (what.startsWith("snapshots:")) return waitUntil([&] { return int(b.memory.files().size()) >= what.mid(10).toInt() && !b.memory.isBusy(); });
        if (what.startsWith("profiles:")) return waitUntil([&] { return int(b.profile.files().size()) >= what.mid(9).toInt() && !b.profile.isBusy(); });
        if (what == "recording") return waitUntil([&] { return b.profile.isRecording(); });
        if (what == "attached") return waitUntil([&] { return b.debug.isAttached() && b.debug.debugger().state() >= Debugger::State::Running; });
        if (what == "detached") return waitUntil([&] { return !b.debug.isAttached(); });
        if (what == "running") return waitUntil([&] { return b.debug.debugger().state() == Debugger::State::Running; });
        if (what == "ended") return waitUntil([&] { return b.session.state() == RunSession::State::Ended || isPaused(); }) && !isPaused();
        if (what == "watches") return waitUntil([&] { return !rows(b.debugPanel.watchModel()).contains("not paused"); });
        if (what.startsWith("thread:")) return waitUntil([&] { return threadText().contains(what.mid(7)); });
        if (what.startsWith("gone:")) return waitUntil([&] { return !threadText().contains(what.mid(5)); });
        if (what == "notice") return waitUntil([&] { return !noticeText().isEmpty(); });
        if (what.startsWith("printed:")) return waitUntil([&] { return b.console.text().contains(what.mid(8)); });
        if (what.startsWith("rows:")) return waitUntil([&] { return b.repl.model().roots() >= what.mid(5).toInt() && !rows(b.repl.model()).contains(u'…'); });
        return false;
    }

    bool replace(const QString& from, const QString& to)
    {
        CodeEditor& editor = *b.tabs.currentEditor();
        const QString text = editor.toPlainText();
        if (!text.contains(from)) return false;
        editor.replaceSource(QString(text).replace(from, to));
        return b.tabs.save(b.tabs.current());
    }

    /// The variables that are opened at once have come.
    bool isFilled() const
    {
        const ValueModel& model = b.debugPanel.variablesModel();
        for (int row = 0; row < model.roots(); ++row)
            if (b.debugPanel.variables().isExpanded(model.index(row, 0)) && model.rowCount(model.index(row, 0)) == 0 && model.hasChildren(model.index(row, 0))) return false;
        return model.roots() > 0 && model.isFilled();
    }

    QModelIndex find(const QString& name) const
    {
        const ValueModel& model = b.debugPanel.variablesModel();
        for (int scope = 0; scope < model.roots(); ++scope)
            for (int i = 0; i < model.rowCount(model.index(scope, 0)); ++i)
                if (const QModelIndex index = model.index(i, 0, model.index(scope, 0)); model.name(index) == name) return index;
        return {};
    }

    bool setVariable(const QString& name, const QString& text)
    {
        ValueModel& model = b.debugPanel.variablesModel();
        bool isSet = false;
        const auto noted = QObject::connect(&model, &ValueModel::changed, [&] { isSet = true; });
        const QModelIndex index = find(name);
        if (!index.isValid() || !model.setData(index.siblingAtColumn(1), text, Qt::EditRole)) return false;
        const bool done = waitUntil([&] { return isSet; }) && waitUntil([&] { return isFilled(); });
        QObject::disconnect(noted);
        return done;
    }

    bool openValue(const QString& name)
    {
        const QModelIndex index = find(name);
        if (!index.isValid()) return false;
        b.debugPanel.variables().expand(index);
        return waitUntil([&] { return b.debugPanel.variablesModel().rowCount(index) > 0; });
    }

    /// NAME:ROW:ROW.. : what lies below that variable, opened row by row; says the path to the last one and how many are beside it.
    bool openRange(const QString& text)
    {
        ValueModel& model = b.debugPanel.variablesModel();
        QModelIndex index = find(text.section(':', 0, 0));
        for (const QString& row : text.split(':').sliced(1)) {
            if (model.canFetchMore(index)) model.fetchMore(index);
            if (!waitUntil([&] { return model.rowCount(index) > row.toInt(); })) return false;
            index = model.index(row.toInt(), 0, index);
        }
        say("range", model.name(index) + " of " + QString::number(model.rowCount(index.parent())) + ": " + index.siblingAtColumn(1).data().toString() + " | " + model.path(index));
        return true;
    }

    void tell(const QString& what)
    {
        const Debugger& debugger = b.debug.debugger();
        if (what == "pause") return say(what, debugger.isPaused() ? debugger.sentence() + " | " + placeText() : QString("not paused"));
        if (what == "stack") return say(what, stackText());
        if (what == "variables") return say(what, rows(b.debugPanel.variablesModel()));
        if (what == "watches") return say(what, rows(b.debugPanel.watchModel()));
        if (what == "repl") return say(what, rows(b.repl.model()));
        if (what == "repl-shown") return say(what, shownText());
        if (what == "console") return say(what, b.console.text().trimmed().replace('\n', " / "));
        if (what == "state") return say(what, m_window.findChild<QLabel*>(QStringLiteral("status.state"))->text().section(" after", 0, 0));
        if (what == "heap") return say(what, b.memory.summaryText() + " | " + tableText(b.memory.rows()));
        if (what == "heap-times") return say(what, QStringLiteral("{\"taken\":%1,\"untilShown\":%2}").arg(b.memory.times().taken).arg(b.memory.times().untilShown));
        if (what == "snapshots") {
            QStringList names;
            for (const auto& file : b.memory.files()) names << file->name;
            return say(what, names.join(", "));
        }
        if (what == "profile") return say(what, b.profile.summaryText() + " | " + tableText(b.profile.rows()));
        if (what == "suspects") return say(what, b.memory.suspectText().replace("\n", " / "));
        if (what == "keepers") return say(what, keeperText());
        if (what == "threads") return say(what, threadText());
        if (what == "notice") return say(what, noticeText());
        if (what == "marks") return say(what, markText());
    }

    QString shownText() const
    {
        QStringList lines;
        for (int row = 0; row < b.repl.model().roots(); ++row)
            if (!b.repl.view().isRowHidden(row, {})) lines << b.repl.model().index(row, 0).data().toString() + '=' + b.repl.model().index(row, 1).data().toString();
        return lines.join("; ");
    }

    /// Of that row; says what the program had printed until then.
    bool showMoment(int row)
    {
        b.repl.view().setCurrentIndex(b.repl.model().index(row, 0));
        b.repl.showMoment();
        settle(m_window);
        return say("printed", b.console.text().trimmed().replace('\n', " / ")), true;
    }

    bool raisePanel(const QString& name)
    {
        auto* dock = m_window.findChild<QDockWidget*>("dock." + name);
        if (dock) dock->show(), dock->raise();
        return dock;
    }

    QString placeText() const
    {
        const auto& frames = b.debug.debugger().pause().frames;
        return frames.empty() ? QString("nowhere") : shortPlace(frames.front().place) + ':' + QString::number(frames.front().place.column);
    }

    QString stackText() const
    {
        QStringList lines;
        const StackModel& model = b.debugPanel.stackModel();
        for (int row = 0; row < model.rowCount(); ++row) lines << (model.index(row, 0).data().toString() + ' ' + model.index(row, 1).data().toString()).trimmed();
        return lines.join(" < ");
    }

    /// The first of that class, opened.
    bool chooseObject(const QString& className)
    {
        HeapModel& model = b.memory.rows();
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, 0);
            if (index.data().toString() != className) continue;
            model.fetchMore(index);
            b.memory.tree().expand(index);
            b.memory.tree().setCurrentIndex(model.index(0, 0, index));
            return true;
        }
        return false;
    }

    static QString tableText(const QAbstractItemModel& model)
    {
        QStringList rows;
        for (int row = 0; row < std::min(5, model.rowCount()); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column) cells << model.index(row, column).data().toString();
            rows << cells.join(' ');
        }
        return rows.join(", ");
    }

    /// The nearest way to the root.
    QString keeperText() const
    {
        QStringList names;
        const HeapModel& model = b.memory.keepers().model();
        for (QModelIndex at = model.index(0, 0); at.isValid() && names.size() < 8; at = model.index(0, 0, at)) names << at.data().toString().remove(QRegularExpression(" @\\d+"));
        return names.join(" < ");
    }

    QString threadText() const
    {
        QStringList names;
        for (const DebugSession::Target& target : b.debug.targets()) names << target.name + (target.debugger->isPaused() ? " (paused)" : "") + (target.debugger == &b.debug.debugger() ? " *" : "");
        return names.join(", ");
    }

    QString noticeText() const
    {
        for (const QLabel* label : m_window.findChildren<QLabel*>())
            if (label->isVisible() && label->parentWidget() && label->parentWidget()->inherits("loopscope::NoticeBar")) return label->text();
        return {};
    }

    QString markText() const
    {
        QStringList lines;
        const CodeEditor& editor = *b.tabs.currentEditor();
        for (const auto& [line, mark] : editor.breakpoints()) lines << QString("%1: %2").arg(line).arg(QString(mark.label).replace(u'\n', u' '));
        for (const auto& [line, values] : editor.marks().values) lines << QString("%1: %2").arg(line).arg(values);
        if (editor.marks().running) lines << QString("stands at %1: %2").arg(editor.marks().running->line).arg(editor.marks().running->label);
        return lines.join(" / ");
    }

    MainWindow& m_window;
    const Workbench& b;
};

void drive(QStringList commands)
{
    InProcessRunner runner;
    Application application(Application::Shown::Offscreen);
    MainWindow window(application.themes(), runner, {{}, {}, "26"});
    window.resize(1280, 800);
    window.show();
    Driver driver(window);
    for (const QString& command : commands) driver.perform(command);
    endDriver();
}

} // namespace

LOOPSCOPE_DRIVER(drive)
