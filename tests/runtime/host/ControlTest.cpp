#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

// Programs in one process with us: what they do, they do to themselves alone. Each case is a process of its own
// (HostDriver), and each is followed there by a second, ordinary run, which must be unharmed.

namespace {

struct Ended {
    int code = -1;
    QString reason, report, out, error;
    int afterStopMs = -1;
};

struct Driven {
    QList<Ended> runs;
    QStringList states;
    QByteArray raw;
    int exitCode = -1;
};

QString build() { return qEnvironmentVariable("LOOPSCOPE_BUILD_DIR"); }
QString script(const QString& name) { return qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/tests/runtime/host/control/" + name; }

// Undoes HostDriver's escapes, and drops colours.
QString unescaped(const QString& text)
{
    QString plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            plain += text[i];
            continue;
        }
        const QChar c = text[++i];
        plain += c == 'n' ? QChar('\n') : c == 'r' ? QChar('\r') : c;
    }
    static const QRegularExpression control("\x1b\\[[0-9;]*[A-Za-z]");
    return plain.remove(control);
}

Driven drive(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(build() + "/lib/loopscope/node/bin/node", QStringList{build() + "/tests/host/HostDriver.cjs"} + arguments);
    if (!process.waitForFinished(100'000)) process.kill();
    process.waitForFinished();
    Driven driven;
    driven.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    driven.raw = process.readAllStandardOutput();
    static const QRegularExpression ended("^ended code=(-?\\d+) reason=(\\S+) after-stop-ms=(\\d+)");
    for (const QString& line : QString::fromUtf8(driven.raw).split('\n')) {
        if (const auto match = ended.match(line); match.hasMatch())
            driven.runs.append({match.captured(1).toInt(), match.captured(2), {}, {}, {}, match.captured(3).toInt()});
        else if (line.startsWith("state "))
            driven.states.append(line);
        else if (!driven.runs.isEmpty() && line.startsWith("report "))
            driven.runs.last().report = unescaped(line.mid(7));
        else if (!driven.runs.isEmpty() && line.startsWith("stdout "))
            driven.runs.last().out = unescaped(line.mid(7));
        else if (!driven.runs.isEmpty() && line.startsWith("stderr "))
            driven.runs.last().error = unescaped(line.mid(7));
    }
    return driven;
}

QString field(const QString& state, const QString& name)
{
    return QRegularExpression("\\b" + name + "=(\\S*)").match(state).captured(1);
}

} // namespace

#define VERIFY_NEXT_RUN_IS_FINE(driven)                                                                                                   \
    QCOMPARE(driven.exitCode, 0);                                                                                                         \
    QVERIFY2(driven.runs.size() == 2, driven.raw);                                                                                        \
    QCOMPARE(driven.runs[1].code, 7);                                                                                                     \
    QCOMPARE(driven.runs[1].out, "exit 7\n")

class ControlTest : public QObject
{
    Q_OBJECT
private slots:
    void stop_data();
    void stop();
    void stopBeforeTheBeginning();
    void stoppedChildrenAreGone();
    void debuggedItStopsWhereItIsTold_data();
    void debuggedItStopsWhereItIsTold();
    void debuggedItStopsInCallbacks_data();
    void debuggedItStopsInCallbacks();
    void debuggedItStepsPastNode();
    void debuggedItCanBeStopped_data();
    void debuggedItCanBeStopped();
    void heapExhaustion_data();
    void heapExhaustion();
    void heapExhaustionWithASnapshot();
    void aProgramThatEndsWellGivesNoSnapshotOfAFullHeap();
    void heapSnapshots_data();
    void heapSnapshots();
    void workerHeapExhaustion();
    void memoryExhaustion();
    void abort_data();
    void abort();
    void cannotBeEnded();
    void ctrlC_data();
    void ctrlC();
    void ends_data();
    void ends();
    void ownSignalWithListener();
    void processIsPutBack();
    void streamsAreToldApart();
    void input();
    void question();
    void noSuchScript();
    void badOption();
    void manyRunsLeaveNothing_data();
    void manyRunsLeaveNothing();
};

void ControlTest::stop_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"busy.js", "busy-catching.js", "atomics.js", "polling.js", "refusing.js", "exit-loop.js", "promise-loop.js",
                             "tick-loop.js", "exec-sync.js", "child.js", "worker.js", "regex.js", "awaiting.mjs"})
        QTest::newRow(name) << name;
}

