#include "tests/runtime/probes/ProbeRun.h"

#include "runtime/events/Kinds.h"

#include <QtTest>

using namespace loopscope;

// Programs that keep their own account (which handlers ran, in which order; how many jobs V8 began by its public
// promise hooks), against what the probe told.
class MicrotaskTest : public QObject
{
    Q_OBJECT

    static QByteArray accounted(const QByteArray& body)
    {
        return "const ran = []; const log = name => ran.push(name); let before = 0;\n"
               "require('v8').promiseHooks.onBefore(() => { before++; });\n" +
               body + "\nprocess.on('exit', () => console.log(JSON.stringify({ran, before})));\n";
    }

    // Every job has its three records, and they begin in the order in which they were put there.
    static void checkLives(const ProbeRun& run)
    {
        QList<qint64> waiting;
        qint64 enqueued = -1, running = -1, time = 0;
        for (const auto& t : run.told) {
            QVERIFY2(t.time >= time, "time runs backwards");
            time = t.time;
            if (t.kind != "enqueue" && t.kind != "begin" && t.kind != "end") continue;
            QVERIFY(!(t.flags & RecordFlag::Inferred));
            if (t.kind == "enqueue") {
                QVERIFY(t.id > enqueued);
                waiting << (enqueued = t.id);
            } else if (t.kind == "begin") {
                QVERIFY(!waiting.isEmpty());
                QCOMPARE(running, -1); // jobs do not nest
                QCOMPARE(t.id, waiting.takeFirst());
                running = t.id;
            } else {
                QCOMPARE(t.id, running);
                running = -1;
            }
        }
        QVERIFY(waiting.isEmpty());
        QCOMPARE(running, -1);
    }

