#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/RangeFigures.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

namespace {

RangeFigures of(const RecordingBuilder& rec, TimeRange range)
{
    TraceModel model(rec.recording());
    model.extend();
    return figuresOf(model, range);
}

/// A main script of 10 us, a poll of 80 us of which 60 asleep, with an I/O callback and its tick in it.
RecordingBuilder program()
{
    RecordingBuilder rec;
    rec.at(0).phase(Phase::Main).at(10'000).endPhase(Phase::Main).at(20'000).phase(Phase::Poll, 1);
    rec.at(80'000).begin(1, Queue::Poll, "FSREQCALLBACK", "f@a.js:1").at(85'000).end(1, Queue::Poll);
    rec.at(86'000).begin(2, Queue::NextTick, "TickObject", "g@a.js:2").at(90'000).end(2, Queue::NextTick);
    rec.at(91'000).begin(3, Queue::NextTick, "TickObject", "h@node:a", RecordFlag::Internal).at(92'000).end(3, Queue::NextTick);
    rec.at(100'000).endPhase(Phase::Poll, 1, 60'000);
    return rec;
}

} // namespace

class RangeFiguresTest : public QObject
{
    Q_OBJECT
private slots:
    void theWhole()
    {
        const RangeFigures figures = of(program(), {0, 100'001});
        QCOMPARE(figures.callbacks, std::size_t{1});
        QCOMPARE(figures.drained, std::size_t{1}); // Node's own tick is not the user's
        QCOMPARE(*figures.busyShare, 1.0 - 60.0 / 90.0);
    }

    void aPartCountsWhatBeginsInIt()
    {
        QCOMPARE(of(program(), {80'000, 86'000}), (RangeFigures{1, 0, 1.0}));
        QCOMPARE(of(program(), {80'001, 86'001}), (RangeFigures{0, 1, 1.0}));
        QCOMPARE(*of(program(), {50'000, 90'000}).busyShare, 0.25); // asleep until 80
        QCOMPARE(*of(program(), {30'000, 40'000}).busyShare, 0.0);
    }

    void betweenPhasesThereIsNoShare()
    {
        QVERIFY(!of(program(), {12'000, 18'000}).busyShare);
        QCOMPARE(of(RecordingBuilder(), {0, 1000}), RangeFigures());
    }

    void aPhaseThatGoesOnCountsUpToNow()
    {
        RecordingBuilder rec;
        rec.at(0).phase(Phase::Main).at(50'000).call("f@a.js:1");
        QCOMPARE(*of(rec, {10'000, 40'000}).busyShare, 1.0);
    }
};

QTEST_GUILESS_MAIN(RangeFiguresTest)
#include "RangeFiguresTest.moc"
