#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/panels/EventsModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace loopscope;

namespace {

QString row(const EventsModel& model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) cells << model.index(row, column).data().toString();
    return cells.join(" | ");
}

QString all(const EventsModel& model)
{
    QStringList lines;
    for (int i = 0; i < model.rowCount(); ++i) lines << row(model, i);
    return lines.join('\n');
}

RecordingBuilder sample()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("main@app.js:1:1").enqueue(5, Queue::Timers, "Timeout", "app.js:2:1", 10);
    r.metric("elu", 0.5).op(6, OpState::Start, "fs.stat", 0, "app.js:3:1").out("hello\nworld\n");
    r.enqueue(7, Queue::NextTick, "TickObject", "node:net:1:1", 0, RecordFlag::Internal);
    r.pool(1).op(6, OpState::Running, "fs.stat", 1).loop().begin(5, Queue::Timers, "Timeout", "tick@timers.js:9:1");
    r.lost(3).exit(2);
    return r;
}

} // namespace

class EventsModelTest : public QObject
{
    Q_OBJECT
private slots:
    void eachRecordInWords()
    {
        Shown shown(sample());
        EventFilter filter = shown.model.filter();
        filter.set(EventGroup::Figures, true);
        shown.setFilter(filter);
        QCOMPARE(all(shown.model), "0.000 | main | phase | begin of main script of iteration 0 | \n"
                                   "0.001 | main | call | main | app.js:1\n"
                                   "0.002 | main | enqueue | timeout 10 ms into timers | app.js:2\n"
                                   "0.003 | main | metric | elu = 0.5 | \n"
                                   "0.004 | main | op | fs.stat: start | app.js:3\n"
                                   "0.005 | main | stdout | hello | \n"
                                   "0.007 | pool-1 | op | fs.stat: running on thread 1 | \n"
                                   "0.008 | main | begin | timeout · tick | timers.js:9\n"
                                   "0.009 | main | lost | 3 records lost | \n"
                                   "0.010 | main | exit | exit code 2, exit | ");
    }

    void idsAreSaidAsPeopleCount()
    {
        RecordingBuilder r;
        const std::uint64_t job = std::uint64_t{1} << 49 | 42; // the 42nd of V8's jobs
        r.begin(job, Queue::Microtask, "await", "a.js:1:1").end(job, Queue::Microtask);
        r.promise((std::uint64_t{2} << 49) + 7, PromiseState::Pending, "a.js:1:1");
        Shown shown(r);
        QVERIFY2(row(shown.model, 1).contains("| callback 42 of"), qPrintable(row(shown.model, 1)));
        QVERIFY2(row(shown.model, 2).contains("| promise 7: pending |"), qPrintable(row(shown.model, 2)));
    }

    void whatEndsHasTheNameUnderWhichItWasScheduled()
    {
        RecordingBuilder r;
        r.enqueue(5, Queue::Timers, "Timeout", "app.js:2:1", 10).enqueue(8, Queue::Microtask, "await", "app.js:4:1").op(6, OpState::Start, "fs.stat", 0, "app.js:3:1");
        r.begin(5, Queue::Timers, "Timeout", "tick@app.js:2:9").end(5, Queue::Timers).end(8, Queue::Microtask).end(6, Queue::Poll);
        Shown shown(r);
        QCOMPARE(row(shown.model, 4), "0.004 | main | end | timeout 10 ms · app.js:2 | ");
        QVERIFY2(row(shown.model, 5).contains("await · app.js:4"), qPrintable(row(shown.model, 5)));
        QVERIFY2(row(shown.model, 6).contains("fs.stat · app.js:3"), qPrintable(row(shown.model, 6)));
    }

    void filterByText()
    {
        Shown shown(sample());
        EventFilter filter = shown.model.filter();
        filter.text = "TICK";
        shown.setFilter(filter);
        QCOMPARE(all(shown.model), "0.008 | main | begin | timeout · tick | timers.js:9");
        filter.internal = true;
        shown.setFilter(filter);
        QCOMPARE(shown.model.rowCount(), 2); // and Node's TickObject
        filter.text = "app.js";
        shown.setFilter(filter);
        QCOMPARE(shown.model.rowCount(), 3);
        filter.text = "nothing of the kind";
        shown.setFilter(filter);
        QCOMPARE(shown.model.rowCount(), 0);
    }

    void whatEndsIsNodesOwnIfWhatBeganWas()
    {
        RecordingBuilder r;
        r.begin(1, Queue::NextTick, "TickObject", {}, RecordFlag::Internal).begin(2, Queue::Poll, "FSREQCALLBACK", "a.js:1:1").end(2, Queue::Poll).end(1, Queue::NextTick);
        r.begin(1, Queue::NextTick, "TickObject", "a.js:2:1").end(1, Queue::NextTick); // another one of that number
        Shown shown(r);
        QCOMPARE(shown.model.rowCount(), 4);
        for (int i = 0; i < 4; ++i) QVERIFY(shown.model.recordAt(i) == std::uint64_t(i < 2 ? i + 1 : i + 2));
        EventFilter filter = shown.model.filter();
        filter.internal = true;
        shown.setFilter(filter);
        QCOMPARE(shown.model.rowCount(), 6);
    }

