#include "tests/runtime/probes/ProbeRun.h"

#include "runtime/events/Kinds.h"

#include <QtTest>

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
)"}}, "promises");
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
        const ProbeRun run = ProbeRun::of({{"awaits.js", "(async function f() { const p = new Promise(() => {}); setTimeout(() => {}, 1); await null; await p; })();\n"}}, "promises");
        QCOMPARE(states(run), (QStringList{"1 pending", "2 pending", "3 pending", "3 fulfilled"})); // f's, p, the one of `await null`
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
        const ProbeRun plain = ProbeRun::of({{"program.js", program}}, "off"), watched = ProbeRun::of({{"program.js", program}}, "promises");
        QCOMPARE(watched.output, plain.output);
        QCOMPARE(watched.errors, plain.errors);
        QCOMPARE(watched.exitCode, plain.exitCode);
        QVERIFY(plain.output.size() > 10);
        QVERIFY(!watched.told.empty());
    }
};

QTEST_GUILESS_MAIN(PromiseTest)
#include "PromiseTest.moc"
