#include "runtime/stream/RecordingReader.h"
#include "tests/support/CpuTime.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"
#include "visualizer/charts/ChartStrip.h"
#include "visualizer/charts/ChartsPanel.h"
#include "visualizer/charts/LoopChoice.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <QtTest>

using namespace loopscope;

class PaintCounter : public QObject
{
public:
    bool eventFilter(QObject*, QEvent* event) override
    {
        count += event->type() == QEvent::Paint;
        return false;
    }
    int count = 0;
};

/// Real keys, clicks and wheels on what is under the pointer. With LOOPSCOPE_PICTURES=FOLDER pictures are kept in three themes,
/// for eyes; LOOPSCOPE_RECORDING=FILE adds those of a real recording.
class ChartsPanelTest : public QObject
{
    Q_OBJECT

    static constexpr std::uint64_t kMs = 1'000'000;

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void init()
    {
        m_themes.setScale(1);
        m_themes.setChoice(ThemeChoice::Dark);
        m_themes.dressApplication();
        m_view = std::make_unique<TraceView>();
        m_panel = std::make_unique<ChartsPanel>(*m_view, m_themes);
        m_panel->resize(1000, 620);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void emptyStatesSayWhatToDo()
    {
        QVERIFY(m_panel->emptyText().contains("F5"));
        RecordingBuilder off(DetailLevel::Off);
        m_view->setRecording(off.exit().recording());
        QVERIFY(m_panel->emptyText().contains("Monitor"));
        m_view->setRecording(RecordingBuilder().recording());
        QVERIFY(m_panel->emptyText().startsWith("Waiting"));
        m_view->setRecording(some().recording());
        QVERIFY(m_panel->emptyText().isEmpty());
        for (int i = 0; i < kStripCount; ++i) m_panel->setShown(static_cast<StripKind>(i), false);
        QVERIFY(m_panel->emptyText().contains("hidden"));
    }

    void headingsTellOfTheCursorAndTheRange()
    {
        show();
        QTRY_COMPARE(heading(StripKind::Delay), QString("Loop delay (ms): delay 0 ms. p50 100 ms · p90 200 ms · p99 200 ms · max 200 ms"));
        m_view->setCursorTime(650 * kMs);
        QTRY_COMPARE(heading(StripKind::Delay), QString("Loop delay (ms): delay 200 ms. p50 100 ms · p90 200 ms · p99 200 ms · max 200 ms"));
        QCOMPARE(heading(StripKind::Handles), QString("Active handles (count): active 2"));
        QCOMPARE(m_panel->strip(StripKind::Handles).accessibleDescription(), heading(StripKind::Handles));
        m_view->setSelection(TimeRange{10 * kMs, 90 * kMs});
        QTRY_COMPARE(heading(StripKind::Delay), QString("Loop delay (ms): delay 200 ms. p50 100 ms · p90 100 ms · p99 100 ms · max 100 ms"));
        QVERIFY2(m_panel->legendText().endsWith("figures of the selected 80.0 ms"), qPrintable(m_panel->legendText()));
    }

    void aClickPutsTheCursorAndClearsTheSelection()
    {
        show();
        m_view->setSelection(TimeRange{10, 20});
        QTest::mouseClick(&surface(StripKind::Heap), Qt::LeftButton, {}, at(StripKind::Heap, 500 * kMs));
        QVERIFY(near(m_view->cursorTime(), 500 * kMs));
        QVERIFY(!m_view->selection());
        QVERIFY(m_panel->strip(StripKind::Heap).hasFocus());
    }

    void draggingSelects()
    {
        show();
        const std::uint64_t cursor = m_view->cursorTime();
        QWidget& plot = surface(StripKind::Pool);
        QTest::mousePress(&plot, Qt::LeftButton, {}, at(StripKind::Pool, 600 * kMs));
        QTest::mouseMove(&plot, at(StripKind::Pool, 400 * kMs));
        QTest::mouseMove(&plot, at(StripKind::Pool, 200 * kMs));
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, at(StripKind::Pool, 200 * kMs));
        QVERIFY(m_view->selection());
        QVERIFY(near(m_view->selection()->from, 200 * kMs) && near(m_view->selection()->to, 600 * kMs));
        QCOMPARE(m_view->cursorTime(), cursor);
        QTest::mousePress(&plot, Qt::LeftButton, {}, at(StripKind::Pool, 600 * kMs)); // beyond the left edge
        QTest::mouseMove(&plot, QPoint(1, 20));
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, QPoint(1, 20));
        QCOMPARE(m_view->selection()->from, m_view->visible().from);
        QTest::keyClick(&m_panel->strip(StripKind::Pool), Qt::Key_Escape);
        QVERIFY(!m_view->selection());
    }

    void theWheelZoomsAroundThePointerAndPans()
    {
        show();
        const std::uint64_t whole = m_view->visible().length();
        wheel(StripKind::Delay, 500 * kMs, {0, 240});
        QVERIFY(near(m_view->visible().length(), static_cast<std::uint64_t>(0.64 * static_cast<double>(whole))));
        QVERIFY(near(timeAt(StripKind::Delay, at(StripKind::Delay, 500 * kMs)), 500 * kMs));
        const TimeRange zoomed = m_view->visible();
        wheel(StripKind::Delay, 500 * kMs, {0, -120}, Qt::ShiftModifier);
        QVERIFY(m_view->visible().from > zoomed.from && m_view->visible().length() == zoomed.length());
        wheel(StripKind::Delay, 500 * kMs, {120, 0});
        QCOMPARE(m_view->visible(), zoomed);
        QTest::mouseDClick(&surface(StripKind::Delay), Qt::LeftButton, {}, at(StripKind::Delay, 500 * kMs));
        QCOMPARE(m_view->visible(), m_view->whole());
    }

    void keys()
    {
        show();
        m_view->setCursorTime(500 * kMs);
        m_panel->setFocus();
        QVERIFY(m_panel->strip(StripKind::Delay).hasFocus());
        press(Qt::Key_Down);
        QVERIFY(m_panel->strip(StripKind::Utilisation).hasFocus());
        m_panel->setShown(StripKind::Heap, false);
        press(Qt::Key_Down);
        QVERIFY(m_panel->strip(StripKind::Callbacks).hasFocus());
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        QVERIFY(m_panel->strip(StripKind::Delay).hasFocus());
        const std::uint64_t whole = m_view->visible().length();
        press(Qt::Key_Plus);
        QCOMPARE(m_view->visible().length(), whole / 2);
        const TimeRange zoomed = m_view->visible();
        press(Qt::Key_Right);
        QVERIFY(m_view->visible().from > zoomed.from);
        press(Qt::Key_Left);
        QCOMPARE(m_view->visible(), zoomed);
        press(Qt::Key_Minus);
        QCOMPARE(m_view->visible().length(), whole);
        press(Qt::Key_Plus);
        press(Qt::Key_0);
        QCOMPARE(m_view->visible(), m_view->whole());
    }

    void stripsAreHiddenByTheMenu()
    {
        show();
        QCOMPARE(m_panel->menu().actions().size(), kStripCount);
        m_panel->menu().actions()[2]->trigger();
        QVERIFY(!m_panel->isShown(StripKind::Heap) && m_panel->isShown(StripKind::Delay));
        QVERIFY(!m_panel->strip(StripKind::Heap).isVisible());
        m_panel->menu().actions()[2]->trigger();
        QTRY_VERIFY(m_panel->strip(StripKind::Heap).isVisible());
        QTRY_VERIFY(heading(StripKind::Heap).contains("1 collection"));
    }

    void tipsTellOfTheMomentUnderThePointer()
    {
        show();
        const QPoint where = at(StripKind::Heap, 300 * kMs);
        QHelpEvent help(QEvent::ToolTip, where, surface(StripKind::Heap).mapToGlobal(where));
        QCoreApplication::sendEvent(&surface(StripKind::Heap), &help);
        QVERIFY(QToolTip::isVisible());
        const QString tip = QToolTip::text();
        QVERIFY2(tip.startsWith("Memory at ") && tip.contains("heap used: ≈ 24.0 MB") && tip.contains("mark-compact 12.0 ms"), qPrintable(tip));
        QToolTip::hideText();
    }

    void aComboChoosesTheLoop()
    {
        show();
        QVERIFY(!m_panel->loops().isVisible());
        RecordingBuilder rec = some();
        rec.worker(1).at(960 * kMs).metric("active_handles", 7);
        m_view->setRecording(rec.recording());
        QTRY_VERIFY(m_panel->loops().isVisible());
        QCOMPARE(m_panel->loops().count(), 2);
        QCOMPARE(m_panel->loops().itemText(1), QString("Worker 1"));
        m_panel->loops().setFocus();
        QTest::keyClick(&m_panel->loops(), Qt::Key_Down);
        QTRY_COMPARE(heading(StripKind::Handles), QString("Active handles (count): active 7"));
        QVERIFY(m_panel->strip(StripKind::Delay).content().curves.isEmpty());
    }

    void aGrowingRunIsFollowed()
    {
        RecordingBuilder rec;
        rec.at(100 * kMs).metric("active_handles", 1);
        m_view->setRecording(rec.recording());
        QTRY_COMPARE(heading(StripKind::Handles), QString("Active handles (count): active 1"));
        rec.at(200 * kMs).metric("active_handles", 4);
        m_view->noticeGrowth();
        QTRY_COMPARE(heading(StripKind::Handles), QString("Active handles (count): active 4"));
    }

    void hiddenItLooksAtNothing()
    {
        m_panel->hide();
        m_view->setRecording(some().recording());
        QTest::qWait(50);
        QVERIFY(m_panel->strip(StripKind::Delay).content().curves.isEmpty());
        m_panel->show();
        QVERIFY(!m_panel->strip(StripKind::Delay).content().curves.isEmpty());
    }

    void itIsUsableWhenSmall()
    {
        m_panel->resize(480, 200);
        show();
        QCOMPARE(m_panel->size(), QSize(480, 200));
        QTRY_VERIFY(scroll().verticalScrollBar()->maximum() > 0);
        m_panel->setFocus();
        for (int i = 0; i < kStripCount; ++i) press(Qt::Key_Down);
        const ChartStrip& last = m_panel->strip(StripKind::Pool);
        QVERIFY(last.hasFocus());
        QCOMPARE(last.visibleRegion().boundingRect().size(), last.size());
        QTest::mouseClick(&surface(StripKind::Pool), Qt::LeftButton, {}, at(StripKind::Pool, 500 * kMs));
        QVERIFY(near(m_view->cursorTime(), 500 * kMs, 4 * kMs));
    }

    void aLookAtALongRecordingFitsInAFrame()
    {
        m_view->setRecording(longRecording(400'000));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->cursorTime(), m_view->recording()->duration(), 20'000);
        QTest::qWait(200);
        const double before = cpuTime();
        constexpr int kLooks = 10;
        for (int i = 0; i < kLooks; ++i) {
            QTest::keyClick(&m_panel->strip(StripKind::Delay), i % 2 ? Qt::Key_Minus : Qt::Key_Plus);
            QTest::qWait(40);
        }
        const double took = (cpuTime() - before) / kLooks;
        qInfo("%.1f ms a look", took);
        QVERIFY2(took < 40, qPrintable(QString::number(took)));
    }

    void curvesStandWhereTheirValuesAre()
    {
        show();
        for (const QSize size : {QSize(1000, 620), QSize(480, 200), QSize(800, 900)})
            for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Contrast}) {
                m_panel->resize(size);
                m_themes.setChoice(choice);
                QTest::qWait(60);
                const QColor ground = m_themes.theme().panel;
                QCOMPARE(strip(StripKind::Delay).content().top, 500.0);
                QCOMPARE(colorAt(690 * kMs, 300), ground);
                QVERIFY(colorAt(690 * kMs, 150) != ground && colorAt(690 * kMs, 20) != ground);
                QCOMPARE(colorAt(470 * kMs, 20), ground);
                QVERIFY(colorAt(50 * kMs, 80) != ground);
            }
    }

    void besideThePlotAClickMeansNothing()
    {
        show();
        const std::uint64_t cursor = m_view->cursorTime();
        QTest::mouseClick(&surface(StripKind::Delay), Qt::LeftButton, {}, QPoint(10, 20));
        QCOMPARE(m_view->cursorTime(), cursor);
    }

    void nothingIsDrawnWhileNothingHappens()
    {
        show();
        QTest::qWait(100);
        PaintCounter counter;
        surface(StripKind::Delay).installEventFilter(&counter);
        QTest::qWait(200);
        QCOMPARE(counter.count, 0);
        m_view->setCursorTime(123 * kMs);
        QTRY_VERIFY(counter.count > 0);
    }

    void pictures()
    {
        if (qEnvironmentVariable("LOOPSCOPE_PICTURES").isEmpty()) QSKIP("LOOPSCOPE_PICTURES names no folder");
        keep("charts-empty");
        show();
        keep("charts");
        m_view->setRecording(some().worker(1).at(990 * kMs).metric("active_handles", 7).recording());
        m_panel->resize(480, 200);
        m_panel->setFocus();
        keep("charts-worker");
        m_panel->resize(1000, 620);
        const std::string file = qEnvironmentVariable("LOOPSCOPE_RECORDING").toStdString();
        if (file.empty()) return;
        const LoadedRecording loaded = loadRecording(file);
        QVERIFY2(loaded.recording, loaded.error.c_str());
        m_view->setRecording(loaded.recording);
        const TimeRange whole = m_view->whole();
        m_view->setSelection(TimeRange{whole.from + whole.length() / 4, whole.from + whole.length() / 2});
        m_view->setCursorTime(whole.from + whole.length() / 3);
        keep("charts-real");
        m_panel->resize(480, 300);
        keep("charts-small");
        m_panel->resize(1000, 620);
        m_view->setVisible({whole.from + whole.length() / 3, whole.from + whole.length() / 3 + whole.length() / 50});
        keep("charts-near");
        m_themes.setScale(1.5);
        keep("charts-presented");
        m_panel->resize(480, 400);
        keep("charts-presented-small");
    }

