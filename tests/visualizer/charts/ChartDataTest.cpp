#include "tests/support/CpuTime.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"
#include "visualizer/charts/ChartCurves.h"
#include "visualizer/charts/ChartData.h"
#include "visualizer/charts/ChartText.h"
#include "visualizer/model/TraceModel.h"

#include <QLocale>
#include <QtTest>

using namespace loopscope;

/// What strips show, without widgets: points and texts are those of the records.
class ChartDataTest : public QObject
{
    Q_OBJECT

    static constexpr std::uint64_t kMs = 1'000'000;

    struct Shown {
        explicit Shown(const RecordingBuilder& rec, TimeRange range = {0, 1000 * kMs}, double width = 1000, std::uint16_t thread = 0)
            : model(rec.recording()), window{range, width}, thread(thread)
        {
            model.extend();
        }
        StripContent strip(StripKind kind, std::uint64_t cursor = 0) const { return ChartData(model, thread, window, figures.value_or(window.range)).strip(kind, cursor); }
        QStringList values(StripKind kind, std::uint64_t time) const
        {
            QStringList texts;
            for (const ChartValue& value : ChartData(model, thread, window, window.range).values(kind, time)) texts << value.name + ' ' + value.text;
            return texts;
        }
        TraceModel model;
        PlotWindow window;
        std::uint16_t thread;
        std::optional<TimeRange> figures;
    };
    /// The loop is busy from `from` to `to`, then sleeps.
    static void busy(RecordingBuilder& rec, std::uint32_t turn, std::uint64_t from, std::uint64_t to)
    {
        if (turn == 1) rec.at(from).phase(Phase::Main).at(to - 1000).endPhase(Phase::Main);
        else rec.at(from).endPhase(Phase::Poll, turn - 1, from - m_slept);
        rec.at(to).phase(Phase::Poll, turn);
        m_slept = to;
    }
    static double y(const ChartCurve& curve, double ms)
    {
        double found = -1;
        for (const QPointF& p : curve.points)
            if (p.x() <= ms * 1e6) found = p.y();
        return found;
    }
    static inline std::uint64_t m_slept = 0;

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void delays()
    {
        RecordingBuilder rec;
        busy(rec, 1, 0, 40 * kMs);
        busy(rec, 2, 100 * kMs, 110 * kMs);
        busy(rec, 3, 500 * kMs, 700 * kMs);
        Shown shown(rec);
        StripContent strip = shown.strip(StripKind::Delay, 105 * kMs);
        QCOMPARE(strip.curves.size(), 2); // and p99
        QCOMPARE(y(strip.curves[0], 20), 40.0);
        QCOMPARE(y(strip.curves[0], 60), 0.0);
        QCOMPARE(y(strip.curves[0], 105), 10.0);
        QCOMPARE(y(strip.curves[0], 600), 200.0);
        QCOMPARE(strip.curves[1].points, (QList<QPointF>{{0, 200}, {1000e6, 200}}));
        QCOMPARE(strip.top, 500.0);
        QCOMPARE(strip.figures, QString("p50 40.0 ms · p90 200 ms · p99 200 ms · max 200 ms"));
        QCOMPARE(strip.values.front().text, QString("10.0 ms"));
        QCOMPARE(shown.values(StripKind::Delay, 60 * kMs), QStringList("delay 0 ms")); // it waited in poll
        QCOMPARE(shown.values(StripKind::Delay, 800 * kMs), QStringList("delay –"));
        shown.figures = TimeRange{50 * kMs, 200 * kMs};
        strip = shown.strip(StripKind::Delay);
        QCOMPARE(strip.figures, QString("p50 10.0 ms · p90 10.0 ms · p99 10.0 ms · max 10.0 ms"));
        QCOMPARE(strip.curves[1].points[0].y(), 10.0);
    }

    void aDelayThatBeginsOrEndsOutsideReachesTheEdges()
    {
        RecordingBuilder rec;
        busy(rec, 1, 0, 400 * kMs);
        busy(rec, 2, 500 * kMs, 900 * kMs);
        const Shown shown(rec, {300 * kMs, 700 * kMs}, 400);
        const QList<QPointF> points = shown.strip(StripKind::Delay).curves[0].points;
        QCOMPARE(points, (QList<QPointF>{{0, 0}, {0, 400}, {100e6, 400}, {100e6, 0}, {200e6, 0}, {200e6, 400}, {400e6, 400}, {400e6, 0}}));
    }

