#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"
#include "tests/support/TraceInvariants.h"

#include <QtTest>

using namespace loopscope;

namespace {

/// The one violation of a recording; fails the test when there is none or more.
std::string only(const RecordingBuilder& b)
{
    const auto violations = invariantViolations(*b.recording());
    if (violations.size() != 1) return "violations: " + invariantReport(*b.recording());
    return violations[0].substr(violations[0].find("thread"));
}

} // namespace

class TraceInvariantsTest : public QObject
{
    Q_OBJECT
private slots:
    void aTrueRunHasNone() { QCOMPARE(invariantReport(*recordingOf1432()), std::string()); }

    void beginningWithoutWaiting()
    {
        RecordingBuilder b;
        b.phase(Phase::Check, 1).begin(7, Queue::Check, "Immediate");
        QCOMPARE(only(b), "thread 0: callback #7 of queue check (Immediate) began without waiting in its queue");
    }

    void runningTwiceForOneEnqueue()
    {
        RecordingBuilder b;
        b.enqueue(3, Queue::NextTick, "TickObject").begin(3, Queue::NextTick, "TickObject").end(3, Queue::NextTick);
        QCOMPARE(invariantReport(*b.recording()), std::string());
        b.begin(3, Queue::NextTick, "TickObject");
        QVERIFY(only(b).ends_with("began without waiting in its queue"));
    }

    void cancellingWhatDoesNotWait()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::Timers, "Timeout").cancel(1, Queue::Timers).cancel(1, Queue::Timers);
        QCOMPARE(only(b), "thread 0: callback #1 of queue timers was cancelled without waiting in its queue");
    }

    void rearmingWithoutCancelling()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::Timers, "Timeout").enqueue(1, Queue::Timers, "Timeout");
        QVERIFY(only(b).ends_with("was enqueued while it already waits there"));
    }

    void microtasksOutOfOrder()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::Microtask, "reaction").enqueue(2, Queue::Microtask, "await");
        b.begin(2, Queue::Microtask, "await").end(2, Queue::Microtask);
        QCOMPARE(only(b), "thread 0: callback #2 of queue microtask (await) began before #1, which was enqueued earlier");
    }

    void endsThatCross()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::NextTick, "TickObject").enqueue(2, Queue::NextTick, "TickObject");
        b.begin(1, Queue::NextTick, "TickObject").begin(2, Queue::NextTick, "TickObject").end(1, Queue::NextTick);
        QCOMPARE(only(b), "thread 0: callback #1 ended before the callback #2 inside of it");
    }

    void whatNeverEnds()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::NextTick, "TickObject").begin(1, Queue::NextTick, "TickObject").exit(0);
        QCOMPARE(only(b), "thread 0: callback #1 never ended");
        RecordingBuilder stopped;
        stopped.enqueue(1, Queue::NextTick, "TickObject").begin(1, Queue::NextTick, "TickObject").exit(1, ExitReason::Stopped);
        QCOMPARE(invariantReport(*stopped.recording()), std::string());
    }

    void callsThatCross()
    {
        RecordingBuilder b;
        b.call("f@a.js:1:1").call("g@a.js:2:1").ret("f@a.js:1:1");
        QCOMPARE(only(b), "thread 0: return from f at a.js:1:1 inside of g at a.js:2:1");
    }

    void aTimerOutsideOfItsPhase()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::Timers, "Timeout").phase(Phase::Poll, 1).begin(1, Queue::Timers, "Timeout");
        QCOMPARE(only(b), "thread 0: callback #1 of queue timers (Timeout) ran in phase poll");
    }

    void phasesInLibuvsOrder()
    {
        RecordingBuilder b;
        for (const Phase phase : {Phase::Timers, Phase::Pending, Phase::Poll, Phase::Pending, Phase::Check, Phase::Timers})
            b.phase(phase, 1).endPhase(phase, 1);
        QCOMPARE(invariantReport(*b.recording()), std::string());
        b.phase(Phase::Check, 2).endPhase(Phase::Check, 2).phase(Phase::Poll, 2);
        QCOMPARE(only(b), "thread 0: phase poll after phase check of the same iteration 2");
    }

    void phasesInsideOfEachOther()
    {
        RecordingBuilder b;
        b.phase(Phase::Poll, 1).phase(Phase::Check, 1);
        QCOMPARE(only(b), "thread 0: phase check began inside of phase poll");
    }

    void nodesOwnFunctionUnmarked()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::NextTick, "TickObject");
        b.begin(1, Queue::NextTick, "TickObject", "emit@node:events:1:1");
        QVERIFY(only(b).ends_with("is not marked internal"));
    }

    void lossIsToldAndEndsTheJudgement()
    {
        RecordingBuilder b;
        b.lost(12).begin(7, Queue::Check, "Immediate");
        QCOMPARE(only(b), "thread 0: 12 records were lost; nothing after this was judged");
    }

    void threadsAreJudgedApart()
    {
        RecordingBuilder b;
        b.enqueue(1, Queue::NextTick, "TickObject").worker(1).begin(1, Queue::NextTick, "TickObject");
        QVERIFY(only(b).starts_with("thread 1: callback #1"));
    }
};

QTEST_APPLESS_MAIN(TraceInvariantsTest)
#include "TraceInvariantsTest.moc"
