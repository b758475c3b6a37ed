#include "tests/support/RecordingBuilder.h"
#include "visualizer/findings/FindingText.h"
#include "visualizer/model/TraceModel.h"

#include <QLocale>
#include <QtTest>

using namespace loopscope;

/// The figures in each sentence are those of the records.
class FindingTextTest : public QObject
{
    Q_OBJECT

    static constexpr std::uint64_t kMs = 1'000'000;

    static QStringList facts(const RecordingBuilder& rec)
    {
        TraceModel model(rec.recording());
        model.extend();
        const FindingText text(model.recording(), model.labels(), model.findings().limits());
        QStringList result;
        for (const Finding& f : model.findings().all()) {
            result << text.fact(f);
            if (text.advice(f).isEmpty() || text.figure(f).isEmpty()) result << "nothing to say";
        }
        return result;
    }
    static void run(RecordingBuilder& rec, std::uint64_t id, std::uint64_t ms)
    {
        const std::uint64_t start = rec.now();
        rec.begin(id, Queue::Check, "Immediate", "work@a.js:3:5").at(start + ms * kMs).end(id, Queue::Check);
    }
    static void job(RecordingBuilder& rec, std::uint64_t ns)
    {
        const std::uint64_t start = rec.now();
        rec.begin(9, Queue::Microtask, "reaction", "again@a.js:2:1").at(start + ns).end(9, Queue::Microtask);
    }

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void longCallbacks()
    {
        RecordingBuilder rec;
        run(rec, 1, 80);
        QCOMPARE(facts(rec), QStringList("setImmediate · work ran for 80.0 ms; nothing else could run meanwhile."));
        run(rec, 2, 120);
        QCOMPARE(facts(rec), QStringList("setImmediate · work ran for more than 50.0 ms 2 times, at worst for 120 ms; nothing else could run meanwhile."));
    }

    void drains()
    {
        RecordingBuilder rec;
        rec.step(0);
        for (int i = 0; i < 7; ++i) job(rec, (i == 3 ? 12 : 8) * kMs);
        rec.phase(Phase::Poll, 1);
        QCOMPARE(facts(rec),
                 QStringList("7 ticks and promise jobs ran one after another for 60.0 ms, the longest for 12.0 ms; no timer and no I/O could come between."));
    }

    void heapsThatGrow()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 1; i <= 5; ++i) rec.at(i * 1000 * kMs).gc(GcType::MarkCompact, kMs).at((i * 1000 + 500) * kMs).metric("heap_used", 10e6 * static_cast<double>(i));
        rec.at(6000 * kMs).gc(GcType::MarkCompact, kMs);
        QCOMPARE(facts(rec), QStringList("4 full collections of garbage in turn left more each time: 10.0 MB of heap became 50.0 MB within 5.00 s."));
    }

    void lateTimers()
    {
        RecordingBuilder rec;
        rec.step(0).at(kMs).enqueue(1, Queue::Timers, "Timeout", "a.js:1:1", 10);
        rec.at(2 * kMs).begin(2, Queue::Check, "Immediate", "busy@a.js:2:9").at(42 * kMs).end(2, Queue::Check);
        rec.at(43 * kMs).begin(1, Queue::Timers, "Timeout", "late@a.js:1:9");
        QCOMPARE(facts(rec), QStringList("timeout 10 ms · late began 32.0 ms after it was due. When it was due, setImmediate · busy was running."));
    }

    void pool()
    {
        RecordingBuilder rec;
        rec.step(0);
        for (std::uint64_t id = 2; id <= 4; ++id) rec.op(id, OpState::Start, "crypto.pbkdf2").op(id, OpState::Queued, "crypto.pbkdf2");
        rec.pool(1).op(2, OpState::Running, "crypto.pbkdf2", 1).at(30 * kMs).op(3, OpState::Running, "crypto.pbkdf2", 2);
        QCOMPARE(facts(rec), QStringList("crypto.pbkdf2 waited 30.0 ms for a thread of the pool, as one of up to 2 that waited."));
        rec.at(45 * kMs).op(4, OpState::Running, "crypto.pbkdf2", 3);
        QCOMPARE(facts(rec), QStringList("crypto.pbkdf2 waited for a thread of the pool 2 times, at worst 45.0 ms, as one of up to 2 that waited."));
    }

    void collectionsAndLosses()
    {
        RecordingBuilder rec;
        rec.at(50 * kMs).gc(GcType::MarkCompact, 23 * kMs);
        QCOMPARE(facts(rec), QStringList("A garbage collection (mark-compact) stopped JavaScript for 23.0 ms."));
        RecordingBuilder lossy;
        lossy.lost(1);
        QCOMPARE(facts(lossy), QStringList("One record was lost: what happened in it is not known."));
        lossy.lost(11);
        QCOMPARE(facts(lossy), QStringList("12 records were lost in 2 places: what happened in them is not known."));
        RecordingBuilder kept;
        kept.recording()->setOrigin(5000, 1);
        kept.lost(4999);
        QCOMPARE(facts(kept), QStringList("The recording holds only the last part of the run: 4,999 older records were let go."));
    }

    void listeners()
    {
        RecordingBuilder rec;
        rec.err("(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 data listeners added to [EventEmitter]. MaxListeners is 10. Use "
                "emitter.setMaxListeners() to increase limit\n(Use `node --trace-warnings ...`)\n");
        QCOMPARE(facts(rec), QStringList("Node counted 11 listeners for “data” on [EventEmitter], where more than 10 look like a leak."));
        RecordingBuilder other;
        other.err("(node:1) MaxListenersExceededWarning: in other words\n");
        QCOMPARE(facts(other), QStringList("Node warned: in other words"));
    }

    void promises()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).promise(1, PromiseState::Pending, "a.js:4:1").promise(1, PromiseState::Rejected, "a.js:4:1");
        rec.promise(2, PromiseState::Pending, "a.js:6:1").at(20 * kMs).endPhase(Phase::Main).at(30 * kMs + 3000).exit();
        QCOMPARE(facts(rec), (QStringList{"A promise was still pending when the program ended, 30.0 ms after it was made.",
                                          "A promise was rejected, and nobody had handled it when the queues were empty."}));
    }

    void ofAWorker()
    {
        RecordingBuilder rec;
        rec.worker(1);
        run(rec, 1, 80);
        QVERIFY(facts(rec).first().startsWith("Worker 1: setImmediate · work ran for 80.0 ms"));
    }
};

QTEST_GUILESS_MAIN(FindingTextTest)
#include "FindingTextTest.moc"
