#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

using namespace loopscope;

class LabelsTest : public QObject
{
    Q_OBJECT
private slots:
    void namesDurations_data()
    {
        QTest::addColumn<quint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("ns") << quint64{840} << "840 ns";
        QTest::newRow("µs") << quint64{12'440} << "12.4 µs";
        QTest::newRow("ms") << quint64{1'204'000} << "1.20 ms";
        QTest::newRow("rounds up to the next unit") << quint64{999'700} << "1.00 ms";
        QTest::newRow("s") << quint64{3'050'000'000} << "3.05 s";
        QTest::newRow("min") << quint64{125'000'000'000} << "2 min 5 s";
        QTest::newRow("h") << quint64{7'260'000'000'000} << "2 h 1 min";
    }
    void namesDurations()
    {
        QFETCH(quint64, ns);
        QTEST(Labels::duration(ns), "text");
    }

    void namesCallbacks()
    {
        RecordingBuilder rec;
        rec.enqueue(1, Queue::Timers, "Timeout", "/home/ada/a.js:2:1", 10).enqueue(2, Queue::Timers, "Timeout", {}, 5);
        rec.begin(1, Queue::Timers, "Timeout", "onTimeout@/home/ada/a.js:2:12");
        TraceModel model(rec.recording());
        model.extend();
        const LoopState loop = model.stateAt(99).loops.at(0);
        const Labels& labels = model.labels();
        QCOMPARE(labels.label(*loop.callback()), QString("timeout 10 ms · onTimeout"));
        QCOMPARE(labels.shortName(*loop.callback()), QString("onTimeout"));
        QCOMPARE(labels.place(loop.callback()->place), QString("a.js:2"));
        QCOMPARE(labels.fullPlace(loop.callback()->place), QString("/home/ada/a.js:2:1"));
        QCOMPARE(labels.label(loop.waiting(Queue::Timers).front()), QString("timeout 5 ms"));
    }

    void anAnonymousFunctionIsItsPlace()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate", "/home/ada/a.js:7:3").call("node:fs:12:1");
        rec.begin(2, Queue::Microtask, "await", "readAll@a.js:4").begin(3, Queue::Poll, "SOMETHINGNEW");
        TraceModel model(rec.recording());
        model.extend();
        const Labels& labels = model.labels();
        const auto stack = model.stateAt(99).loops.at(0).stack;
        QCOMPARE(labels.label(stack[0]), QString("setImmediate · a.js:7"));
        QCOMPARE(labels.label(stack[1]), QString("node:fs:12"));
        QCOMPARE(labels.label(stack[2]), QString("await in readAll"));
        QCOMPARE(labels.label(stack[3]), QString("somethingnew"));
        QCOMPARE(labels.function(SiteId::None), QString());
    }

    void aStackIsNamedByTheUsersFrame()
    {
        RecordingBuilder rec;
        const StackId user = rec.stack("main@/home/ada/a.js:3:1");
        const StackId both = rec.dictionary().intern(StackNode{rec.site("readFile@node:fs:9:1"), user});
        TraceModel model(rec.recording());
        QCOMPARE(model.labels().place(both), QString("a.js:3"));
        QCOMPARE(model.labels().place(rec.stack("x@node:net:4")), QString("node:net:4"));
    }
};

QTEST_GUILESS_MAIN(LabelsTest)
#include "LabelsTest.moc"