    void filterByGroup()
    {
        Shown shown(sample());
        EventFilter filter;
        filter.groups = 0;
        filter.set(EventGroup::Operations, true);
        shown.setFilter(filter);
        QCOMPARE(shown.model.rowCount(), 2);
    }

    void cursorAndRow()
    {
        Shown shown(sample());
        QCOMPARE(shown.model.rowAt(0), -1);
        QCOMPARE(shown.model.rowAt(3), 2);
        QCOMPARE(shown.model.rowAt(4), 2); // the metric is not shown
        QCOMPARE(shown.model.recordAt(shown.model.rowAt(5)), 4u);
    }

    void grows()
    {
        RecordingBuilder r = sample();
        Shown shown(r);
        const QAbstractItemModelTester tester(&shown.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int before = shown.model.rowCount();
        shown.model.extend();
        QCOMPARE(shown.model.rowCount(), before);
        r.call("late@late.js:1:1");
        shown.model.extend();
        QCOMPARE(row(shown.model, before), "0.011 | main | call | late | late.js:1");
    }

    void aRangeThatIsReachedInLaterSlicesIsAllThatIsShown()
    {
        RecordingBuilder r;
        for (int i = 0; i < 3000; ++i) r.call("work@a.js:1:1"); // one each microsecond
        Shown shown(r);
        EventsModel& model = shown.model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRange(TimeRange{2500000, 2600000});
        QCOMPARE(model.rowCount(), 100);
        EventFilter filter;
        filter.text = "work";
        model.setFilter(filter);
        while (!model.extend(700)) {}
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.total(), 100u);
        QCOMPARE(model.recordAt(0), 2500u);
        QCOMPARE(model.recordAt(99), 2599u);
    }

    void ofManyAWindowAroundTheCursorIsShown()
    {
        RecordingBuilder r;
        const int count = 3 * int(EventsModel::kMostShown) + 100;
        for (int i = 0; i < count; ++i) r.call("work@a.js:1:1");
        Shown shown(r);
        EventsModel& model = shown.model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto isAround = [&model](std::uint64_t cursor) {
            const int row = model.rowAt(cursor);
            return row >= 0 && model.recordAt(row) + 1 == cursor;
        };
        QCOMPARE(model.total(), std::size_t(count));
        QVERIFY(model.rowCount() <= 2 * int(EventsModel::kMostShown));
        for (const int cursor : {1, count, count / 2, count / 2 + 100, 77, count - 5}) {
            model.showAround(std::uint64_t(cursor));
            QVERIFY(isAround(std::uint64_t(cursor)));
            QVERIFY(model.rowCount() >= int(EventsModel::kMostShown));
        }
        // Scrolling: from one end to the other, none left out.
        model.showAround(1);
        std::uint64_t first = model.recordAt(0);
        QCOMPARE(first, 0u);
        QCOMPARE(model.showEarlier(), 0);
        while (model.recordAt(model.rowCount() - 1) + 1 < std::uint64_t(count)) {
            const std::uint64_t last = model.recordAt(model.rowCount() - 1);
            const int gone = model.showLater();
            QCOMPARE(model.recordAt(0), first + std::uint64_t(gone));
            QVERIFY(model.rowAt(last + 1) >= 0 && model.recordAt(model.rowCount() - 1) > last);
            first = model.recordAt(0);
        }
        QCOMPARE(model.showLater(), 0);
        while (model.recordAt(0) > 0) {
            first = model.recordAt(0);
            const int came = model.showEarlier();
            QCOMPARE(model.recordAt(came), first);
        }
        // At the end it grows with the recording, and lets go at its beginning.
        model.showAround(std::uint64_t(count));
        for (int i = 0; i < 2 * int(EventsModel::kMostShown); ++i) {
            r.call("late@a.js:2:1");
            if (i % 25000 == 24999) shown.finish();
        }
        shown.finish();
        QVERIFY(isAround(r.recording()->size()));
        QVERIFY(model.rowCount() <= 2 * int(EventsModel::kMostShown));
    }

    void aMillionRecordsAreFilteredWithinAFewFrames()
    {
        RecordingBuilder r;
        for (int i = 0; i < 500'000; ++i) r.call("work@a.js:1:1").ret("work@a.js:1:1");
        Shown shown(r);
        QCOMPARE(shown.model.total(), 1000000u);
        EventFilter filter;
        filter.text = "work";
        QElapsedTimer clock;
        clock.start();
        shown.setFilter(filter);
        qInfo("filtered a million records in %lld ms", clock.elapsed());
        QCOMPARE(shown.model.total(), 1000000u);
        QVERIFY(clock.elapsed() < 400);
    }

private:
    struct Shown {
        explicit Shown(const RecordingBuilder& builder) : trace(builder.recording()), model(themes)
        {
            trace.extend();
            model.reset(builder.recording(), &trace.labels());
            finish();
        }
        void finish()
        {
            while (!model.extend()) {}
        }
        void setFilter(const EventFilter& filter)
        {
            model.setFilter(filter);
            finish();
        }
        ThemeManager themes;
        TraceModel trace;
        EventsModel model;
    };
};

QTEST_MAIN(EventsModelTest)
#include "EventsModelTest.moc"
