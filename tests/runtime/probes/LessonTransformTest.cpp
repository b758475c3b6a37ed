#include "tests/runtime/probes/ProbeRun.h"

#include "runtime/events/Kinds.h"

#include <QtTest>

using namespace loopscope;

// Programs do under Lesson what they do without, and what is told of their functions and lines is theirs.
class LessonTransformTest : public QObject
{
    Q_OBJECT

    using Files = std::vector<std::pair<QString, QByteArray>>;

    static QStringList calls(const ProbeRun& run)
    {
        QStringList result;
        for (const auto& t : run.told) {
            if (t.kind == "call") result << (t.flags & RecordFlag::Resume ? ">>" : ">") + t.function();
            if (t.kind == "return") result << (t.flags & RecordFlag::Suspend ? "<<" : t.flags & RecordFlag::Throw ? "!" : "<") + t.function();
        }
        return result;
    }

private slots:
    void programsRunTheSame_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("syntax of all sorts") << "all.cjs" << QByteArray(R"(#!/usr/bin/env node
'use strict';
function f(a, b = () => a) { return b() }
const g = async (x) => { await x; try { await Promise.reject(new Error('r')) } catch (e) { return e.message } };
const h = x => ({ x }), m = (y) => /* => */ y + 1, n = y =>
  // comment
  y * 2;
class A { #p = 1; static s = 2; static { this.q = 3 } constructor() { this.z = 1 } get p() { return this.#p } static async *gen() { yield 1; yield* [2, 3]; const r = yield; return r } }
class B extends A { constructor() { if (true) super(); else super(); this.w = 2 } method() { return super.p } }
if (f(1) === 1) console.log('one'); else console.log('two');
for (let i = 0; i < 2; i++) console.log(i)
outer: for (const a of [1, 2]) { for (;;) { if (a === 1) continue outer; break outer } }
switch (h(3).x) { case 3: console.log('three'); break; default: }
(async () => { console.log(await g(1)); for await (const v of A.gen()) console.log(v); console.log(await (await 3, 4), -await 5) })()
console.log(new B().p, new B().w, new B().method(), m(1), n(4), function () { return arguments.length }(1, 2), A.q)
const o = { async *[Symbol.asyncIterator]() { yield 1 }, get x() { return 1 }, set x(v) { }, 'quoted name'() { return this['quoted name'].name }, 3() { } };
console.log(o.x, o['quoted name'](), h.name, g.name, f.length, (() => { }).name, B.name, Object.keys(o))
function t() { try { return 1 } finally { console.log('fin') } } t();
const { d = () => 5, ...rest } = {}; console.log(d(), d.name);
function hoists() { return later(); function later() { return typeof later } }
function twice() { return again(); function again() { return 1 } var x; function again() { return 2 } }
console.log(hoists(), twice(), before()); function before() { return 'hoisted' }
do console.log('x'); while (0) console.log('y')
function* counts() { try { const got = yield 1; console.log('got', got); yield (yield 2, yield) } finally { console.log('closed') } }
const c = counts(); console.log(c.next(), c.next('a'), c.next(), c.return(9), [...counts()].length)
const tagged = (s, ...v) => s.raw.join('|') + v; console.log(tagged`a${1}b\n${2}`, ((a, b) => a ?? b)(null, 2), o?.x, typeof undeclared)
label: { if (o) break label; console.log('never') }
var a = 1
;[a, a].forEach(v => console.log(v))
new Promise((resolve) => resolve(1)).then(v => console.log('then', v)).finally(() => { console.log('finally') })
function newTarget() { return new.target === undefined } console.log(newTarget(), new newTarget() instanceof newTarget)
console.log(eval('f(7)'), new Function('return 8')(), require('vm').runInThisContext('9'))
)");
        QTest::newRow("sloppy") << "sloppy.js" << QByteArray(R"(
with ({ a: 1 }) console.log(a)
if (true) function inIf() { return 'annex b' }
console.log(inIf(), this === module.exports, (function () { return this === globalThis })())
{ function inBlock() { return 1 } } console.log(inBlock())
function params(a) { arguments[0] = 2; return a } console.log(params(1), params.toString().length > 5)
var yield_ = 1, async = 2; async
console.log(yield_, async, delete globalThis.nothing, 010)
function same(a) { function a() { } return typeof a } console.log(same(1))
x: for (var i in { p: 1, q: 2 }) { for (; ;) continue x }
console.log(i, __filename.length > 3, typeof exports); return; console.log('never')
)");
        QTest::newRow("modules") << "main.mjs" << QByteArray(R"(
import fs, { readFileSync as read } from 'node:fs'; import * as path from 'node:path';
export default function () { return 'd' } export const one = () => 1; export class K { static #x = 1; static has(o) { return #x in o } }
import(import.meta.url).then(self => console.log(self.default(), self.default.name, self.one(), K.has(K), path.basename(import.meta.filename)))
try { await import('data:text/javascript,export default 1; throw new Error("in data")') } catch (e) { console.log(e.message) }
for await (const x of [Promise.resolve(1), 2]) console.log(x)
console.log(typeof read, this, typeof require, fs.existsSync(import.meta.filename))
)");
        QTest::newRow("types") << "typed.ts" << QByteArray(R"(
interface Point { x: number; y: number }
function add<T extends Point>(a: T, b: T): Point { return { x: a.x + b.x, y: a.y + b.y } }
const p: Point = add({ x: 1, y: 2 }, { x: 3, y: 4 } as Point);
console.log(p, new Error('place').stack?.split('\n')[1]);
)");
        QTest::newRow("error stacks and columns") << "stacks.js" << QByteArray(R"(
function thrower(x) { if (x) throw new Error('boom ' + x); }
const wrap = () => { try { thrower(1) } catch (e) { console.log(e.stack); } }; wrap();
(async function waits() { await null; try { thrower(2) } catch (e) { console.log(e.stack) } })().then(() => {
  Error.prepareStackTrace = (e, frames) => frames.map(f => `${f.getFunctionName()}@${f.getLineNumber()}:${f.getColumnNumber()} ${f}`).join();
  try { thrower(3) } catch (e) { console.log(e.stack) } });
)");
        QTest::newRow("an error that ends it") << "ends.js" << QByteArray("function f() {\n\tif (1) { const o = null; return o.x }\n}\nf();\n");
        QTest::newRow("a throw that ends it") << "throws.js" << QByteArray("const f = async x => {\n  await 1; if (x) throw new TypeError('x');\n};\nsetTimeout(() => { throw new Error('late') }, 1);\n");
        QTest::newRow("a rejection that ends it") << "rejects.js" << QByteArray("(async () => {\n  await 1; if (1) throw new TypeError('x');\n})();\n");
        QTest::newRow("a module's error") << "fails.mjs" << QByteArray("function a() { if (1) throw new Error('esm'); }\na();\n");
        QTest::newRow("a syntax error") << "syntax.js" << QByteArray("console.log(1);\nconst x = ;\n");
        QTest::newRow("order around waits") << "order.mjs" << QByteArray(R"(
const log = (x) => console.log(x), sync = { *[Symbol.iterator]() { try { yield Promise.resolve('s1'); yield 's2'; } finally { log('closed'); } } };
async function* gen() { try { log('in'); yield 'g1'; yield* [Promise.resolve('g2'), 'g3']; return await 'g4'; } finally { await null; log('gen closed'); } }
const ticks = async (n) => { for (let i = 0; i < n; i++) await log('tick ' + i); };
async function all() {
  ticks(60);
  for await (const x of gen()) log(x);
  outer: for await (const { length = log('never') } of sync) for await (const y of gen()) { log(y + length); if (y === 'g2') break outer; else continue outer; }
  try { for await (const x of [Promise.reject(new Error('no'))]) log(x); } catch (e) { log(e.message); }
  { await using r = { async [Symbol.asyncDispose]() { log('disposed') } }; using q = { [Symbol.dispose]() { log('disposed too') } }; }
  if (1) for await (const x of []); else for await (const x of [1]) log(x);
  for await (const x of (async function* () { const got = yield 1; log(got); })()) ;
  return 'all';
}
log(await all());
)");
        QTest::newRow("messages that name an expression") << "messages.js" << QByteArray(R"(
async function g() { return 1 } function* y() { (yield 1).x(); } async function takes() { const { a } = await null; }
(async () => {
  for (const f of [async () => { const x = 1; (await x).foo(); }, async () => { for await (const a of await g()); }, async () => { (await g()).a.b(); }, async () => { (await g())(); },
    takes, async () => { new (await 1); }, async () => { for (const q of await 5); }, async () => { (await g.x.y).z() }, async () => { [...await 1] },
    async () => { let a; [a] = await 1 }, async () => { Math.max(...await 5) }, async () => { ((await 1) ? await 2 : 3).x() }, async () => { (await 1)`x` }, async () => { ({})[await 'k'].x() },
    async () => { ({})[await 'k']() }, async () => { for await (const a of g); }, async () => { null[await 1] }, async () => { const i = y(); i.next(); i.next(3); }, async () => { (0, await 1)() },
    async () => { (await 1 || await 0).x() }, async () => { await (await 5)() }, async () => { class A extends (await 5) {} }, async () => { (await 0)?.x() }, async () => { g(await 1).x() }])
    try { await f(); } catch (e) { console.log(e.stack) }
})();
)");
        QTest::newRow("texts of functions") << "texts.js" << QByteArray(R"(
const log = (x) => console.log(String(x)), { inspect } = require('util');
class A { #p = () => 1; static s = [1].map(x => x); static { this.q = function () { return 1 } } constructor() { if (1) this.z = 1; } get p() { return this.#p } static async *gen() { yield 1; }
  static m() { return A } ['computed' + 1](a, { b = () => 2 } = {}) { return a } }
class B extends A { } class C { x = async () => { await 1 } }
const o = { f() { return 1 }, g: async (x) => { for await (const y of x) if (y) break; }, *h() { yield* [] }, i: x => ({ x }), get j() { return 1 }, set j(v) { v; } };
[A, B, C, A.q, A.gen, A.m, A.prototype.computed1, o.f, o.g, o.h, o.i, ...Object.values(Object.getOwnPropertyDescriptor(o, 'j')), log, (() => { })].forEach(log);
log(o.f.bind(o)); log(new Function('a', 'return () => a')); log(new Function('return () => 1')()); log(eval('(function e() { return 1 })')); log(Math.max); log(new Proxy(o.f, {}));
log(Function.prototype.toString); log(Function.prototype.toString.toString.name + Function.prototype.toString.length + Reflect.ownKeys(Function.prototype.toString));
try { Function.prototype.toString.call({}) } catch (e) { log(e.stack) } try { new Function.prototype.toString() } catch (e) { log(e.stack) }
log(require('vm').runInNewContext('Function.prototype.toString').call(o.g)); log(`${o.f}` + o.f); log(inspect([A, o], { showHidden: true, depth: 4 }));
function same() { return 1 } { function same() { return 1 } log(same) } log(same); function outer() { return function inner() { return 1 } } log(outer()); log(outer);
log(eval(`(${outer})()()`)); log(Error.prototype.toString === Object.getOwnPropertyDescriptor(Error.prototype, 'toString').value); log(process._fatalException);
Error.prepareStackTrace = (e, frames) => frames.map(f => f.getFunction()).join(); (function () { log(new Error().stack) })();
)");
        QTest::newRow("texts in a module") << "texts.mjs" << QByteArray("export default function () { return 1 } export const f = async x => { await x; }; export class K { m() { return 1 } }\n"
                                                                        "console.log((await import(import.meta.url)).default.toString(), f.toString(), K.toString(), 'x', (s => { return '\u00e9' + s }).toString());\n");
        QTest::newRow("what assert says") << "asserts.js" << QByteArray("const assert = require('assert');\nfunction f(x) { if (x) { assert(x === 2); } }\ntry { f(1) } catch (e) { console.log(e.message) }\n"
                                                                        "(async x => { await 1; try { assert.ok(await x > 3) } catch (e) { console.log(e.message) } })(1);\n");
        QTest::newRow("thrown later than made") << "later.js" << QByteArray("function f(x) { const e = new Error('early'); if (x) return e; }\nconst e = f(1);\nsetTimeout(function t() { if (e) throw e; }, 1);\n");
        QTest::newRow("thrown and no error") << "noerror.js" << QByteArray("function f(x) {\r\n\tif (x) { x; throw { a: 1 }; } }\r\nf(1);\n");
        QTest::newRow("thrown by V8") << "byv8.js" << QByteArray("const b = x => x(), c = () => new Map(5);\nsetTimeout(() => b(c), 1);\n");
        QTest::newRow("thrown at the exit") << "atexit.js" << QByteArray("process.on('exit', () => { const q = 1; throw 7; });\n");
        QTest::newRow("never settled") << "never.mjs" << QByteArray("const a = 1;\nasync function f() { if (a) await 2; }\nif (a) { await f(); await new Promise(() => {}); }\n");
        QTest::newRow("a byte order mark") << "bom.js" << QByteArray("\xef\xbb\xbf" "function f(x) { if (x) throw 1; } console.log(f.toString()); f(1);\n");
        QTest::newRow("a hash-bang") << "hash.js" << QByteArray("#!/usr/bin/env node\nfunction f(x) { if (x) throw 1; } console.log(f.toString()); f(1);\n");
        QTest::newRow("loaded anew") << "anew.js" << QByteArray("const fs = require('fs'), p = __dirname + '/m.js'; const all = [];\nfor (const x of [1, 22, 333]) {\n"
            "  fs.writeFileSync(p, `module.exports = function () { return ${x} }`); delete require.cache[p]; all.push(require(p)); }\nconsole.log(all.join());\n");
        QTest::newRow("exit in a function") << "exit.js" << QByteArray("function bye() { process.exit(5); }\nPromise.resolve().then(() => bye());\n");
    }
    void programsRunTheSame()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, program);
        const ProbeRun plain = ProbeRun::of({{name, program}}, "off"), lesson = ProbeRun::of({{name, program}}, ProbeRun::promises() + ",lesson");
        QCOMPARE(lesson.output, plain.output);
        QCOMPARE(lesson.errors, plain.errors);
        QCOMPARE(lesson.exitCode, plain.exitCode);
    }

    void placesAreTheUsers()
    {
        const Files files{{"places.js", R"(
async function waits(x) { const y = await x; return y + 1; }
const arrow = async (v) => { await v; await waits(v); };
waits(1).then(function handler(v) { return v; }); arrow(2); (() => Promise.resolve(3).then(v => v))();
queueMicrotask(() => { Promise.resolve().then(function inner() {}); });
)"}};
        const ProbeRun trace = ProbeRun::of(files, ProbeRun::promises()), lesson = ProbeRun::of(files, ProbeRun::promises() + ",lesson");
        const auto places = [](const ProbeRun& run) {
            QStringList result;
            for (const auto& t : run.told)
                if (t.kind == "enqueue") result << t.kind + " " + t.type + t.place;
                else if (t.kind == "begin") result << t.kind + " " + t.type + " " + t.place;
            return result;
        };
        QCOMPARE(places(lesson), places(trace));
        // A job's function and the call that follows at once are one place.
        for (std::size_t i = 0; i + 1 < lesson.told.size(); ++i)
            if (lesson.told[i].kind == "begin" && lesson.told[i + 1].kind == "call") QCOMPARE(lesson.told[i + 1].place, lesson.told[i].place);
    }

    // V8 names an await by what it compiled last before it; under Lesson that would be a call of ours.
    void awaitsStandWhereTheUserWroteThem()
    {
        const Files files{{"awaits.js", R"(const o = { p: { q: 1 }, m() { return 1 }, g() { return () => 1 }, a: [() => 1, Promise] }, k = 'm'; let i = 0;
function f() { return 1 } function h() { return () => 1 }
class P { #x = 1; #m() { return 1 } async t(v) { await this.#m(); await this.#x; await super.toString(); } }
async function w(v) {
  await v; const y = await v, z = await o.p.q; if (await v) await null; while (await null) ; switch (await 1) { } try { throw await 2; } catch { await 3; } return await v;
}
async function forms(v) {
  await f(); await f(o.p); await h()(); await o[k](); await o.g()(); await o.a[i](); await o[k]; await new Promise(r => r(o.m())); await new o.a[1](r => r());
  await (1, o.m()); await (v ? o.m() : o.p); await (o.x ?? o.m()); await f`x`; await o.m`x${1}`; await `a${o.p.q}`; await `${i}a${k}`; await [o.p, f(), 1]; await { x: o.p, y: 2 };
  await (o.z = f()); await (v + 1); await (o.p + f()); await o?.p?.q; await o.m?.(); await import('fs'); await (() => 1); await typeof o.p; await !v; await i++; await -v;
  await o
    .m();
  await Promise.all([1,
    f()]).then(v => v);
  for (const x of [1]) { await x; await (await f()); }
  await o.p?.q.r; await o.m().toString().length; await f(...[1], f()); await this; await (async (v) => v)(); await (i += 2); await ('q' in o.p); await [...[1]]; await { ...o.p }; await class { };
}
async function* gen() { yield 1; yield o.m(); } async function loops() { for await (const x of gen()) o.m(); }
w(1); forms(1); new P().t(); loops(); (async v => await v)(1); (async v => o.m(v))(2);
)"}};
        const ProbeRun trace = ProbeRun::of(files, ProbeRun::promises()), lesson = ProbeRun::of(files, ProbeRun::promises() + ",lesson");
        const auto awaits = [](const ProbeRun& run) {
            QStringList result;
            for (const auto& t : run.of("enqueue"))
                if (t.type == "await") result << t.place;
            return result;
        };
        QVERIFY(awaits(trace).size() > 60);
        QCOMPARE(awaits(lesson).size(), awaits(trace).size());
        for (qsizetype i = 0; i < awaits(trace).size(); ++i) QCOMPARE(awaits(lesson).at(i), awaits(trace).at(i));
    }

    void entriesAndExitsPair()
    {
        const ProbeRun run = ProbeRun::of({{"pairs.js", R"(
function fails() { throw new Error('x'); }
function catches() { try { fails(); } catch { return 1; } }
async function waits() { try { await Promise.reject(1); } catch { catches(); } await 2; }
function* gives() { yield 1; yield 2; }
catches(); waits(); for (const x of gives()) catches();
)"}}, "lesson");
        QCOMPARE(calls(run), (QStringList{">catches", ">fails", "!fails", "<catches", ">waits", "<<waits", ">gives", "<<gives", ">catches", ">fails", "!fails",
                                          "<catches", ">>gives", "<<gives", ">catches", ">fails", "!fails", "<catches", ">>gives", "<gives", ">>waits",
                                          ">catches", ">fails", "!fails", "<catches", "<<waits", ">>waits", "<waits"}));
    }

    void exceptionsAreToldOfThoseThatTheyLeave_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QString>("expected");
        QTest::newRow("up to the one that catches") << QByteArray("function a() { try { b() } catch { return 1 } } function b() { c() } function c() { throw 1 } a(); c?.name;")
                                                    << ">a >b >c !c !b <a";
        QTest::newRow("thrown by V8, by Node, by a native") << QByteArray(R"(
function f(x) { return x.y.z } function g() { require('fs').readFileSync('/no/where') } function h() { JSON.parse('{') } function i() { [1].map(() => { null.x }) } function j() { return 1 }
for (const one of [f, g, h, i]) { try { one(1) } catch { } j() }
)") << ">f !f >j <j >g !g >j <j >h !h >j <j >i > ! !i >j <j";
        QTest::newRow("caught within") << QByteArray(R"(
function a() { try { throw 1 } catch { } } function b() { try { throw 1 } finally { return 2 } } function c() { x: try { throw 1 } finally { break x } } function d() { try { throw 1 } finally { } }
a(); b(); c(); try { d() } catch { } function e() { try { d() } catch { } } e(); e();
)") << ">a <a >b <b >c <c >d !d >e >d !d <e >e >d !d <e";
        QTest::newRow("caught where nobody tells") << QByteArray(R"(
function thrower() { throw 1 } function returns() { return new Promise(thrower) } function iterates() { for (const x of o) return 1 } function after() { }
const o = { [Symbol.iterator]() { return { next() { return { done: false } }, return: thrower } } };
returns().catch(() => { }); after(); try { iterates() } catch { } after();
)") << ">returns >thrower !thrower <returns >after <after >iterates > < >next <next >thrower !thrower !iterates >after <after > <";
        QTest::newRow("a finally on the way") << QByteArray(R"(
function thrower() { throw 1 } function tidies() { } function a() { try { thrower() } finally { tidies() } } function b() { try { return 1 } finally { tidies() } }
function c() { for (const x of [1, 2]) { try { thrower() } finally { try { tidies() } finally { tidies(); } continue } } } function d() { try { a() } finally { for (const x of [1]) try { b() } finally { tidies() } } }
function e() { try { thrower() } catch { try { thrower() } finally { tidies() } } }
for (const one of [a, b, c, d, e]) try { one() } catch { }
)") << ">a >thrower !thrower >tidies <tidies !a >b >tidies <tidies <b >c >thrower !thrower >tidies <tidies >tidies <tidies >thrower !thrower >tidies <tidies >tidies <tidies <c "
               ">d >a >thrower !thrower >tidies <tidies !a >b >tidies <tidies <b >tidies <tidies !d >e >thrower !thrower >thrower !thrower >tidies <tidies !e";
        QTest::newRow("async") << QByteArray(R"(
async function rejects() { throw 1 } async function waits() { await rejects() } async function catches() { try { await waits() } catch { } return 2 } async function fine() { return rejects().catch(() => 1) }
catches(); fine();
)") << ">catches >waits >rejects !rejects <<waits <<catches >fine >rejects !rejects <fine >>waits !waits > < >>catches <catches";
        QTest::newRow("generators") << QByteArray(R"(
function* gives() { yield 1; yield 2 } const a = gives(), b = gives(), c = gives(); a.next(); try { a.throw(1) } catch { } b.next(); b.return(1); c.next();
function* outer() { try { yield* gives() } catch { } } const d = outer(); d.next(); d.throw(1);
function breaks() { for (const x of gives()) throw x } function delegates() { for (const x of outer()) throw x } try { breaks() } catch { } try { delegates() } catch { }
)") << ">gives <<gives >>gives !gives >gives <<gives >>gives <gives >gives <<gives >outer >gives <<gives <<outer >>outer >>gives !gives <outer >breaks >gives <<gives >>gives <gives !breaks >delegates >outer >gives <<gives <<outer >>outer >>gives <gives <outer !delegates";
        QTest::newRow("compiled by then") << QByteArray(R"(
function thrower(x) { if (x > 99990) throw x; return x } function middle(x) { return thrower(x) + 1 } function catches(x) { try { return middle(x) } catch { return 0 } }
function makes(x) { return new Promise(() => { thrower(x) }) } process.on('unhandledRejection', () => { });
for (let i = 0; i < 20000; ++i) { catches(i); makes(i) } (function last() { catches(99999); catches(1); makes(99999) })();
)") << ">last >catches >middle >thrower !thrower !middle <catches >catches >middle >thrower <thrower <middle <catches >makes > >thrower !thrower ! <makes <last > <";
    }
    void exceptionsAreToldOfThoseThatTheyLeave()
    {
        QFETCH(QByteArray, program);
        QFETCH(QString, expected);
        const QString all = calls(ProbeRun::of({{"throws.js", program}}, ProbeRun::promises() + ",lesson")).join(' ');
        QCOMPARE(all.right(expected.size()), expected); // one of them runs long before
    }

    void waitsWithinStatementsLeaveAndComeBack_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QString>("expected");
        QTest::newRow("for await over what is there") << QByteArray(R"(
async function loops() { for await (const x of [1, 2]) inner(x); return after(); }
function inner() {} function after() {} function main() {}
loops(); main();
)") << ">loops <<loops >main <main >>loops >inner <inner <<loops >>loops >inner <inner <<loops >>loops >after <after <loops";
        QTest::newRow("for await without a body") << QByteArray(R"(
async function loops() { for await (const x of [1]); } loops(); [1].forEach(function main() {});
)") << ">loops <<loops >main <main >>loops <<loops >>loops <loops";
        QTest::newRow("for await in itself") << QByteArray(R"(
async function loops(n) { for await (const x of [1]) { if (n) loops(n - 1); } } loops(1); loops(0);
)") << ">loops <<loops >loops <<loops >>loops >loops <<loops <<loops >>loops <<loops >>loops <<loops >>loops <loops >>loops <loops >>loops <loops";
        QTest::newRow("for await over one's own") << QByteArray(R"(
const o = { [Symbol.asyncIterator]() { return this }, i: 0, async next() { return { done: this.i++ > 0 } }, async return() { return {} } };
async function loops() { for await (const x of o) { break; } after(); } function after() {} function main() {}
loops(); main();
)") << ">loops > < >next <next <<loops >main <main >>loops >return <return <<loops >>loops >after <after <loops";
        QTest::newRow("for await that fails") << QByteArray(R"(
async function* fails() { throw 1 }
async function loops() { try { for await (const x of fails()); } catch { caught(); } } function caught() {} function main() {}
loops(); main();
)") << ">loops >fails !fails <<loops >main <main >>loops >caught <caught <loops";
        QTest::newRow("yield*") << QByteArray(R"(
function* inner() { yield 1; yield 2; } function* outer() { yield* inner(); } function main() {}
for (const x of outer()) main();
)") << ">outer >inner <<inner <<outer >main <main >>outer >>inner <<inner <<outer >main <main >>outer >>inner <inner <outer";
        QTest::newRow("await using") << QByteArray(R"(
async function uses() { for (let i = 0; i < 2; i++) { await using x = { async [Symbol.asyncDispose]() { disposed(); } }; } } function disposed() {} function main() {}
uses(); main();
)") << ">uses > >disposed <disposed < <<uses >main <main >>uses > >disposed <disposed < <<uses >>uses <uses";
        QTest::newRow("an await that may be printed") << QByteArray(R"(
async function gives() { return { f() {} } } async function calls() { (await gives()).f(); after(); } function after() {} function main() {}
calls(); main();
)") << ">calls >gives <gives <<calls >main <main >>calls >f <f >after <after <calls";
    }
    void waitsWithinStatementsLeaveAndComeBack()
    {
        QFETCH(QByteArray, program);
        QFETCH(QString, expected);
        QCOMPARE(calls(ProbeRun::of({{"waits.js", program}}, ProbeRun::promises() + ",lesson")).join(' '), expected);
    }

    void nothingStaysOpenBeyondItsCallback()
    {
        const ProbeRun run = ProbeRun::of({{"open.js", R"(
async function* makes() { yield 1; await 1; yield 2; }
async function* delegates() { yield* makes(); }
(async function loops() { for await (const x of delegates()) await x; Promise.resolve().then(function exits() { (function deep() { process.exit(); })(); }); })();
)"}}, ProbeRun::promises() + ",lesson");
        int open = 0, running = 0, resumed = 0;
        for (const auto& t : run.told) {
            if (t.kind == "begin") QCOMPARE(std::exchange(running, 1), 0);
            if (t.kind == "begin" || t.kind == "end") QCOMPARE(open, 0);
            if (t.kind == "end") running = 0;
            if (t.kind == "call") open++;
            if (t.kind == "return") open--;
            resumed += t.kind == "call" && (t.flags & RecordFlag::Resume);
            QVERIFY(open >= 0);
        }
        QVERIFY(resumed > 3);
        QCOMPARE(run.of("call").back().function(), QString("deep"));
    }

    void linesAreToldBeforeTheyRun()
    {
        const ProbeRun run = ProbeRun::of({{"lines.js", "const a = 1;\nif (a)\n  b();\nfunction b() {\n  return 2;\n}\nfor (let i = 0; i < 2; i++) b();\n"}}, "lesson");
        QList<int> lines;
        for (const auto& t : run.of("line")) lines << t.line();
        QCOMPARE(lines, (QList{1, 2, 3, 5, 7, 7, 5, 7, 5}));
    }

    void everyScriptOfNodeParsesAfterwards()
    {
        const ProbeRun run = ProbeRun::of({{"parses.cjs", QByteArray(R"(
const { readFileSync } = require('fs'); globalThis.acorn = require(`${process.env.LOOPSCOPE_SOURCE_DIR}/node_modules/acorn`); const { parse } = acorn;
let transform, awaits, scripts = 0; const bad = [];
const native = { script: (name) => name === 'acorn.js' ? acorn : new Function('process', 'require', 'native', readFileSync(`${process.env.LOOPSCOPE_SOURCE_DIR}/runtime/probes/agent/${name}`, 'utf8'))(process, require, native),
  defineProbes() {}, awaitsAreTold: () => awaits, internSite: () => 1, notePausesUnseen() {}, noteInsertions() {}, noteTexts() {}, onlyTransform(f) { transform = f; } };
native.script('lesson.js');
const natives = process.binding('natives');
for (const [name, text] of Object.entries(natives)) {
  const options = { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true, allowHashBang: true };
  try { parse(text, options); } catch { continue; }
  if (name === 'configs') continue; // data
  scripts++;
  for (awaits of [false, true]) {
    try {
      const result = transform(text, name, 'script');
      parse(result, options);
      if (result.split('\n').length !== text.split('\n').length) bad.push(name + ': lines');
    } catch (e) { bad.push(`${name}: ${e.message}`); }
  }
}
console.log(JSON.stringify({ scripts, bad }));
)")}}, "", {"--expose-internals", "--no-deprecation"});
        const auto result = QJsonDocument::fromJson(run.output.toUtf8()).object();
        QVERIFY2(result["scripts"].toInt() > 300, qPrintable(run.output + run.errors));
        QCOMPARE(result["bad"].toArray(), QJsonArray());
    }
};

QTEST_GUILESS_MAIN(LessonTransformTest)
#include "LessonTransformTest.moc"