    void utilisationHoldsForTheTimeBefore()
    {
        RecordingBuilder rec;
        rec.at(200 * kMs).metric("elu", 0.25).at(400 * kMs).metric("elu", 1).at(600 * kMs).metric("elu", 0.034);
        const Shown shown(rec);
        const StripContent strip = shown.strip(StripKind::Utilisation, 300 * kMs);
        QCOMPARE(strip.curves[0].points, (QList<QPointF>{{0, 25}, {0, 25}, {200e6, 25}, {200e6, 100}, {400e6, 100}, {400e6, y(strip.curves[0], 500)}, {600e6, y(strip.curves[0], 500)}}));
        QCOMPARE(strip.top, 100.0);
        QCOMPARE(strip.values.front().text, QString("100 %"));
        QCOMPARE(shown.values(StripKind::Utilisation, 500 * kMs), QStringList("busy 3.4 %"));
    }

    void memoryAndPauses()
    {
        RecordingBuilder rec;
        rec.at(100 * kMs).metric("heap_used", 10e6).metric("external", 2e6);
        rec.at(200 * kMs).gc(GcType::Scavenge, kMs).at(205 * kMs).gc(GcType::Scavenge, 3 * kMs);
        rec.at(400 * kMs).gc(GcType::MarkCompact, 20 * kMs).at(500 * kMs).metric("heap_used", 50e6).metric("external", 2e6);
        const Shown shown(rec);
        const StripContent strip = shown.strip(StripKind::Heap, 300 * kMs);
        QCOMPARE(strip.curves.size(), 2);
        QCOMPARE(strip.top, 100.0);
        QCOMPARE(strip.figures, QString("3 collections, longest 20.0 ms"));
        QCOMPARE(shown.values(StripKind::Heap, 300 * kMs), (QStringList{"heap used ≈ 30.0 MB", "external 2.00 MB"}));
        QCOMPARE(shown.values(StripKind::Heap, 50 * kMs), (QStringList{"heap used –", "external –"}));
        QCOMPARE(strip.marks.size(), 2); // two are too near to one another
        QCOMPARE(strip.marks[0], (ChartMark{202e6, 205e6, GcType::Scavenge, 3, 1}));
        QCOMPARE(strip.marks[1].type, GcType::MarkCompact);
        const ChartData data(shown.model, 0, shown.window, shown.window.range);
        QCOMPARE(data.markAt(203 * kMs), QString("scavenge 3.00 ms, and a shorter one"));
        QCOMPARE(data.markAt(390 * kMs), QString("mark-compact 20.0 ms"));
        QVERIFY(data.markAt(300 * kMs).isEmpty());
    }