    static QStringList typesOf(const ProbeRun& run)
    {
        QStringList types;
        for (const auto& t : run.of("enqueue")) types << t.type;
        return types;
    }

private slots:
    void everyJobLivesOnceInOrder_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("all ways into the queue") << QByteArray(R"(
            const tick = () => Promise.resolve();
            async function native() { await tick(); log('native'); }
            async function plain() { await 1; log('plain'); }
            async function returns() { return tick(); }
            async function thenable() { await { then(r) { log('then'); r(); } }; log('thenable'); }
            async function* many() { yield 1; await null; yield tick(); try { yield 3; } finally { log('closed'); } }
            async function loops() { for await (const x of many()) { log('x' + x); if (x === 3) break; } for await (const y of [tick(), 2]) log('y' + y); }
            class Own extends Promise {}
            native(); plain(); returns().then(function afterReturns() { log('afterReturns'); }); thenable(); loops();
            new Promise(r => r(tick())).then(function afterResolve() { log('afterResolve'); });
            Promise.all([tick(), 2, { then: function quiet(r) { r(3); } }]).then(function afterAll() { log('afterAll'); });
            Promise.race([tick(), tick()]).then(function afterRace() { log('afterRace'); });
            Promise.any([Promise.reject(1), tick()]).then(function afterAny() { log('afterAny'); });
            Promise.allSettled([Promise.reject(1), 2]).then(function afterSettled() { log('afterSettled'); });
            Promise.reject(1).finally(function fin() { log('fin'); }).catch(function caught() { log('caught'); });
            Own.resolve(1).then(function own() { log('own'); });
            queueMicrotask(function micro() { log('micro'); queueMicrotask(function inner() { log('inner'); }); });
        )");
        QTest::newRow("with the rest of node") << QByteArray(R"(
            const { once, EventEmitter } = require('events'); const fs = require('fs'); const { setTimeout: sleep } = require('timers/promises');
            const e = new EventEmitter();
            (async function waitsForEvent() { await once(e, 'go'); log('waitsForEvent'); })();
            setTimeout(() => e.emit('go'), 1);
            (async function reads() { await fs.promises.readFile(__filename); log('reads'); await fs.promises.stat('.'); log('stat'); })();
            (async function sleeps() { for (let i = 0; i < 3; i++) { await sleep(1); log('s' + i); } })();
            const { promise, resolve } = Promise.withResolvers();
            promise.then(function outer() { log('outer'); return Promise.resolve().then(function nested() { log('nested'); }); }).then(function last() { log('last'); });
            setImmediate(() => { resolve(1); process.nextTick(() => queueMicrotask(function fromTick() { log('fromTick'); })); });
            fs.readFile(__filename, () => { Promise.resolve().then(function inIo() { log('inIo'); }); });
            import('node:os').then(function imported() { log('imported'); });
        )");
        QTest::newRow("jobs that throw") << QByteArray(R"(
            process.on('uncaughtException', e => log('uncaught ' + e.message)); process.on('unhandledRejection', e => log('unhandled ' + e.message));
            queueMicrotask(function throws() { log('throws'); throw new Error('a'); });
            queueMicrotask(function after() { log('after'); });
            Promise.resolve().then(function rejects() { log('rejects'); throw new Error('b'); });
            Promise.reject(new Error('c')).catch(function caught() { log('caught'); throw new Error('d'); }).finally(function fin() { log('fin'); });
            new Promise((r, j) => setTimeout(j, 1, new Error('e'))).catch(function late() { log('late'); });
        )");
        QTest::newRow("a long queue, and garbage meanwhile") << QByteArray(R"(
            let junk; const n = 3000;
            for (let i = 0; i < n; i++) Promise.resolve(i).then(function many(x) { if (x % 1000 === 0) log('many'); junk = new Array(2000).fill(x); if (x % 7 === 0) return Promise.resolve(); });
            (async () => { for (let i = 0; i < n; i++) { await null; junk = { i, junk: new Array(500) }; } log('done'); })();
        )");
    }
    void everyJobLivesOnceInOrder()
    {
        QFETCH(QByteArray, program);
        const ProbeRun run = ProbeRun::of({{"program.js", accounted(program)}}, ProbeRun::promises());
        QCOMPARE(run.errors, QString());
        QCOMPARE(run.exitCode, 0);
        checkLives(run);
        const auto account = QJsonDocument::fromJson(run.output.toUtf8()).object();
        QVERIFY(account["before"].toInt() > 5);
        int withHook = 0;
        for (const auto& t : run.of("begin")) withHook += t.type != "queueMicrotask";
        QCOMPARE(withHook, account["before"].toInt());
        // Handlers that have a name and say so when they run: in that order they must have begun.
        QStringList ran, begun;
        for (const auto& name : account["ran"].toArray()) ran << name.toString();
        for (const auto& t : run.of("begin"))
            if (t.type != "await" && ran.contains(t.function())) begun << t.function();
        QStringList named;
        for (const QString& name : std::as_const(ran))
            if (begun.contains(name)) named << name;
        if (!named.contains("many")) QCOMPARE(begun, named);
        QVERIFY(named.size() >= 3 || named.contains("many"));
    }

    void kindsAreToldApart()
    {
        const ProbeRun run = ProbeRun::of({{"kinds.js", R"(
async function waits() { await 1; }
waits();
Promise.resolve().then(function handler() {});
new Promise(r => r({ then: function own(done) { done(); } }));
queueMicrotask(function callback() {});
Promise.reject(1).catch(function catcher() {});
(async function* makes() { await 1; })().next();
)"}}, ProbeRun::promises());
        QCOMPARE(typesOf(run).mid(0, 6), (QStringList{"await", "reaction", "thenable", "queueMicrotask", "reaction", "await"}));
        QStringList functions;
        QList<int> lines, causes;
        const auto begun = run.of("begin"), enqueued = run.of("enqueue");
        for (int i = 0; i < 6; ++i) {
            functions << begun[i].function();
            lines << begun[i].line();
            causes << enqueued[i].line();
        }
        QCOMPARE(functions, (QStringList{"waits", "handler", "own", "callback", "catcher", "makes"}));
        QCOMPARE(lines, (QList{2, 4, 5, 6, 7, 8}));
        QCOMPARE(causes, (QList{2, 4, 5, 6, 7, 8}));
    }

    void nodesOwnJobsAreInternal()
    {
        const ProbeRun run = ProbeRun::of({{"own.mjs", "await 1; queueMicrotask(function mine() {});\n"}}, ProbeRun::promises());
        checkLives(run);
        bool internal = false, mine = false;
        for (const auto& t : run.of("begin")) {
            internal |= (t.flags & RecordFlag::Internal) != 0;
            if (t.function() == "mine") mine = !(t.flags & RecordFlag::Internal);
        }
        QVERIFY(internal);
        QVERIFY(mine);
    }

    void queueMicrotasksCallbackBeginsWhenItBegins()
    {
        const ProbeRun run = ProbeRun::of({{"long.js", R"(
queueMicrotask(function first() { const end = performance.now() + 20; while (performance.now() < end); });
queueMicrotask(function second() {});
Promise.resolve().then(function third() {});
)"}}, ProbeRun::promises());
        checkLives(run);
        const auto begun = run.of("begin"), ended = run.of("end");
        QCOMPARE(begun[0].function(), QString("first"));
        QVERIFY(ended[0].time - begun[0].time > 15'000'000);
        QVERIFY(ended[1].time - begun[1].time < 5'000'000);
        QCOMPARE(begun[2].function(), QString("third"));
    }

    void whatNeverRunsIsCancelled()
    {
        const ProbeRun run = ProbeRun::of({{"exits.js", R"(
Promise.resolve().then(function exits() { process.exit(3); });
Promise.resolve().then(function never() {});
queueMicrotask(function neither() {});
)"}}, ProbeRun::promises());
        QCOMPARE(run.exitCode, 3);
        QCOMPARE(run.of("enqueue").size(), 3u);
        QCOMPARE(run.of("begin").size(), 1u);
        QCOMPARE(run.of("end").size(), 1u);
        const auto cancelled = run.of("cancel");
        QCOMPARE(cancelled.size(), 2u);
        QCOMPARE(cancelled[0].id, run.of("enqueue")[1].id);
    }

    void queueMicrotaskLooksAsItDid()
    {
        const QByteArray program = R"(
console.log(`${queueMicrotask}`, Object.getOwnPropertyDescriptor(globalThis, 'queueMicrotask'), Reflect.ownKeys(queueMicrotask), queueMicrotask.length);
try { queueMicrotask(3); } catch (e) { console.log(e.stack); }
const { AsyncLocalStorage, executionAsyncId } = require('async_hooks');
const storage = new AsyncLocalStorage();
storage.run(7, () => queueMicrotask(() => console.log(storage.getStore(), executionAsyncId())));
queueMicrotask(() => console.log(storage.getStore(), executionAsyncId(), new Error('e').stack));
process.on('uncaughtException', e => console.log(e.stack));
queueMicrotask(function fails() { throw new Error('in it'); });
)";
        const ProbeRun plain = ProbeRun::of({{"looks.js", program}}, ""), watched = ProbeRun::of({{"looks.js", program}}, ProbeRun::promises());
        QCOMPARE(watched.output, plain.output);
        QVERIFY(plain.output.contains("task_queues"));
    }

    void theEnqueueIsAtSettlingNotAtThen()
    {
        const ProbeRun run = ProbeRun::of({{"late.js", R"(
const { promise, resolve } = Promise.withResolvers();
promise.then(function late() {});
function settles() {
  resolve(1);
}
setTimeout(settles, 1);
)"}}, ProbeRun::promises());
        const auto enqueued = run.of("enqueue");
        QVERIFY(!enqueued.empty());
        QCOMPARE(enqueued.back().function(), QString("settles"));
        QCOMPARE(enqueued.back().line(), 5);
        QCOMPARE(run.of("begin").back().function(), QString("late"));
    }
};

QTEST_GUILESS_MAIN(MicrotaskTest)
#include "MicrotaskTest.moc"
