#include "tests/runtime/probes/loop/WatchedRun.h"

#include <QMap>
#include <QtTest>

using namespace loopscope;

namespace {

// One of everything the loop does, each on a line of its own.
const QByteArray kEverything = R"(const fs = require('fs'), net = require('net');
setTimeout(() => fs.writeSync(1, 'timer\n'), 2);
setImmediate(() => fs.writeSync(1, 'immediate\n'));
process.nextTick(() => fs.writeSync(1, 'tick\n'));
fs.stat('.', () => fs.writeSync(1, 'stat\n'));
const server = net.createServer(c => c.destroy()).listen(0, () => {
  net.connect(server.address().port).on('error', () => {}).on('close', () => server.close());
});
)";

} // namespace

// Programs in the real runtime, and what the probes tell of them.
class LoopProbesTest : public QObject
{
    Q_OBJECT

private slots:
    void tricksHoldOnThePinnedNode()
    {
        const auto run = WatchedRun::of(kEverything, "trace");
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.lost, 0);
        QVERIFY(!run.only("op", "running").empty());
        for (const auto& t : run.told)
            QVERIFY2(!t.has(RecordFlag::Inferred), qPrintable(t.kind + ' ' + t.detail));
    }

    void phasesComeInLibuvsOrder()
    {
        static const QStringList order{"pending", "idle", "prepare", "poll", "check", "closing", "timers"};
        const auto run = WatchedRun::of(kEverything, "trace");
        QString open;
        qint64 iteration = 0;
        int last = -1;
        QSet<QString> seen;
        for (const auto& t : run.told) {
            if (t.thread != "0") continue;
            if (t.kind == "begin" && t.detail != "nextTick" && t.detail != "microtask")
                QCOMPARE(t.detail == "check" || t.detail == "timers" || t.detail == "closing" ? t.detail : "poll",
                         open);
            if (t.kind != "phase") continue;
            if (!t.isBegin()) {
                QCOMPARE(t.detail, open);
                QCOMPARE(t.value, iteration);
                open.clear();
                continue;
            }
            QVERIFY2(open.isEmpty(), "phases do not nest");
            open = t.detail;
            seen << open;
            QVERIFY(t.value >= iteration);
            if (t.value > iteration) last = -1;
            iteration = t.value;
            if (open == "main") continue;
            QVERIFY2(order.indexOf(open) > last, qPrintable(open));
            last = static_cast<int>(order.indexOf(open));
        }
        QVERIFY(open.isEmpty());
        for (const char* phase : {"main", "timers", "poll", "check", "closing"})
            QVERIFY2(seen.contains(phase), phase);
    }

    void sleepIsThatOfTheKernel()
    {
        const auto run = WatchedRun::of("setTimeout(() => {}, 60);", "monitor");
        qint64 asleep = 0, inPoll = 0, began = 0;
        for (const auto& t : run.only("phase", "poll")) {
            if (t.isBegin()) {
                began = t.time;
            } else {
                asleep += t.id;
                inPoll += t.time - began;
            }
        }
        QVERIFY2(asleep > 40'000'000, qPrintable(QString::number(asleep)));
        QVERIFY(asleep <= inPoll);
    }

    void monitorTellsNoCallbacks()
    {
        const auto run = WatchedRun::of(kEverything, "monitor");
        QVERIFY(!run.only("phase").empty());
        QVERIFY(!run.only("metric").empty());
        for (const char* kind : {"enqueue", "begin", "end", "op", "promise", "console"})
            QVERIFY2(run.only(kind).empty(), kind);
    }

    void armingAgainIsWaitingAgain()
    {
        const auto run =
            WatchedRun::of("let n = 0;\n"
                           "const i = setInterval(() => { if (++n === 3) clearInterval(i); }, 1);\n"
                           "const t = setTimeout(() => {}, 5); t.refresh();\n"
                           "let again = true;\n"
                           "const u = setTimeout(() => { if (again) { again = false; u.refresh(); } }, 1);\n"
                           "clearTimeout(setTimeout(() => {}, 9));\n",
                           "trace");
        const auto count = [&](const QString& kind, qint64 id) {
            return std::ranges::count_if(run.only(kind, "timers"), [&](const auto& t) { return t.id == id; });
        };
        QMap<int, qint64> idByLine;
        for (const auto& t : run.only("enqueue", "timers"))
            if (!idByLine.contains(t.line())) idByLine[t.line()] = t.id;
        const qint64 interval = idByLine[2], refreshed = idByLine[3], twice = idByLine[5], cleared = idByLine[6];
        QCOMPARE(count("enqueue", interval), 3);
        QCOMPARE(count("begin", interval), 3);
        QCOMPARE(count("cancel", interval), 0); // it was running when it was cleared
        QCOMPARE(count("enqueue", refreshed), 2);
        QCOMPARE(count("cancel", refreshed), 1);
        QCOMPARE(count("begin", refreshed), 1);
        QCOMPARE(count("enqueue", twice), 2);
        QCOMPARE(count("begin", twice), 2);
        QCOMPARE(count("cancel", cleared), 1);
        QCOMPARE(count("begin", cleared), 0);
    }

    void waitingEndsWithTheProgram_data()
    {
        QTest::addColumn<QByteArray>("last");
        QTest::newRow("by itself") << QByteArray();
        QTest::newRow("exit in a timer") << QByteArray("setTimeout(() => process.exit(3), 1);");
        QTest::newRow("exit in I/O") << QByteArray(
            "require('fs').stat('.', () => { process.nextTick(() => {}); process.exit(3); });");
        QTest::newRow("exit in a tick") << QByteArray(
            "process.nextTick(() => process.exit(3)); process.nextTick(() => {});");
        QTest::newRow("exit at once") << QByteArray("process.exit(3);");
        QTest::newRow("an error") << QByteArray("setImmediate(() => { throw new Error('x'); });");
    }
    void waitingEndsWithTheProgram()
    {
        QFETCH(QByteArray, last);
        const auto run = WatchedRun::of("setTimeout(() => {}, 1e6).unref(); setImmediate(() => {}).unref();\n"
                                        "setInterval(() => {}, 1e5).unref(); process.nextTick(() => {});\n" +
                                            last,
                                        "trace");
        QMap<QString, int> waiting;
        QStringList running;
        for (const auto& t : run.told) {
            const QString key = t.detail + QString::number(t.id);
            if (t.kind == "enqueue") ++waiting[key];
            if (t.kind == "cancel" || t.kind == "begin") QVERIFY2(--waiting[key] == 0, qPrintable(t.kind + key));
            if (t.kind == "begin") running << key;
            if (t.kind == "end") QCOMPARE(running.takeLast(), key);
        }
        QVERIFY2(running.isEmpty(), qPrintable(running.join(' ')));
        for (auto it = waiting.begin(); it != waiting.end(); ++it)
            if (!it.key().startsWith("microtask")) QVERIFY2(it.value() == 0, qPrintable(it.key()));
    }

    void anErrorEndsItsCallbackOnly()
    {
        const auto run = WatchedRun::of("const { writeSync } = require('fs');\n"
                                        "process.on('uncaughtException', e => writeSync(1, e.message));\n"
                                        "setTimeout(() => { throw new Error('t'); }, 1);\n"
                                        "setImmediate(() => { throw new Error('i'); });\n"
                                        "process.nextTick(() => { throw new Error('n'); });\n"
                                        "setImmediate(() => { writeSync(1, 'after'); });\n"
                                        "require('fs').stat('.', () => { process.nextTick(() => {}); throw new Error('s'); });\n",
                                        "trace");
        QCOMPARE(run.exitCode, 0);
        int thrown = 0;
        QMap<qint64, int> lineById;
        QList<int> ended;
        for (const auto& t : run.told) {
            if (t.kind == "begin") lineById[t.id] = t.line();
            if (t.kind != "end" || lineById[t.id] == 0) continue;
            ended << lineById[t.id];
            if (t.has(RecordFlag::Throw)) ++thrown;
        }
        QCOMPARE(thrown, 3);
        std::ranges::sort(ended);
        QCOMPARE(ended, (QList<int>{3, 4, 5, 6, 7})); // 7: the tick
        const auto io = run.only("end", "poll");
        QCOMPARE(io.size(), 1u);
        QVERIFY(io[0].has(RecordFlag::Throw));
    }

    // What a microtask throws ends nothing of the loop over immediates, but empties the stack of async ids.
    void immediatesGoOnAfterErrorsBetweenThem()
    {
        const auto run = WatchedRun::of("process.on('uncaughtException', () => {});\n"
                                        "setImmediate(function start() {\n"
                                        "  setImmediate(function a() { queueMicrotask(function m() { throw 1 }) });\n"
                                        "  setImmediate(function b() { throw 2 });\n"
                                        "  setImmediate(function c() { setImmediate(function d() {}) });\n"
                                        "});\n",
                                        "trace");
        QStringList begun;
        QSet<qint64> open;
        for (const auto& t : run.told) {
            if (t.detail != "check" || (t.kind != "begin" && t.kind != "end")) continue;
            if (t.kind == "begin" && !t.position().isEmpty()) begun << t.place.section('@', 0, 0);
            if (t.kind == "begin") open << t.id;
            else QVERIFY(open.remove(t.id));
        }
        QCOMPARE(begun, (QStringList{"start", "a", "b", "c", "d"}));
        QVERIFY(open.isEmpty());
    }

    void ioCallbacksAreNamedByTheFirstFunctionThatRuns()
    {
        const auto run = WatchedRun::of("const fs = require('fs'), crypto = require('crypto'), dns = require('dns');\n"
                                        "fs.stat('.', function stats() { inner(); }); function inner() {}\n"
                                        "fs.readFile(__filename, function reads() {});\n"
                                        "fs.promises.stat('.').then(function later() {});\n"
                                        "crypto.randomBytes(8, async function makes() { await 1; });\n"
                                        "crypto.pbkdf2('a', 'b', 1, 8, 'sha1', () => inner());\n"
                                        "fs.access('.', setTimeout.bind(null, function timer() {}, 1));\n"
                                        "dns.lookup('localhost', function looks() {});\n",
                                        "lesson");
        QStringList begun;
        for (std::size_t i = 0; i < run.told.size(); ++i) {
            const auto& t = run.told[i];
            if (t.kind != "begin" || t.detail != "poll") continue;
            begun << t.place.section('@', 0, 0) + t.position();
            // Either it is named by what runs first, or nothing of the user's runs.
            const auto first = std::find_if(run.told.begin() + static_cast<std::ptrdiff_t>(i) + 1, run.told.end(),
                                            [](const auto& next) { return next.kind == "call" || next.kind == "end"; });
            QCOMPARE(first->kind == "call" ? first->place : QString(), t.place);
        }
        begun.sort();
        QCOMPARE(begun, (QStringList{"", "", "6:39", "looks8:39", "makes5:43", "reads3:39", "stats2:28"}));
    }

    void poolWorkIsToldFromGivingToCallback()
    {
        const auto run = WatchedRun::of(
            "for (let i = 0; i < 6; i++) require('crypto').pbkdf2('a', 'b', 20000, 32, 'sha256', () => {});\n",
            "trace");
        struct Life {
            qint64 start = 0, queued = 0, running = 0, done = 0, enqueued = 0, begun = 0, slot = 0;
        };
        QMap<qint64, Life> lives;
        for (const auto& t : run.told) {
            if (t.kind == "op") {
                QCOMPARE(t.type, "crypto.pbkdf2");
                Life& life = lives[t.id];
                (t.detail == "start"     ? life.start
                 : t.detail == "queued"  ? life.queued
                 : t.detail == "running" ? life.running
                                         : life.done) = t.time;
                if (t.detail == "running") life.slot = t.value;
                if (t.detail == "running") QCOMPARE(t.thread, QString("pool-%1").arg(t.value));
            }
            if (t.type == "PBKDF2REQUEST" && t.kind == "enqueue") lives[t.id].enqueued = t.time;
            if (t.type == "PBKDF2REQUEST" && t.kind == "begin") lives[t.id].begun = t.time;
        }
        QCOMPARE(lives.size(), 6);
        for (const Life& life : lives) {
            QVERIFY(life.start > 0 && life.start <= life.queued && life.queued <= life.running);
            QVERIFY(life.running < life.done && life.done <= life.enqueued && life.enqueued <= life.begun);
            QVERIFY(life.slot >= 1 && life.slot <= 4);
            for (const Life& other : lives) // a slot does one thing at a time
                if (&other != &life && other.slot == life.slot)
                    QVERIFY(other.done <= life.running || other.running >= life.done);
        }
    }

    void outputIsToldAsItWasWritten()
    {
        const auto run = WatchedRun::of(
            "const fs = require('fs'); console.log('a %d', 1); console.error('wrong'); console.trace('here');\n"
            "fs.writeSync(1, 'sync\\n'); process.stdout.write('stream\\n'); fs.write(1, 'pool\\n', () => "
            "console.info('last'));\n",
            "trace");
        QString out, err;
        for (const auto& t : run.only("stdout"))
            out += t.place;
        for (const auto& t : run.only("stderr"))
            err += t.place;
        QCOMPARE(out, run.output);
        QCOMPARE(err, run.errors);
        QStringList levels;
        for (const auto& t : run.only("console"))
            levels << t.detail;
        QCOMPARE(levels, (QStringList{"log", "error", "trace", "info"}));
    }

    // What a program can see of the machinery is the same with and without probes.
    void probesAreNotSeen_data()
    {
        QTest::addColumn<QString>("detail");
        QTest::newRow("monitor") << "monitor";
        QTest::newRow("trace") << "trace";
    }
    void probesAreNotSeen()
    {
        QFETCH(QString, detail);
        const QByteArray program = R"(const hooks = require('async_hooks'), out = [];
const see = (...what) => out.push(what);
for (const f of [setTimeout, setImmediate, clearTimeout, process.nextTick, queueMicrotask, console.log, process._tickCallback, process.emit])
  see(f.name, f.length, `${f}`.length);
see(process._getActiveHandles().length, process._getActiveRequests().length, process.getActiveResourcesInfo());
see(process.eventNames(), Object.keys(console), Reflect.ownKeys(globalThis).length, process.moduleLoadList.filter((m) => /loopscope/.test(m)));
see(hooks.executionAsyncId(), hooks.triggerAsyncId(), Object.keys(setTimeout(() => {}, 1)), Object.keys(setImmediate(() => {})));
const stack = (name) => see(name, hooks.executionAsyncId(), hooks.triggerAsyncId(), new Error(name).stack);
setTimeout(() => stack('timer'), 1); setImmediate(() => stack('immediate')); process.nextTick(() => stack('tick'));
queueMicrotask(() => stack('job')); Promise.resolve().then(() => stack('reaction')); require('fs').stat('.', () => stack('stat'));
const storage = new hooks.AsyncLocalStorage();
storage.run(7, () => { setTimeout(() => see('als', storage.getStore()), 1); process.nextTick(() => see('als', storage.getStore())); setImmediate(() => see('als', storage.getStore())); });
process.on('exit', () => { out.sort((a, b) => String(a[0]) < String(b[0]) ? -1 : 1); process.stdout.write(JSON.stringify(out, null, 1)); });
)";
        const auto plain = WatchedRun::of(program, "off"), watched = WatchedRun::of(program, detail);
        QVERIFY(!plain.output.isEmpty());
        QCOMPARE(watched.output, plain.output);
        QCOMPARE(watched.errors, plain.errors);
    }

    void theProgramsOwnHooksWork()
    {
        const QByteArray program = "const seen = {}; const count = (k) => { seen[k] = (seen[k] ?? 0) + 1; };\n"
                                   "require('async_hooks').createHook({ init: (id, type) => count('init ' + type), "
                                   "before: () => count('before'),\n"
                                   "  after: () => count('after') }).enable();\n"
                                   "setTimeout(() => {}, 1); setImmediate(() => {}); process.nextTick(() => {}); "
                                   "require('fs').stat('.', () => {});\n"
                                   "process.on('exit', () => require('fs').writeSync(1, JSON.stringify(seen)));\n";
        const auto plain = WatchedRun::of(program, "off"), watched = WatchedRun::of(program, "trace");
        QVERIFY(plain.output.contains("FSREQCALLBACK"));
        QCOMPARE(watched.output, plain.output);
        QCOMPARE(watched.only("begin", "poll").size(), 1u);
        QVERIFY(watched.only("begin", "timers").size() == 1 && watched.only("begin", "check").size() == 1);
    }

    void openHandlesAreToldAsNodeKnowsThem()
    {
        const auto run = WatchedRun::of(R"(const net = require('net'), fs = require('fs'), cp = require('child_process');
const server = net.createServer(() => {}).listen({ port: 0, host: '127.0.0.1' });
const path = net.createServer(() => {}).listen('pipe');
const watcher = fs.watch('.'); watcher.unref();
process.on('SIGUSR2', () => {});
const child = cp.spawn('cat', [], { stdio: ['pipe', 'ignore', 'ignore'] });
setTimeout(() => {
  const names = process.getActiveResourcesInfo().filter((name) => name !== 'Timeout').sort(); // what keeps it alive
  fs.writeSync(1, `${names.join()} ${server.address().port} ${child.pid}`);
  child.stdin.end();
  server.close();
  path.close();
}, 50);
)", "trace");
        const QStringList said = run.output.split(' ');
        QCOMPARE(said.size(), 3);
        // Each handle's last state before the timer ran, and its last of all.
        const qint64 timer = run.only("begin", "timers").front().time;
        QMap<qint64, WatchedRun::Told> then, last;
        for (const auto& t : run.only("handle")) {
            last[t.id] = t;
            if (t.time < timer) then[t.id] = t;
        }
        QStringList keepAlive, all;
        for (const auto& t : then) {
            all << QString("%1 %2 %3 %4").arg(t.type, t.detail, t.on).arg(t.line());
            if (t.detail == "active") keepAlive << (t.type == "PIPESERVERWRAP" ? "PIPEWRAP" : t.type); // Node has one name for both
        }
        keepAlive.sort();
        all.sort();
        const QString port = said[1], pid = said[2];
        QVERIFY2(all.contains(QString("FSEVENTWRAP unref . 4")), qPrintable(all.join('\n')));
        QVERIFY2(all.contains(QString("PIPESERVERWRAP active pipe 3")), qPrintable(all.join('\n')));
        QVERIFY2(all.contains(QString("PROCESSWRAP active pid %1 6").arg(pid)), qPrintable(all.join('\n')));
        QVERIFY2(all.contains(QString("SIGNALWRAP unref SIGUSR2 5")), qPrintable(all.join('\n')));
        QVERIFY2(std::ranges::any_of(all, [&](const QString& one) { return one.startsWith("TCPSERVERWRAP active 127.0.0.1:" + port); }), qPrintable(all.join('\n')));
        // Node names what is referenced; the pipe to the child is, but nobody reads from it: libuv does not wait for it.
        QStringList nodes = said[0].toUpper().split(',');
        QVERIFY2(nodes.removeOne("PIPEWRAP"), qPrintable(said[0]));
        QCOMPARE(keepAlive, nodes);
        for (const auto& t : last)
            if (t.type != "FSEVENTWRAP" && t.type != "SIGNALWRAP") QCOMPARE(t.detail, QString("closed"));
    }

    void publicMeansTellTheSameAndSaySo()
    {
        const QByteArray program = "setTimeout(() => {}, 1);\nsetImmediate(() => {});\nprocess.nextTick(() => "
                                   "{});\nrequire('fs').stat('.', () => {});\n"
                                   "clearTimeout(setTimeout(() => {}, 5));\n";
        const auto known = WatchedRun::of(program, "trace"),
                   unknown = WatchedRun::of(program, "trace", "all");
        QCOMPARE(unknown.exitCode, 0);
        const auto kinds = [](const WatchedRun& run) {
            QStringList result;
            for (const auto& t : run.told)
                if ((t.kind == "begin" || t.kind == "enqueue") && t.detail != "microtask")
                    result << t.kind + ' ' + t.detail + ' ' + t.type;
            result.sort();
            return result;
        };
        QCOMPARE(kinds(unknown), kinds(known));
        for (const auto& t : unknown.told)
            if (t.kind == "begin" || t.kind == "enqueue" || t.kind == "op")
                QVERIFY2(t.has(RecordFlag::Inferred), qPrintable(t.type));
    }
};

QTEST_APPLESS_MAIN(LoopProbesTest)
#include "LoopProbesTest.moc"
