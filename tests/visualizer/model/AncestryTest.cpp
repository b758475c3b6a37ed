#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

using Ids = std::vector<std::uint64_t>;

class AncestryTest : public QObject
{
    Q_OBJECT

    static Ids chain(const TraceModel& model, std::uint64_t id)
    {
        Ids ids;
        for (const auto& origin : model.ancestry().chain(id, model.extent())) ids.push_back(origin.id);
        return ids;
    }

private slots:
    void leadsBackToTheMainScript()
    {
        RecordingBuilder rec;
        rec.enqueue(1, Queue::Timers, "Timeout").begin(1, Queue::Timers, "Timeout").enqueue(2, Queue::NextTick, "TickObject");
        rec.enqueue(3, Queue::Microtask, "reaction").end(1, Queue::Timers);
        rec.begin(2, Queue::NextTick, "TickObject").enqueue(4, Queue::Check, "Immediate").end(2, Queue::NextTick);
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(chain(model, 4), (Ids{4, 2, 1}));
        QCOMPARE(model.ancestry().offspring(1), (Ids{2, 3}));
        QVERIFY(!model.ancestry().origin(99, 99));
    }

    void anIntervalWasMadeByWhoMadeItFirst()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").enqueue(2, Queue::Timers, "Interval").end(1, Queue::Check);
        for (int i = 0; i < 3; ++i)
            rec.begin(2, Queue::Timers, "Interval").enqueue(2, Queue::Timers, "Interval").enqueue(10 + i, Queue::NextTick, "TickObject").end(2, Queue::Timers);
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(chain(model, 12), (Ids{12, 2}));
        QCOMPARE(model.ancestry().chain(2, model.extent()).front().by, std::uint64_t{1});
        QCOMPARE(model.ancestry().offspring(2), (Ids{10, 11, 12}));
    }

    void finishedWorkWasStartedByItsStarter()
    {
        RecordingBuilder rec;
        rec.enqueue(1, Queue::Check, "Immediate").begin(1, Queue::Check, "Immediate").op(5, OpState::Start, "fs.readFile").end(1, Queue::Check);
        rec.pool(1).op(5, OpState::Running, "fs.readFile", 1).op(5, OpState::Done, "fs.readFile", 1).loop();
        rec.enqueue(5, Queue::Poll, "FSREQCALLBACK");
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(chain(model, 5), (Ids{5, 1}));
        QCOMPARE(model.labels().label(model.stateAt(99).loops.at(0).waiting(Queue::Poll).front()), QString("fs.readFile"));
    }

    void loopsHaveIdsOfTheirOwn()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").enqueue(2, Queue::Check, "Immediate").worker(1).enqueue(2, Queue::Check, "Immediate");
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(model.ancestry().origin(2, 99, 0)->by, std::uint64_t{1});
        QCOMPARE(model.ancestry().origin(2, 99, 1)->by, std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(AncestryTest)
#include "AncestryTest.moc"
