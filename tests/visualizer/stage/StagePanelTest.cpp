#include "tests/visualizer/stage/StageScenes.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/stage/StagePanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;

class StagePanelTest : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_themes = std::make_unique<ThemeManager>();
        m_view = std::make_unique<TraceView>();
        m_panel = std::make_unique<StagePanel>(*m_view, *m_themes);
        m_panel->resize(900, 700);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void emptyStateSaysWhatToDo()
    {
        m_panel->grab();
        QVERIFY(m_panel->scene().toText().contains("Run a script to see its loop"));
    }

    void aRunWhoseLoopIsNotRecordedSaysSo()
    {
        m_view->setRecording(RecordingBuilder(DetailLevel::Off).out("hello\n").exit().recording());
        m_panel->grab();
        QVERIFY(m_panel->scene().toText().contains("The loop of this run is not recorded"));
        QVERIFY(!m_panel->scene().toText().contains("no JavaScript runs"));
    }

    void beforeAnAudienceNothingLiesOverAnotherInALowPanel_data()
    {
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(560, 280), QSize(548, 330), QSize(840, 290), QSize(840, 400), QSize(900, 700)})
            QTest::addRow("%d x %d", size.width(), size.height()) << size;
    }

    void beforeAnAudienceNothingLiesOverAnotherInALowPanel()
    {
        QFETCH(QSize, size);
        RecordingBuilder r;
        r.phase(Phase::Poll, 7).begin(1, Queue::Poll, "FSREQCALLBACK", "onRead@app.js:4:1").call("onRead@app.js:4:1").call("parse@users.js:40:1");
        for (std::uint64_t i = 10; i < 18; ++i) r.op(i, OpState::Start, "crypto.pbkdf2", 0, "a.js:7:1").op(i, OpState::Queued, "crypto.pbkdf2");
        for (int i = 1; i <= 4; ++i) r.pool(i).op(std::uint64_t(9 + i), OpState::Running, "crypto.pbkdf2", std::uint32_t(i));
        r.loop().op(30, OpState::Start, "TCPWRAP", 0, "a.js:1:1");
        for (std::uint64_t i = 40; i < 46; ++i) r.enqueue(i, Queue::Timers, "Timeout", "a.js:9:1", 50).enqueue(i + 10, Queue::NextTick, "TickObject", "a.js:2:1").enqueue(i + 20, Queue::Microtask, "await", "a.js:3:1").enqueue(i + 30, Queue::Check, "Immediate", "a.js:5:1");
        m_view->setRecording(r.recording());
        m_themes->setScale(1.5);
        m_panel->resize(size);
        m_panel->grab();
        const StageScene& scene = m_panel->scene();
        QRectF queues;
        for (const StageItem& item : scene.items) {
            QVERIFY2(QRectF(QPointF(), size).contains(item.rect), qPrintable(scene.toText()));
            if (item.area == StageArea::NextTick || item.area == StageArea::Microtasks) queues |= item.rect;
        }
        for (const StageItem& item : scene.items)
            if (item.area == StageArea::Stack || item.area == StageArea::Pool || item.area == StageArea::Operations || item.area == StageArea::Timers || item.area == StageArea::Ring)
                QVERIFY2(item.rect.top() >= queues.bottom() || item.rect.bottom() <= queues.top() + 1, qPrintable(scene.toText()));
    }

    void theFactsBehindTheSentenceAreShownOnDemand()
    {
        show();
        m_panel->setFocus();
        QTest::keyClick(m_panel.get(), Qt::Key_W);
        auto* popup = m_panel->findChild<QFrame*>("factsPopup");
        QVERIFY(popup && popup->isVisible());
        QVERIFY2(popup->accessibleDescription().contains("The loop"), qPrintable(popup->accessibleDescription()));
        if (const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES"); !folder.isEmpty()) popup->grab().save(folder + "/facts.png");
        popup->close();
        QTRY_VERIFY(!m_panel->findChild<QFrame*>("factsPopup"));
        // By the mouse, on the sentence.
        const auto& items = m_panel->scene().items;
        const QRectF sentence = std::ranges::find(items, StageArea::Explain, &StageItem::area)->rect;
        QTest::mouseClick(m_panel.get(), Qt::LeftButton, {}, sentence.center().toPoint());
        QTRY_COMPARE(m_panel->findChildren<QFrame*>("factsPopup").size(), 1);
        m_panel->findChild<QFrame*>("factsPopup")->close();
    }

    void followsTheCursor()
    {
        m_view->setRecording(orderRecording().recording());
        QStringList running;
        for (std::uint64_t cursor = 0; cursor <= m_view->recording()->size(); ++cursor) {
            m_view->setCursor(cursor);
            m_panel->grab();
            for (const StageItem& item : m_panel->scene().items)
                if (item.area == StageArea::Stack && item.lit && (running.isEmpty() || running.last() != item.text)) running << item.text;
        }
        QCOMPARE(running.join(", "), "main script, (main), main script, promise reaction, timeout 1 ms");
    }

    void theMainScriptEndsWithTheFirstCallback()
    {
        RecordingBuilder r(DetailLevel::Trace);
        r.phase(Phase::Main).enqueue(1, Queue::NextTick, "TickObject", "a.js:1:1");
        r.begin(1, Queue::NextTick, "TickObject", "f@a.js:1:9").end(1, Queue::NextTick).endPhase(Phase::Main);
        m_view->setRecording(r.recording());
        QStringList stacks;
        for (std::uint64_t cursor = 0; cursor <= 5; ++cursor) {
            m_view->setCursor(cursor);
            m_panel->grab();
            QStringList rows;
            for (const StageItem& item : m_panel->scene().items)
                if (item.area == StageArea::Stack && item.kind == StageItem::Kind::Chip) rows << item.text;
            stacks << rows.join('+');
        }
        QCOMPARE(stacks.join(','), ",main script,main script,f,,");
    }

    void hoveringLightsTheOperation()
    {
        show();
        const QPoint at = centreOf(StageArea::Timers);
        QTest::mouseMove(m_panel.get(), at);
        QTRY_VERIFY(m_view->highlighted() != 0);
        QCOMPARE(m_view->highlighted(), m_panel->scene().tokenAt(at)->id);
        QTest::mouseMove(m_panel.get(), QPoint(450, 60));
        QTRY_COMPARE(m_view->highlighted(), 0u);
    }

    void whatIsLitShowsWhoScheduledIt()
    {
        show();
        const auto ringOf = [this](std::uint64_t id) { // the outline of the callback in the stack
            for (const StageItem& item : m_panel->scene().items)
                if (item.id == id && item.area == StageArea::Stack) return m_panel->grab(item.rect.toAlignedRect()).toImage();
            return QImage();
        };
        const QImage before = ringOf(11);
        QVERIFY(!before.isNull());
        m_view->setHighlighted(12); // armed by the main script, not by 11
        QCOMPARE(ringOf(11), before);
        m_view->setHighlighted(20); // a tick that 11 queued
        QVERIFY(ringOf(11) != before);
    }

    void clickAsksForThePlace()
    {
        show();
        QSignalSpy asked(m_panel.get(), &StagePanel::siteRequested);
        QTest::mouseClick(m_panel.get(), Qt::LeftButton, {}, centreOf(StageArea::Stack));
        QCOMPARE(asked.count(), 1);
        const Site site = m_view->recording()->dictionary().site(asked[0][0].value<SiteId>());
        QCOMPARE(m_view->recording()->dictionary().text(site.function), "parse");
        QTest::mouseClick(m_panel.get(), Qt::LeftButton, {}, QPoint(450, 60));
        QCOMPARE(asked.count(), 1);
    }

    void keysGoFromTokenToToken()
    {
        show();
        m_panel->setFocus();
        QSignalSpy asked(m_panel.get(), &StagePanel::siteRequested);
        QTest::keyClick(m_panel.get(), Qt::Key_Right);
        QVERIFY(m_panel->focusedToken());
        QCOMPARE(m_panel->focusedToken()->text, "parse");
        QTest::keyClick(m_panel.get(), Qt::Key_Tab);
        QCOMPARE(m_panel->focusedToken()->text, "loadUsers");
        QTest::keyClick(m_panel.get(), Qt::Key_Tab, Qt::ShiftModifier);
        QCOMPARE(m_panel->focusedToken()->text, "parse");
        QTest::keyClick(m_panel.get(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QTest::keyClick(m_panel.get(), Qt::Key_Escape);
        QVERIFY(!m_panel->focusedToken());
    }

    void screenReadersSeeTokensAndTheSentence()
    {
        show();
        QAccessibleInterface* panel = QAccessible::queryAccessibleInterface(m_panel.get());
        QVERIFY(panel);
        QVERIFY(panel->childCount() > 10);
        QCOMPARE(panel->child(0)->text(QAccessible::Name), "parse, users.js:40");
        QVERIFY(panel->text(QAccessible::Description).startsWith("An immediate is queued"));
    }

    void growthIsDrawnOnceATurn()
    {
        RecordingBuilder r;
        r.phase(Phase::Main);
        m_view->setRecording(r.recording());
        m_panel->grab();
        QSignalSpy said(m_panel.get(), &StagePanel::sentenceChanged);
        r.call("a@a.js:1:1");
        m_view->noticeGrowth();
        r.call("b@a.js:2:1");
        m_view->noticeGrowth();
        m_panel->grab();
        QCOMPARE(said.count(), 1);
        QCOMPARE(said[0][0].toString(), "`b` is called.");
    }

    void aStepMovesTokensAndEndsAtTheScene()
    {
        m_themes->setMotionReduced(false);
        m_view->setRecording(stageScenes()[1].recording);
        m_view->setCursor(4);
        m_panel->grab();
        QTRY_VERIFY(m_panel->isSettled());
        m_view->setCursor(9);
        const QImage first = m_panel->grab().toImage();
        QTRY_VERIFY(m_panel->grab().toImage() != first);
        m_themes->setMotionReduced(true);
        const QImage last = still(9);
        QTRY_COMPARE(m_panel->grab().toImage(), last);
    }

    void workersHaveLoopsOfTheirOwn()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).worker(1).phase(Phase::Timers, 42).begin(3, Queue::Timers, "Timeout", "inWorker@w.js:1:1");
        m_view->setRecording(r.recording());
        m_panel->grab();
        QTest::mouseClick(m_panel.get(), Qt::LeftButton, {}, centreOf(StageArea::Loops, 1));
        m_panel->grab();
        QVERIFY2(m_panel->scene().toText().contains("inWorker"), qPrintable(m_panel->scene().toText()));
        QVERIFY(m_panel->scene().toText().contains("ring text 42"));
    }

private:
    QImage still(std::uint64_t cursor)
    {
        StagePanel other(*m_view, *m_themes);
        other.resize(m_panel->size());
        m_view->setCursor(cursor);
        return other.grab().toImage();
    }
    void show()
    {
        m_view->setRecording(stageScenes()[1].recording);
        m_panel->grab();
    }
    QPoint centreOf(StageArea area, int nth = 0) const
    {
        for (const StageItem& item : m_panel->scene().items)
            if (item.area == area && item.isToken() && nth-- == 0) return item.rect.center().toPoint();
        return {};
    }

    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<TraceView> m_view;
    std::unique_ptr<StagePanel> m_panel;
};

QTEST_MAIN(StagePanelTest)
#include "StagePanelTest.moc"
