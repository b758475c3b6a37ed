#include "tests/runtime/probes/ProbeRun.h"

#include "runtime/events/Kinds.h"

#include <QtTest>

#include <algorithm>

using namespace loopscope;

// What is told of promises, and that nothing of the telling is seen by the program.
class PromiseTest : public QObject
{
    Q_OBJECT

    static QStringList states(const ProbeRun& run)
    {
        QHash<qint64, int> numbers;
        QStringList result;
        for (const auto& t : run.of("promise")) {
            if (!numbers.contains(t.id)) numbers[t.id] = int(numbers.size()) + 1;
            result << QString("%1 %2").arg(numbers[t.id]).arg(QLatin1String(name(static_cast<PromiseState>(t.detail)).data()));
        }
        return result;
    }

private slots:
    void livesAreTold()
    {
        const ProbeRun run = ProbeRun::of({{"lives.js", R"(
new Promise(function executor() {});
new Promise(r => r(1));
const bad = new Promise((r, reject) => reject(1));
bad.catch(() => {});
new Promise(r => r(new Promise(() => {})));
)"}}, ProbeRun::promises());
        const QStringList expected{"1 pending", "2 pending", "2 fulfilled", "3 pending", "3 rejected", "3 handled", "4 pending", "5 pending", "6 pending"};
        QCOMPARE(states(run).mid(0, expected.size()), expected);
        const auto promises = run.of("promise");
        QCOMPARE(promises[0].line(), 2);
        QCOMPARE(promises[1].line(), 3);
        QCOMPARE(promises[5].line(), 5);
        QCOMPARE(promises[6].value, qint64(promises[3].id & 0xffffffff)); // catch() made it from the third
    }

    void awaitsOwnPromisesAreNotTold()
    {
        const ProbeRun run = ProbeRun::of({{"awaits.js", "(async function f() { const p = new Promise(() => {}); setTimeout(() => {}, 1); await null; await p; })();\n"}}, ProbeRun::promises());
        // f's and p; hooks cannot tell the promise that V8 makes of `null` from the program's.
        QStringList expected{"1 pending", "2 pending"};
        if (ProbeRun::byHooks()) expected << "3 pending" << "3 fulfilled";
        QCOMPARE(states(run), expected);
    }

    // V8 may have to collect, or to call the program, between its first look for hooks and their run: new places stay known. A promise of another class gives a thenable job.
    void everyNewPlaceOfAnAwaitIsTold()
    {
        constexpr int kAwaits = 12000;
        QByteArray text = "class P extends Promise {} const p = P.resolve(1); async function* g() {\n";
        for (int i = 0; i < kAwaits; ++i) text += i % 3 ? "await 1;\n" : "await p;\n";
        text += "} async function f() {\n";
        for (int i = 0; i < kAwaits; ++i) text += i % 3 ? "await 1;\n" : "await p;\n";
        const ProbeRun run = ProbeRun::of({{"places.js", text + "await g().next(); } f();\n"}}, ProbeRun::promises());
        std::vector<int> lines;
        for (const auto& t : run.of("enqueue"))
            if ((t.type == "await" || t.type == "thenable") && t.line() != 0) lines.push_back(t.line());
        std::ranges::sort(lines);
        lines.erase(std::ranges::unique(lines).begin(), lines.end());
        QCOMPARE(std::ranges::count_if(lines, [](int line) { return line > 1 && line <= kAwaits + 1; }), std::ptrdiff_t{kAwaits});
        QCOMPARE(std::ranges::count_if(lines, [](int line) { return line > kAwaits + 2 && line <= 2 * kAwaits + 2; }), std::ptrdiff_t{kAwaits});
    }

    void hooksOfTheProgramCome()
    {
        const ProbeRun run = ProbeRun::of({{"hooks.js", R"(
const { promiseHooks } = require('v8'); let inits = 0;
const one = new Promise(() => {});
const stop = promiseHooks.onInit(() => { inits++; });
const two = new Promise(() => {}), three = two.then(() => {});
stop();
const four = new Promise(() => {});
process.on('exit', () => console.log(inits));
)"}}, ProbeRun::promises());
        QCOMPARE(run.output.trimmed(), QString("2"));
        const auto promises = run.of("promise");
        QCOMPARE(promises.size(), std::size_t{4});
        QCOMPARE((QList{promises[0].line(), promises[1].line(), promises[2].line(), promises[3].line()}), (QList{3, 5, 5, 7}));
    }

    void embeddersPromisesAreTold()
    {
        // Made and settled in V8's C++: import() and what fs.promises waits for.
        const ProbeRun run = ProbeRun::of({{"embedder.mjs", R"(
import('node:path').then(function imported() {});
import('data:text/javascript,throw 1').catch(function failed() {});
)"}}, ProbeRun::promises());
        const QStringList told = states(run);
        QVERIFY(told.filter("fulfilled").size() >= 2);
        QVERIFY(told.filter("rejected").size() >= 1);
        for (const auto& t : run.of("begin")) QVERIFY(!(t.flags & RecordFlag::Inferred));
    }

    // The stubs run in the midst of V8's builtins; a collection at any allocation must find nothing of theirs.
    void collectionsAreSurvived_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("often") << QStringList{"--gc-interval=37"};
        QTest::newRow("scavenges") << QStringList{"--stress-scavenge=40"};
        QTest::newRow("compacting") << QStringList{"--gc-interval=211", "--compact-on-every-full-gc"};
        QTest::newRow("interpreted") << QStringList{"--gc-interval=97", "--max-lazy", "--no-opt", "--no-sparkplug", "--no-maglev"};
        QTest::newRow("compiled at once") << QStringList{"--gc-interval=97", "--always-sparkplug"};
    }
    void collectionsAreSurvived()
    {
        QFETCH(QStringList, options);
        const QByteArray program = R"(
let sum = 0;
async function step(v) { const own = { v }; await null; return own.v; }
async function* items(n) { for (let i = 0; i < n; i++) yield step(i); }
async function all(n) { const parts = []; for (let i = 0; i < n; i++) parts.push(step(i), new Promise(r => queueMicrotask(r)).then(() => i)); return Promise.all(parts); }
(async () => {
  for (let round = 0; round < 30; round++) {
    for await (const v of items(5)) sum += v;
    for (const v of await all(5)) sum += v ?? 0;
    try { await Promise.any([Promise.reject(new Error(`${round}`)), (async () => { throw new Error('x'); })()]); } catch (e) { sum += e.errors.length; }
    sum += await { then(resolve) { resolve(1); } };
    const late = new Function('f', 'v', 'return (async () => { await f(v); return v; })()');
    sum += await late(step, round);
  }
  console.log(sum);
})();
)";
        const ProbeRun plain = ProbeRun::of({{"program.js", program}}, ""), run = ProbeRun::of({{"program.js", program}}, ProbeRun::promises(), options);
        QCOMPARE(run.output, plain.output);
        QCOMPARE(run.errors, QString());
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.of("begin").size() > 1000);
        QCOMPARE(run.of("begin").size(), run.of("enqueue").size());
        QCOMPARE(run.of("begin").size(), run.of("end").size());
    }

    void nothingIsSeen_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("inspect") << QByteArray(R"(
const p = Promise.resolve({ a: 1 }), q = (async () => { await p; })();
const show = x => console.log(x, Reflect.ownKeys(x), Object.getOwnPropertySymbols(x), require('util').inspect(x, { showHidden: true }));
show(p); show(q); show(p.then(() => {})); setTimeout(() => show(q));
console.log(Object.keys(globalThis), Reflect.ownKeys(globalThis).length);
)");
        QTest::newRow("async_hooks and storage") << QByteArray(R"(
const { createHook, AsyncLocalStorage, executionAsyncId, triggerAsyncId } = require('async_hooks'); const fs = require('fs');
const seen = []; const storage = new AsyncLocalStorage();
createHook({ init(id, type, trigger) { seen.push(`${type} ${id} ${trigger}`); }, before(id) { seen.push('b' + id); }, after(id) { seen.push('a' + id); }, promiseResolve(id) { seen.push('r' + id); } }).enable();
async function work() { await 1; seen.push(executionAsyncId(), triggerAsyncId(), storage.getStore()); await null; queueMicrotask(() => seen.push(executionAsyncId())); }
storage.run('here', work);
setTimeout(() => { fs.writeSync(1, seen.join('\n')); }, 5);
)");
        QTest::newRow("rejections") << QByteArray(R"(
process.on('unhandledRejection', (e, p) => { console.log('unhandled', e.message, p); p.catch(() => {}); }); process.on('rejectionHandled', p => console.log('handled', p));
process.on('uncaughtException', (e, origin) => console.log('uncaught', origin, e.message));
const late = Promise.reject(new Error('late')); setTimeout(() => late.catch(e => console.log(e.stack)), 1);
(async () => { throw new Error('thrown'); })(); Promise.resolve().then(() => { throw new Error('in then'); });
process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('job'));
)");
        QTest::newRow("a module that fails") << QByteArray(R"(
process.on('uncaughtException', (e, origin) => console.log('uncaught', origin, e.message));
import('data:text/javascript,throw new Error("esm")').catch(e => console.log('caught', e.message));
import('data:text/javascript,await 1; throw new Error("later")').catch(e => console.log('caught', e.message));
import('data:text/javascript,nonsense nonsense').catch(e => console.log('caught', e.message));
)");
        QTest::newRow("other contexts and workers") << QByteArray(R"(
const vm = require('vm'); const { Worker } = require('worker_threads');
const context = vm.createContext({ console }, { microtaskMode: 'afterEvaluate' });
vm.runInContext('(async () => { await 1; await 2; console.log("own queue"); })()', context);
vm.runInNewContext('Promise.resolve().then(() => console.log("shared queue"))', { console });
new Worker('(async () => { await 1; require("worker_threads").parentPort.postMessage("from worker"); })()', { eval: true }).on('message', console.log);
)");
    }
    void nothingIsSeen()
    {
        QFETCH(QByteArray, program);
        const ProbeRun plain = ProbeRun::of({{"program.js", program}}, "off"), watched = ProbeRun::of({{"program.js", program}}, ProbeRun::promises());
        QCOMPARE(watched.output, plain.output);
        QCOMPARE(watched.errors, plain.errors);
        QCOMPARE(watched.exitCode, plain.exitCode);
        QVERIFY(plain.output.size() > 10);
        QVERIFY(!watched.told.empty());
    }
};

QTEST_GUILESS_MAIN(PromiseTest)
#include "PromiseTest.moc"
