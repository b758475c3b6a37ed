#include "tests/support/DriverRun.h"

#include <QDir>
#include <QtTest>

// The debugger of the real window on real programs (DebugDriver), each case a process of its own.
class DebugTest : public QObject
{
    Q_OBJECT
    DriverRun m_driver;

    QString put(const QString& name, const QByteArray& text) const { return m_driver.put(name, text); }
    QStringList debug(const QStringList& commands) { return m_driver.run(commands); }

    static constexpr const char* kProgram = R"(const fs = require('fs');
class Point { constructor(x, y) { this.x = x; this.y = y; } get norm() { return Math.hypot(this.x, this.y); } }
function add(a, b) {
  const sum = a + b;
  return sum;
}
async function later(n) {
  const p = new Point(n, 2), m = new Map([['k', 1]]);
  await null;
  const total = add(n, p.x);
  console.log('total', total);
  return total;
}
const timer = setInterval(function tick() {
  later(3).then((t) => { if (t > 5) clearInterval(timer); });
}, 5);
)";

private slots:
    void aBreakpointShowsStackVariablesAndWhatScheduledIt()
    {
        const QString file = put("a.js", kProgram);
        const QStringList said = debug({"open=" + file, "break=4", "watch=a + b", "do=run.start", "wait=paused", "say=pause", "say=stack", "wait=watches", "say=watches", "say=marks", "say=state",
                     "do=debug.stepOver", "wait=paused", "say=pause", "do=debug.stepOut", "wait=paused", "say=pause", "open-value=p", "say=variables", "unbreak=4", "do=run.start",
                     "wait=ended", "say=console", "say=state"});
        QVERIFY2(said.size() == 10, m_driver.said());
        QVERIFY2(said[7].startsWith("variables: Local {n=3; p=Point {x: 3, y: 2} {x=3; y=2; [[Prototype]]=Object}; m=Map(1) {'k' => 1}; total=6}; Closure {Point=class Point; add=ƒ add(a, b); "
                                    "later=async ƒ later(n); timer=Timeout {_idleTimeout: 5, "), m_driver.said());
        QVERIFY2(said[7].endsWith("}; Global; this=global"), m_driver.said());
        QCOMPARE(said.first(7) + said.last(2),
            (QStringList{"pause: Paused on a breakpoint | a.js:4:15",
                "stack: add a.js:4 < later a.js:10 < await, scheduled by < tick a.js:15 < Timeout, scheduled by < (anonymous) a.js:14",
                "watches: a + b=6; Add an expression: F2",
                "marks: 4: Stops at line 4. / 3: a = 3, b = 3 / 4: a = 3, b = 3 / stands at 4: Paused on a breakpoint",
                "state: Paused on a breakpoint",
                "pause: Paused | a.js:5:14",
                "pause: Paused | a.js:11:3",
                "console: total 6",
                "state: Ended with code 0"}));
    }

    void valuesCanBeSetAndExpressionsEvaluated()
    {
        const QString file = put("a.js", kProgram);
        QCOMPARE(debug({"open=" + file, "break=4", "do=run.start", "wait=paused", "set=a=a * 10", "eval=a", "eval=b = 4", "eval=({ a, b, list: [1, 2] })", "eval=nothing", "eval='it\\'s'",
                     "eval=new Map([[1, { x: 1 }]])", "eval=add", "wait=rows:7", "say=repl-shown", "unbreak=4", "do=debug.continue", "wait=ended", "say=console"}),
            (QStringList{"repl-shown: a=30; b = 4=4; ({ a, b, list: [1, 2] })={a: 30, b: 4, list: Array(2)}; nothing=ReferenceError: nothing is not defined; 'it\\'s'=\"it's\"; "
                         "new Map([[1, { x: 1 }]])=Map(1) {1 => {x: 1}}; add=ƒ add(a, b)",
                "console: total 34"}));
    }

    void conditionsHitsAndLogpoints()
    {
        const QString file = put("loop.js", "let s = 0;\nfor (let i = 0; i < 10; i++) {\n  s += i;\n}\nconsole.log(s);\n");
        QCOMPARE(debug({"open=" + file, "break=3 if i === 7", "do=run.start", "wait=paused", "eval=i", "wait=rows:1", "say=repl", "do=run.start", "wait=ended", "say=console"}),
            (QStringList{"repl: i=7", "console: 45"}));
        QCOMPARE(debug({"open=" + file, "break=3 hits 9", "do=run.start", "wait=paused", "eval=i", "do=run.start", "wait=paused", "eval=i", "wait=rows:2", "say=repl", "do=run.start", "wait=ended"}),
            (QStringList{"repl: i=8; i=9"}));
        QCOMPARE(debug({"open=" + file, "break=3 print i={i} s={s + 1} `$x`", "do=run.start", "wait=ended", "wait=rows:11", "say=repl", "say=console"}),
            (QStringList{"repl: loop.js:3=i=0 s=1 `$x`; loop.js:3=i=1 s=1 `$x`; loop.js:3=i=2 s=2 `$x`; loop.js:3=i=3 s=4 `$x`; loop.js:3=i=4 s=7 `$x`; loop.js:3=i=5 s=11 `$x`; "
                         "loop.js:3=i=6 s=16 `$x`; loop.js:3=i=7 s=22 `$x`; loop.js:3=i=8 s=29 `$x`; loop.js:3=i=9 s=37 `$x`; loop.js:5=45",
                "console: 45"}));
    }

    void whatTheProgramTellsTheConsoleIsShownWithItsValues()
    {
        const QString file = put("told.js", "console.log('a %s of %d%%', 'text', 5, { x: 1 });\nconsole.log({ y: [1, 2] });\nconsole.warn('careful');\nconsole.error(new TypeError('of mine'));\nconsole.group('G');\nconsole.debug('inside');\nconsole.group();\n"
            "console.log('deep');\nconsole.groupEnd();\nconsole.groupEnd();\nconsole.count();\nconsole.count('n');\nconsole.time('t'); console.timeEnd('t');\nconsole.assert(1 > 2, 'no');\n"
            "console.table([{ name: 'tea', price: 3.5 }, { name: 'cup' }]);\nfunction deep() { console.trace('here'); }\ndeep();\nsetTimeout(() => { console.log('late'); debugger; }, 50);\n");
        const QStringList said = debug({"open=" + file, "errors=0", "do=debug.start", "wait=paused", "wait=rows:15", "say=repl", "repl-filter=2,", "say=repl-shown", "repl-filter=0,TEXT", "say=repl-shown", "repl-filter=0,", "repl-moment=1", "do=run.start", "wait=ended"});
        QVERIFY2(said.size() == 4, m_driver.said());
        const QStringList rows = said[0].mid(6).split("; told.js:");
        QCOMPARE(rows.size(), 15);
        QCOMPARE(rows[0], "told.js:1=a text of 5% {x: 1} {Object={x: 1}}");
        QCOMPARE(rows[1], "2={y: Array(2)}");
        QCOMPARE(rows[2], "3=⚠ careful");
        QVERIFY2(rows[3].startsWith("4=✖ TypeError: of mine {Object.<anonymous>=(" + m_driver.folder() + "/told.js:4:15)"), qPrintable(rows[3]));
        QCOMPARE(rows.mid(4, 3), (QStringList{"5=▾ G", "6=inside", "7=▾ console.group"}));
        QCOMPARE(rows[7], "8=deep");
        QCOMPARE(rows.mid(8, 2), (QStringList{"11=default: 1", "12=n: 1"}));
        QVERIFY2(QRegularExpression("^13=t: [\\d.]+ ?m?s$").match(rows[10]).hasMatch(), qPrintable(rows[10]));
        QCOMPARE(rows[11].left(36), "14=✖ Assertion failed: no {(anonymou");
        QCOMPARE(rows[12], "15=Table: Array(2) {(index)=name   price; 0='tea'  3.5; 1='cup'}");
        QVERIFY2(rows[13].startsWith("16=Trace: here {deep=(" + m_driver.folder() + "/told.js:16:"), qPrintable(rows[13]));
        QCOMPARE(rows[14], "18=late");
        QVERIFY2(said[1].startsWith("repl-shown: told.js:3=⚠ careful; told.js:4=✖ TypeError: of mine; told.js:14=✖ Assertion failed: no"), m_driver.said());
        QCOMPARE(said[2], "repl-shown: told.js:1=a text of 5% {x: 1}");
        QVERIFY2(said[3].startsWith("printed: a text of 5%"), m_driver.said());
        QVERIFY2(!said[3].contains("careful") && !said[3].contains("late"), m_driver.said());
        const QStringList failed = debug({"open=" + file, "do=debug.start", "wait=paused", "say=pause", "do=run.stop", "wait=ended"});
        QCOMPARE(failed, QStringList{"pause: Paused on an assertion that failed | told.js:14:9"});
    }

    void theReplHasItsLastValueAndAwaitsWhereverItStands()
    {
        const QString file = put("await.js", "const settled = Promise.resolve({ n: 7 }), wrong = Promise.reject(new Error('no'));\nwrong.catch(() => {});\nlet go;\nconst later = new Promise((r) => { go = r; });\n"
            "function stand() {\n  debugger;\n}\nsetTimeout(() => { stand(); void [settled, wrong, later]; go('arrived'); setTimeout(() => {}, 50); }, 1);\n");
        const QStringList said = debug({"open=" + file, "do=debug.start", "wait=paused", "eval=6 * 7", "wait=rows:1", "eval=$_ + 1", "wait=rows:2", "frame=1", "eval=await settled", "eval=await wrong", "eval=await 5", "eval=(await settled).n + 1",
            "eval=await later", "eval=await settled + '!'", "wait=rows:8", "say=repl-shown", "do=run.start", "wait=ended", "say=repl-shown"});
        QVERIFY2(said.size() == 2, m_driver.said());
        QCOMPARE(said[0], "repl-shown: 6 * 7=42; $_ + 1=43; await settled={n: 7}; await wrong=Error: no; await 5=5; (await settled).n + 1=waits until the program has gone on so far; await later=waits until the program has gone on so far; await settled + '!'=waits until the program has gone on so far");
        QCOMPARE(said[1], "repl-shown: 6 * 7=42; $_ + 1=43; await settled={n: 7}; await wrong=Error: no; await 5=5; (await settled).n + 1=8; await later='arrived'; await settled + '!'='[object Object]!'");
    }

    void aLineMayHaveSeveralBreakpointsAtColumns()
    {
        const QString file = put("columns.js", "function a(x) { return x + 1; }\nfunction b(x) { return x * 2; }\nconst r = [1].map((n) => a(b(n)));\nconsole.log(r);\n");
        const QStringList said = debug({"open=" + file, "cursor=3,26", "do=debug.columnBreakpoint", "cursor=3,11", "do=debug.columnBreakpoint", "say=marks", "do=run.start", "wait=paused", "say=pause", "do=run.start", "wait=paused", "say=pause",
            "cursor=3,11", "do=debug.columnBreakpoint", "cursor=3,26", "do=debug.columnBreakpoint", "do=run.start", "wait=ended", "say=console", "say=marks"});
        QVERIFY2(said.size() == 5, m_driver.said());
        QVERIFY2(said[0].contains("Stops at line 3, column 11.") && said[0].contains("Stops at line 3, column 26."), m_driver.said());
        QCOMPARE(said[1], "pause: Paused on a breakpoint | columns.js:3:11");
        QCOMPARE(said[2], "pause: Paused on a breakpoint | columns.js:3:26");
        QCOMPARE(said[3], "console: [ 3 ]");
        QVERIFY2(!said[4].contains("Stops at"), m_driver.said());
    }

    void theLastOfTenThousandModulesHasItsBreakpoint()
    {
        QDir(m_driver.folder()).mkpath("many");
        for (int i = 0; i < 10000; ++i) QVERIFY(!put(QString("many/m%1.js").arg(i), QString("exports.n = %1;\nexports.f = (x) => {\n  return x + %1;\n};\n").arg(i).toUtf8()).isEmpty());
        const QString main = put("many/main.js", "let sum = 0;\nfor (let i = 0; i < 10000; i++) sum += require('./m' + i + '.js').n;\nconsole.log(sum, require('./m9999.js').f(1));\n");
        const QStringList said = debug({"open=" + m_driver.path("many/m9999.js"), "break=3", "open=" + main, "do=run.start", "wait=paused", "say=pause", "say=stack", "do=run.start", "wait=ended", "say=console"});
        QCOMPARE(said, (QStringList{"pause: Paused on a breakpoint | m9999.js:3:3", "stack: exports.f m9999.js:3 < (anonymous) main.js:3", "console: 49995000 10000"}));
    }

    void aRecordedRunIsSteppedThroughBackwards()
    {
        const QString file = put("back.js", "function a(x) {\n  return x + 1;\n}\nlet n = 1;\nn = a(n);\nn = a(n);\nconsole.log(n);\n");
        const QStringList said = debug({"open=" + file, "do=detail.lesson", "do=run.start", "wait=ended", "do=debug.stepBack", "say=marks", "do=debug.stepBack", "say=marks", "do=debug.stepBackInto", "say=marks", "do=debug.stepForward",
            "say=marks", "do=debug.stepForwardInto", "say=marks"});
        QVERIFY2(said.size() == 5, m_driver.said());
        for (const auto& [row, line] : {std::pair(0, 6), {1, 5}, {2, 4}, {3, 5}, {4, 2}}) QVERIFY2(said[row].contains(QString("stands at %1:").arg(line)), m_driver.said());
        QVERIFY2(debug({"say=state", "do=debug.stepBack", "say=notice"}).value(1).startsWith("notice: There is no recording"), m_driver.said());
    }

    void itStopsInCallbacksOfAKind()
    {
        const QString file = put("kinds.js", "setTimeout(function onTimer() { return 1; }, 1);\nsetImmediate(function onImmediate() { return 2; });\n"
                                             "process.nextTick(function onTick() { return 3; });\nPromise.resolve().then(function onThen() { return 4; });\n"
                                             "require('fs').readFile(__filename, function onRead() { return 5; });\n");
        QCOMPARE(debug({"open=" + file, "stop-in=timers", "stop-in=nextTick", "stop-in=microtask", "stop-in=check", "stop-in=poll", "do=run.start", "wait=paused", "say=pause", "do=run.start",
                     "wait=paused", "say=pause", "do=run.start", "wait=paused", "stop-in=none", "stop-in=poll", "do=run.start", "wait=paused", "say=pause", "say=stack", "do=run.start", "wait=ended"})
                     .filter("pause:"),
            (QStringList{"pause: Paused in a nextTick callback | kinds.js:3:38", "pause: Paused in a microtask | kinds.js:4:44", "pause: Paused in an I/O callback | kinds.js:5:56"}));
        QVERIFY2(m_driver.said().contains("stack: onRead kinds.js:5"), m_driver.said());
        // Whatever the level of detail of runs that are not debugged.
        QCOMPARE(debug({"open=" + file, "do=detail.monitor", "stop-in=timers", "do=run.start", "wait=paused", "say=pause", "do=run.stop", "wait=ended"}),
            QStringList{"pause: Paused in a timer's callback | kinds.js:1:33"});
    }

    void itStopsAtMomentsOfTheLoop()
    {
        const QString file = put("moments.js", "const crypto = require('crypto');\nprocess.on('unhandledRejection', (e) => console.log('heard', e.message));\n"
                                               "setTimeout(function onTimer() {\n  setImmediate(function onImmediate() {\n"
                                               "    for (let i = 0; i < 5; i++)\n      crypto.pbkdf2('a', 'b', 300000, 32, 'sha512', () => {});\n    Promise.reject(new Error('nobody'));\n  });\n}, 500);\n");
        const QStringList next{"wait=paused", "say=pause", "say=stack", "do=run.start"};
        const QStringList said = debug(QStringList{"open=" + file, "errors=0", "stop-in=sleep", "stop-in=phase.timers", "stop-in=phase.check", "stop-in=poolFull", "stop-in=unhandledRejection", "do=run.start"} +
            next + next + next + next + QStringList{"wait=paused", "say=pause", "say=variables", "stop-in=none", "do=run.start", "wait=ended", "say=console"});
        QVERIFY2(said.size() == 11, m_driver.said());
        QVERIFY2(said[0].startsWith("pause: Paused before the loop goes to sleep: nothing is ready for the next ") && said[0].endsWith(" ms | nowhere"), m_driver.said());
        QCOMPARE(said[1], "stack: no function of yours runs");
        QCOMPARE(said[2], "pause: Paused before the first callback of the timers phase | nowhere");
        QCOMPARE(said[4], "pause: Paused before the first callback of the check phase | nowhere");
        QCOMPARE(said[6], "pause: Paused: all 4 threads of the pool are busy, and what is given to it here must wait | moments.js:6:14");
        QVERIFY2(said[7].startsWith("stack: onImmediate moments.js:6"), m_driver.said());
        QCOMPARE(said[8], "pause: Paused: nobody has handled the rejection by now: Error: nobody | nowhere");
        QVERIFY2(said[9].startsWith("variables: Error=Error: nobody; Global"), m_driver.said());
        QCOMPARE(said[10], "console: heard nobody");
    }

    void beforeItSleepsItCanBeSpokenTo()
    {
        const QString file = put("sleeps.js", "const net = require('net');\nconst server = net.createServer().listen(0);\nglobalThis.hurry = () => setImmediate(function onImmediate() {\n  server.close();\n});\n");
        const QStringList said = debug({"open=" + file, "stop-in=sleep", "do=run.start", "wait=paused", "say=pause", "eval=process.getActiveResourcesInfo()", "wait=rows:1", "eval=await Promise.resolve(7)",
            "wait=rows:2", "eval=void hurry()", "wait=rows:3", "say=repl", "do=debug.stepOver", "wait=paused", "say=pause", "say=stack", "do=run.start", "wait=ended", "say=state"});
        QVERIFY2(said.size() == 5, m_driver.said());
        QCOMPARE(said[0], "pause: Paused before the loop goes to sleep: nothing is ready, and the program waits for no timer | nowhere");
        QCOMPARE(said[1], "repl: process.getActiveResourcesInfo()=(1) ['TCPServerWrap']; await Promise.resolve(7)=7; void hurry()=undefined");
        QCOMPARE(said[2], "pause: Paused | sleeps.js:4:3"); // what was made at the pause keeps it from sleeping
        QVERIFY2(said[3].startsWith("stack: onImmediate sleeps.js:4"), m_driver.said());
        QCOMPARE(said[4], "state: Ended with code 0");
    }

    void phasesStopOnceForAllTheirCallbacks()
    {
        const QString file = put("phases.js", "const fs = require('fs'), net = require('net');\nconst s = net.connect(1, '127.0.0.1').on('error', () => {});\ns.destroy();\n"
                                              "fs.stat(__filename, function onStat() {\n  setImmediate(function first() {});\n  setImmediate(function second() {});\n});\n");
        const QStringList next{"wait=paused", "say=pause", "do=run.start"};
        QStringList said = debug(QStringList{"open=" + file, "stop-in=phase.check", "stop-in=phase.close", "do=run.start"} + next + next + QStringList{"wait=ended", "say=state"});
        said.sort(); // the file may be known in the first iteration, or later
        QCOMPARE(said, (QStringList{"pause: Paused before the first callback of the check phase | nowhere", "pause: Paused before the first callback of the close phase | nowhere", "state: Ended with code 0"}));
        QCOMPARE(debug({"open=" + file, "stop-in=phase.poll", "do=run.start", "wait=paused", "say=pause", "do=debug.stepInto", "wait=paused", "say=pause", "stop-in=none", "do=run.start", "wait=ended"}),
            (QStringList{"pause: Paused before the first callback of the poll phase | nowhere", "pause: Paused | phases.js:5:3"}));
    }

    void whatAConfigurationSkipsIsSteppedPast()
    {
        QVERIFY(QDir(m_driver.folder()).mkpath("skips/node_modules") && QDir(m_driver.folder()).mkpath("skips/.vscode"));
        put("skips/node_modules/theirs.js", "exports.twice = (f) => {\n  f();\n  return f();\n};\n");
        const QString file = put("skips/main.js", "const { twice } = require('theirs');\nfunction f() {\n  return 1;\n}\ntwice(f);\n");
        put("skips/.vscode/launch.json", R"({"configurations": [{"type": "node", "request": "launch", "name": "Skips", "program": "main.js", "skipFiles": ["theirs.js"]}]})");
        const QStringList steps{"break=5", "do=run.start", "wait=paused", "do=debug.stepInto", "wait=paused", "say=pause", "do=run.stop", "wait=ended"};
        QCOMPARE(debug(QStringList{"project=" + m_driver.path("skips"), "launch=Skips", "open=" + file} + steps), QStringList{"pause: Paused | main.js:3:3"});
        QCOMPARE(debug(QStringList{"open=" + file} + steps), QStringList{"pause: Paused | theirs.js:2:3"});
    }

    void itStopsInsideACallbackThatRunsLong()
    {
        const QString file = put("long.js", "const s = { n: 0 };\nsetTimeout(function busy() {\n  while (s.n >= 0) s.n++;\n}, 1);\n");
        const QStringList said = debug({"open=" + file, "longest=60", "do=run.start", "wait=paused", "say=pause", "say=stack", "eval=s.n = -10", "wait=rows:1", "do=run.start", "wait=ended", "say=state"});
        QVERIFY2(said.size() == 3 && said[0].startsWith("pause: Paused: this callback has run for more than 60 ms | long.js:3"), m_driver.said());
        QVERIFY2(said[1].startsWith("stack: busy long.js:3"), m_driver.said());
        QCOMPARE(said[2], "state: Ended with code 0");
    }

    void aBusyLoopCanBePaused()
    {
        const QString file = put("busy.js", "console.log('ready');\nconst s = { n: 0 };\nwhile (s.n >= 0) s.n++;\nconsole.log('done');\n");
        const QStringList said = debug({"open=" + file, "do=debug.start", "wait=printed:ready", "do=debug.pause", "wait=paused", "say=pause", "eval=s.n = -1000", "wait=rows:1", "do=run.start", "wait=ended", "say=console"});
        QVERIFY2(said.size() == 2 && said[0].startsWith("pause: Paused | busy.js:3"), m_driver.said());
        QCOMPARE(said[1], "console: ready / done");
    }

    void whatCannotBeSetIsSaid()
    {
        // Another thread tells when the loop has run so often that V8 has compiled it.
        const QString file = put("compiled.js", "const { Worker } = require('worker_threads');\nconst seen = new Int32Array(new SharedArrayBuffer(4));\n"
                                                "new Worker(`const { workerData } = require('worker_threads');\n  while (Atomics.load(workerData, 0) < 5e8);\n  require('fs').writeSync(1, 'ready\\\\n');`, { eval: true, workerData: seen });\n"
                                                "let n = 0;\nwhile (n >= 0) {\n  n = (n + 1) & 0x3fffffff;\n  seen[0] = n;\n}\n");
        const QStringList said = debug({"open=" + file, "do=debug.start", "wait=printed:ready", "do=debug.pause", "wait=paused", "set=n=-1000", "say=notice", "do=run.stop", "wait=ended"});
        QCOMPARE(said, QStringList{"notice: n keeps its value: V8 has compiled the loop that runs here to machine code, whose variables cannot be set."});
    }

    void longArraysAreShownInRanges()
    {
        const QString file = put("array.js", "const big = Array.from({ length: 2500000 }, (_, i) => i * 2);\nconst bytes = new Uint8Array(3000).fill(7);\nconst few = [1, 2, 3];\ndebugger;\nconsole.log(big.length, bytes.length, few);\n");
        QCOMPARE(debug({"open=" + file, "do=debug.start", "wait=paused", "open-range=big:2:499:3", "open-range=bytes:2:999", "open-range=few:1", "do=run.start", "wait=ended"}),
            (QStringList{"range: 2499003 of 1000: 4998006 | big[2499003]", "range: 2999 of 1000: 7 | bytes[2999]", "range: 1 of 5: 2 | few[1]"}));
    }

    void whatIsSavedGoesIntoTheProgram()
    {
        const QString file = put("edit.js", "let n = 0;\nfunction text() { return 'old ' + n; }\nconst t = setInterval(function tick() {\n  n++;\n  console.log(text());\n  if (n > 3) clearInterval(t);\n}, 5);\n");
        QCOMPARE(debug({"open=" + file, "break=4 if n == 1", "do=run.start", "wait=paused", "replace='old '=>'new '", "say=notice", "unbreak=4", "do=run.start", "wait=ended", "say=console"}),
            (QStringList{"notice: ", "console: old 1 / new 2 / new 3 / new 4"}));
        const QStringList said = debug({"open=" + file, "break=4", "do=run.start", "wait=paused", "replace='new '=>'new ' ) (", "wait=notice", "say=notice", "unbreak=4", "do=run.start", "wait=ended", "say=console"});
        QVERIFY2(said.value(0).startsWith("notice: edit.js, line 2: SyntaxError: ") && said.value(0).endsWith("The program goes on with the text that it had."), m_driver.said());
        QCOMPARE(said.value(1), "console: new 1 / new 2 / new 3 / new 4");
    }

    void errorsStopWhereTheyAreThrown()
    {
        const QString file = put("throws.js", "try { JSON.parse('{'); } catch {}\nfunction f() { throw new TypeError('of mine'); }\ntry { f(); } catch {}\nsetTimeout(() => Promise.reject(new Error('late')), 1);\n");
        QStringList said = debug({"open=" + file, "errors=2", "do=debug.start", "wait=paused", "do=run.start", "wait=paused", "say=pause", "do=run.start", "wait=paused", "say=pause", "do=run.start", "wait=ended"});
        QVERIFY2(said.size() == 2 && said[0] == "pause: Paused on an error: TypeError: of mine | throws.js:2:16", m_driver.said());
        QVERIFY2(said[1].startsWith("pause: Paused on a rejection that nothing handles, as V8 guesses: Error: late | throws.js:4"), m_driver.said());
        said = debug({"open=" + file, "errors=0", "do=debug.start", "wait=ended", "say=state"});
        QVERIFY2(said.size() == 1 && said[0].startsWith("state: Ended by an uncaught error"), m_driver.said());
    }

    void theFirstLineAndModulesAndTypeScript()
    {
        const QString module = put("m.mjs", "import fs from 'node:fs';\nfunction f() { return fs.constants.O_RDONLY; }\nexport const x = f();\nconsole.log('x', x);\n");
        QStringList said = debug({"open=" + module, "break=2", "do=debug.stepInto", "wait=paused", "say=pause", "do=run.start", "wait=paused", "say=pause", "say=stack", "do=run.start", "wait=ended", "say=console"});
        QCOMPARE(said.value(0), "pause: Paused at the first line | m.mjs:1:1");
        QCOMPARE(said.value(1), "pause: Paused on a breakpoint | m.mjs:2:16");
        QCOMPARE(said.value(3), "console: x 0");
        const QString typed = put("t.ts", "interface A { n: number }\nfunction g(a: A): number {\n  return a.n * 2;\n}\nconsole.log(g({ n: 21 }));\n");
        said = debug({"open=" + typed, "break=3", "do=run.start", "wait=paused", "say=pause", "say=stack", "do=run.start", "wait=ended", "say=console"});
        QCOMPARE(said.value(0), "pause: Paused on a breakpoint | t.ts:3:12");
        QCOMPARE(said.value(1), "stack: g t.ts:3 < (anonymous) t.ts:5");
        QCOMPARE(said.value(2), "console: 42");
    }

    void aWorkerIsDebuggedLikeTheMainThread()
    {
        const QString worker = put("worker.js", "const { parentPort } = require('worker_threads');\nparentPort.on('message', function onMessage(n) {\n  const double = n * 2;\n  parentPort.postMessage(double);\n  parentPort.close();\n});\n");
        const QString file = put("main.js", "const { Worker } = require('worker_threads');\nconst w = new Worker(__dirname + '/worker.js');\nw.postMessage(21);\nw.on('message', function got(x) {\n  console.log(x);\n});\n");
        const QStringList said = debug({"open=" + worker, "break=3", "open=" + file, "break=5", "do=run.start", "wait=paused", "say=pause", "say=threads", "say=variables", "do=debug.stepOver", "wait=paused", "say=pause",
            "do=run.start", "wait=paused", "say=pause", "say=threads", "do=run.start", "wait=ended", "say=console", "say=state", "say=threads"});
        QVERIFY2(said.size() == 9, m_driver.said());
        QCOMPARE(said[0], "pause: Paused on a breakpoint | worker.js:3:18");
        QVERIFY2(said[1].startsWith("threads: Main thread, ") && said[1].endsWith(" (paused) *"), m_driver.said());
        QVERIFY2(said[2].startsWith("variables: Local {n=21}; Closure {parentPort=MessagePort"), m_driver.said());
        QCOMPARE(said[3], "pause: Paused | worker.js:4:3");
        QCOMPARE(said[4], "pause: Paused on a breakpoint | main.js:5:3");
        QVERIFY2(said[5].startsWith("threads: Main thread (paused) *"), m_driver.said());
        QCOMPARE(said[6], "console: 42");
        QCOMPARE(said[7], "state: Ended with code 0");
        QCOMPARE(said[8], "threads: Main thread *");
        const QStringList first = debug({"open=" + file, "workers=stop", "do=run.start", "wait=paused", "say=pause", "thread=Main", "say=pause", "do=run.stop", "wait=ended", "say=state"});
        QCOMPARE(first, (QStringList{"pause: Paused at the first line | worker.js:1:24", "pause: not paused", "state: Stopped"}));
    }

    void valuesComeAlsoWhileThePanelStandsBehindAnother()
    {
        const QString file = put("a.js", kProgram);
        const QStringList said = debug({"open=" + file, "break=4", "do=run.start", "wait=paused", "raise=console", "do=debug.stepOver", "wait=paused", "say=variables", "say=marks", "unbreak=4", "do=run.start", "wait=ended"});
        QVERIFY2(said.size() == 2 && said[0].contains("Local {a=3; b=3; sum=6}") && said[1].contains("4: sum = 6"), m_driver.said());
    }

    void childProcessesAreDebuggedByThemselves()
    {
        const QString child = put("child.js", "process.on('message', function onMessage(n) {\n  const double = n * 2;\n  process.send(double);\n  process.disconnect();\n});\n");
        const QString file = put("parent.js", "const { fork } = require('child_process');\nconst c = fork(__dirname + '/child.js');\nc.send(21);\nc.on('message', function got(x) {\n  console.log(x, process.env.NODE_OPTIONS);\n});\n");
        const QStringList said = debug({"open=" + child, "break=2", "open=" + file, "break=5", "do=run.start", "wait=paused", "say=pause", "say=threads", "say=variables", "do=debug.stepOver", "wait=paused", "say=pause",
            "say=stack", "do=run.start", "wait=paused", "say=pause", "do=run.start", "wait=ended", "say=console", "say=state", "say=threads"});
        QVERIFY2(said.size() == 9, m_driver.said());
        QCOMPARE(said[0], "pause: Paused on a breakpoint | child.js:2:18");
        QVERIFY2(QRegularExpression("^threads: Main thread, child\\.js \\(\\d+\\) \\(paused\\) \\*$").match(said[1]).hasMatch(), m_driver.said());
        QVERIFY2(said[2].startsWith("variables: Local {double=undefined; n=21}") || said[2].startsWith("variables: Local {n=21"), m_driver.said());
        QCOMPARE(said[3], "pause: Paused | child.js:3:3");
        QVERIFY2(said[4].startsWith("stack: onMessage child.js:3"), m_driver.said());
        QCOMPARE(said[5], "pause: Paused on a breakpoint | parent.js:5:3");
        QCOMPARE(said[6], "console: 42 undefined");
        QCOMPARE(said[7], "state: Ended with code 0");
        QCOMPARE(said[8], "threads: Main thread *");
    }

    void whateverWayAChildIsStartedItIsStoppedIn()
    {
        const QString child = put("one.js", "function work(x) {\n  return x + 1;\n}\nconsole.log('one', work(1), process.env.NODE_OPTIONS, process.env.LOOPSCOPE_CHILD, process.execArgv.length);\nif (process.connected) process.disconnect();\n");
        const QStringList ways{"cp.spawn(process.execPath, [one], { stdio: 'inherit' })", "cp.execFileSync(process.execPath, [one], { stdio: 'inherit' })", "cp.spawn('node', [one], { stdio: 'inherit', env: { PATH: require('path').dirname(process.execPath) } })",
            "cp.exec(`${process.execPath} ${one}`, (e, text) => process.stdout.write(text))", "cp.spawnSync('/bin/sh', ['-c', `exec ${process.execPath} ${one}`], { stdio: 'inherit' })",
            "require('cluster').setupPrimary({ exec: one }); require('cluster').fork()", "new (require('worker_threads').Worker)(`require('child_process').fork(${JSON.stringify(one)})`, { eval: true })"};
        for (const QString& way : ways) {
            const QString file = put("start.js", "const cp = require('child_process'), one = __dirname + '/one.js';\n" + way.toUtf8() + ";\n");
            const QStringList said = debug({"open=" + child, "break=2", "open=" + file, "do=run.start", "wait=paused", "say=pause", "do=run.start", "wait=printed:one 2", "wait=ended", "say=console", "say=threads"});
            QVERIFY2(said == (QStringList{"pause: Paused on a breakpoint | one.js:2:3", "console: one 2 undefined undefined 0", "threads: Main thread *"}), qPrintable(way + ": " + m_driver.said()));
        }
    }

    void childrenThatAreNoNodeAndThoseThatEndAtOnceHoldNothingUp()
    {
        const QString file = put("many.js", "const cp = require('child_process');\nlet left = 22;\nconst ended = () => { if (--left === 0) console.log('all ended'); };\n"
            "for (let i = 0; i < 20; i++) cp.spawn(process.execPath, ['-e', 'process.exit(' + i + ')']).on('exit', (code) => { if (code !== i) console.log('wrong', code); ended(); });\n"
            "cp.exec('env', (e, text) => { if (/LOOPSCOPE_CHILD|require/.test(text)) console.log(text); ended(); });\n"
            "cp.spawn(process.execPath, ['--permission', '--allow-fs-read=*', '-e', 'console.log(1)'], { stdio: 'inherit' }).on('exit', ended);\n");
        const QStringList said = debug({"open=" + file, "do=debug.start", "wait=ended", "say=console", "say=state", "say=threads", "say=notice"});
        QCOMPARE(said, (QStringList{"console: 1 / all ended", "state: Ended with code 0", "threads: Main thread *", "notice:"}));
    }

    void aChildThatIsPausedEndsWithTheRun()
    {
        const QString child = put("stuck.js", "debugger;\nconsole.log('went on');\nsetInterval(() => {}, 1000);\n");
        const QString file = put("start.js", "require('child_process').fork(__dirname + '/stuck.js');\n");
        QCOMPARE(debug({"open=" + file, "do=debug.start", "wait=paused", "say=pause", "do=run.stop", "wait=ended", "say=console", "say=state", "say=threads", "do=debug.start", "wait=paused", "say=pause", "do=run.restart", "wait=gone:stuck",
                     "wait=paused", "say=pause", "do=run.stop", "wait=ended", "say=threads"}),
            (QStringList{"pause: Paused | stuck.js:1:1", "console: ", "state: Stopped", "threads: Main thread *", "pause: Paused | stuck.js:1:1", "pause: Paused | stuck.js:1:1", "threads: Main thread *"}));
    }

    void aSourceThatIsCompiledIsDebuggedInItsOwnText()
    {
        // Line 1 of the source is line 2 of the script, and so on, four columns further right; the script's first line is of no source.
        QDir(m_driver.folder()).mkpath("ts/src");
        QDir(m_driver.folder()).mkpath("ts/dist");
        put("ts/package.json", "{}");
        const QString source = put("ts/src/sum.ts", "export function sum(a: number, b: number): number {\n  const s: number = a + b;\n  return s;\n}\nconsole.log(sum(20, 22));\n");
        put("ts/dist/sum.js.map", "{\"version\":3,\"sources\":[\"../src/sum.ts\"],\"names\":[],\"mappings\":\";AAAA,IAAA;IACE;IACA;AACF;AACA\"}");
        const QString script = put("ts/dist/sum.js", "'use strict';\nfunction sum(a, b) {\n    const s = a + b;\n    return s;\n}\nconsole.log(sum(20, 22));\n//# sourceMappingURL=sum.js.map\n");
        const QStringList said = debug({"open=" + source, "break=2", "open=" + script, "do=debug.start", "wait=paused", "say=pause", "say=stack", "say=variables", "do=debug.stepOver", "wait=paused", "say=pause",
            "say=marks", "do=run.start", "wait=ended", "say=console"});
        QCOMPARE(said.value(0), "pause: Paused on a breakpoint | sum.ts:2:3");
        QVERIFY2(said.value(1).startsWith("stack: sum sum.ts:2 < (anonymous) sum.ts:5"), m_driver.said());
        QVERIFY2(said.value(2).startsWith("variables: Local {a=20; b=22; s=undefined}") || said.value(2).startsWith("variables: Local {a=20; b=22}"), m_driver.said());
        QCOMPARE(said.value(3), "pause: Paused | sum.ts:3:3");
        QVERIFY2(said.value(4).contains("2: Stops at line 2.") && said.value(4).contains("stands at 3"), m_driver.said());
        QCOMPARE(said.value(5), "console: 42");
    }

    void aProgramOfAnotherProcessIsAttachedTo()
    {
        const QString file = put("other.js", "const path = require('path');\nlet n = 1;\nfunction f(x) {\n  return path.join('a', String(x));\n}\nconst r = f(n);\nconsole.log(r);\n");
        QProcess node;
        node.start(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node", {"--inspect-brk=127.0.0.1:0", file});
        QByteArray errors;
        static const QRegularExpression address("ws://127\\.0\\.0\\.1:(\\d+)/");
        QTRY_VERIFY_WITH_TIMEOUT((errors += node.readAllStandardError()).contains("\nFor help"), 20000);
        const QString port = address.match(QString::fromUtf8(errors)).captured(1);
        const QStringList said = debug({"open=" + file, "break=4", "attach=127.0.0.1:" + port, "wait=attached", "wait=paused", "say=pause", "do=run.start", "wait=paused", "say=pause", "say=stack", "set=x=41", "do=debug.stepInto",
            "wait=paused", "say=pause", "do=debug.stepOver", "wait=paused", "say=pause", "do=run.start", "wait=detached", "say=notice"});
        QCOMPARE(said.value(0), "pause: Paused at the first line | other.js:1:14");
        QCOMPARE(said.value(1), "pause: Paused on a breakpoint | other.js:4:3");
        QVERIFY2(said.value(2).startsWith("stack: f other.js:4 < (anonymous) other.js:6"), m_driver.said());
        for (int i = 3; i < 5; ++i) QVERIFY2(said.value(i).startsWith("pause: Paused | other.js:"), m_driver.said()); // never inside of Node
        QVERIFY2(said.last().startsWith(QString("notice: The program has ended.")), m_driver.said());
        QVERIFY(node.waitForFinished());
        QCOMPARE(node.readAllStandardOutput(), QByteArray("a/41\n"));
        QVERIFY2(debug({"attach=127.0.0.1:" + port, "wait=notice", "say=notice"}).value(0).startsWith("notice: Nothing listens at 127.0.0.1:" + port), m_driver.said());
    }

    void aProgramInAProcessOfItsOwnIsDebugged()
    {
        QDir(m_driver.folder()).mkpath("own/.loopscope");
        const QString script = put("own/main.js", "console.log('begun', process.argv.slice(2).join(), process.env.FROM, process.env.NODE_OPTIONS, process.stdout.isTTY);\nfunction add(a, b) {\n  return a + b;\n}\nconsole.log(add(20, 22));\n"
            "process.stdin.once('data', (text) => { console.log('got ' + text.toString().trim()); process.exit(7); });\n");
        put("own/.env", "FROM=file\n");
        put("own/.loopscope/launch.json", "{\"configurations\": [{\"name\": \"Own\", \"target\": \"own-process\", \"script\": \"main.js\", \"arguments\": [\"a\", \"b\"], \"environmentFile\": \".env\", \"stopAtFirstLine\": true},"
            "{\"name\": \"In\", \"script\": \"main.js\", \"arguments\": [\"in\"], \"nodeOptions\": [\"--conditions=x\"]},"
            "{\"name\": \"None\", \"target\": \"own-process\", \"runtime\": \"no-such-program\", \"script\": \"main.js\"}]}");
        const QStringList said = debug({"project=" + m_driver.path("own"), "open=" + script, "break=3", "launch=Own", "do=run.start", "wait=paused", "say=pause", "do=run.start", "wait=paused", "say=pause", "say=stack", "set=a=30",
            "do=debug.stepOut", "wait=paused", "say=pause", "do=run.start", "wait=printed:52", "type=hello", "wait=ended", "say=console", "say=state", "unbreak=3", "launch=In", "do=debug.start", "wait=printed:42", "type=x", "wait=ended",
            "say=console", "launch=None", "do=run.start", "wait=ended", "say=state", "say=notice"});
        QVERIFY2(said.size() == 9, m_driver.said());
        QCOMPARE(said[0], "pause: Paused at the first line | main.js:1:1");
        QCOMPARE(said[1], "pause: Paused on a breakpoint | main.js:3:3");
        QCOMPARE(said[2], "stack: add main.js:3 < (anonymous) main.js:5");
        QVERIFY2(said[3].startsWith("pause: Paused | main.js:5:"), m_driver.said());
        // The kernel wakes who reads a line before it has sent out the line's echo.
        const auto echoFirst = [](QString text) { return text.replace("/ got hello / hello", "/ hello / got hello").replace("/ got x / x", "/ x / got x"); };
        QCOMPARE(echoFirst(said[4]), "console: begun a,b file undefined true / 52 / hello / got hello");
        QCOMPARE(said[5], "state: Ended with code 7");
        QCOMPARE(echoFirst(said[6]), "console: begun in undefined undefined true / 42 / x / got x");
        QCOMPARE(said[7], "state: Ended with code 126");
        QCOMPARE(said[8], "notice: There is no program no-such-program that could be started.");
    }

    void theChildrenOfAProcessOfItsOwnAreDebuggedToo()
    {
        QDir(m_driver.folder()).mkpath("two/.loopscope");
        const QString child = put("two/child.js", "console.log('child');\n");
        put("two/main.js", "const { fork } = require('child_process');\nfork(__dirname + '/child.js');\n");
        put("two/.loopscope/launch.json", "{\"configurations\": [{\"name\": \"Two\", \"target\": \"own-process\", \"script\": \"main.js\"}]}");
        const QStringList said = debug({"project=" + m_driver.path("two"), "open=" + child, "break=1", "launch=Two", "do=run.start", "wait=paused", "say=pause", "say=threads", "do=run.stop", "wait=ended", "say=state", "do=run.restart", "wait=paused",
            "say=pause", "do=run.start", "wait=ended", "say=console", "say=threads"});
        QVERIFY2(said.size() == 6 && said[1].startsWith("threads: Main thread, child.js ("), m_driver.said());
        QCOMPARE(said[0], "pause: Paused on a breakpoint | child.js:1:1");
        QCOMPARE(said[2], "state: Stopped");
        QCOMPARE(said[3], said[0]);
        QCOMPARE(said[4], "console: child");
        QCOMPARE(said[5], "threads: Main thread *");
    }

    void aNodeThatHasNoInspectorIsAskedToOpenOne()
    {
        const QString file = put("late.js", "let n = 0;\nconst t = setInterval(function tick() {\n  n++;\n}, 5);\nconsole.log('ready');\n");
        QProcess node;
        node.start(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node", {file});
        QTRY_VERIFY_WITH_TIMEOUT(node.bytesAvailable() > 0, 20000);
        const QStringList said = debug({"open=" + file, "break=3", "attach-pid=" + QString::number(node.processId()), "wait=attached", "wait=paused", "say=pause", "eval=clearInterval(this)", "wait=rows:1", "do=run.start", "wait=detached"});
        QCOMPARE(said, QStringList{"pause: Paused on a breakpoint | late.js:3:3"});
        QVERIFY(node.waitForFinished());
        QVERIFY2(debug({"attach-pid=1", "wait=notice", "say=notice"}).value(0).startsWith("notice: Process 1"), m_driver.said());
    }

    void aThousandActionsAtRandomLeaveTheWindowAlive_data()
    {
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 3, 4}) QTest::addRow("seed %d", seed) << seed;
    }

    void aThousandActionsAtRandomLeaveTheWindowAlive()
    {
        QFETCH(int, seed);
        const QString file = put("random.js", "const fs = require('fs');\nlet n = 0;\nfunction inner(x) {\n  const y = x + 1;\n  n += y % 3;\n  return y;\n}\nasync function work(i) {\n  await null;\n"
            "  const a = inner(i);\n  await new Promise((r) => setTimeout(r, 1));\n  return inner(a);\n}\nsetInterval(function tick() {\n  work(n).then((v) => { if (v % 7 === 0) Promise.reject(new Error('late')).catch(() => {}); });\n"
            "  fs.readFile(__filename, () => inner(n));\n  setImmediate(() => process.nextTick(inner, 1));\n  try { if (n % 5 === 0) throw new Error('caught'); } catch {}\n}, 2);\n");
        const QString calm = put("calm.js", "console.log('alive');\n");
        // Whatever came of the program, the next one runs as ever.
        const QStringList said = debug({"open=" + file, "do=debug.start", QString("random=250,%1").arg(seed), "open=" + calm, "do=run.start", "wait=ended", "say=console", "say=state"});
        QVERIFY2(said == (QStringList{"console: alive", "state: Ended with code 0"}), m_driver.said());
    }

    void whatIsPausedCanBeStoppedAndRunAgain()
    {
        const QString file = put("a.js", kProgram);
        QCOMPARE(debug({"open=" + file, "break=4", "do=run.start", "wait=paused", "do=run.stop", "wait=ended", "say=state", "do=run.start", "wait=paused", "say=pause", "do=run.restart", "wait=paused", "say=pause",
                     "unbreak=4", "do=run.start", "wait=ended", "say=state"}),
            (QStringList{"state: Stopped", "pause: Paused on a breakpoint | a.js:4:15", "pause: Paused on a breakpoint | a.js:4:15", "state: Ended with code 0"}));
    }
};

QTEST_GUILESS_MAIN(DebugTest)
#include "DebugTest.moc"
