#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/model/TraceView.h"

#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;

class TraceSearchTest : public QObject
{
    Q_OBJECT

    static std::vector<std::uint32_t> found(TraceView& view, const char* text)
    {
        view.search().setText(text);
        return {view.search().hits().begin(), view.search().hits().end()};
    }
    using Hits = std::vector<std::uint32_t>;

    static RecordingBuilder sample()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(5, Queue::Timers, "Timeout", "app.js:2:1", 10).op(6, OpState::Start, "fs.readFile", 0, "app.js:3:1"); // 0 1 2
        r.console(ConsoleLevel::Log, "Loading").out("Loading\n").endPhase(Phase::Main);                                                     // 3 4 5
        r.phase(Phase::Timers, 1).begin(5, Queue::Timers, "Timeout", "loadAll@app.js:2:12").call("loadAll@app.js:2:12");                     // 6 7 8
        r.call("parse@json.js:9:1").ret("parse@json.js:9:1").call("parse@json.js:9:1", RecordFlag::Resume).end(5, Queue::Timers);             // 9 10 11 12
        return r;
    }

private slots:
    void whatRunsStartsOrIsPrintedIsFound()
    {
        TraceView view;
        view.setRecording(sample().recording());
        QCOMPARE(found(view, "load"), (Hits{4, 7, 8}));
        QCOMPARE(found(view, "JSON.js"), (Hits{9}));
        QCOMPARE(found(view, "readfile"), (Hits{2}));
        QCOMPARE(found(view, "timeout"), (Hits{7}));
        QCOMPARE(found(view, "nowhere"), Hits());
        QVERIFY(view.search().isDone());
        QCOMPARE(found(view, ""), Hits());
    }

    void goesRoundFromTheCursor()
    {
        TraceView view;
        view.setRecording(sample().recording());
        view.search().setText("load");
        view.setCursor(0);
        QVERIFY(!view.search().current());
        for (const std::uint64_t cursor : {5, 8, 9, 5}) {
            QVERIFY(view.search().goToNext());
            QCOMPARE(view.cursor(), cursor);
        }
        QCOMPARE(view.search().current(), std::optional<std::size_t>(0));
        for (const std::uint64_t cursor : {9, 8, 5}) {
            QVERIFY(view.search().goToPrevious());
            QCOMPARE(view.cursor(), cursor);
        }
        view.search().setText("nowhere");
        QVERIFY(!view.search().goToNext() && !view.search().goToPrevious());
        QCOMPARE(view.cursor(), std::uint64_t{5});
    }

    void growsWithTheRecordingAndBeginsAnewWithAnother()
    {
        RecordingBuilder rec = sample();
        TraceView view;
        view.setRecording(rec.recording());
        view.search().setText("late");
        QVERIFY(view.search().hits().empty());
        rec.call("late@a.js:1:1");
        view.noticeGrowth();
        QCOMPARE(view.search().hits().size(), std::size_t{1});
        view.setRecording(sample().recording());
        QVERIFY(view.search().hits().empty());
        view.setRecording(nullptr);
        QVERIFY(view.search().isDone());
    }

    void aLongRecordingIsSearchedBySlices()
    {
        RecordingBuilder rec;
        const auto site = static_cast<std::uint32_t>(rec.site("f@a.js:1:1"));
        for (int i = 0; i < 600'000; ++i) rec.add({.place = site, .kind = RecordKind::Call});
        TraceView view;
        view.setRecording(rec.recording());
        QSignalSpy changed(&view.search(), &TraceSearch::changed);
        view.search().setText("a.js");
        QVERIFY(!view.search().isDone());
        QTRY_VERIFY(view.search().isDone());
        QCOMPARE(view.search().hits().size(), std::size_t{600'000});
        QVERIFY(changed.count() > 1);
    }

    void bookmarksStandInOrderAndGoWithWhatIsGone()
    {
        Bookmarks marks(nullptr);
        QSignalSpy changed(&marks, &Bookmarks::changed);
        marks.put({7, 70, "seven"});
        marks.put({3, 30, {}});
        marks.put({7, 75, "a little later"});
        marks.put({3, 30, "three"});
        QCOMPARE(changed.count(), 4);
        QCOMPARE(marks.all(), (std::vector<Bookmark>{{3, 30, "three"}, {7, 70, "seven"}, {7, 75, "a little later"}}));
        QCOMPARE(marks.after(3, 30)->time, std::uint64_t{70});
        QCOMPARE(marks.before(7, 75)->time, std::uint64_t{70});
        QVERIFY(!marks.after(7, 75) && !marks.before(3, 30));
        QVERIFY(marks.at(7, 70) && !marks.at(7, 71));
        marks.shift(5, 2);
        QCOMPARE(marks.all(), (std::vector<Bookmark>{{4, 70, "seven"}, {4, 75, "a little later"}}));
        marks.remove(4, 70);
        QCOMPARE(marks.all().size(), std::size_t{1});
    }

    void bookmarksBelongToTheRecording()
    {
        TraceView view;
        view.setRecording(sample().recording());
        view.bookmarks().put({3, 3000, {}});
        view.setRecording(sample().recording());
        QVERIFY(view.bookmarks().all().empty());
    }
};

QTEST_GUILESS_MAIN(TraceSearchTest)
#include "TraceSearchTest.moc"
