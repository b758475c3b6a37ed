#include "tests/support/RecordingBuilder.h"
#include "visualizer/graph/AsyncCrumbs.h"
#include "visualizer/graph/AsyncGraphModel.h"
#include "visualizer/graph/AsyncGraphPanel.h"
#include "visualizer/graph/AsyncGraphTree.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace loopscope;

/// Real keys and clicks. With LOOPSCOPE_PICTURES=FOLDER pictures are kept, for eyes.
class AsyncGraphPanelTest : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_themes.setScale(1);
        m_themes.dressApplication();
        m_view = std::make_unique<TraceView>();
        m_panel = std::make_unique<AsyncGraphPanel>(*m_view, m_themes);
        m_panel->resize(1000, 260);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void theTreeOfTheCallbackAtTheCursor()
    {
        show(some());
        QCOMPARE(rows(), (QStringList{
            "timeout 10 ms · onTimeout a.js:3 | 9.00 ms | 2.00 ms *",
            "  fs.readFile · onData a.js:8 | 19.0 ms | 5.00 ms *",
            "    nextTick · after a.js:9 | 3.00 ms | 2.00 ms *",
            "  setImmediate a.js:5 | 500 µs | cancelled",
            "  timeout 900 ms a.js:6 | 29.5 ms | waits",
        }));
        QCOMPARE(m_panel->summaryText(),
            QString("3 callbacks in 28.0 ms. Critical path: 28.0 ms in 3 steps, of which 9.00 ms running and 19.0 ms waiting."));
        QVERIFY(m_panel->emptyText().isEmpty());
        if (const QByteArray folder = qgetenv("LOOPSCOPE_PICTURES"); !folder.isEmpty()) m_panel->grab().save(folder + "/graph.png");
    }

    void theWayToItIsAboveAndEachStepCanBecomeTheRoot()
    {
        show(some());
        QStringList way;
        for (QToolButton* b : m_panel->crumbs().buttons())
            if (b->isVisible()) way << b->text();
        QCOMPARE(way, (QStringList{"main script", "timeout 10 ms · onTimeout", "fs.readFile · onData", "nextTick · after"}));
        QTest::mouseClick(m_panel->crumbs().buttons()[2], Qt::LeftButton);
        QCOMPARE(rows().size(), 2);
        QVERIFY(rows()[0].startsWith("fs.readFile"));
        QVERIFY(m_panel->pinButton().isChecked());
        m_view->setCursor(1); // pinned: stays
        QTRY_COMPARE(rows().size(), 2);
        QTest::keyClick(&tree(), Qt::Key_Backspace);
        QVERIFY(rows()[0].startsWith("timeout 10 ms"));
        QTest::keyClick(&tree(), Qt::Key_Backspace);
        QVERIFY(rows()[0].startsWith("main script"));
        QTest::keyClick(&tree(), Qt::Key_Backspace); // nothing above
        QVERIFY(rows()[0].startsWith("main script"));
    }

    void keysAndClicksGoToTheMomentAndToThePlace()
    {
        show(some());
        QSignalSpy asked(m_panel.get(), &AsyncGraphPanel::siteRequested);
        tree().setFocus();
        QTest::keyClick(&tree(), Qt::Key_Home);
        QTest::keyClick(&tree(), Qt::Key_Down);
        QCOMPARE(m_view->highlighted(), 5u);
        QTest::keyClick(&tree(), Qt::Key_Space);
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).id, 5u);
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).kind, RecordKind::Begin);
        QTest::keyClick(&tree(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QTest::mouseClick(tree().viewport(), Qt::LeftButton, {}, tree().visualRect(tree().indexAbove(tree().currentIndex())).center());
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).id, 1u);
        QTest::keyClick(&tree(), Qt::Key_Down);
        QTest::keyClick(&tree(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(rows()[0].startsWith("fs.readFile"));
    }

    void aSelectionHasItsOwnRoots()
    {
        show(some());
        m_view->setSelection(TimeRange{20'000'000, 40'000'000});
        QTRY_VERIFY(rows()[0].startsWith("fs.readFile"));
        QCOMPARE(rows().size(), 2);
        m_view->setSelection(TimeRange{13'000'000, 14'000'000});
        QTRY_VERIFY(m_panel->emptyText().startsWith("No callback begins in the selected 1.00 ms"));
        m_view->setSelection(std::nullopt);
        QTRY_COMPARE(rows().size(), 5);
    }

    void manyChildrenAreFoldedAndOpen()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).enqueue(1, Queue::Check, "Immediate").endPhase(Phase::Main).begin(1, Queue::Check, "Immediate");
        for (std::uint64_t i = 0; i < 80; ++i) rec.enqueue(100 + i, Queue::NextTick, "TickObject");
        rec.end(1, Queue::Check);
        for (std::uint64_t i = 0; i < 80; ++i) rec.begin(100 + i, Queue::NextTick, "TickObject").end(100 + i, Queue::NextTick);
        show(rec);
        QCOMPARE(rows().size(), 52);
        QCOMPARE(rows().back().trimmed(), QString("30 more: Enter shows some"));
        tree().setCurrentIndex(model().index(50, 0, model().index(0, 0)));
        QTest::keyClick(&tree(), Qt::Key_Return);
        QCOMPARE(rows().size(), 81);
        tree().collapse(model().index(0, 0));
        m_view->setCursor(m_view->cursor() - 1);
        QTest::qWait(0);
        QVERIFY(!tree().isExpanded(model().index(0, 0)));
    }

    void eachStateSaysWhatToDo()
    {
        QVERIFY(m_panel->emptyText().contains("F5"));
        show(RecordingBuilder(DetailLevel::Monitor).metric("elu", 0.5).exit());
        QVERIFY(m_panel->emptyText().contains("Trace or Lesson"));
        RecordingBuilder rec;
        rec.metric("elu", 0.5);
        show(rec);
        QCOMPARE(m_panel->emptyText(), QString("No callback has run yet."));
        rec.phase(Phase::Main).enqueue(1, Queue::Check, "Immediate").endPhase(Phase::Main).begin(1, Queue::Check, "Immediate").end(1, Queue::Check);
        m_view->noticeGrowth(); // live
        QTRY_COMPARE(rows().size(), 1);
    }

    void narrowKeepsTheNames()
    {
        m_panel->resize(380, 240);
        show(some());
        QVERIFY(tree().isColumnHidden(AsyncGraphModel::Waited));
        QVERIFY(!tree().isColumnHidden(AsyncGraphModel::What));
        QVERIFY(tree().columnWidth(AsyncGraphModel::What) > 150);
        if (const QByteArray folder = qgetenv("LOOPSCOPE_PICTURES"); !folder.isEmpty()) m_panel->grab().save(folder + "/graph-narrow.png");
        m_panel->resize(200, 160);
        QVERIFY(tree().isColumnHidden(AsyncGraphModel::Bars));
    }

