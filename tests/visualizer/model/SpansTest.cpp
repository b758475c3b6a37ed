#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/ModelText.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

namespace {

std::string spansOf(const RecordingBuilder& rec)
{
    TraceModel model(rec.recording());
    model.extend();
    return modelText(model.spans(), *rec.recording());
}

} // namespace

class SpansTest : public QObject
{
    Q_OBJECT
private slots:
    void aRunBecomesRows()
    {
        RecordingBuilder rec; // one record a microsecond
        rec.phase(Phase::Main).call("main@a.js:1").call("f@a.js:2").ret("f@a.js:2").ret("main@a.js:1");
        rec.begin(2, Queue::NextTick, "TickObject").call("g@a.js:3").ret("g@a.js:3").end(2, Queue::NextTick).endPhase(Phase::Main);
        rec.phase(Phase::Timers).begin(1, Queue::Timers, "Timeout").end(1, Queue::Timers).endPhase(Phase::Timers);
        QCOMPARE(spansOf(rec), std::string("phases/0 0-9000 main 0\n"
                                           "phases/0 10000-13000 timers 0\n"
                                           "callbacks/0 11000-12000 Timeout#1\n"
                                           "drains/0 5000-8000 TickObject#2\n"
                                           "functions/0 1000-4000 main\n"
                                           "functions/0 6000-7000 g\n"
                                           "functions/1 2000-3000 f\n"));
    }

    void sleepPoolGcOutputAndLossHaveRowsOfTheirOwn()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Poll, 1).pool(2).op(7, OpState::Running, "fs.stat", 2).loop().at(20'000).gc(GcType::Scavenge, 5000).out("hello");
        rec.pool(2).op(7, OpState::Done, "fs.stat").loop().lost(3).endPhase(Phase::Poll, 1, 19'000);
        QCOMPARE(spansOf(rec), std::string("phases/0 0-24000 poll 1\n"
                                           "asleep/0 0-19000 poll 1\n"
                                           "gc/0 15000-20000 scavenge\n"
                                           "output/0 21000-21000 hello\n"
                                           "pool/1 1000-22000 fs.stat#7\n"
                                           "lost/0 21000-24000 3\n"));
    }

    void whatHasNotEndedIsOpenAndEndsLater()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Check).begin(1, Queue::Check, "Immediate").call("f@a.js:1");
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(modelText(model.spans(), *rec.recording()), std::string("phases/0 0-... check 0\n"
                                                                         "callbacks/0 1000-... Immediate#1\n"
                                                                         "functions/0 2000-... f\n"));
        rec.endPhase(Phase::Check);
        model.extend();
        QCOMPARE(modelText(model.spans(), *rec.recording()), std::string("phases/0 0-3000 check 0\n"
                                                                         "callbacks/0 1000-3000 Immediate#1\n"
                                                                         "functions/0 2000-3000 f\n"));
    }

    void deepRecursionIsCutNotStored()
    {
        RecordingBuilder rec;
        for (int i = 0; i < 1000; ++i) rec.call("f@a.js:1");
        for (int i = 0; i < 1000; ++i) rec.ret("f@a.js:1");
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(model.spans().depth(0, TrackKind::Functions), Spans::kDeepest);
        QCOMPARE(model.spans().track({0, TrackKind::Functions, 0})->at(0).to, std::uint64_t{1'999'000});
    }

    void nestedCallbacksStandInDeeperRows()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Poll, "TCPWRAP").begin(2, Queue::Poll, "HTTPINCOMINGMESSAGE").end(2, Queue::Poll).end(1, Queue::Poll);
        QCOMPARE(spansOf(rec), std::string("callbacks/0 0-3000 TCPWRAP#1\ncallbacks/1 1000-2000 HTTPINCOMINGMESSAGE#2\n"));
    }

    void whatConsolePrintedIsShownOnce()
    {
        RecordingBuilder rec;
        rec.console(ConsoleLevel::Log, "a").out("a\n").out("a\n").console(ConsoleLevel::Error, "b").err("  b\n").console(ConsoleLevel::Log, "c").out("d\n");
        QCOMPARE(spansOf(rec), std::string("output/0 0-0 a\noutput/0 2000-2000 a\n\noutput/0 3000-3000 b\noutput/0 5000-5000 c\noutput/0 6000-6000 d\n\n"));
    }

    void isSearchedByTime()
    {
        Track track;
        for (std::uint64_t i = 0; i < 1000; ++i) track.add(i * 10, i * 10 + 4, i);
        QCOMPARE(track.covering(123), track.at(12).record);
        QCOMPARE(track.covering(127), track.size());
        QCOMPARE(track.firstEndingAfter(127), 13u);
        QCOMPARE(track.firstFrom(130), 13u);
        QCOMPARE(track.firstFrom(131), 14u);
        QCOMPARE(track.firstFrom(5'000, 300), 500u);
        QCOMPARE(track.firstFrom(99'999, 999), 1000u);
        QCOMPARE(track.busy(10, 20, 0), std::uint64_t{40});
        track.open(10'000, 1000);
        QCOMPARE(track.busy(999, 1001, 10'100), std::uint64_t{104});
    }
};

QTEST_GUILESS_MAIN(SpansTest)
#include "SpansTest.moc"
