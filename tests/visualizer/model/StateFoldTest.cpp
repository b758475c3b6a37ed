#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/StateFold.h"

#include <QtTest>

using namespace loopscope;

namespace {

TraceState fold(const RecordingBuilder& rec)
{
    TraceState state;
    const StateFold fold;
    for (std::uint64_t i = 0; i < rec.recording()->size(); ++i) fold.apply(state, rec.recording()->at(i));
    return state;
}

LoopState foldLoop(const RecordingBuilder& rec) { return fold(rec).loops[0]; }

std::vector<std::uint64_t> ids(const WaitingQueue& queue)
{
    std::vector<std::uint64_t> result;
    for (const auto& callback : queue) result.push_back(callback.id);
    return result;
}

using Ids = std::vector<std::uint64_t>;

} // namespace

class StateFoldTest : public QObject
{
    Q_OBJECT
private slots:
    void phasesComeAndGo()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Poll, 3);
        QCOMPARE(foldLoop(rec).phase, std::optional(Phase::Poll));
        QCOMPARE(foldLoop(rec).iteration, 3u);
        rec.endPhase(Phase::Poll, 3, 42'000);
        QVERIFY(!foldLoop(rec).phase);
        QCOMPARE(foldLoop(rec).lastSleep, std::uint64_t{42'000});
    }

    void aCallbackWaitsRunsAndEnds()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).enqueue(5, Queue::Timers, "Timeout", "a.js:2:1", 10).enqueue(6, Queue::Timers, "Timeout", {}, 20);
        QCOMPARE(ids(foldLoop(rec).waiting(Queue::Timers)), (Ids{5, 6}));
        QCOMPARE(foldLoop(rec).waiting(Queue::Timers).front().milliseconds, 10u);
        rec.endPhase(Phase::Main).phase(Phase::Timers).begin(6, Queue::Timers, "Timeout", "tick@a.js:3:1");
        QCOMPARE(ids(foldLoop(rec).waiting(Queue::Timers)), (Ids{5}));
        QCOMPARE(foldLoop(rec).callback()->id, std::uint64_t{6});
        QCOMPARE(foldLoop(rec).callbacksRun, std::uint64_t{1});
        rec.end(6, Queue::Timers);
        QCOMPARE(foldLoop(rec).callback(), nullptr);
    }

    void whereRecordsAreLostNoFunctionIsKnownToRun()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Timers, 1).begin(5, Queue::Timers, "Timeout", "tick@a.js:3:1").call("f@a.js:1:1").call("g@a.js:2:1").lost(1000);
        QCOMPARE(foldLoop(rec).stack.size(), std::size_t{1});
        QVERIFY(foldLoop(rec).callback());
        rec.ret("f@a.js:1:1").call("h@a.js:4:1").end(5, Queue::Timers);
        QVERIFY(foldLoop(rec).stack.empty());
        QCOMPARE(foldLoop(rec).lost, std::uint64_t{1000});
    }

    void handlesAreOpenUntilTheyAreClosed()
    {
        RecordingBuilder rec;
        rec.at(5000).handle(7, HandleState::Active, "TCPSERVERWRAP", "127.0.0.1:3000", "a.js:1:1").handle(8, HandleState::Unref, "FSEVENTWRAP");
        rec.at(9000).handle(7, HandleState::Unref, "TCPSERVERWRAP", "127.0.0.1:3000", "a.js:1:1");
        const LoopState loop = foldLoop(rec);
        QCOMPARE(loop.handles.size(), std::size_t{2});
        QCOMPARE(loop.handles.find(7)->second.since, std::uint64_t{5000});
        QVERIFY(!loop.handles.find(7)->second.keepsAlive());
        rec.handle(7, HandleState::Closed, "TCPSERVERWRAP").handle(9, HandleState::Closed, "TCPWRAP");
        QCOMPARE(foldLoop(rec).handles.size(), std::size_t{1});
    }

    void whoSchedulesIsTheInnermostCallback()
    {
        RecordingBuilder rec;
        rec.begin(3, Queue::Poll, "FSREQCALLBACK").call("f@a.js:1:1").enqueue(9, Queue::NextTick, "TickObject");
        QCOMPARE(foldLoop(rec).waiting(Queue::NextTick).front().by, std::uint64_t{3});
    }

    void aTimerArmedAgainWaitsOnce()
    {
        RecordingBuilder rec;
        rec.enqueue(5, Queue::Timers, "Timeout", {}, 10).enqueue(6, Queue::Timers, "Timeout", {}, 10).enqueue(5, Queue::Timers, "Timeout", {}, 30);
        QCOMPARE(ids(foldLoop(rec).waiting(Queue::Timers)), (Ids{6, 5}));
        QCOMPARE(foldLoop(rec).waiting(Queue::Timers).find(5)->milliseconds, 30u);
    }

    void anIntervalIsEnqueuedWhileItRuns()
    {
        RecordingBuilder rec;
        rec.enqueue(5, Queue::Timers, "Interval", {}, 10, RecordFlag::Repeat).begin(5, Queue::Timers, "Interval");
        rec.enqueue(5, Queue::Timers, "Interval", {}, 10, RecordFlag::Repeat);
        QCOMPARE(foldLoop(rec).callback()->id, std::uint64_t{5});
        rec.end(5, Queue::Timers);
        QCOMPARE(ids(foldLoop(rec).waiting(Queue::Timers)), (Ids{5}));
        rec.cancel(5, Queue::Timers);
        QVERIFY(foldLoop(rec).waiting(Queue::Timers).empty());
    }

    void aReturnUnwindsToItsOwnFrame()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").call("f@a.js:1").call("g@a.js:2").call("h@a.js:3").ret("f@a.js:1", RecordFlag::Throw);
        QCOMPARE(foldLoop(rec).stack.size(), 1u);
        rec.ret("unknown@a.js:9");
        QCOMPARE(foldLoop(rec).stack.size(), 1u);
    }

    void recursionReturnsOneFrameAtATime()
    {
        RecordingBuilder rec;
        rec.call("f@a.js:1").call("f@a.js:1").call("f@a.js:1").ret("f@a.js:1");
        QCOMPARE(foldLoop(rec).stack.size(), 2u);
    }

    void aReturnNeverEndsACallbackAboveIt()
    {
        RecordingBuilder rec;
        rec.call("f@a.js:1").begin(1, Queue::Poll, "TCPWRAP").ret("f@a.js:1");
        QCOMPARE(foldLoop(rec).stack.size(), 2u);
    }

    void staleFramesGoWhenTheLoopGoesOn()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Timers, "Timeout").call("f@a.js:1").begin(2, Queue::Timers, "Timeout");
        QCOMPARE(foldLoop(rec).stack.size(), 1u);
        QCOMPARE(foldLoop(rec).callback()->id, std::uint64_t{2});
        rec.begin(3, Queue::Microtask, "reaction").call("g@a.js:2").begin(4, Queue::Microtask, "reaction");
        QCOMPARE(foldLoop(rec).stack.size(), 2u);
        QCOMPARE(foldLoop(rec).callback()->id, std::uint64_t{4});
        rec.phase(Phase::Poll, 1);
        QVERIFY(foldLoop(rec).stack.empty());
    }

    void callbacksMayNest()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Poll, "TCPWRAP").begin(2, Queue::Poll, "HTTPINCOMINGMESSAGE").end(2, Queue::Poll);
        QCOMPARE(foldLoop(rec).callback()->id, std::uint64_t{1});
    }

    void workInThePoolBelongsToTheLoopThatStartedIt()
    {
        RecordingBuilder rec;
        rec.begin(4, Queue::Check, "Immediate").op(7, OpState::Start, "fs.readFile", 0, "a.js:4:1").op(7, OpState::Queued, "fs.readFile");
        rec.pool(2).op(7, OpState::Running, "fs.readFile", 2);
        TraceState state = fold(rec);
        QCOMPARE(state.loops.size(), 1u);
        const PendingOp op = state.loops[0].ops.find(7)->second;
        QCOMPARE(op.state, OpState::Running);
        QCOMPARE(op.slot, 2u);
        QCOMPARE(op.by, std::uint64_t{4});
        QVERIFY(op.place != StackId::None);
        QCOMPARE(state.poolSlots, (Ids{0, 7}));
        rec.op(7, OpState::Done, "fs.readFile", 2);
        state = fold(rec);
        QVERIFY(state.loops[0].ops.empty());
        QCOMPARE(state.poolSlots, (Ids{0, 0}));
    }

    void loopsDoNotMix()
    {
        RecordingBuilder rec;
        rec.enqueue(1, Queue::Timers, "Timeout").worker(1).enqueue(1, Queue::Timers, "Timeout").cancel(1, Queue::Timers);
        TraceState state = fold(rec);
        QCOMPARE(state.loops.size(), 2u);
        QCOMPARE(state.loops[0].waiting(Queue::Timers).size(), 1u);
        QCOMPARE(state.loops[1].waiting(Queue::Timers).size(), 0u);
    }

    void countsPromisesLossesAndMetrics()
    {
        RecordingBuilder rec;
        rec.promise(1, PromiseState::Pending).promise(2, PromiseState::Pending).promise(1, PromiseState::Rejected).promise(1, PromiseState::Handled);
        rec.lost(12).metric("heap_used", 2.5).metric("heap_used", 3.5);
        const LoopState loop = foldLoop(rec);
        QCOMPARE(loop.promisesPending, std::uint64_t{1});
        QCOMPARE(loop.lost, std::uint64_t{12});
        QCOMPARE(loop.metrics.at(rec.dictionary().internType("heap_used")), 3.5);
    }

    void exitEndsTheLoop()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).call("f@a.js:1").exit(7, ExitReason::Uncaught);
        const LoopState loop = foldLoop(rec);
        QVERIFY(loop.ended);
        QVERIFY(loop.stack.empty());
        QCOMPARE(loop.exitCode, 7);
        QCOMPARE(loop.exitReason, ExitReason::Uncaught);
    }

    void damagedRecordsDoNoHarm()
    {
        RecordingBuilder rec;
        Record record{.id = 1, .place = 77, .value = 4'000'000'000u, .kind = RecordKind::Enqueue, .detail = 200};
        for (int kind = 0; kind < 256; ++kind) {
            record.kind = static_cast<RecordKind>(kind);
            rec.add(record);
        }
        QCOMPARE(fold(rec).cursor, std::uint64_t{256});
    }
};

QTEST_GUILESS_MAIN(StateFoldTest)
#include "StateFoldTest.moc"
