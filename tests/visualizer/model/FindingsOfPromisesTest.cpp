#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

/// Rejections, pending promises, and what was awaited in turn. The orders of records are those of real runs.
class FindingsOfPromisesTest : public QObject
{
    Q_OBJECT

    static constexpr std::uint64_t kMs = 1'000'000;

    static std::vector<Finding> found(const RecordingBuilder& rec, FindingKind kind)
    {
        TraceModel model(rec.recording());
        model.extend();
        std::vector<Finding> result;
        std::ranges::copy_if(model.findings().all(), std::back_inserter(result), [kind](const Finding& f) { return f.kind == kind; });
        return result;
    }
    static std::size_t unhandled(const RecordingBuilder& rec)
    {
        std::size_t count = 0;
        for (const Finding& f : found(rec, FindingKind::UnhandledRejection)) count += f.count;
        return count;
    }
    static RecordingBuilder inMain()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main);
        return rec;
    }
    static RecordingBuilder& end(RecordingBuilder& rec) { return rec.endPhase(Phase::Main).exit(); }

    /// An operation and the await that goes on with its result; the next is started in there.
    static void awaited(RecordingBuilder& rec, std::uint64_t id, std::uint64_t ms, std::string_view type = "fs.readFile")
    {
        const std::uint64_t start = rec.now();
        rec.op(id, OpState::Start, type, 0, "a.js:4:9").op(id, OpState::Queued, type);
        if (id > 1) rec.end(100 + id - 1, Queue::Microtask);
        rec.pool(1).op(id, OpState::Running, type, 1).at(start + ms * kMs).op(id, OpState::Done, type, 1).loop();
        rec.enqueue(id, Queue::Poll, "FSREQCALLBACK").begin(id, Queue::Poll, "FSREQCALLBACK").enqueue(100 + id, Queue::Microtask, "await");
        rec.end(id, Queue::Poll).begin(100 + id, Queue::Microtask, "await", "readAll@a.js:2:1");
    }

