#include "tests/visualizer/stage/StageScenes.h"
#include "visualizer/stage/Explain.h"

#include <QtTest>

using namespace loopscope;

namespace {

/// What is said after the last record, `later` ns on.
QString said(const RecordingBuilder& builder, std::uint64_t later = 0)
{
    TraceModel model(builder.recording());
    model.extend();
    const TraceState& state = model.stateAt(model.extent());
    return explain({state, model.recording(), model.labels(), model.ancestry(), state.time + later}).text;
}

QString facts(const RecordingBuilder& builder, std::uint64_t later = 0)
{
    TraceModel model(builder.recording());
    model.extend();
    const TraceState& state = model.stateAt(model.extent());
    return factsBehind({state, model.recording(), model.labels(), model.ancestry(), state.time + later}).join('\n');
}

} // namespace

class ExplainTest : public QObject
{
    Q_OBJECT
private slots:
    void timer()
    {
        RecordingBuilder r;
        r.at(0).phase(Phase::Main).at(0).enqueue(5, Queue::Timers, "Timeout", "app.js:3:1", 10);
        QCOMPARE(said(r), "A timer of 10 ms is armed at app.js:3.");
        r.endPhase(Phase::Main).at(10'400'000).phase(Phase::Timers, 1);
        QCOMPARE(said(r), "Timers phase: of 1 armed, 1 reached their time.");
        r.at(10'400'000).begin(5, Queue::Timers, "Timeout", "tick@app.js:3:12");
        QCOMPARE(said(r), "`tick` runs now: its 10 ms passed 400 µs ago. The stack was empty, and so are both queues between callbacks.");
        r.enqueue(6, Queue::NextTick, "TickObject", "app.js:4:1").end(5, Queue::Timers);
        QCOMPARE(said(r), "The callback of timeout 10 ms at app.js:3 has ended. To run before the loop goes on: one tick.");
    }