private:
    AsyncGraphTree& tree() const { return m_panel->tree(); }
    AsyncGraphModel& model() const { return m_panel->model(); }

    static RecordingBuilder some()
    {
        constexpr std::uint64_t ms = 1'000'000;
        RecordingBuilder rec;
        rec.step(0).at(ms).phase(Phase::Main).enqueue(1, Queue::Timers, "Timeout", "a.js:2:1", 10).endPhase(Phase::Main);
        rec.at(10 * ms).phase(Phase::Timers, 1).begin(1, Queue::Timers, "Timeout", "onTimeout@a.js:3:1").at(10 * ms + ms / 2);
        rec.op(5, OpState::Start, "fs.readFile", 0, "a.js:4:1").op(5, OpState::Queued, "fs.readFile").enqueue(6, Queue::Check, "Immediate", "a.js:5:1");
        rec.enqueue(7, Queue::Timers, "Timeout", "a.js:6:1", 900).at(11 * ms).cancel(6, Queue::Check).at(12 * ms).end(1, Queue::Timers).endPhase(Phase::Timers, 1);
        rec.pool(1).at(20 * ms).op(5, OpState::Running, "fs.readFile", 1).at(28 * ms).op(5, OpState::Done, "fs.readFile", 1).loop();
        rec.at(29 * ms + ms / 2).phase(Phase::Poll, 1).begin(5, Queue::Poll, "FSREQCALLBACK", "onData@a.js:8:1").at(33 * ms);
        rec.enqueue(8, Queue::NextTick, "TickObject", "a.js:8:5").at(34 * ms + ms / 2).end(5, Queue::Poll).at(36 * ms).begin(8, Queue::NextTick, "TickObject", "after@a.js:9:1");
        rec.at(38 * ms).end(8, Queue::NextTick).at(40 * ms).endPhase(Phase::Poll, 1);
        return rec;
    }

    void show(const RecordingBuilder& rec)
    {
        m_view->setRecording(rec.recording());
        QTRY_VERIFY(!m_panel->emptyText().startsWith("Reading"));
        QTRY_VERIFY(rec.recording()->size() < 3 || model().tree().nodes.size() > 0);
    }

    void add(QStringList& lines, const QModelIndex& parent, int depth) const
    {
        for (int row = 0; row < model().rowCount(parent); ++row) {
            const QModelIndex index = model().index(row, 0, parent);
            const AsyncNode* node = model().node(index);
            QString line = QString(depth * 2, ' ') + index.data().toString();
            if (node) {
                const QString place = model().name(*node).place;
                line += (place.isEmpty() ? "" : " " + place) + " | " + index.siblingAtColumn(1).data().toString() + " | " + index.siblingAtColumn(2).data().toString();
                if (node->onPath) line += " *";
            }
            lines << line;
            add(lines, index, depth + 1);
        }
    }
    QStringList rows() const
    {
        QStringList lines;
        add(lines, {}, 0);
        return lines;
    }

    ThemeManager m_themes;
    std::unique_ptr<TraceView> m_view;
    std::unique_ptr<AsyncGraphPanel> m_panel;
};

QTEST_MAIN(AsyncGraphPanelTest)
#include "AsyncGraphPanelTest.moc"