private:
    /// A second: two stretches of work, memory, a collection, callbacks, the pool.
    static RecordingBuilder some()
    {
        RecordingBuilder rec;
        rec.step(0).phase(Phase::Main).at(100 * kMs).endPhase(Phase::Main).phase(Phase::Poll, 1);
        rec.at(150 * kMs).metric("heap_used", 20e6).metric("external", 3e6).metric("elu", 0.5).metric("active_handles", 2);
        rec.at(300 * kMs).gc(GcType::MarkCompact, 12 * kMs);
        rec.op(50, OpState::Queued, "fs.stat");
        rec.at(600 * kMs).endPhase(Phase::Poll, 1, 500 * kMs).phase(Phase::Check, 1);
        for (std::uint64_t i = 1; i < 30; ++i) rec.at((600 + 6 * i) * kMs).begin(i, i % 3 ? Queue::Check : Queue::NextTick, "X").end(i, i % 3 ? Queue::Check : Queue::NextTick);
        rec.at(800 * kMs).endPhase(Phase::Check, 1).phase(Phase::Poll, 2);
        rec.at(900 * kMs).metric("heap_used", 40e6).metric("external", 3e6).metric("elu", 0.3).metric("active_handles", 2);
        rec.at(1000 * kMs).endPhase(Phase::Poll, 2, 200 * kMs).exit();
        return rec;
    }
    void show()
    {
        m_view->setRecording(some().recording());
        QTRY_VERIFY(!m_panel->strip(StripKind::Delay).content().curves.isEmpty());
        QTest::qWait(40);
    }

    ChartStrip& strip(StripKind kind) const { return m_panel->strip(kind); }
    QWidget& surface(StripKind kind) const { return strip(kind).surface(); }
    QString heading(StripKind kind) const { return strip(kind).headingText(); }
    QScrollArea& scroll() const { return *m_panel->findChild<QScrollArea*>(); }
    PlotWindow window(StripKind kind) const { return {m_view->visible(), strip(kind).plotWidth()}; }
    /// Of a moment on the surface of that strip.
    QPoint at(StripKind kind, std::uint64_t time) const
    {
        const QRectF plot = strip(kind).plotArea();
        const QPointF inStrip(plot.left() + window(kind).x(time), plot.center().y());
        return surface(kind).mapFrom(&strip(kind), inStrip).toPoint();
    }
    std::uint64_t timeAt(StripKind kind, QPoint position) const
    {
        return window(kind).time(position.x() - surface(kind).mapFrom(&strip(kind), strip(kind).plotArea().topLeft()).x());
    }
    /// Of the loop delay's plot, at a value that no line of the grid crosses.
    QColor colorAt(std::uint64_t time, double ms) const
    {
        const QRectF plot = strip(StripKind::Delay).plotArea();
        const double y = plot.bottom() - ms / strip(StripKind::Delay).content().top * plot.height();
        const QPointF inStrip(plot.left() + window(StripKind::Delay).x(time), y);
        return strip(StripKind::Delay).grab().toImage().pixelColor(inStrip.toPoint());
    }
    static bool near(std::uint64_t a, std::uint64_t b, std::uint64_t reach = 2 * kMs) { return (a > b ? a - b : b - a) <= reach; }
    void press(int key) { QTest::keyClick(m_panel->focusWidget(), static_cast<Qt::Key>(key)); }
    void wheel(StripKind kind, std::uint64_t time, QPoint angle, Qt::KeyboardModifiers modifiers = {})
    {
        const QPoint where = at(kind, time);
        QWheelEvent event(where, surface(kind).mapToGlobal(where), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&surface(kind), &event);
        QTest::qWait(40);
    }

    void keep(const QString& name)
    {
        const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES");
        for (const auto& [choice, word] : {std::pair(ThemeChoice::Dark, "dark"), {ThemeChoice::Light, "light"}, {ThemeChoice::Contrast, "contrast"}}) {
            m_themes.setChoice(choice);
            QTest::qWait(100);
            QVERIFY(m_panel->grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, word)));
        }
    }

    ThemeManager m_themes;
    std::unique_ptr<TraceView> m_view;
    std::unique_ptr<ChartsPanel> m_panel;
};

QTEST_MAIN(ChartsPanelTest)
#include "ChartsPanelTest.moc"
