#include "tests/visualizer/timeline/SamplePrograms.h"
#include "visualizer/model/Bookmarks.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceSearch.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"
#include "visualizer/timeline/OverviewStrip.h"
#include "visualizer/timeline/Player.h"
#include "visualizer/timeline/SearchField.h"
#include "visualizer/timeline/SpanTip.h"
#include "visualizer/timeline/TimelineActions.h"
#include "visualizer/timeline/TimelineCanvas.h"
#include "visualizer/timeline/TimelinePanel.h"
#include "visualizer/timeline/TransportBar.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;

/// Real key and mouse events to the panel, as a user would send them.
class TimelinePanelTest : public QObject
{
    Q_OBJECT

    ThemeManager m_themes;
    RecordingBuilder m_rec = smallProgram();
    std::unique_ptr<TraceView> m_view;
    std::unique_ptr<TimelinePanel> m_panel;

    TimelineCanvas& canvas() const { return m_panel->canvas(); }

    /// The pixel of a time in a row.
    QPoint at(std::uint64_t time, TrackKind kind, std::uint16_t row = 0) const
    {
        for (const Lane& lane : canvas().lanes())
            if (lane.kind == kind) return QPointF(canvas().axis().x(time), canvas().lanesArea().top() + lane.rowTop(row) + lane.rowHeight / 2).toPoint();
        return {};
    }
    Track::Span span(TrackKind kind, std::size_t i = 0) const { return m_view->model()->spans().track({0, kind, 0})->at(i); }
    void drag(QWidget& widget, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::mousePress(&widget, Qt::LeftButton, modifiers, from);
        QTest::mouseMove(&widget, (from + to) / 2);
        QTest::mouseMove(&widget, to);
        QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, to);
    }
    void wheel(QPoint position, int delta, Qt::KeyboardModifiers modifiers = {}) const
    {
        QWheelEvent event(position, canvas().mapToGlobal(position), {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas(), &event);
    }

private slots:
    void init()
    {
        m_view = std::make_unique<TraceView>();
        m_panel = std::make_unique<TimelinePanel>(*m_view, m_themes);
        m_panel->resize(1280, 320);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_view->setRecording(m_rec.recording());
        m_view->setCursor(0);
    }
    void cleanup()
    {
        m_panel.reset();
        m_view.reset();
    }

    void aClickPutsTheCursor()
    {
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at(8'000'000, TrackKind::Callbacks));
        QVERIFY(qAbs(double(m_view->cursorTime()) - 8e6) < canvas().axis().nsPerPixel());
    }

    void aClickOnANarrowBarGoesToItsBeginning()
    {
        const Track::Span check = span(TrackKind::Phases, 3);
        QCOMPARE(m_rec.recording()->at(check.record).phase(), Phase::Check);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at(check.from, TrackKind::Phases));
        QCOMPARE(m_view->cursor(), check.record + 1);
        QCOMPARE(m_view->state().loops.at(0).phase, std::optional(Phase::Check));
    }

    void draggingPansAndLeavesTheCursor()
    {
        m_view->setVisible({4'000'000, 8'000'000});
        const QPoint from = at(6'000'000, TrackKind::Drains);
        drag(canvas(), from, from - QPoint(100, 0));
        QVERIFY(qAbs(double(m_view->visible().from) - (4e6 + 100 * canvas().axis().nsPerPixel())) < 10);
        QCOMPARE(m_view->cursor(), std::uint64_t{0});
    }

    void draggingOnTheRulerScrubs()
    {
        const QPoint to(at(9'000'000, TrackKind::Phases).x(), 8);
        drag(canvas(), QPoint(at(1'000'000, TrackKind::Phases).x(), 8), to);
        QVERIFY(qAbs(double(m_view->cursorTime()) - 9e6) < canvas().axis().nsPerPixel());
    }

    void whatHappensLaterIsDrawnIfItIsSeen()
    {
        RecordingBuilder rec;
        auto turn = [&rec, id = std::uint64_t{0}]() mutable { rec.phase(Phase::Timers, 1).begin(++id, Queue::Timers, "Timeout").after(900'000).end(id, Queue::Timers).endPhase(Phase::Timers, 1); };
        const auto picture = [this] { return canvas().grab().toImage(); };
        const auto pictureDrawnAnew = [&] {
            m_panel->resize(m_panel->width() + 1, m_panel->height());
            m_panel->resize(m_panel->width() - 1, m_panel->height());
            return picture();
        };
        for (int i = 0; i < 8; ++i) turn();
        rec.phase(Phase::Poll, 9).after(3'000'000).out("x"); // polls still
        m_view->setRecording(rec.recording());
        m_view->setCursor(3);
        m_view->setVisible({0, 3'000'000});
        const QImage early = picture();
        m_view->setVisible(m_view->whole());
        const QImage polling = picture();
        rec.after(2'000'000).endPhase(Phase::Poll, 9, 4'900'000); // and was asleep, as is known now
        m_view->noticeGrowth();
        const QImage asleep = picture();
        QVERIFY(asleep != polling);
        QVERIFY(asleep == pictureDrawnAnew());
        m_view->setVisible({0, 3'000'000});
        QVERIFY(picture() == early);
        for (int i = 0; i < 8; ++i) turn();
        m_view->noticeGrowth();
        QVERIFY(picture() == early);
        QVERIFY(pictureDrawnAnew() == early);
    }

    void aSelectionIsMeasured()
    {
        drag(canvas(), at(2'000'000, TrackKind::Callbacks), at(5'000'000, TrackKind::Callbacks), Qt::ShiftModifier);
        const auto labels = m_panel->transport().findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->text().contains("selected") && label->text().contains("busy"); }));
    }

    void findingGoesFromPlaceToPlace()
    {
        QTest::keyClick(&canvas(), Qt::Key_Slash);
        QLineEdit& input = m_panel->transport().search().input();
        QVERIFY(input.hasFocus());
        const Recording& recording = *m_view->recording();
        const auto first = [&] {
            for (std::uint64_t i = 0; i < recording.size(); ++i)
                if (recording.at(i).kind == RecordKind::Begin) return recording.at(i);
            return Record();
        }();
        const std::string name(recording.dictionary().type(first.type));
        m_view->setCursor(0);
        QTest::keyClicks(&input, QString::fromStdString(name));
        QVERIFY(!m_view->search().hits().empty());
        QTest::keyClick(&input, Qt::Key_Return);
        QCOMPARE(m_view->cursor(), std::uint64_t{m_view->search().hits()[0]} + 1);
        QVERIFY2(m_panel->transport().search().count().text().startsWith("1 of "), qPrintable(m_panel->transport().search().count().text()));
        QTest::keyClick(&input, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_view->cursor(), std::uint64_t{m_view->search().hits().back()} + 1);
        QTest::keyClick(&input, Qt::Key_Escape);
        QVERIFY(canvas().hasFocus());
        QVERIFY(m_view->search().text().isEmpty());
    }

    void anOperationIsFollowed()
    {
        const Recording& recording = *m_view->recording();
        std::uint64_t index = 0;
        while (recording.at(index).kind != RecordKind::Enqueue) ++index;
        const std::uint64_t id = recording.at(index).id;
        m_view->setCursor(index + 1);
        QTest::keyClick(&canvas(), Qt::Key_O);
        QVERIFY(m_view->cursor() > index + 1);
        QCOMPARE(recording.at(m_view->cursor() - 1).id, id);
        QCOMPARE(recording.at(m_view->cursor() - 1).kind, RecordKind::Begin);
        QTest::keyClick(&canvas(), Qt::Key_O, Qt::ShiftModifier);
        QCOMPARE(m_view->cursor(), index + 1);
    }

    void bookmarksArePutAndVisited()
    {
        m_view->setCursor(2);
        QTest::keyClick(&canvas(), Qt::Key_B);
        m_view->setCursorTime(4'500'000);
        QTest::keyClick(&canvas(), Qt::Key_B);
        QCOMPARE(m_view->bookmarks().all().size(), std::size_t{2});
        QTest::keyClick(&canvas(), Qt::Key_J);
        QCOMPARE(m_view->cursor(), std::uint64_t{2});
        QTest::keyClick(&canvas(), Qt::Key_K);
        QCOMPARE(m_view->cursorTime(), std::uint64_t{4'500'000});
        QTest::keyClick(&canvas(), Qt::Key_B);
        QCOMPARE(m_view->bookmarks().all().size(), std::size_t{1});
    }

    void draggingWithShiftSelectsEitherWay()
    {
        const QPoint a = at(2'000'000, TrackKind::Callbacks), b = at(5'000'000, TrackKind::Callbacks);
        drag(canvas(), b, a, Qt::ShiftModifier);
        QVERIFY(m_view->selection());
        QVERIFY(qAbs(double(m_view->selection()->length()) - 3e6) < 2 * canvas().axis().nsPerPixel());
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QCOMPARE(m_view->visible(), *m_view->selection());
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(!m_view->selection());
    }

    void theWheelZoomsAtThePointer()
    {
        const QPoint position = at(5'000'000, TrackKind::Callbacks);
        const std::uint64_t before = canvas().axis().time(position.x());
        wheel(position, 120);
        QVERIFY(m_view->visible().length() < 12'000'000);
        QVERIFY(qAbs(double(canvas().axis().time(position.x())) - double(before)) < canvas().axis().nsPerPixel());
        const std::uint64_t from = m_view->visible().from;
        wheel(position, -120, Qt::ShiftModifier);
        QVERIFY(m_view->visible().from > from);
    }

    void aDoubleClickFitsTheSpan()
    {
        const Track::Span read = span(TrackKind::Callbacks);
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, at((read.from + read.to) / 2, TrackKind::Callbacks));
        QVERIFY(m_view->visible().from < read.from && m_view->visible().to > read.to);
        QVERIFY(m_view->visible().length() < (read.to - read.from) * 13 / 10);
    }

    void controlClickAsksForThePlace()
    {
        qRegisterMetaType<SiteId>("loopscope::SiteId");
        QSignalSpy requested(m_panel.get(), &TimelinePanel::siteRequested);
        const Track::Span read = span(TrackKind::Callbacks);
        QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::ControlModifier, at((read.from + read.to) / 2, TrackKind::Callbacks));
        QCOMPARE(requested.count(), 1);
        QCOMPARE(requested[0][1].toULongLong(), 9u);
        QCOMPARE(m_rec.dictionary().site(requested[0][0].value<SiteId>()).line, 6u);
    }

    void hoveringLightsTheOperation()
    {
        const Track::Span timer = span(TrackKind::Callbacks, 1);
        QTest::mouseMove(&canvas(), at((timer.from + timer.to) / 2, TrackKind::Callbacks));
        QTRY_COMPARE(m_view->highlighted(), std::uint64_t{5});
        QTest::mouseMove(&canvas(), at(9'000'000, TrackKind::Drains));
        QTRY_COMPARE(m_view->highlighted(), std::uint64_t{0});
    }

    void keysStepFromCallbackToCallback()
    {
        std::vector<std::uint64_t> ids;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(&canvas(), Qt::Key_N);
            const StackFrame* callback = m_view->state().loops.at(0).callback();
            ids.push_back(callback ? callback->id : 0);
        }
        QCOMPARE(ids, (std::vector<std::uint64_t>{0, 6, 8, 9, 5})); // main script, tick, job, file, timer
        QTest::keyClick(&canvas(), Qt::Key_P);
        QCOMPARE(m_view->state().loops.at(0).callback()->id, std::uint64_t{9});
    }

    void homeEndZoomAndPanKeys()
    {
        QTest::keyClick(&canvas(), Qt::Key_End);
        QCOMPARE(m_view->cursor(), m_rec.recording()->size());
        QTest::keyClick(&canvas(), Qt::Key_Plus, Qt::ShiftModifier);
        const TimeRange zoomed = m_view->visible();
        QVERIFY(zoomed.length() < m_rec.recording()->duration());
        QTest::keyClick(&canvas(), Qt::Key_Left);
        QVERIFY(m_view->visible().from < zoomed.from);
        QTest::keyClick(&canvas(), Qt::Key_0);
        QCOMPARE(m_view->visible(), m_view->whole());
        QTest::keyClick(&canvas(), Qt::Key_Home);
        QCOMPARE(m_view->cursor(), std::uint64_t{0});
        QTest::keyClick(&canvas(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_view->cursor(), std::uint64_t{1});
    }

    void spacePlaysAndPauses()
    {
        QTest::keyClick(&canvas(), Qt::Key_Space);
        QVERIFY(m_panel->player().isPlaying());
        QCOMPARE(m_panel->timeActions().play->text(), QString("Pause"));
        QTest::keyClick(&canvas(), Qt::Key_Space);
        QVERIFY(!m_panel->player().isPlaying());
    }

    void theCursorStaysInViewWhenItMoves()
    {
        m_view->setVisible({0, 1'500'000});
        m_view->setCursorTime(12'000'000);
        QVERIFY(m_view->visible().from <= 12'000'000 && m_view->visible().to >= 12'000'000);
    }

    void actionsAreOfferedAndKnowWhatIsPossible()
    {
        QVERIFY(m_panel->actions().size() >= 18);
        for (const QAction* action : m_panel->actions()) QVERIFY2(!action->text().isEmpty() && !action->objectName().isEmpty(), qPrintable(action->text()));
        QVERIFY(!m_panel->timeActions().previousCallback->isEnabled());
        QVERIFY(!m_panel->timeActions().follow->isEnabled()); // the recording is complete
        m_view->setRecording(nullptr);
        QVERIFY(!m_panel->timeActions().play->isEnabled());
    }

    void aLiveRunIsFollowed()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main);
        m_view->setRecording(rec.recording());
        QVERIFY(m_panel->timeActions().follow->isChecked());
        rec.at(3'000'000).endPhase(Phase::Main);
        m_view->noticeGrowth();
        QCOMPARE(m_view->visible().to, std::uint64_t{3'000'000});
        QTest::keyClick(&canvas(), Qt::Key_F);
        QVERIFY(!m_view->isFollowing());
    }

    void lanesAreFoldedByAClickOnTheirName()
    {
        const auto functions = [this] { return *std::find_if(canvas().lanes().begin(), canvas().lanes().end(), [](const Lane& l) { return l.kind == TrackKind::Functions; }); };
        QVERIFY(functions().canFold);
        const double height = functions().height();
        const QPoint name(20, at(0, TrackKind::Functions).y());
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, name);
        QVERIFY(functions().height() < height);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, QPoint(20, at(0, TrackKind::Functions).y()));
        QCOMPARE(functions().height(), height);
    }

    void tipsSayWhatWhenAndWhere()
    {
        const TrackKey key{0, TrackKind::Callbacks, 0};
        const QString tip = tipFor(*m_view->model(), key, *m_view->model()->spans().track(key), {.first = 1}, m_rec.recording()->duration());
        QCOMPARE(tip, QString("timeout 10 ms · onTimeout\n1.04 ms, from 12.0 ms on\nwaited 10.9 ms in its queue\n/home/ada/a.js:3:12\nscheduled at /home/ada/a.js:3:1"));
    }

    void aTipOfPoolWorkTellsOfItsWait()
    {
        const TrackKey key{0, TrackKind::Pool, 0};
        const QString tip = tipFor(*m_view->model(), key, *m_view->model()->spans().track(key), {}, m_rec.recording()->duration());
        QVERIFY2(tip.startsWith("fs.readFile in thread-pool slot 1\n") && tip.contains("for a free thread"), qPrintable(tip));
        QVERIFY2(tip.endsWith("started at /home/ada/a.js:6:4"), qPrintable(tip));
    }

    void aLitCallbackIsLinkedToWhereItWasEnqueued()
    {
        const QImage plain = canvas().grab().toImage();
        m_view->setHighlighted(5);
        const QImage lit = canvas().grab().toImage();
        // Between the main script, which armed the timer, and the timer's run nothing else is drawn in these rows.
        const Track::Span timer = span(TrackKind::Callbacks, 1);
        bool found = false;
        const int x = int(canvas().axis().x(9'000'000));
        for (int y = int(canvas().lanesArea().top()); y < at(timer.from, TrackKind::Callbacks).y() + 4; ++y) found |= plain.pixel(x, y) != lit.pixel(x, y);
        QVERIFY(found);
    }

    void theOverviewsFrameIsDragged()
    {
        const TimeRange whole = m_view->whole();
        m_view->setVisible({whole.from, whole.from + whole.length() / 2});
        OverviewStrip& strip = m_panel->overview();
        const int left = canvas().namesWidth();
        const int width = strip.width() - left;
        drag(strip, {left + width / 4, 10}, {left + width / 2, 10});
        QVERIFY(qAbs(double(m_view->visible().from) - double(whole.from + whole.length() / 4)) < 50'000);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {left + 2, 10});
        QVERIFY(m_view->visible().from <= whole.from);
    }

    void withoutARecordingNothingCanGoWrong()
    {
        m_view->setRecording(nullptr);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, {400, 100});
        wheel({400, 100}, 120);
        drag(canvas(), {300, 100}, {500, 100}, Qt::ShiftModifier);
        for (const int key : {Qt::Key_N, Qt::Key_P, Qt::Key_Space, Qt::Key_Home, Qt::Key_F, Qt::Key_Plus}) QTest::keyClick(&canvas(), static_cast<Qt::Key>(key));
        QVERIFY(!m_panel->grab().isNull());
        QVERIFY(!m_view->selection());
    }
};

QTEST_MAIN(TimelinePanelTest)
#include "TimelinePanelTest.moc"
