#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

namespace {

constexpr std::uint64_t kMs = 1'000'000; ///< ns

/// What a recording gives; the model and its recording live as long.
class Found
{
public:
    explicit Found(const RecordingBuilder& rec) : m_model(rec.recording()) { m_model.extend(); }
    const std::vector<Finding>& all() const { return m_model.findings().all(); }
    int count(FindingKind kind) const { return static_cast<int>(std::ranges::count(all(), kind, &Finding::kind)); }
    /// The only one of this kind; an empty one with count 0 if there is not just one.
    Finding only(FindingKind kind) const
    {
        const auto it = std::ranges::find(all(), kind, &Finding::kind);
        return count(kind) == 1 ? *it : Finding{.count = 0};
    }
    std::string place(const Finding& f) const { return m_model.labels().place(f.site).toStdString(); }
    TraceModel& model() { return m_model; }

private:
    TraceModel m_model;
};

} // namespace

/// Each kind: found, not found just below its limit, merged, and left out where records are missing.
class FindingsTest : public QObject
{
    Q_OBJECT

    static void run(RecordingBuilder& rec, std::uint64_t id, std::uint64_t ms, Queue queue = Queue::Check, std::uint16_t flags = 0,
                    std::string_view site = "work@a.js:3:5")
    {
        const std::uint64_t start = rec.now();
        rec.begin(id, queue, queue == Queue::Check ? "Immediate" : "reaction", site, flags).at(start + ms * kMs).end(id, queue, flags);
    }
    /// A job of a promise that takes `ns`.
    static void job(RecordingBuilder& rec, std::uint64_t id, std::uint64_t ns)
    {
        const std::uint64_t start = rec.now();
        rec.begin(id, Queue::Microtask, "reaction", "again@a.js:2:1").at(start + ns).end(id, Queue::Microtask);
    }

private slots:
    void aLongCallback()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Check, 1);
        run(rec, 7, 50);
        QCOMPARE(Found(rec).count(FindingKind::LongCallback), 0); // just the limit
        const std::uint64_t start = rec.now();
        run(rec, 8, 80);
        const Found found(rec);
        const Finding f = found.only(FindingKind::LongCallback);
        QCOMPARE(f.count, 1u);
        QCOMPARE(f.worst, 80 * kMs);
        QCOMPARE(f.time, start);
        QCOMPARE(f.record, 3u); // its beginning
        QCOMPARE(f.id, 8u);
        QCOMPARE(found.place(f), "a.js:3");
        QCOMPARE(f.severity(), Severity::Warning);
    }

    void repeatsAtOnePlaceAreOneFindingWithTheWorst()
    {
        RecordingBuilder rec;
        for (const int ms : {60, 90, 70}) run(rec, static_cast<std::uint64_t>(ms), static_cast<std::uint64_t>(ms));
        run(rec, 9, 60, Queue::Check, 0, "other@b.js:1:1");
        const Found found(rec);
        QCOMPARE(found.count(FindingKind::LongCallback), 2);
        QCOMPARE(found.all()[0].count, 3u);
        QCOMPARE(found.all()[0].worst, 90 * kMs);
        QCOMPARE(found.all()[0].id, 90u);
        QCOMPARE(found.all()[0].firstTime, 0u);
        QCOMPARE(found.all()[0].time, 60 * kMs + 1000);
    }

    void theInnermostOfNestedCallbacksIsBlamed()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Poll, "TCPWRAP", "outer@a.js:1:1").begin(2, Queue::Poll, "HTTPINCOMINGMESSAGE", "inner@a.js:9:1");
        rec.at(80 * kMs).end(2, Queue::Poll).at(90 * kMs).end(1, Queue::Poll);
        const Found found(rec);
        QCOMPARE(found.place(found.only(FindingKind::LongCallback)), "a.js:9");
        RecordingBuilder both;
        both.begin(1, Queue::Poll, "TCPWRAP", "outer@a.js:1:1").begin(2, Queue::Poll, "HTTPINCOMINGMESSAGE", "inner@a.js:9:1");
        both.at(80 * kMs).end(2, Queue::Poll).at(180 * kMs).end(1, Queue::Poll);
        QCOMPARE(Found(both).count(FindingKind::LongCallback), 2);
    }

    void nodesOwnCallbacksAndTheMainScriptAreNoFindings()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).call("main@a.js:1:1").at(300 * kMs).ret("main@a.js:1:1");
        run(rec, 1, 80, Queue::Check, RecordFlag::Internal);
        rec.endPhase(Phase::Main);
        QVERIFY(Found(rec).all().empty());
    }

    void aCallbackThatExitEndsIsMeasured()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate", "work@a.js:3:5").at(70 * kMs).exit(0, ExitReason::Stopped);
        QCOMPARE(Found(rec).only(FindingKind::LongCallback).worst, 70 * kMs);
    }

    void whatBeganOrEndedInLostRecordsIsLeftOut()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate", "work@a.js:3:5").lost(5).at(90 * kMs).end(1, Queue::Check);
        rec.at(200 * kMs).end(2, Queue::Check).begin(3, Queue::Check, "Immediate");
        rec.at(400 * kMs).phase(Phase::Poll, 2).end(3, Queue::Check);
        const Found found(rec);
        QCOMPARE(found.count(FindingKind::LongCallback), 0);
        QCOMPARE(found.only(FindingKind::RecordsLost).amount, 5u);
    }

    void manyShortJobsHoldUpTheLoop()
    {
        const auto drain = [](int jobs) {
            RecordingBuilder rec;
            rec.step(0).phase(Phase::Check, 1);
            run(rec, 1, 1);
            for (int i = 0; i < jobs; ++i) job(rec, 100 + static_cast<std::uint64_t>(i), 10 * kMs);
            rec.endPhase(Phase::Check, 1).at(rec.now() + 100 * kMs).phase(Phase::Poll, 1);
            return rec;
        };
        QCOMPARE(Found(drain(5)).count(FindingKind::LongDrain), 0); // 50 ms
        const Found found(drain(6));
        const Finding f = found.only(FindingKind::LongDrain);
        QCOMPARE(f.worst, 60 * kMs); // not what came after
        QCOMPARE(f.amount, 6u);
        QCOMPARE(f.longest, 10 * kMs);
        QCOMPARE(f.record, 3u); // the first job
        QCOMPARE(found.place(f), "a.js:2");
    }

    void aDrainWithOneLongJobIsThatJobsFinding()
    {
        RecordingBuilder rec;
        job(rec, 1, 60 * kMs);
        job(rec, 2, 10 * kMs);
        rec.phase(Phase::Poll, 1);
        const Found found(rec);
        QCOMPARE(found.count(FindingKind::LongDrain), 0);
        QCOMPARE(found.only(FindingKind::LongCallback).worst, 60 * kMs);
    }

    void callbacksOfTheLoopPartDrains()
    {
        RecordingBuilder rec;
        for (std::uint64_t round = 0; round < 10; ++round) {
            run(rec, 1 + round, 1);
            for (std::uint64_t i = 0; i < 4; ++i) job(rec, 100 + round * 10 + i, 10 * kMs);
        }
        rec.phase(Phase::Poll, 1);
        QVERIFY(Found(rec).all().empty());
    }

    void aLateTimer_data()
    {
        QTest::addColumn<int>("begins");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("by the limit") << 30 << false;
        QTest::newRow("by more") << 31 << true;
    }
    void aLateTimer()
    {
        QFETCH(int, begins);
        QFETCH(bool, isFound);
        RecordingBuilder rec;
        rec.step(0).at(kMs).enqueue(1, Queue::Timers, "Timeout", "a.js:1:1", 10).enqueue(2, Queue::Timers, "Timeout", "a.js:2:1", 1);
        rec.at(3 * kMs).begin(2, Queue::Timers, "Timeout", "busy@a.js:2:9").at(30 * kMs).end(2, Queue::Timers);
        rec.at(static_cast<std::uint64_t>(begins + 1) * kMs).begin(1, Queue::Timers, "Timeout", "late@a.js:1:9");
        const Found found(rec);
        QCOMPARE(found.count(FindingKind::LateTimer), isFound ? 1 : 0);
        if (!isFound) return;
        const Finding f = found.only(FindingKind::LateTimer);
        QCOMPARE(f.worst, 21 * kMs);
        QCOMPARE(f.cover.kind, FindingCover::Kind::Callback);
        QCOMPARE(f.cover.frame.id, 2u);
        QCOMPARE(f.frame.milliseconds, 10u);
        QCOMPARE(found.place(f), "a.js:1");
    }

    void whatRanWhenATimerWasDue()
    {
        const auto coverOf = [](auto fill) {
            RecordingBuilder rec;
            rec.step(0).at(1);
            fill(rec);
            rec.at(100 * kMs).begin(1, Queue::Timers, "Timeout", "late@a.js:1:9");
            return Found(rec).only(FindingKind::LateTimer).cover.kind;
        };
        const auto arm = [](RecordingBuilder& rec) { rec.enqueue(1, Queue::Timers, "Timeout", "a.js:1:1", 10); };
        QCOMPARE(coverOf([&](auto& rec) { rec.phase(Phase::Main); arm(rec); rec.at(90 * kMs).endPhase(Phase::Main); }), FindingCover::Kind::MainScript);
        QCOMPARE(coverOf([&](auto& rec) { arm(rec); rec.phase(Phase::Poll, 1).at(90 * kMs).endPhase(Phase::Poll, 1, 90 * kMs); }), FindingCover::Kind::Asleep);
        QCOMPARE(coverOf([&](auto& rec) { arm(rec); for (std::uint64_t i = 0; i < 1000; ++i) job(rec, 100 + i, 90'000); rec.phase(Phase::Poll, 1); }), FindingCover::Kind::Drain);
        QCOMPARE(coverOf([&](auto& rec) { arm(rec); }), FindingCover::Kind::Unknown);
    }

    void aTimerArmedUnseenIsNotLate()
    {
        RecordingBuilder rec;
        rec.at(500 * kMs).begin(1, Queue::Timers, "Timeout", "late@a.js:1:9");
        QVERIFY(Found(rec).all().empty());
    }

    void workThatWaitedForThePool()
    {
        RecordingBuilder rec;
        rec.step(0);
        for (std::uint64_t id = 2; id <= 7; ++id)
            rec.op(id, OpState::Start, "crypto.pbkdf2", 0, "a.js:2:3").op(id, OpState::Queued, "crypto.pbkdf2", 0, "a.js:2:3");
        for (int slot = 1; slot <= 4; ++slot) rec.pool(slot).op(static_cast<std::uint64_t>(slot) + 1, OpState::Running, "crypto.pbkdf2", static_cast<std::uint32_t>(slot));
        rec.at(20 * kMs).pool(1).op(2, OpState::Done, "crypto.pbkdf2", 1).op(6, OpState::Running, "crypto.pbkdf2", 1);
        QVERIFY(Found(rec).all().empty()); // just the limit
        rec.at(35 * kMs).pool(2).op(3, OpState::Done, "crypto.pbkdf2", 2).op(7, OpState::Running, "crypto.pbkdf2", 2);
        const Found found(rec);
        const Finding f = found.only(FindingKind::PoolWait);
        QCOMPARE(f.count, 1u);
        QCOMPARE(f.worst, 35 * kMs);
        QCOMPARE(f.id, 7u);
        QCOMPARE(f.amount, 1u);
        QCOMPARE(f.time, 0u); // when it was queued
        QCOMPARE(found.place(f), "a.js:2");
    }

    void howManyWaitedAtMost()
    {
        RecordingBuilder rec;
        rec.step(0);
        for (std::uint64_t id = 1; id <= 5; ++id) rec.op(id, OpState::Start, "fs.stat", 0, "a.js:2:3").op(id, OpState::Queued, "fs.stat");
        for (std::uint64_t id = 1; id <= 5; ++id) rec.at((20 + id) * kMs).pool(1).op(id, OpState::Running, "fs.stat", 1).op(id, OpState::Done, "fs.stat", 1);
        const Finding f = Found(rec).only(FindingKind::PoolWait);
        QCOMPARE(f.count, 5u);
        QCOMPARE(f.worst, 25 * kMs);
        QCOMPARE(f.amount, 5u);
    }

    void workWhoseQueueingWasLostIsLeftOut()
    {
        RecordingBuilder rec;
        rec.op(1, OpState::Start, "fs.stat").op(1, OpState::Queued, "fs.stat").lost(1);
        rec.at(90 * kMs).pool(1).op(1, OpState::Running, "fs.stat", 1).op(2, OpState::Running, "fs.stat", 2);
        QCOMPARE(Found(rec).count(FindingKind::PoolWait), 0);
    }

    void garbageCollections()
    {
        RecordingBuilder rec;
        rec.at(100 * kMs).gc(GcType::MarkCompact, 20 * kMs);
        QVERIFY(Found(rec).all().empty());
        rec.at(200 * kMs).gc(GcType::MarkCompact, 34 * kMs).at(300 * kMs).gc(GcType::MarkCompact, 25 * kMs);
        const Finding f = Found(rec).only(FindingKind::GcPause);
        QCOMPARE(f.count, 2u);
        QCOMPARE(f.worst, 34 * kMs);
        QCOMPARE(f.time, 200 * kMs);
    }

    /// Full collections each 100 ms, of which each leaves so many MB; between them as much again comes and goes.
    static RecordingBuilder collections(const std::vector<double>& left)
    {
        RecordingBuilder rec;
        std::uint64_t at = 100;
        rec.at(50 * kMs).metric("heap_used", 1e6); // before the first collection nothing is known
        for (const double mb : left) {
            rec.at(at * kMs).gc(GcType::MarkCompact, 2 * kMs);
            rec.at((at + 20) * kMs).metric("heap_used", mb * 1.5e6).metric("external", 1).at((at + 40) * kMs).metric("heap_used", mb * 1e6);
            rec.at((at + 60) * kMs).gc(GcType::Scavenge, kMs).at((at + 80) * kMs).metric("heap_used", mb * 2e6);
            at += 100;
        }
        rec.at(at * kMs).gc(GcType::MarkCompact, 2 * kMs);
        return rec;
    }

    void aHeapOfWhichEachCollectionLeavesMore()
    {
        const Finding f = Found(collections({10, 12, 15, 17, 20, 24})).only(FindingKind::HeapGrows);
        QCOMPARE(f.before, 10'000'000u);
        QCOMPARE(f.amount, 24'000'000u);
        QCOMPARE(f.rises, 5u);
        QCOMPARE(f.time, 700 * kMs);
        QCOMPARE(f.worst, 600 * kMs); // since the collection that left the least
        QCOMPARE(f.severity(), Severity::Info);
        QCOMPARE(Found(collections({10, 12, 15})).count(FindingKind::HeapGrows), 0); // too few
        QCOMPARE(Found(collections({10, 10.5, 11, 11.5, 12, 12.5})).count(FindingKind::HeapGrows), 0); // too little
        QCOMPARE(Found(collections({10, 14, 9, 15, 11, 16, 10, 14})).count(FindingKind::HeapGrows), 0); // up and down
        QCOMPARE(Found(collections({1, 20, 20.1, 20, 20.05, 20.1, 20})).count(FindingKind::HeapGrows), 0); // filled once
        RecordingBuilder onlyCollections;
        for (int i = 0; i < 9; ++i) onlyCollections.at(static_cast<std::uint64_t>(i) * kMs).gc(GcType::MarkCompact, kMs);
        QVERIFY(Found(onlyCollections).all().empty());
    }

    void lostRecordsAreSummed()
    {
        RecordingBuilder rec;
        rec.lost(3).out("x").lost(4);
        const Finding f = Found(rec).only(FindingKind::RecordsLost);
        QCOMPARE(f.count, 2u);
        QCOMPARE(f.amount, 7u);
        QCOMPARE(f.record, 0u);
    }

    void nodesWarningOfTooManyListeners()
    {
        const std::string text = "(node:11631) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 data listeners added to [EventEmitter]. MaxListeners is 10.\n";
        RecordingBuilder rec;
        rec.enqueue(3, Queue::NextTick, "TickObject", "a.js:3:60", 0, RecordFlag::Internal);
        rec.begin(3, Queue::NextTick, "TickObject", "doEmitWarning@node:internal/process/warning:84:23", RecordFlag::Internal);
        rec.console(ConsoleLevel::Error, text).err(text).end(3, Queue::NextTick);
        const Found found(rec);
        const Finding f = found.only(FindingKind::TooManyListeners);
        QCOMPARE(f.count, 1u);
        QCOMPARE(f.record, 3u);
        QCOMPARE(found.place(f), "a.js:3");
        RecordingBuilder other;
        other.err("MaxListenersExceededWarning: the program says so\n").out(text).err("(node:1) Warning: of MaxListenersExceededWarning: in words\n");
        QVERIFY(Found(other).all().empty());
    }

    void distinctFindingsAreBounded()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 0; i < Findings::kMost + 20; ++i) run(rec, i + 1, 60, Queue::Check, 0, "f@a.js:" + std::to_string(i + 1) + ":1");
        Found found(rec);
        QCOMPARE(found.all().size(), Findings::kMost);
        QCOMPARE(found.model().findings().untold(), 20u);
    }

    void aMillionTimesTheSameIsOneFinding()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 0; i < 200'000; ++i) run(rec, i + 1, 60);
        QCOMPARE(Found(rec).only(FindingKind::LongCallback).count, 200'000u);
    }

    void takenInBySlicesItIsTheSame()
    {
        RecordingBuilder rec;
        TraceModel live(rec.recording());
        for (std::uint64_t i = 0; i < 20; ++i) {
            run(rec, i + 1, 45 + i);
            live.extend(3);
        }
        live.extend();
        const Finding a = Found(rec).only(FindingKind::LongCallback), b = live.findings().all().front();
        QCOMPARE(a.count, 14u);
        QCOMPARE(a.count, b.count);
        QCOMPARE(a.worst, b.worst);
        QCOMPARE(a.record, b.record);
    }

    void damagedRecordsDoNoHarm()
    {
        RecordingBuilder rec;
        rec.end(9, Queue::Check).endPhase(Phase::Main).op(4, OpState::Done, "fs.stat").op(4, OpState::Queued, "fs.stat").op(5, OpState::Running, "fs.stat", 3);
        rec.promise(0xffff'ffff'ffff, PromiseState::Rejected).promise(5, PromiseState::Pending).promise(0xffff'fff0, PromiseState::Pending);
        rec.promise(2, PromiseState::Handled).cancel(4, Queue::Microtask).gc(GcType::Scavenge, ~std::uint64_t{0});
        for (int i = 0; i < 300; ++i) rec.begin(static_cast<std::uint64_t>(i), Queue::Poll, "x");
        rec.at(0).phase(Phase::Poll, 1).exit();
        QVERIFY(Found(rec).all().size() <= 2);
    }
};

QTEST_GUILESS_MAIN(FindingsTest)
#include "FindingsTest.moc"
