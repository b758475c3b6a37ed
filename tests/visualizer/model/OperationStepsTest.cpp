#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/OperationSteps.h"

#include <QtTest>

using namespace loopscope;

class OperationStepsTest : public QObject
{
    Q_OBJECT
private slots:
    void goesThroughTheLifeOfAnOperation()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).op(7, OpState::Start, "fs.stat").call("f@a.js:1").metric("elu", 0.5).endPhase(Phase::Main); // 1 to 5
        r.pool(1).op(7, OpState::Running, "fs.stat", 1).op(7, OpState::Done, "fs.stat").loop();                          // 6 7
        r.phase(Phase::Poll, 1).enqueue(7, Queue::Poll, "FSREQCALLBACK").begin(7, Queue::Poll, "FSREQCALLBACK");         // 8 9 10
        r.call("g@a.js:2").end(7, Queue::Poll);                                                                          // 11 12
        TraceModel model(r.recording());
        model.extend();
        std::vector<std::uint64_t> forward, back;
        for (auto at = nextOf(*r.recording(), 7, 0); at; at = nextOf(*r.recording(), 7, *at)) forward.push_back(*at);
        for (auto at = previousOf(*r.recording(), 7, 12); at; at = previousOf(*r.recording(), 7, *at)) back.push_back(*at);
        QCOMPARE(forward, (std::vector<std::uint64_t>{2, 6, 7, 9, 10, 12}));
        QCOMPARE(back, (std::vector<std::uint64_t>{10, 9, 7, 6, 2}));
        QCOMPARE(operationAt(model, 9), std::uint64_t{7});
        QCOMPARE(operationAt(model, 11), std::uint64_t{7}); // a function that its callback called
        QCOMPARE(operationAt(model, 3), std::uint64_t{0});
        QCOMPARE(operationAt(model, 0), std::uint64_t{0});
        QVERIFY(!nextOf(*r.recording(), 99, 0));
    }
};

QTEST_GUILESS_MAIN(OperationStepsTest)
#include "OperationStepsTest.moc"
