#include "tests/runtime/probes/ProbeRun.h"

#include <QtTest>

// The walk over native frames against V8's own stack trace, in one program: __place() gives both, each as
// "function path:line:column|...".
class CallSiteTest : public QObject
{
    Q_OBJECT

    static QJsonObject ask(const QByteArray& body)
    {
        const ProbeRun run = ProbeRun::of({{"place.js", R"(
let asked = 0, wrong = []; const fast = __place()[3];
function ask() { const [walked, traced] = __place(); asked++; if (walked !== traced && wrong.length < 5) wrong.push([walked, traced]); return walked; }
process.on('exit', () => console.log(JSON.stringify({ asked, wrong, fast, misses: __place()[2] })));
)" + body}}, "places");
        const auto result = QJsonDocument::fromJson(run.output.section('\n', -2, -2).toUtf8()).object();
        if (result.isEmpty()) qWarning("%s%s", qPrintable(run.output), qPrintable(run.errors));
        return result;
    }

private slots:
    void bothAgree_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("ways of calling") << QByteArray(R"(
class A { constructor() { ask(); } get g() { return ask(); } static { ask(); } f = ask(); *gen() { ask(); yield ask(); } }
new A().g; [...new A().gen()]; [1, 2, 3].forEach(() => ask()); [3, 1, 2].sort((a, b) => { ask(); return a - b; }); 'abc'.replace(/b/, ask);
JSON.stringify({ toJSON() { return ask(); } }); Reflect.apply(ask, null, []); ask.bind(null)(); eval('ask()'); new Function('ask', 'ask()')(ask);
new Proxy({}, { get: () => ask() }).x; require('events').prototype.emit.call(new (require('events'))().on('x', ask), 'x'); `${{ toString() { return ask(); } }}`;
(async () => { ask(); await 1; ask(); for await (const x of (async function* () { ask(); yield 1; ask(); })()) ask(); })();
setTimeout(ask); setImmediate(() => ask()); process.nextTick(ask); queueMicrotask(() => { ask(); }); Promise.resolve().then(ask).finally(() => ask());
)");
        QTest::newRow("from the interpreter to the best compiler") << QByteArray(R"(
function inner(i) { if (i % 3) return ask(); return ask(); }
function outer(i) { return i % 2 ? inner(i) : inner(i + 1); }
for (let i = 0; i < 30000; i++) outer(i);
for (let i = 0; i < 3000; i++) [i].map(x => outer(x));
)");
        QTest::newRow("with garbage and moving code") << QByteArray(R"(
require('v8').setFlagsFromString('--expose-gc'); const gc = require('vm').runInNewContext('gc');
for (let i = 0; i < 300; i++) { const f = new Function('ask', 'i', `return ask(i) + ${i};`); f(ask, i); (() => ask())(); if (i % 30 === 0) gc(); if (i % 7 === 0) gc({ type: 'minor' }); }
)");
        QTest::newRow("recursion") << QByteArray("function down(n) { if (n) down(n - 1); else ask(); } for (let n = 0; n < 9; n++) down(n);");
    }
    void bothAgree()
    {
        QFETCH(QByteArray, program);
        const QJsonObject result = ask(program);
        QVERIFY(result["asked"].toInt() >= 9);
        QVERIFY2(result["wrong"].toArray().isEmpty(), QJsonDocument(result).toJson().constData());
#if defined(__x86_64__)
        QVERIFY(result["fast"].toBool());
#endif
    }

    void knownPlacesAreCheap()
    {
        const QJsonObject result = ask("function f() { ask(); } for (let i = 0; i < 50000; i++) f();");
        QCOMPARE(result["asked"].toInt(), 50000);
        QVERIFY2(result["misses"].toInt() < 100, qPrintable(QString::number(result["misses"].toInt())));
    }
};

QTEST_GUILESS_MAIN(CallSiteTest)
#include "CallSiteTest.moc"