    void marksNeverOverlap()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 1; i < 900; ++i) rec.at(i * kMs).gc(i % 7 == 0 ? GcType::MarkCompact : GcType::Scavenge, (i % 13) * 10'000);
        const Shown shown(rec, {0, 1000 * kMs}, 500);
        const StripContent strip = shown.strip(StripKind::Heap);
        std::size_t all = 0;
        for (qsizetype i = 0; i < strip.marks.size(); ++i) {
            all += 1 + strip.marks[i].others;
            if (i > 0) QVERIFY(strip.marks[i].to - strip.marks[i - 1].to > 15e6);
        }
        QCOMPARE(all, 899u);
    }

    void callbacksStandOnOneAnother()
    {
        RecordingBuilder rec;
        rec.step(0);
        for (std::uint64_t i = 0; i < 10; ++i) {
            rec.at(500 * kMs + i * 100'000).begin(2 * i + 1, Queue::Timers, "Timeout").end(2 * i + 1, Queue::Timers);
            if (i % 2) rec.begin(2 * i + 2, Queue::Check, "Immediate").end(2 * i + 2, Queue::Check);
        }
        rec.begin(99, Queue::Poll, "X", {}, RecordFlag::Internal);
        const Shown shown(rec);
        const StripContent strip = shown.strip(StripKind::Callbacks, 500 * kMs);
        QCOMPARE(strip.curves.size(), 2);
        QCOMPARE(strip.curves[0].style.hue, Hue::Timers);
        QCOMPARE(strip.curves[1].style.hue, Hue::Check);
        QCOMPARE(strip.curves[1].ground, strip.curves[0].points);
        QCOMPARE(y(strip.curves[0], 502), 2000.0); // in 5 ms
        QCOMPARE(y(strip.curves[1], 502), 3000.0);
        QCOMPARE(y(strip.curves[1], 510), 0.0);
        QCOMPARE(strip.figures, QString("15 callbacks"));
        QCOMPARE(shown.values(StripKind::Callbacks, 502 * kMs), (QStringList{"timers 2,000/s", "check 1,000/s"}));
    }

    void handlesAndPool()
    {
        RecordingBuilder rec;
        rec.step(0).at(100 * kMs).metric("active_handles", 3).at(300 * kMs).metric("active_handles", 5);
        for (std::uint64_t id = 2; id <= 4; ++id) rec.op(id, OpState::Queued, "crypto.pbkdf2");
        rec.pool(1).at(400 * kMs).op(2, OpState::Running, "crypto.pbkdf2", 1).at(600 * kMs).op(2, OpState::Done, "crypto.pbkdf2");
        const Shown shown(rec);
        QCOMPARE(shown.values(StripKind::Handles, 100 * kMs), QStringList("active 3"));
        QCOMPARE(shown.values(StripKind::Handles, 200 * kMs), QStringList("active ≈ 3")); // nobody looked
        QCOMPARE(shown.values(StripKind::Handles, 900 * kMs), QStringList("active 5"));
        QCOMPARE(shown.strip(StripKind::Handles).top, 10.0);
        QCOMPARE(shown.values(StripKind::Pool, 350 * kMs), (QStringList{"running 0", "waiting 3"}));
        QCOMPARE(shown.values(StripKind::Pool, 500 * kMs), (QStringList{"running 1", "waiting 2"}));
        const StripContent pool = shown.strip(StripKind::Pool);
        QCOMPARE(pool.figures, QString("at most 3 waiting"));
        QCOMPARE(pool.curves[0].points, (QList<QPointF>{{400e6, 1}, {600e6, 1}, {600e6, 0}, {1000e6, 0}}));
    }

    void emptyStripsSayWhy()
    {
        RecordingBuilder rec;
        rec.out("x");
        for (int i = 0; i < kStripCount; ++i) {
            const StripContent strip = Shown(rec).strip(static_cast<StripKind>(i));
            QVERIFY(!strip.empty.isEmpty());
            QVERIFY(strip.curves.isEmpty() && strip.top > 0);
        }
        QVERIFY(Shown(rec).strip(StripKind::Delay).empty.contains("so far"));
        rec.exit();
        QVERIFY(!Shown(rec).strip(StripKind::Pool).empty.contains("so far"));
        RecordingBuilder coarse(DetailLevel::Monitor);
        QVERIFY(Shown(coarse).strip(StripKind::Callbacks).empty.contains("level of detail"));
        rec.at(5000 * kMs).begin(1, Queue::Timers, "Timeout").end(1, Queue::Timers);
        QCOMPARE(Shown(rec).strip(StripKind::Callbacks).empty, QString("No callback began in this stretch of time."));
    }

    void eachLoopHasItsOwn()
    {
        RecordingBuilder rec;
        rec.at(100 * kMs).metric("active_handles", 3).worker(1).at(100 * kMs).metric("active_handles", 7);
        QCOMPARE(Shown(rec, {0, 1000 * kMs}, 1000, 1).values(StripKind::Handles, 200 * kMs), QStringList("active 7"));
        QCOMPARE(Shown(rec, {0, 1000 * kMs}, 1000, 9).strip(StripKind::Handles).curves.size(), 0); // there is none such
    }

    void manySamplesCostAsMuchAsThePixels()
    {
        RecordingBuilder rec;
        rec.step(1000);
        for (int i = 0; i < 200'000; ++i) rec.metric("heap_used", 1e6 * (i % 100)).metric("external", 1e6 * (i % 100));
        const Shown shown(rec, {0, 400 * kMs}, 500);
        const StripContent strip = shown.strip(StripKind::Heap);
        const ChartCurve& curve = strip.curves[1];
        QVERIFY(curve.points.size() <= 4 * 501 + 2);
        QVERIFY(strip.curves[0].points.size() <= 3 * 251 + 2);
        QVERIFY(std::all_of(strip.curves[0].points.begin(), strip.curves[0].points.end(), [](QPointF p) { return p.y() == 99; }));
        double low = 1e9, high = 0;
        for (const QPointF& p : curve.points) { low = std::min(low, p.y()); high = std::max(high, p.y()); }
        QCOMPARE(low, 0.0);
        QCOMPARE(high, 99.0);
        QVERIFY(std::is_sorted(curve.points.begin(), curve.points.end(), [](QPointF a, QPointF b) { return a.x() < b.x(); }));
    }

    void aLongRecordingIsCheapToLookAt()
    {
        TraceModel model(longRecording(400'000));
        model.extend();
        const PlotWindow window{{0, model.recording().duration()}, 1000};
        const double before = cpuTime();
        for (int i = 0; i < kStripCount; ++i) {
            const StripContent strip = ChartData(model, 0, window, window.range).strip(static_cast<StripKind>(i), window.range.to / 2);
            for (const ChartCurve& curve : strip.curves) QVERIFY(curve.points.size() < 4100);
        }
        const double took = cpuTime() - before;
        QVERIFY2(took < 60, qPrintable(QString::number(took)));
    }

    void axis()
    {
        const PlotWindow window{{100 * kMs, 300 * kMs}, 200};
        QCOMPARE(window.time(window.x(150 * kMs)), 150 * kMs);
        QCOMPARE(window.time(-50), 100 * kMs);
        QCOMPARE(window.time(900), 300 * kMs);
        QCOMPARE(window.zoomed(100, 0.5), (TimeRange{150 * kMs, 250 * kMs}));
        QCOMPARE(window.panned(-150).from, 0u);
        QCOMPARE(window.roundStep(30), 50 * kMs);
        QCOMPARE(window.text(150 * kMs, 50 * kMs), QString("150 ms"));
        QCOMPARE((PlotWindow{{0, 600'000 * kMs}, 600}.text(90'000 * kMs, 10'000 * kMs)), QString("1:30"));
        QCOMPARE((PlotWindow{{0, 2000 * kMs}, 1000}.text(1250 * kMs)), QString("1.250 s"));
        QCOMPARE(roundUp(0.3), 0.5);
        QCOMPARE(roundUp(60), 100.0);
    }

    void everyTextHasItsUnit()
    {
        QCOMPARE(ChartText::value(StripKind::Delay, 0.1234), QString("0.123 ms"));
        QCOMPARE(ChartText::value(StripKind::Delay, 12345), QString("12,345 ms"));
        QCOMPARE(ChartText::value(StripKind::Utilisation, 43.2), QString("43 %"));
        QCOMPARE(ChartText::value(StripKind::Heap, 12.34), QString("12.3 MB"));
        QCOMPARE(ChartText::value(StripKind::Callbacks, 4.5), QString("4.50/s"));
        for (int i = 0; i < kStripCount; ++i) {
            const auto kind = static_cast<StripKind>(i);
            QVERIFY(!ChartText::name(kind).isEmpty() && !ChartText::unit(kind).isEmpty() && !ChartText::about(kind).isEmpty());
        }
        QCOMPARE(ChartText::round(StripKind::Callbacks, 20000), QString("20,000/s"));
        QCOMPARE(ChartText::round(StripKind::Delay, 0.025), QString("0.025 ms"));
        QCOMPARE(ChartText::round(StripKind::Utilisation, 50), QString("50 %"));
        QSet<QString> letters;
        for (const GcType type : {GcType::Scavenge, GcType::MinorMarkSweep, GcType::MarkCompact, GcType::Incremental, GcType::WeakCallbacks})
            letters << ChartText::gcLetter(type);
        QCOMPARE(letters.size(), 5);
    }
};

QTEST_GUILESS_MAIN(ChartDataTest)
#include "ChartDataTest.moc"
