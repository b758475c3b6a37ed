#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceView.h"

#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;

class TraceViewTest : public QObject
{
    Q_OBJECT
private slots:
    void aFinishedRecordingIsShownWhole()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).at(5'000'000).exit();
        TraceView view;
        view.setRecording(rec.recording());
        QCOMPARE(view.cursor(), std::uint64_t{2});
        QCOMPARE(view.visible(), (TimeRange{0, 5'000'000}));
        QVERIFY(!view.isFollowing());
    }

    void theTimeBeforeTheFirstRecordIsLeftOut()
    {
        RecordingBuilder rec;
        rec.at(90'000'000).phase(Phase::Main).at(95'000'000).exit();
        TraceView view;
        view.setRecording(rec.recording());
        QCOMPARE(view.visible(), (TimeRange{89'900'000, 95'000'000}));
        QCOMPARE(view.whole(), view.visible());
    }

    void aLiveRecordingIsFollowedUntilTheCursorIsPut()
    {
        RecordingBuilder rec;
        TraceView view;
        view.setRecording(rec.recording());
        QVERIFY(view.isFollowing());
        QSignalSpy grew(&view, &TraceView::grew);
        rec.phase(Phase::Main).at(2'000'000).endPhase(Phase::Main);
        view.noticeGrowth();
        view.noticeGrowth();
        QCOMPARE(grew.count(), 1);
        QCOMPARE(view.cursor(), std::uint64_t{2});
        QCOMPARE(view.visible(), (TimeRange{0, 2'000'000}));
        view.setCursor(1);
        QVERIFY(!view.isFollowing());
        rec.at(4'000'000).phase(Phase::Poll);
        view.noticeGrowth();
        QCOMPARE(view.cursor(), std::uint64_t{1});
        QCOMPARE(view.visible(), (TimeRange{0, 2'000'000}));
        view.setFollowing(true);
        QCOMPARE(view.cursor(), std::uint64_t{3});
        QCOMPARE(view.visible(), (TimeRange{2'000'000, 4'000'000}));
    }

    void whoLooksAtAPartWhileFollowingKeepsItsLength()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).at(10'000'000).endPhase(Phase::Main);
        TraceView view;
        view.setRecording(rec.recording());
        view.setVisible({9'000'000, 10'000'000});
        rec.at(20'000'000).endPhase(Phase::Main);
        view.noticeGrowth();
        QCOMPARE(view.visible(), (TimeRange{19'000'000, 20'000'000}));
    }

    void aContinuationKeepsWhatCanBeKept()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main);
        for (std::uint64_t i = 1; i < 10; ++i) rec.at(i * 1'000'000).enqueue(i, Queue::Check, "Immediate");
        TraceView view;
        view.setRecording(rec.recording());
        view.setCursor(8);
        view.setSelection(TimeRange{2'000'000, 7'500'000});
        view.setVisible({6'500'000, 8'500'000});
        const auto continued = [&](std::uint64_t first) {
            auto next = std::make_shared<Recording>(RunInfo{}, rec.recording()->sharedDictionary());
            next->addThread(rec.recording()->threads()[0]);
            next->setOrigin(first, 1);
            const Record lost{.time = rec.recording()->at(first).time, .id = first, .kind = RecordKind::Lost};
            next->append({&lost, 1});
            for (std::uint64_t i = first; i < rec.recording()->size(); ++i) next->append({&rec.recording()->at(i), 1});
            return next;
        };
        const std::uint64_t waiting = view.state().loops.at(0).waiting(Queue::Check).size();
        view.continueIn(continued(6));
        QCOMPARE(view.cursor(), std::uint64_t{3}); // Lost, and records 6 and 7
        QCOMPARE(view.state().loops.at(0).waiting(Queue::Check).size(), waiting);
        QCOMPARE(view.cursorTime(), std::uint64_t{7'000'000});
        QCOMPARE(*view.selection(), (TimeRange{6'000'000, 7'500'000}));
        QCOMPARE(view.visible(), (TimeRange{6'500'000, 8'500'000}));
        // Where it stood is gone.
        view.setRecording(rec.recording());
        view.setCursor(3);
        view.setSelection(TimeRange{1'000'000, 2'000'000});
        view.continueIn(continued(6));
        QCOMPARE(view.cursor(), std::uint64_t{0});
        QVERIFY(!view.selection());
    }

    void theCursorMayStandBetweenTwoRecords()
    {
        RecordingBuilder rec;
        rec.at(1000).phase(Phase::Poll).at(9000).endPhase(Phase::Poll).exit();
        TraceView view;
        view.setRecording(rec.recording());
        view.setCursorTime(5000);
        QCOMPARE(view.cursor(), std::uint64_t{1});
        QCOMPARE(view.cursorTime(), std::uint64_t{5000});
        view.setCursor(99);
        QCOMPARE(view.cursor(), std::uint64_t{3});
    }

    void rangesAreClampedToTheRecording()
    {
        RecordingBuilder rec;
        rec.at(1'000'000).exit();
        TraceView view;
        view.setRecording(rec.recording());
        view.setVisible({900'000, 1'500'000});
        QCOMPARE(view.visible(), (TimeRange{400'000, 1'000'000}));
        view.setVisible({10, 11});
        QCOMPARE(view.visible().length(), std::uint64_t{1000});
        view.setVisible({0, 99'000'000});
        QCOMPARE(view.visible(), (TimeRange{0, 1'000'000}));
    }

    void nothingHappensWithoutARecording()
    {
        TraceView view;
        view.setCursor(5);
        view.setCursorTime(5);
        view.setFollowing(true);
        view.noticeGrowth();
        QCOMPARE(view.cursor(), std::uint64_t{0});
        QVERIFY(!view.isFollowing());
    }
};

QTEST_GUILESS_MAIN(TraceViewTest)
#include "TraceViewTest.moc"