private slots:
    void nobodyHandles()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:4:19").promise(1, PromiseState::Rejected, "a.js:4:30");
        QCOMPARE(unhandled(rec), 0u); // the queues are not empty yet
        end(rec);
        const auto all = found(rec, FindingKind::UnhandledRejection);
        QCOMPARE(all.size(), 1u);
        QCOMPARE(all[0].severity(), Severity::Error);
        QCOMPARE(all[0].record, 2u);
        QCOMPARE(all[0].id, 1u);
        QCOMPARE(rec.dictionary().site(all[0].site).column, 30u); // where it was rejected
    }

    void thePlaceOfItsMakingWhereThatOfTheRejectionIsUnknown()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:7:19").promise(1, PromiseState::Rejected);
        rec.promise(2, PromiseState::Pending).promise(2, PromiseState::Rejected); // Node's own
        end(rec);
        QCOMPARE(unhandled(rec), 1u);
    }

    void handledAfterwards()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(1, PromiseState::Rejected, "a.js:1:1").promise(1, PromiseState::Handled, "a.js:1:20");
        end(rec);
        QCOMPARE(unhandled(rec), 0u);
    }

    void handledInALaterTurn()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(1, PromiseState::Rejected, "a.js:1:1");
        rec.promise(2, PromiseState::Pending, "a.js:1:1").promise(2, PromiseState::Rejected, "a.js:1:1").endPhase(Phase::Main);
        QCOMPARE(unhandled(rec), 2u);
        rec.phase(Phase::Timers, 1).promise(1, PromiseState::Handled, "a.js:5:1");
        QCOMPARE(unhandled(rec), 1u);
        rec.promise(2, PromiseState::Handled, "a.js:5:1").exit();
        QCOMPARE(unhandled(rec), 0u);
    }

    void handledBeforeByThen()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(2, PromiseState::Pending, "a.js:1:20", 1);
        rec.promise(1, PromiseState::Rejected, "a.js:1:1");
        end(rec);
        QCOMPARE(unhandled(rec), 0u);
    }

    void handledBeforeByAnAwait()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1");
        rec.promise(1, PromiseState::Rejected, "a.js:2:1");
        rec.at(rec.now() - 1000).enqueue(9, Queue::Microtask, "await"); // by the rejection: it has its time
        end(rec);
        QCOMPARE(unhandled(rec), 0u);
    }

    void aJobThatNoRecordExplainsMakesItUncertain()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(1, PromiseState::Rejected, "a.js:1:1");
        rec.promise(2, PromiseState::Pending, "a.js:1:1").enqueue(9, Queue::Microtask, "reaction"); // Promise.all's
        end(rec);
        QCOMPARE(unhandled(rec), 0u);
    }

    void jobsOfOthersExplainNothing()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(1, PromiseState::Rejected, "a.js:1:1");
        rec.promise(2, PromiseState::Pending, "a.js:2:1").promise(2, PromiseState::Fulfilled, "a.js:2:1");
        rec.promise(3, PromiseState::Pending, "a.js:2:9", 2).at(rec.now() - 1000).enqueue(9, Queue::Microtask, "reaction");
        rec.enqueue(10, Queue::Microtask, "queueMicrotask").enqueue(11, Queue::Microtask, "await");
        end(rec);
        QCOMPARE(unhandled(rec), 1u);
    }

    void whatEndedTheProgram()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(1, PromiseState::Rejected, "a.js:1:1");
        RecordingBuilder other = inMain();
        other.promise(1, PromiseState::Pending, "a.js:1:1").promise(1, PromiseState::Rejected, "a.js:1:1");
        QCOMPARE(unhandled(rec.exit(1, ExitReason::Uncaught)), 1u);
        QCOMPARE(unhandled(other.exit(0)), 0u); // process.exit() before Node looked
    }

    void afterALossNothingIsSaidOfWhatWasBefore()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").promise(2, PromiseState::Pending, "a.js:1:1").lost(1).promise(1, PromiseState::Rejected, "a.js:1:1");
        end(rec);
        QCOMPARE(unhandled(rec), 0u);
        QVERIFY(found(rec, FindingKind::PendingPromise).empty());
    }

    void pendingAtTheEnd()
    {
        RecordingBuilder rec = inMain();
        for (std::uint64_t i = 1; i <= 3; ++i) rec.promise(i, PromiseState::Pending, "a.js:6:1");
        rec.promise(4, PromiseState::Pending, "a.js:7:1").promise(4, PromiseState::Fulfilled).promise(5, PromiseState::Pending);
        rec.endPhase(Phase::Main);
        QVERIFY(found(rec, FindingKind::PendingPromise).empty()); // it still runs
        rec.at(50 * kMs).exit();
        const auto all = found(rec, FindingKind::PendingPromise);
        QCOMPARE(all.size(), 1u);
        QCOMPARE(all[0].count, 3u);
        QCOMPARE(all[0].severity(), Severity::Info);
        QCOMPARE(all[0].record, 1u);
        QCOMPARE(all[0].worst, 50 * kMs - 1000);
        RecordingBuilder stopped = inMain();
        stopped.promise(1, PromiseState::Pending, "a.js:6:1").endPhase(Phase::Main).exit(0, ExitReason::Stopped);
        QVERIFY(found(stopped, FindingKind::PendingPromise).empty());
    }

    void whatFollowsAPendingPromiseIsCountedThere()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:2:1"); // never settled
        rec.promise(2, PromiseState::Pending, "a.js:5:1", 1).promise(3, PromiseState::Pending, "a.js:5:9", 2); // .then().then()
        rec.promise(4, PromiseState::Pending, "a.js:6:1").promise(5, PromiseState::Pending, "a.js:6:9", 4).promise(4, PromiseState::Fulfilled); // its reaction never ran
        rec.promise(6, PromiseState::Pending).promise(7, PromiseState::Pending, "a.js:8:1", 6); // of one of Node's own
        end(rec);
        const auto all = found(rec, FindingKind::PendingPromise);
        QCOMPARE(all.size(), 3u);
        QCOMPARE(all[0].id, 1u);
        QCOMPARE(all[0].amount, 2u);
        QCOMPARE(all[1].id, 5u);
        QCOMPARE(all[2].id, 7u);
        QCOMPARE(all[2].amount, 0u);
    }

    void threadsCountTheirOwnPromises()
    {
        RecordingBuilder rec = inMain();
        rec.promise(1, PromiseState::Pending, "a.js:1:1").worker(1).phase(Phase::Main).promise(1, PromiseState::Pending, "w.js:1:1");
        rec.promise(1, PromiseState::Rejected, "w.js:1:1").endPhase(Phase::Main).loop().promise(1, PromiseState::Fulfilled);
        end(rec);
        const auto all = found(rec, FindingKind::UnhandledRejection);
        QCOMPARE(all.size(), 1u);
        QCOMPARE(all[0].thread, std::uint16_t{1});
    }

    void whatReadsOnWhereTheLastReadEndedHasToBeInTurn()
    {
        RecordingBuilder rec;
        for (std::uint64_t id = 1; id <= 6; ++id) awaited(rec, id, 9, "fs.read");
        QVERIFY(found(rec, FindingKind::OneAfterAnother).empty());
    }

    void awaitedInTurn()
    {
        RecordingBuilder rec;
        for (std::uint64_t id = 1; id <= 2; ++id) awaited(rec, id, 3 + id);
        QVERIFY(found(rec, FindingKind::OneAfterAnother).empty());
        awaited(rec, 3, 6);
        awaited(rec, 4, 7);
        const auto all = found(rec, FindingKind::OneAfterAnother);
        QCOMPARE(all.size(), 1u);
        QCOMPARE(all[0].count, 1u); // it goes on; it did not happen twice
        QCOMPARE(all[0].amount, 4u);
        QCOMPARE(all[0].worst, (4 + 5 + 6 + 7) * kMs);
        QCOMPARE(all[0].longest, 7 * kMs);
        QCOMPARE(all[0].record, 0u);
        QCOMPARE(all[0].id, 1u);
        QCOMPARE(rec.dictionary().text(rec.dictionary().site(all[0].site).function), "readAll");
    }

    void littleToSaveIsNoFinding()
    {
        RecordingBuilder rec;
        for (std::uint64_t id = 1; id <= 3; ++id) awaited(rec, id, 2);
        QVERIFY(found(rec, FindingKind::OneAfterAnother).empty());
    }

    void anotherOneUnderWayMakesItNone()
    {
        RecordingBuilder rec;
        awaited(rec, 1, 9);
        rec.op(50, OpState::Start, "fs.readFile", 0, "b.js:1:1");
        for (std::uint64_t id = 2; id <= 3; ++id) awaited(rec, id, 9);
        QVERIFY(found(rec, FindingKind::OneAfterAnother).empty());
    }

    void otherKindsBetweenMakeItNone()
    {
        RecordingBuilder rec;
        for (std::uint64_t id = 1; id <= 6; ++id) awaited(rec, id, 9, id % 2 ? "fs.stat" : "fs.readFile");
        QVERIFY(found(rec, FindingKind::OneAfterAnother).empty());
    }

    void whatNodesOwnStepsTakeBelongsToTheFirst()
    {
        RecordingBuilder rec;
        for (std::uint64_t id = 1; id <= 3; ++id) {
            const std::uint64_t further = 50 + id;
            rec.op(id, OpState::Start, "fs.readFile", 0, "a.js:4:9");
            if (id > 1) rec.end(100 + id - 1, Queue::Microtask);
            rec.pool(1).op(id, OpState::Done, "fs.readFile", 1).loop().enqueue(id, Queue::Poll, "FSREQCALLBACK").begin(id, Queue::Poll, "FSREQCALLBACK");
            rec.op(further, OpState::Start, "fs.read").end(id, Queue::Poll).at(rec.now() + 9 * kMs).pool(1).op(further, OpState::Done, "fs.read", 1).loop();
            rec.enqueue(further, Queue::Poll, "FSREQPROMISE").begin(further, Queue::Poll, "FSREQPROMISE").enqueue(100 + id, Queue::Microtask, "await");
            rec.end(further, Queue::Poll).begin(100 + id, Queue::Microtask, "await", "readAll@a.js:2:1");
        }
        const auto all = found(rec, FindingKind::OneAfterAnother);
        QCOMPARE(all.size(), 1u);
        QCOMPARE(all[0].amount, 3u);
        QVERIFY(all[0].worst >= 27 * kMs);
        QCOMPARE(rec.dictionary().type(all[0].type), "fs.readFile");
    }
};

QTEST_GUILESS_MAIN(FindingsOfPromisesTest)
#include "FindingsOfPromisesTest.moc"