    void aLineThatTakesItsTimeSaysSo()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).call("f@app.js:1:1").line("app.js:2:1");
        QCOMPARE(said(r), "Line app.js:2 is about to run.");
        QCOMPARE(said(r, 12'000'000), "Line app.js:2 has been running for 12.0 ms.");
    }

    void aTimerThatCameALittleEarlyIsNoContradiction()
    {
        RecordingBuilder r;
        r.at(1'000'000).phase(Phase::Main).at(1'000'000).enqueue(5, Queue::Timers, "Timeout", "app.js:3:1", 50).endPhase(Phase::Main);
        r.at(50'900'000).phase(Phase::Timers, 1);
        QCOMPARE(said(r), "Timers phase: one timer is armed.");
        r.at(50'900'000).begin(5, Queue::Timers, "Timeout", "later@app.js:3:12");
        QVERIFY2(said(r).startsWith("`later` runs now: its timer was set to 50 ms, 49.9 ms ago."), qPrintable(said(r)));
    }

    void whatNodeDoesItselfIsNotSaidOfTheUser()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(5, Queue::NextTick, "TickObject", "app.js:3:1", 0, RecordFlag::Internal);
        QCOMPARE(said(r), "Node itself queues a tick, for the call at app.js:3.");
        r.begin(5, Queue::NextTick, "TickObject", "afterWriteTick@node:stream:1:1", RecordFlag::Internal);
        QCOMPARE(said(r), "Node's own `afterWriteTick` runs now, from the nextTick queue.");
        r.enqueue(6, Queue::NextTick, "TickObject", "app.js:3:1", 0, RecordFlag::Internal).end(5, Queue::NextTick);
        QCOMPARE(said(r), "Node's own callback has ended. To run before the loop goes on: only what is Node's own.");
        r.begin(6, Queue::NextTick, "TickObject", "afterWriteTick@node:stream:1:1", RecordFlag::Internal).end(6, Queue::NextTick);
        QCOMPARE(said(r), "Node's own callback has ended. Nothing waits in the queues between callbacks.");
    }

    void aCallbackWithoutANameIsThatOfItsOperation()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).op(5, OpState::Start, "fs.stat", 0, "app.js:3:1").endPhase(Phase::Main).phase(Phase::Poll, 1);
        r.op(5, OpState::Done, "fs.stat").enqueue(5, Queue::Poll, "FSREQCALLBACK", "app.js:3:1");
        QCOMPARE(said(r), "fs.stat is complete: its callback is handed to the loop.");
        r.begin(5, Queue::Poll, "FSREQCALLBACK");
        QVERIFY2(said(r).startsWith("The callback of fs.stat at app.js:3 runs now, in the poll phase."), qPrintable(said(r)));
    }

    void serversHaveNewsAndWorkersAreNamed()
    {
        RecordingBuilder r;
        r.phase(Phase::Poll, 1).enqueue(5, Queue::Poll, "TCPSERVERWRAP", "app.js:3:1");
        QCOMPARE(said(r), "tcp server has news: its callback is handed to the loop.");
        r.worker(1).phase(Phase::Main);
        QCOMPARE(said(r), "Worker 1: The main script runs, before the loop starts.");
    }

    void whatKeepsTheProgramAliveIsSaidInPoll()
    {
        RecordingBuilder r;
        r.phase(Phase::Poll, 1).handle(5, HandleState::Active, "TCPSERVERWRAP", "127.0.0.1:3000", "app.js:3:1");
        QCOMPARE(said(r), "tcp server 127.0.0.1:3000, made at app.js:3, is open as the loop goes to sleep, and keeps the program alive.");
        r.handle(6, HandleState::Unref, "FSEVENTWRAP", "/tmp");
        QCOMPARE(said(r), "fs.watch /tmp is open as the loop goes to sleep, but does not keep the program alive: it is unreferenced.");
        r.endPhase(Phase::Poll, 1).phase(Phase::Poll, 2);
        QCOMPARE(said(r, 2000), "The loop has been in poll for 2.00 µs. tcp server 127.0.0.1:3000 keeps it alive.");
        r.handle(7, HandleState::Active, "TCPWRAP", "127.0.0.1:4000").phase(Phase::Poll, 3);
        QVERIFY2(said(r).endsWith(" tcp server 127.0.0.1:3000 and one more handle keep it alive."), qPrintable(said(r)));
        r.handle(5, HandleState::Closed, "TCPSERVERWRAP").handle(7, HandleState::Idle, "TCPWRAP", "127.0.0.1:4000").phase(Phase::Poll, 4);
        QVERIFY2(!said(r).contains("alive"), qPrintable(said(r)));
    }

    void anonymousFunctionsAreNamedByTheirPlace()
    {
        RecordingBuilder r;
        r.phase(Phase::Check, 1).begin(7, Queue::Check, "Immediate", "@app.js:9:14");
        QVERIFY2(said(r).startsWith("The function at app.js:9 runs now"), qPrintable(said(r)));
    }

    void theKindsOfMicrotaskAreToldApart()
    {
        const auto after = [](std::string_view kind) {
            RecordingBuilder r;
            r.phase(Phase::Main).enqueue(1, Queue::Microtask, kind, "a.js:1:1");
            r.after(5'000).begin(1, Queue::Microtask, kind, "f@a.js:2:1");
            return said(r);
        };
        QCOMPARE(after("reaction"), "`f` runs now: the promise it was waiting for has settled. It was in the queue for 5.00 µs.");
        QCOMPARE(after("await"), "`f` goes on after its await: the awaited promise has settled. It was in the queue for 5.00 µs.");
        QCOMPARE(after("thenable"), "`f` is called, because a promise was resolved with a thenable. It was in the queue for 5.00 µs.");
        QCOMPARE(after("queueMicrotask"), "`f` runs now: queueMicrotask asked for it. It was in the queue for 5.00 µs.");
    }

    void poll()
    {
        RecordingBuilder r;
        r.step(0).phase(Phase::Main).enqueue(1, Queue::Timers, "Timeout", "a.js:1:1", 10).op(2, OpState::Start, "fs.readFile", 0, "a.js:2:1");
        r.endPhase(Phase::Main).phase(Phase::Poll, 1);
        QCOMPARE(said(r, 4'000'000), "The loop has been in poll for 4.00 ms. One operation is under way: fs.readFile. The next timer is due in about 6.00 ms.");
        r.at(6'000'000).endPhase(Phase::Poll, 1, 5'900'000);
        QCOMPARE(said(r), "Poll is over: the loop was asleep for 5.90 ms of it.");
    }

    void pollDoesNotSleepWhileImmediatesWait()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(1, Queue::Check, "Immediate", "a.js:1:1").endPhase(Phase::Main).phase(Phase::Poll, 1);
        QVERIFY(said(r).endsWith("It will not sleep: an immediate waits in check."));
    }

    void pool()
    {
        RecordingBuilder r;
        r.step(0).phase(Phase::Main).op(1, OpState::Start, "crypto.pbkdf2", 0, "p.js:4:1");
        QCOMPARE(said(r), "crypto.pbkdf2 is handed away at p.js:4; JavaScript does not wait for it.");
        r.pool(1).after(200'000).op(1, OpState::Running, "crypto.pbkdf2", 1);
        QCOMPARE(said(r), "crypto.pbkdf2 runs on thread 1 of the pool, 200 µs after it was asked for.");
        r.op(1, OpState::Done, "crypto.pbkdf2");
        QCOMPARE(said(r), "crypto.pbkdf2 is done.");
    }

    void figuresDoNotHideTheMoment()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).call("main@a.js:1:1").metric("heap_used", 1e6);
        QCOMPARE(said(r), "`main` is called.");
    }

    void ends()
    {
        RecordingBuilder r;
        QCOMPARE(said(r), "The recording starts here.");
        r.phase(Phase::Main).lost(17);
        QCOMPARE(said(r), "17 records were dropped here: what happened in them is not known.");
        r.exit(1, ExitReason::Uncaught);
        QCOMPARE(said(r), "An error that nobody caught ended the program, with exit code 1.");
    }

    void factsSayWhoScheduledItAndWhoseTurnItIs()
    {
        RecordingBuilder r;
        r.at(0).phase(Phase::Main).at(1'000'000).enqueue(5, Queue::Timers, "Timeout", "app.js:3:1", 10);
        QCOMPARE(facts(r), "The loop has not gone on yet: the main script, and what it queues between callbacks, comes first.\n"
                           "The next timer is not due before 10.0 ms have passed.");
        r.endPhase(Phase::Main).at(11'400'000).phase(Phase::Timers, 1).at(11'500'000).begin(5, Queue::Timers, "Timeout", "tick@app.js:3:12");
        QCOMPARE(facts(r), "It was armed at 1.000 ms by the call at app.js:3.\nIt waited for 10.5 ms, in the queue timers.\nThe loop is in its phase timers, in iteration 1.");
        r.at(11'600'000).enqueue(6, Queue::NextTick, "TickObject", "app.js:4:1").at(11'600'000).enqueue(7, Queue::Check, "Immediate", "app.js:5:1");
        QCOMPARE(facts(r), "It was done by `tick`, which has been running for 100 µs.\nThe loop is in its phase timers, in iteration 1.\n"
                           "One tick waits: the stack must be empty first.\nOne immediate waits for the check phase, which comes after poll.");
        r.at(11'700'000).end(5, Queue::Timers);
        QCOMPARE(facts(r), "It was armed at 1.000 ms by the call at app.js:3.\nIt ran for 200 µs.\nThe loop is in its phase timers, in iteration 1.\n"
                           "Next comes one tick, before the loop goes on.\nOne immediate waits for the check phase, which comes after poll.");
        r.at(11'800'000).begin(6, Queue::NextTick, "TickObject", "later@app.js:4:9");
        QVERIFY2(facts(r).startsWith("It was queued at 11.600 ms by the call at app.js:4, in the callback of timeout 10 ms at app.js:3.\nIt waited for 200 µs, in the queue nextTick."), qPrintable(facts(r)));
    }

    void aTimerThatIsDueWaitsForItsPhase()
    {
        RecordingBuilder r;
        r.at(0).phase(Phase::Main).at(0).enqueue(5, Queue::Timers, "Timeout", "app.js:3:1", 10).endPhase(Phase::Main).at(9'000'000).phase(Phase::Poll, 1);
        QVERIFY2(facts(r, 4'000'000).contains("A timer has been due for 3.00 ms: it waits for the timers phase."), qPrintable(facts(r, 4'000'000)));
    }

    void everyMomentOfEveryRecordingHasASentence()
    {
        for (const NamedScene& scene : stageScenes()) {
            if (!scene.recording || scene.recording->size() > 1000) continue;
            TraceModel model(scene.recording);
            model.extend();
            for (std::uint64_t cursor = 0; cursor <= model.extent(); ++cursor) {
                const TraceState& state = model.stateAt(cursor);
                const Moment moment{state, model.recording(), model.labels(), model.ancestry(), state.time};
                const QString text = explain(moment).text;
                for (const QString& fact : factsBehind(moment)) QVERIFY2(fact.endsWith('.') && !fact.contains('%'), qPrintable(fact));
                QVERIFY2(text.endsWith('.'), qPrintable(QStringLiteral("%1 at %2: %3").arg(scene.name).arg(cursor).arg(text)));
                QVERIFY2(!text.contains("%"), qPrintable(text));
            }
        }
    }
};

QTEST_GUILESS_MAIN(ExplainTest)
#include "ExplainTest.moc"
