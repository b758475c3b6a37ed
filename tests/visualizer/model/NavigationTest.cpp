#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

class NavigationTest : public QObject
{
    Q_OBJECT

    RecordingBuilder m_rec;
    std::unique_ptr<TraceModel> m_model;

    std::vector<std::uint64_t> forward(Step step, bool internal = false) const
    {
        std::vector<std::uint64_t> cursors;
        for (auto c = m_model->navigation().next(step, 0, internal); c; c = m_model->navigation().next(step, *c, internal)) cursors.push_back(*c);
        return cursors;
    }
    std::vector<std::uint64_t> backward(Step step, bool internal = false) const
    {
        std::vector<std::uint64_t> cursors;
        for (auto c = m_model->navigation().previous(step, 999, internal); c; c = m_model->navigation().previous(step, *c, internal))
            cursors.insert(cursors.begin(), *c);
        return cursors;
    }

private slots:
    void initTestCase()
    {
        m_rec.phase(Phase::Main, 0)                                                             // 1
            .begin(1, Queue::NextTick, "TickObject")                                            // 2
            .end(1, Queue::NextTick)                                                            // 3
            .endPhase(Phase::Main, 0)                                                           // 4
            .phase(Phase::Timers, 0)                                                            // 5
            .begin(2, Queue::Timers, "Timeout")                                                 // 6
            .end(2, Queue::Timers)                                                              // 7
            .begin(3, Queue::NextTick, "TickObject", {}, RecordFlag::Internal)                  // 8
            .end(3, Queue::NextTick)                                                            // 9
            .endPhase(Phase::Timers, 0)                                                         // 10
            .phase(Phase::Poll, 1)                                                              // 11
            .endPhase(Phase::Poll, 1)                                                           // 12
            .exit();                                                                            // 13
        m_model = std::make_unique<TraceModel>(m_rec.recording());
        m_model->extend();
    }

    void steps_data()
    {
        using Cursors = std::vector<std::uint64_t>;
        QTest::addColumn<Step>("step");
        QTest::addColumn<bool>("internal");
        QTest::addColumn<Cursors>("cursors");
        QTest::newRow("callbacks") << Step::Callback << false << Cursors{1, 2, 6, 13};
        QTest::newRow("with Node's own") << Step::Callback << true << Cursors{1, 2, 6, 8, 13};
        QTest::newRow("macrotasks") << Step::Macrotask << false << Cursors{6};
        QTest::newRow("microtasks") << Step::Microtask << true << Cursors{2, 8};
        QTest::newRow("phases") << Step::Phase << false << Cursors{1, 5, 11};
        QTest::newRow("iterations") << Step::Iteration << false << Cursors{1, 11};
    }
    void steps()
    {
        QFETCH(Step, step);
        QFETCH(bool, internal);
        QFETCH(std::vector<std::uint64_t>, cursors);
        QCOMPARE(forward(step, internal), cursors);
        QCOMPARE(backward(step, internal), cursors);
    }

    void theStateAtAStopShowsWhatBegan() { QCOMPARE(m_model->stateAt(6).loops.at(0).callback()->id, std::uint64_t{2}); }
};

QTEST_GUILESS_MAIN(NavigationTest)
#include "NavigationTest.moc"
