#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/ModelText.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"

#include <QSignalSpy>
#include <QtTest>

#include <random>

using namespace loopscope;

namespace {

/// A program of no sense: what may happen to a fold, in any order.
void addNoise(RecordingBuilder& rec, int count, std::mt19937& random)
{
    for (int i = 0; i < count; ++i) {
        const std::uint64_t id = 1 + random() % 400;
        const auto queue = static_cast<Queue>(random() % kQueueCount);
        switch (random() % 8) {
        case 0: case 1: rec.enqueue(id, queue, "Timeout", "a.js:3", 10); break;
        case 2: rec.begin(id, queue, "Timeout", "f@a.js:3"); break;
        case 3: rec.end(id, queue); break;
        case 4: rec.cancel(id, queue); break;
        case 5: rec.call("g@a.js:4"); break;
        case 6: rec.ret("g@a.js:4"); break;
        case 7: rec.op(id, static_cast<OpState>(random() % 4), "fs.stat", 1 + random() % 4); break;
        }
    }
}

TraceState foldFromZero(const Recording& recording, std::uint64_t cursor)
{
    TraceState state;
    for (std::uint64_t i = 0; i < cursor; ++i) StateFold().apply(state, recording.at(i));
    return state;
}

} // namespace

class StateHistoryTest : public QObject
{
    Q_OBJECT
private slots:
    void anyMomentIsTheFoldFromTheBeginning()
    {
        std::mt19937 random(3);
        RecordingBuilder rec;
        addNoise(rec, 40'000, random);
        TraceModel model(rec.recording());
        QVERIFY(model.extend());
        for (int i = 0; i < 60; ++i) {
            const std::uint64_t cursor = random() % (rec.recording()->size() + 1);
            const TraceState expected = foldFromZero(*rec.recording(), cursor);
            QCOMPARE(modelText(model.stateAt(cursor), rec.dictionary()), modelText(expected, rec.dictionary()));
            QVERIFY(model.stateAt(cursor) == expected);
        }
    }

    void stepsForwardAndBackAgree()
    {
        std::mt19937 random(4);
        RecordingBuilder rec;
        addNoise(rec, 300, random);
        TraceModel model(rec.recording());
        model.extend();
        std::vector<TraceState> forward;
        for (std::uint64_t cursor = 0; cursor <= 300; ++cursor) forward.push_back(model.stateAt(cursor));
        for (std::uint64_t cursor = 301; cursor-- > 0;) QVERIFY(model.stateAt(cursor) == forward[cursor]);
    }

    void growsWithTheRecording()
    {
        std::mt19937 random(5);
        RecordingBuilder rec;
        TraceModel model(rec.recording());
        for (int i = 0; i < 20; ++i) {
            addNoise(rec, 1500, random);
            QVERIFY(!model.extend(100));
            QCOMPARE(model.stateAt(rec.recording()->size()).cursor, model.extent());
            QVERIFY(model.extend());
            QVERIFY(model.stateAt(~std::uint64_t{0}) == foldFromZero(*rec.recording(), rec.recording()->size()));
        }
    }

    void aLongRecordingIsTakenInBySlices()
    {
        RecordingBuilder rec;
        for (int i = 0; i < 200'000; ++i) rec.enqueue(i + 1, Queue::Timers, "Timeout");
        TraceView view;
        QSignalSpy cursorChanged(&view, &TraceView::cursorChanged);
        view.setRecording(rec.recording());
        QVERIFY(view.state().cursor < 200'000);
        QTRY_COMPARE(view.state().cursor, std::uint64_t{200'000});
        QVERIFY(cursorChanged.count() > 1);
        QCOMPARE(view.state().loops.at(0).waiting(Queue::Timers).size(), 200'000u);
        view.setCursor(100'000);
        QCOMPARE(view.state().loops.at(0).waiting(Queue::Timers).size(), 100'000u);
    }

    void printsAsText()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Check, 2).begin(3, Queue::Check, "Immediate", "f@a.js:1").lost(4).call("g@a.js:2").enqueue(5, Queue::Timers, "Timeout", {}, 10);
        rec.op(9, OpState::Start, "fs.stat");
        TraceModel model(rec.recording());
        model.extend();
        QCOMPARE(modelText(model.stateAt(99), rec.dictionary()), std::string("phase check of iteration 2\n"
                                                                               "stack:\n"
                                                                               "  check Immediate #3 f@a.js:1\n"
                                                                               "  g@a.js:2\n"
                                                                               "timers: Timeout#5(10ms)<#3\n"
                                                                               "op #9 fs.stat start\n"
                                                                               "lost: 4\n"));
    }
};

QTEST_GUILESS_MAIN(StateHistoryTest)
#include "StateHistoryTest.moc"
