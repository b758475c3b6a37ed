#include "tests/support/CpuTime.h"
#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/panels/EventsModel.h"
#include "visualizer/panels/EventsPanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

using namespace loopscope;

class EventsPanelTest : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_themes.dressApplication();
        m_view = std::make_unique<TraceView>();
        m_panel = std::make_unique<EventsPanel>(*m_view, m_themes);
        m_panel->resize(1000, 320);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void clickSetsTheCursor()
    {
        m_view->setRecording(calls(50).recording());
        m_view->setCursor(10);
        QCOMPARE(m_panel->table().currentIndex().row(), 9);
        QTest::mouseClick(m_panel->table().viewport(), Qt::LeftButton, {}, centreOf(7));
        QCOMPARE(m_view->cursor(), 8u);
        QTest::keyClick(&m_panel->table(), Qt::Key_Down);
        QCOMPARE(m_view->cursor(), 9u);
    }

    void aSelectionOfTimeIsAllThatIsShown()
    {
        RecordingBuilder rec = calls(50); // one each microsecond
        m_view->setRecording(rec.recording());
        m_view->setCursor(10);
        m_view->setSelection(TimeRange{20'000, 25'000});
        QCOMPARE(m_panel->model().rowCount(), 5);
        QCOMPARE(m_panel->model().recordAt(0), 20u);
        QVERIFY(!m_panel->table().selectionModel()->hasSelection()); // the cursor stands elsewhere
        QTest::mouseClick(m_panel->table().viewport(), Qt::LeftButton, {}, centreOf(1));
        QCOMPARE(m_view->cursor(), 22u);
        rec.call("late@a.js:9");
        m_view->noticeGrowth();
        QCOMPARE(m_panel->model().rowCount(), 5);
        m_view->setSelection(std::nullopt);
        QCOMPARE(m_panel->model().rowCount(), 51);
        QCOMPARE(m_panel->table().currentIndex().row(), 21);
    }

    void theRowOfTheCursorHasNeighboursInView()
    {
        m_view->setRecording(calls(500).recording());
        m_view->setCursor(250);
        const QTableView& table = m_panel->table();
        const QRect view = table.viewport()->rect();
        const auto placeOf = [&](int row) { return table.visualRect(m_panel->model().index(row, EventsModel::What)); };
        QCOMPARE(table.currentIndex().row(), 249);
        QVERIFY(view.contains(placeOf(248)) && view.contains(placeOf(250)));
        const int top = placeOf(249).top();
        m_view->setCursor(251); // in view: nothing scrolls
        QCOMPARE(placeOf(249).top(), top);
    }

    void theRowOfTheCursorStaysInViewInALowerPanel()
    {
        m_view->setRecording(calls(500).recording());
        m_view->setCursor(250);
        for (const int height : {140, 300, 120}) {
            m_panel->resize(m_panel->width(), height);
            QTRY_VERIFY(m_panel->table().viewport()->rect().contains(m_panel->table().visualRect(m_panel->table().currentIndex()).center()));
        }
    }

    void enterAsksForThePlace()
    {
        m_view->setRecording(calls(5).recording());
        QSignalSpy asked(m_panel.get(), &EventsPanel::siteRequested);
        QTest::keyClick(&m_panel->table(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(m_view->recording()->dictionary().site(asked[0][0].value<SiteId>()).line, 3u);
    }

    void typedTextFilters()
    {
        m_view->setRecording(calls(50).recording());
        m_panel->search().setFocus();
        QTest::keyClicks(&m_panel->search(), "nobody");
        QCOMPARE(m_panel->model().rowCount(), 0);
        m_panel->search().clear();
        QCOMPARE(m_panel->model().rowCount(), 50);
        QTest::mouseClick(&m_panel->button(EventGroup::Functions), Qt::LeftButton);
        QCOMPARE(m_panel->model().rowCount(), 0);
        QCOMPARE(m_view->cursor(), 50u); // filtering moves nothing
    }

    void staysAtTheEndWhileFollowing()
    {
        RecordingBuilder r = calls(1000);
        m_view->setRecording(r.recording());
        for (int i = 0; i < 300; ++i) r.call("f@a.js:3:1");
        m_view->noticeGrowth();
        QTRY_COMPARE(m_panel->model().rowCount(), 1300);
        QTRY_COMPARE(m_panel->table().currentIndex().row(), 1299);
    }

    void aMillionRowsScrubWithoutAStutter()
    {
        m_view->setRecording(calls(1'000'000).recording());
        QTRY_COMPARE_WITH_TIMEOUT(m_view->cursor(), 1000000u, 10000);
        QTRY_VERIFY(m_panel->isUpToDate());
        QCOMPARE(m_panel->model().total(), 1000000u);
        double worst = 0;
        for (std::uint64_t at = 1; at < 1'000'000; at += 76'543) {
            m_view->setCursor(at);
            m_view->state(); // what all panels share is not this one's cost
            const double start = cpuTime();
            m_panel->table().grab();
            worst = std::max(worst, cpuTime() - start);
            QCOMPARE(m_panel->model().recordAt(m_panel->table().currentIndex().row()), at - 1);
        }
        qInfo("worst drawing at a new cursor: %.1f ms", worst);
        QVERIFY(worst < 100);
    }

    void scrollingToTheBorderBringsMore()
    {
        const int count = 2 * int(EventsModel::kMostShown) + 10;
        m_view->setRecording(calls(count).recording());
        QTRY_VERIFY(m_panel->isUpToDate());
        m_view->setCursor(1);
        QTableView& table = m_panel->table();
        const auto recordOnTop = [&] { return m_panel->model().recordAt(table.rowAt(1)); };
        QTest::keyClick(table.viewport(), Qt::Key_PageDown);
        QScrollBar& bar = *table.verticalScrollBar();
        bar.setValue(bar.maximum());
        const std::uint64_t seen = recordOnTop();
        QVERIFY(m_panel->model().recordAt(m_panel->model().rowCount() - 1) > EventsModel::kMostShown);
        for (int i = 0; i < 5; ++i) bar.setValue(bar.maximum());
        QVERIFY(recordOnTop() > seen);
        QCOMPARE(m_panel->model().recordAt(m_panel->model().rowCount() - 1), std::uint64_t(count) - 1);
        for (int i = 0; i < 5; ++i) bar.setValue(bar.minimum());
        QCOMPARE(recordOnTop(), 0u);
        QVERIFY(m_view->cursor() < 100); // scrolling moves nothing
    }

    void pictures()
    {
        const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES");
        if (folder.isEmpty()) QSKIP("LOOPSCOPE_PICTURES names no folder");
        RecordingBuilder r;
        r.phase(Phase::Main).call("main@app.js:1:1").enqueue(5, Queue::Timers, "Timeout", "app.js:2:1", 10);
        r.op(6, OpState::Start, "fs.stat", 0, "app.js:3:1").out("hello").enqueue(7, Queue::NextTick, "TickObject", "app.js:4:1");
        r.pool(1).op(6, OpState::Running, "fs.stat", 1).loop().endPhase(Phase::Main).phase(Phase::Timers, 1);
        r.begin(5, Queue::Timers, "Timeout", "tick@timers.js:9:1").lost(3).exit(2);
        m_view->setRecording(r.recording());
        m_view->setCursor(6);
        for (const auto& [choice, word] : {std::pair(ThemeChoice::Dark, "dark"), {ThemeChoice::Light, "light"}, {ThemeChoice::Contrast, "contrast"}}) {
            m_themes.setChoice(choice);
            QVERIFY(m_panel->grab().save(QStringLiteral("%1/events-%2.png").arg(folder, word)));
        }
    }

private:
    static RecordingBuilder calls(int n)
    {
        RecordingBuilder r;
        const SiteId site = r.site("f@a.js:3:1");
        for (int i = 0; i < n; ++i)
            r.add({.place = static_cast<std::uint32_t>(site), .kind = i % 2 ? RecordKind::Return : RecordKind::Call});
        return r;
    }
    QPoint centreOf(int row) const
    {
        return m_panel->table().visualRect(m_panel->model().index(row, EventsModel::What)).center();
    }

    ThemeManager m_themes;
    std::unique_ptr<TraceView> m_view;
    std::unique_ptr<EventsPanel> m_panel;
};

QTEST_MAIN(EventsPanelTest)
#include "EventsPanelTest.moc"