void ControlTest::stop()
{
    QFETCH(QString, name);
    for (const char* detail : {"detail=off", "detail=lesson"}) {
        const Driven driven = drive({"run", "script=" + script(name), detail, "stop-after=ready", "run", "script=" + script("exit.js")});
        VERIFY_NEXT_RUN_IS_FINE(driven);
        QCOMPARE(driven.runs[0].reason, "stopped");
        QVERIFY2(driven.runs[0].afterStopMs < 500, driven.raw);
        QVERIFY(!driven.runs[0].report.isEmpty());
    }
}

void ControlTest::stopBeforeTheBeginning()
{
    const Driven driven = drive({"run", "script=" + script("busy.js"), "stop-at-once=yes", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].reason, "stopped");
}

void ControlTest::debuggedItStopsWhereItIsTold_data()
{
    QTest::addColumn<QString>("detail");
    for (const char* detail : {"off", "monitor", "trace"}) QTest::newRow(detail) << "detail=" + QString(detail);
}

void ControlTest::debuggedItStopsWhereItIsTold()
{
    QFETCH(QString, detail);
    const QString breakpoint = R"(inspect={"id":2,"method":"Debugger.setBreakpointByUrl","params":{"lineNumber":2,"urlRegex":"debugged\\.js$"}})";
    const Driven gone = drive({"run", "script=" + script("debugged.js"), detail, R"(inspect={"id":1,"method":"Debugger.enable"})", breakpoint,
        R"(paused={"id":3,"method":"Debugger.stepOut"})", R"(paused={"id":4,"method":"Debugger.resume"})", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(gone);
    QCOMPARE(gone.runs[0].code, 7);
    QCOMPARE(gone.runs[0].out, "ready true\nsum 3\n");
    QCOMPARE(gone.runs[0].error, ""); // not even that Node waits for a debugger
    QCOMPARE(gone.raw.count("\"Debugger.paused\""), 2);
    QVERIFY(gone.raw.contains("\"functionName\":\"add\""));
}

// Where each pause stands: the innermost function and its line.
static QStringList pausesOf(const Driven& driven)
{
    QStringList pauses;
    static const QRegularExpression frame(R"re("Debugger\.paused".*?"functionName":"([^"]*)".*?"location":\{"scriptId":"\d+","lineNumber":(\d+))re");
    for (const QByteArray& line : driven.raw.split('\n'))
        if (const auto match = frame.match(QString::fromUtf8(line)); match.hasMatch()) pauses << QString("%1:%2").arg(match.captured(1)).arg(match.captured(2).toInt() + 1);
    return pauses;
}

static QStringList debugged(const QString& name, const QStringList& more)
{
    const QString skip = R"(inspect={"id":2,"method":"Debugger.setBlackboxPatterns","params":{"patterns":["^node:"]}})";
    return QStringList{"run", "script=" + script(name), "detail=trace", R"(inspect={"id":1,"method":"Debugger.enable"})", skip} + more + QStringList{"run", "script=" + script("exit.js")};
}

void ControlTest::debuggedItStopsInCallbacks_data()
{
    QTest::addColumn<QStringList>("pauses");
    QTest::newRow("timers") << QStringList{"onTimer:3"};
    QTest::newRow("check") << QStringList{"onImmediate:4"};
    QTest::newRow("nextTick") << QStringList{"onTick:5"};
    QTest::newRow("microtask") << QStringList{"onThen:6", "waiting:7", "onMicrotask:8"};
    QTest::newRow("poll") << QStringList{"onRead:9"};
    QTest::newRow("main") << QStringList{":2"}; // before it is but a function
}

void ControlTest::debuggedItStopsInCallbacks()
{
    QFETCH(QStringList, pauses);
    const Driven driven = drive(debugged("callbacks.js", {QString("stop-in=%1").arg(QTest::currentDataTag()), R"(paused={"id":3,"method":"Debugger.resume"})"}));
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].code, 0);
    QCOMPARE(driven.runs[0].out, "callbacks.js\n");
    QCOMPARE(pausesOf(driven), pauses);
}

void ControlTest::debuggedItStepsPastNode()
{
    const QString into = R"(paused={"id":3,"method":"Debugger.stepInto"})";
    const QString breakpoint = R"(inspect={"id":4,"method":"Debugger.setBreakpointByUrl","params":{"lineNumber":9,"urlRegex":"callbacks\\.js$"}})";
    const Driven driven = drive(debugged("callbacks.js", {breakpoint, into, into, into, into, R"(paused={"id":3,"method":"Debugger.resume"})"}));
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QStringList pauses = pausesOf(driven);
    QCOMPARE(pauses.first(), ":10");
    QCOMPARE(pauses[1], "first:1");
    for (const QString& pause : pauses) QVERIFY2(pause.startsWith(":10") || pause.startsWith("first:1") || pause.startsWith("onTick"), qPrintable(pauses.join(' ')));
}

void ControlTest::debuggedItCanBeStopped_data()
{
    QTest::addColumn<QStringList>("how");
    const QString enable = R"(inspect={"id":1,"method":"Debugger.enable"})";
    const QString breakpoint = R"(inspect={"id":2,"method":"Debugger.setBreakpointByUrl","params":{"lineNumber":6,"urlRegex":"debugged\\.js$"}})";
    QTest::newRow("before the beginning") << QStringList{"script=" + script("debugged.js"), enable, "wait=yes", "stop-at-once=yes"};
    QTest::newRow("paused") << QStringList{"script=" + script("debugged.js"), enable, breakpoint, "stop-after=ready"};
    QTest::newRow("busy") << QStringList{"script=" + script("busy.js"), enable, "stop-after=ready"};
}

void ControlTest::debuggedItCanBeStopped()
{
    QFETCH(QStringList, how);
    const Driven driven = drive(QStringList{"run", "detail=trace"} + how + QStringList{"run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].reason, "stopped");
    QVERIFY2(driven.runs[0].afterStopMs < 500, driven.raw);
}

void ControlTest::stoppedChildrenAreGone()
{
    const Driven driven = drive({"run", "script=" + script("child.js"), "state=yes", "stop-after=ready"});
    QCOMPARE(driven.exitCode, 0);
    QCOMPARE(driven.states.size(), 3);
    QCOMPARE(field(driven.states.last(), "children"), "0");
}

void ControlTest::heapExhaustion_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("array") << "leak.js";
    QTest::newRow("map, asynchronously") << "leak-async.js";
}

void ControlTest::heapExhaustion()
{
    QFETCH(QString, name);
    const Driven driven = drive({"run", "script=" + script(name), "heap=64", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].reason, "out-of-memory");
    QCOMPARE(driven.runs[0].code, 134);
    QVERIFY2(driven.runs[0].report.contains("memory"), driven.raw);
}

void ControlTest::heapExhaustionWithASnapshot()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("full.heapsnapshot");
    const Driven driven = drive({"run", "script=" + script("leak-async.js"), "heap=64", "snapshot-when-full=" + file, "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].reason, "out-of-memory");
    QCOMPARE(driven.runs[0].code, 134);
    QVERIFY2(driven.raw.contains("snapshot ends=1 part=1.0 steps=many whole=1 told=as the file problem=\n"), driven.raw);
    QFile snapshot(file);
    QVERIFY(snapshot.open(QIODevice::ReadOnly));
    QVERIFY(snapshot.size() > 1'000'000);
    QVERIFY(snapshot.seek(snapshot.size() - 3));
    QVERIFY(snapshot.readAll().contains("]}"));
}

void ControlTest::aProgramThatEndsWellGivesNoSnapshotOfAFullHeap()
{
    const QTemporaryDir folder;
    const Driven driven = drive({"run", "script=" + script("exit.js"), "snapshot-when-full=" + folder.filePath("full.heapsnapshot")});
    QVERIFY2(driven.raw.contains("snapshot ends=1 part=-1.0 steps=few whole=0 told=no file problem=The program ended before the snapshot could be taken.\n"), driven.raw);
}

void ControlTest::heapSnapshots_data()
{
    QTest::addColumn<QString>("cancel");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("whole") << "" << QByteArray("snapshot ends=1 part=1.0 steps=many whole=1 told=as the file problem=\n");
    QTest::newRow("cancelled while V8 looks at the heap") << "heap" << QByteArray(" whole=0 told=no file problem=The snapshot was cancelled.\n");
    QTest::newRow("cancelled while V8 writes") << "text" << QByteArray("part=1.0 steps=many whole=0 told=no file problem=The snapshot was cancelled.\n");
}

void ControlTest::heapSnapshots()
{
    QFETCH(QString, cancel);
    QFETCH(QByteArray, told);
    const QTemporaryDir folder;
    const Driven driven = drive({"run", "script=" + script("snapshot.js"), "snapshot=" + folder.filePath("it.heapsnapshot"), "cancel=" + cancel, "detail=trace", "input=go\n", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QVERIFY2(driven.raw.contains(told), driven.raw);
    QVERIFY2(driven.raw.contains("snapshot is recorded: start\nsnapshot is recorded: done\nsnapshot ends"), driven.raw);
    QCOMPARE(driven.runs[0].code, 0);
    QVERIFY2(driven.runs[0].out.contains("kept 200000"), driven.raw); // as if nothing had been
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), cancel.isEmpty() ? 1 : 0);
}

void ControlTest::workerHeapExhaustion()
{
    const Driven driven = drive({"run", "script=" + script("leak-worker.js"), "detail=trace", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].out, "ERR_WORKER_OUT_OF_MEMORY\n");
    QCOMPARE(driven.runs[0].code, 0);
}

void ControlTest::memoryExhaustion()
{
    const Driven driven = drive({"run", "script=" + script("leak-buffers.js"), "memory=300", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].reason, "out-of-memory");
    QCOMPARE(driven.runs[0].code, 134);
}

void ControlTest::cannotBeEnded()
{
    const QTemporaryDir folder;
    const Driven driven = drive({"run", "script=" + script("fifo.js"), "cwd=" + folder.path(), "stop-after=ready", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].reason, "stopped");
    QVERIFY2(driven.runs[0].report.contains("left behind"), driven.raw);
}

void ControlTest::ctrlC_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("out");
    QTest::newRow("nobody listens") << "polling.js" << 130 << "ready\n";
    QTest::newRow("the program listens") << "interrupted.js" << 5 << "ready\nSIGINT\n";
    QTest::newRow("raw mode") << "raw.js" << 6 << "ready\n[3]\n";
}

void ControlTest::ctrlC()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    QFETCH(QString, out);
    const Driven driven = drive({"run", "script=" + script(name), QString("input=") + QChar(3), "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].out, out);
    QCOMPARE(driven.runs[0].code, code);
    QCOMPARE(driven.runs[0].reason, "exit");
}

void ControlTest::abort_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"abort.js", "trap.js"}) QTest::newRow(name) << name;
}

void ControlTest::abort()
{
    QFETCH(QString, name);
    const Driven driven = drive({"run", "script=" + script(name), "detail=trace", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].out, "so far\n");
    QCOMPARE(driven.runs[0].code, 134);
    QVERIFY2(driven.runs[0].report.contains("aborted"), driven.raw);
}

void ControlTest::ends_data()
{
    QTest::addColumn<QStringList>("what");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("out");
    QTest::newRow("exit") << QStringList{"exit.js"} << 7 << "exit" << "exit 7\n";
    QTest::newRow("uncaught") << QStringList{"uncaught.js"} << 1 << "uncaught" << "exit 1\n";
    QTest::newRow("rejection") << QStringList{"rejection.js"} << 1 << "uncaught" << "exit 1\n";
    QTest::newRow("SIGTERM") << QStringList{"kill.js", "arg=SIGTERM"} << 143 << "exit" << "so far\n";
    QTest::newRow("SIGKILL") << QStringList{"kill.js", "arg=SIGKILL"} << 137 << "exit" << "so far\n";
    QTest::newRow("SIGSTOP") << QStringList{"kill.js", "arg=SIGSTOP"} << 0 << "exit" << "so far\nwent on\n";
    QTest::newRow("SIGWINCH") << QStringList{"kill.js", "arg=SIGWINCH"} << 0 << "exit" << "so far\nwent on\n";
}

void ControlTest::ends()
{
    QFETCH(QStringList, what);
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(QString, out);
    const Driven driven = drive(QStringList{"run", "script=" + script(what[0])} + what.mid(1) + QStringList{"run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].out, out);
    QCOMPARE(driven.runs[0].code, code);
    QCOMPARE(driven.runs[0].reason, reason);
    QCOMPARE(driven.runs[0].report.isEmpty(), reason == "exit");
}

void ControlTest::ownSignalWithListener()
{
    const Driven driven = drive({"run", "script=" + script("signal.js"), "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].out, "SIGTERM\n");
    QCOMPARE(driven.runs[0].code, 0);
}

void ControlTest::processIsPutBack()
{
    const Driven driven = drive({"run", "script=" + script("mess.js"), "state=yes", "env=GIVEN=by the request", "cwd=/usr", "arg=a b"});
    QCOMPARE(driven.exitCode, 0);
    QCOMPARE(driven.runs[0].out, "/ changed by the request [ 'a b' ] []\n");
    QCOMPARE(driven.states.size(), 3);
    for (const char* what : {"cwd", "umask", "env", "title", "files", "threads"})
        QCOMPARE(field(driven.states[2], what), field(driven.states[what == std::string_view("files") ? 1 : 0], what));
}

void ControlTest::streamsAreToldApart()
{
    const Driven driven = drive({"run", "script=" + script("streams.js")});
    QCOMPARE(driven.exitCode, 0);
    const QString expected = QString("true true true 80\nof the child\nwritten\n") + QString(70000, QChar(0xE9));
    QCOMPARE(driven.runs[0].out, expected);
    QCOMPARE(driven.runs[0].error, "error of the child\nown error\n");
}

void ControlTest::input()
{
    const Driven driven = drive({"run", "script=" + script("input.js"), "input=one\ntwo", "eof=yes"});
    QCOMPARE(driven.exitCode, 0);
    QCOMPARE(driven.runs[0].out, "ready\none\ntwo\"one\\ntwo\"\n"); // echoed as typed, then as the program had it
}

void ControlTest::question()
{
    const Driven driven = drive({"run", "script=" + script("questions.js"), "input=Ada\n"});
    QCOMPARE(driven.exitCode, 0);
    QVERIFY2(driven.runs[0].out.endsWith("hello Ada\n"), driven.raw);
}

void ControlTest::noSuchScript()
{
    const Driven driven = drive({"run", "script=/no/such/script.js", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QVERIFY2(driven.runs[0].report.contains("/no/such/script.js"), driven.raw);
}

void ControlTest::badOption()
{
    const Driven driven = drive({"run", "script=" + script("exit.js"), "option=--not-an-option", "run", "script=" + script("exit.js")});
    VERIFY_NEXT_RUN_IS_FINE(driven);
    QCOMPARE(driven.runs[0].code, 9);
    QVERIFY2(driven.runs[0].report.contains("--not-an-option"), driven.raw);
}

void ControlTest::manyRunsLeaveNothing_data()
{
    QTest::addColumn<QString>("detail");
    for (const char* detail : {"off", "monitor", "lesson"}) QTest::newRow(detail) << detail;
}

void ControlTest::manyRunsLeaveNothing()
{
    QFETCH(QString, detail);
    const Driven driven = drive({"run", "script=" + script("ordinary.js"), "detail=" + detail, "times=10", "run", "script=" + script("ordinary.js"),
                                 "detail=" + detail, "state=yes", "times=30"});
    QCOMPARE(driven.exitCode, 0);
    QCOMPARE(driven.runs.size(), 40);
    for (const Ended& run : driven.runs) QCOMPARE(run.code, 0);
    QCOMPARE(driven.states.size(), 3);
    QCOMPARE(field(driven.states[2], "threads"), field(driven.states[1], "threads"));
    QCOMPARE(field(driven.states[2], "files"), field(driven.states[1], "files"));
    const int grownKb = field(driven.states[2], "kb").toInt() - field(driven.states[1], "kb").toInt();
    qInfo("%s: %d kB more after 40 runs than after the first", qPrintable(detail), grownKb);
    QVERIFY(grownKb < 32'000); // one environment that is not freed keeps some 3,000
}

QTEST_GUILESS_MAIN(ControlTest)
#include "ControlTest.moc"
