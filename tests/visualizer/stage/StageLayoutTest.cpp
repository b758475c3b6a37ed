#include "tests/visualizer/stage/StageScenes.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/stage/StageLayout.h"
#include "visualizer/stage/StageMotion.h"
#include "visualizer/stage/StageText.h"

#include <QtTest>

using namespace loopscope;

namespace {

/// The picture after the first `cursor` records, as text.
struct Picture {
    explicit Picture(const std::shared_ptr<Recording>& recording) : model(recording) { model.extend(); }

    StageScene scene(std::uint64_t cursor, QSizeF size = {900, 700}, bool internal = false, std::uint64_t later = 0)
    {
        const TraceState& state = model.stateAt(cursor);
        StageInput input{state, model.recording().dictionary(), model.labels()};
        input.time = state.time + later;
        input.showInternal = internal;
        input.mainRuns = mainRuns;
        return layoutStage(input, FixedMeasure(), size);
    }
    StageScene last(QSizeF size = {900, 700}) { return scene(model.extent(), size); }

    TraceModel model;
    bool mainRuns = false;
};

QString lines(const StageScene& scene, const QString& area)
{
    QStringList kept;
    for (const QString& line : scene.toText().split('\n'))
        if (line.startsWith(area + ' ') && !line.contains(" card")) kept << line.mid(area.size() + 1);
    return kept.join('\n');
}

} // namespace

class StageLayoutTest : public QObject
{
    Q_OBJECT
private slots:
    void stackHasItsInnermostFrameOnTop()
    {
        RecordingBuilder r;
        r.phase(Phase::Timers, 3).begin(5, Queue::Timers, "Timeout", "tick@app.js:2:12").call("work@lib.js:10:1");
        Picture p(r.recording());
        QCOMPARE(lines(p.last(), "stack"), "text Call stack\ntext 2\nchip lit (timers) work | lib.js:10\nchip (timers) tick | app.js:2 #5");
    }

    void nodesOwnFramesAreDimmed()
    {
        RecordingBuilder r;
        r.phase(Phase::Poll, 1).begin(9, Queue::Poll, "TCPWRAP", "onread@node:net:100:1", RecordFlag::Internal);
        Picture p(r.recording());
        QVERIFY2(lines(p.last(), "stack").contains("chip lit dim (poll) onread | node:net:100 #9"), qPrintable(lines(p.last(), "stack")));
    }

    void theMainScriptIsUnderAllFramesWhileItRuns()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).line("a.js:3:1");
        Picture p(r.recording());
        p.mainRuns = true;
        QCOMPARE(lines(p.last(), "stack"), "text Call stack\ntext 1\nchip lit (main) main script | a.js:3");
        r.call("f@a.js:7:1");
        p.model.extend();
        QCOMPARE(lines(p.last(), "stack"), "text Call stack\ntext 2\nchip lit (main) f | a.js:7\nchip (main) main script");
    }

    void aCallbacksOwnFunctionIsShownOnce()
    {
        RecordingBuilder r;
        r.phase(Phase::Timers, 1).begin(5, Queue::Timers, "Timeout", "tick@app.js:2:12").call("tick@app.js:2:13").call("inner@app.js:9:1");
        Picture p(r.recording());
        QCOMPARE(lines(p.last(), "stack"), "text Call stack\ntext 2\nchip lit (timers) inner | app.js:9\nchip (timers) tick | app.js:2 #5");
    }

    void phasesStandInTheOrderOfTheLoop()
    {
        RecordingBuilder r;
        r.phase(Phase::Check, 12);
        Picture p(r.recording());
        QStringList arcs;
        double end = 0;
        for (const StageItem& item : p.last().items) {
            if (item.kind != StageItem::Kind::Arc) continue;
            arcs << item.text + (item.lit ? "*" : "");
            QVERIFY(item.start >= end);
            end = item.start + item.span;
        }
        QCOMPARE(arcs.join(' '), "pending idle, prepare poll check* closing timers");
        QVERIFY(end <= 360);
        QVERIFY(lines(p.last(), "ring").contains("text 12\n"));
    }

    void jobsStandInTheOrderInWhichTheyWereQueued()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(1, Queue::NextTick, "TickObject", "a.js:1:1").enqueue(2, Queue::Microtask, "await", "a.js:2:1");
        r.enqueue(3, Queue::Microtask, "queueMicrotask", "a.js:3:1").enqueue(4, Queue::NextTick, "TickObject", "a.js:4:1");
        Picture p(r.recording());
        QCOMPARE(lines(p.last(), "nextTick"), "text nextTick queue\ntext 2\nchip (nextTick) nextTick | a.js:1 #1\nchip (nextTick) nextTick | a.js:4 #4");
        QCOMPARE(lines(p.last(), "microtasks"),
                 "text Promise jobs\ntext 2\nchip (await) await | a.js:2 #2\nchip (queueMicrotask) queueMicrotask | a.js:3 #3");
    }

    void theJobThatRunsStandsLitBeforeThoseThatWait()
    {
        Picture p(orderRecording().recording());
        QString text;
        for (std::uint64_t cursor = 0; cursor <= p.model.extent() && !text.contains("chip lit"); ++cursor)
            text = lines(p.scene(cursor), "microtasks");
        QCOMPARE(text, "text Promise jobs\nchip lit (reaction) promise reaction | order.js:3 #3");
    }

    void besideTheJobThatRunsThereIsAlwaysRoomForWhoWaits_data()
    {
        QTest::addColumn<int>("waiting");
        for (const int waiting : {1, 2, 50, 20'000}) QTest::addRow("%d", waiting) << waiting;
    }

    void besideTheJobThatRunsThereIsAlwaysRoomForWhoWaits()
    {
        QFETCH(int, waiting);
        RecordingBuilder r;
        r.phase(Phase::Main).begin(1, Queue::Microtask, "await", "awaitsOfALongName.cjs:4:1");
        for (int i = 0; i < waiting; ++i) r.enqueue(std::uint64_t(i + 2), Queue::Microtask, "await", "awaitsOfALongName.cjs:7:1");
        Picture p(r.recording());
        const StageScene scene = p.last({548, 330}); // the panel in a window of 1280 x 800
        qsizetype chips = 0;
        QString more;
        for (const StageItem& item : scene.items) {
            if (item.area != StageArea::Microtasks) continue;
            QVERIFY2(item.rect.right() <= 548, qPrintable(scene.toText()));
            if (item.kind == StageItem::Kind::Chip) QVERIFY2(item.rect.width() > 40, qPrintable(scene.toText()));
            if (item.kind == StageItem::Kind::Chip && !item.lit) ++chips;
            if (item.text.startsWith('+')) more = item.text;
        }
        QCOMPARE(more, chips == waiting ? QString() : '+' + countText(std::size_t(waiting - chips)));
        QVERIFY2(chips > 0 || !more.isEmpty(), qPrintable(scene.toText()));
    }

    void poolShowsWhoRunsAndWhoWaits()
    {
        RecordingBuilder r;
        r.phase(Phase::Main);
        for (std::uint64_t i = 1; i <= 3; ++i) r.op(i, OpState::Start, "fs.stat", 0, "a.js:7:1").op(i, OpState::Queued, "fs.stat");
        r.pool(2).op(1, OpState::Running, "fs.stat", 2);
        Picture p(r.recording());
        QCOMPARE(lines(p.last(), "pool"), "text Thread pool\ntext 1 run, 2 wait\ntext 1\nslot free\ntext 2\nchip lit (pool) fs.stat | a.js:7 #1\n"
                                          "text 0 ns\ntext 3\nslot free\ntext 4\nslot free\nchip (pool) fs.stat | a.js:7 #2\ntext waits 4.00 µs\n"
                                          "chip (pool) fs.stat | a.js:7 #3\ntext waits 2.00 µs");
    }

    static RecordingBuilder busyPool(std::uint64_t waiting)
    {
        RecordingBuilder r;
        r.phase(Phase::Main);
        for (std::uint64_t i = 1; i <= 4 + waiting; ++i) r.op(i, OpState::Start, "crypto.pbkdf2", 0, "a.js:7:1").op(i, OpState::Queued, "crypto.pbkdf2");
        for (int i = 1; i <= 4; ++i) r.pool(i).op(std::uint64_t(i), OpState::Running, "crypto.pbkdf2", std::uint32_t(i));
        return r.loop();
    }

    void allThatWaitForThePoolAreShownInALowPanelToo()
    {
        Picture p(busyPool(3).recording());
        const QString pool = lines(p.last({840, 480}), "pool");
        for (const char* id : {"#5", "#6", "#7"}) QVERIFY2(pool.contains(id), qPrintable(pool));
        QVERIFY2(!pool.contains("more wait"), qPrintable(pool));
        QCOMPARE(lines(p.last({840, 480}), "timers"), "text Timers\ntext none armed");
    }

    void theFourSlotsHaveTheirPlaceInTheLowestPanel()
    {
        Picture p(busyPool(0).recording());
        const QString scene = p.last({560, 280}).toText();
        for (const char* id : {"#1", "#2", "#3", "#4"}) QVERIFY2(scene.contains(QLatin1String(id)), qPrintable(scene));
    }

    void inTheLowestPanelWhatHasNoRowIsCounted()
    {
        RecordingBuilder r = busyPool(4);
        r.op(90, OpState::Start, "TCPSERVERWRAP", 0, "a.js:1:1").enqueue(91, Queue::Timers, "Timeout", "a.js:9:1", 50);
        Picture p(r.recording());
        const StageScene scene = p.last({548, 330}); // the panel in a window of 1280 x 800
        QCOMPARE(lines(scene, "operations"), "text 1 open · one timer armed");
        const StageItem* summary = nullptr;
        for (const StageItem& item : scene.items) if (item.area == StageArea::Operations) summary = &item;
        for (const StageItem& item : scene.items)
            if (item.area == StageArea::Pool && item.kind != StageItem::Kind::Card) QVERIFY2(item.rect.bottom() <= summary->rect.top() + 1, qPrintable(scene.toText()));
    }

    void aCrowdThatWaitsForThePoolIsCounted_data()
    {
        QTest::addColumn<QSizeF>("size");
        for (const QSizeF size : {QSizeF(420, 380), QSizeF(520, 420), QSizeF(840, 440), QSizeF(840, 480), QSizeF(900, 700), QSizeF(1400, 1000)})
            QTest::addRow("%g x %g", size.width(), size.height()) << size;
    }

    void aCrowdThatWaitsForThePoolIsCounted()
    {
        QFETCH(QSizeF, size);
        RecordingBuilder r = busyPool(60);
        r.op(90, OpState::Start, "TCPSERVERWRAP", 0, "a.js:1:1").enqueue(91, Queue::Timers, "Timeout", "a.js:9:1", 50);
        Picture p(r.recording());
        const StageScene scene = p.last(size);
        const QString pool = lines(scene, "pool");
        const qsizetype shown = pool.count("text waits ");
        QVERIFY2(pool.contains("text 4 run, 60 wait"), qPrintable(pool));
        if (shown > 0) QVERIFY2(pool.contains(QString("text and %1 more wait").arg(60 - shown)), qPrintable(pool));
        QVERIFY(shown > 0 || size.height() < 440);
        // Nobody stands in another's place, or outside.
        for (const StageItem& item : scene.items) {
            if (item.area != StageArea::Pool && item.area != StageArea::Operations && item.area != StageArea::Timers) continue;
            QVERIFY(QRectF(QPointF(), size).contains(item.rect));
        }
        if (size.height() >= 480) QVERIFY2(lines(scene, "timers").contains("#91"), qPrintable(scene.toText()));
    }

    void whatKeepsTheProgramAliveStandsFirst()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(9, Queue::Timers, "Timeout", "app.js:9:1", 40).endPhase(Phase::Main).phase(Phase::Poll, 1);
        r.handle(5, HandleState::Unref, "FSEVENTWRAP", "/tmp", "app.js:2:1").handle(6, HandleState::Active, "TCPSERVERWRAP", "[::]:3000", "app.js:1:1").handle(7, HandleState::Unref, "SIGNALWRAP", "SIGWINCH");
        Picture p(r.recording());
        QCOMPARE(lines(p.last(), "operations"), QString("text Open\ntext 2 · one keeps the program alive\nchip (poll) tcp server [::]:3000 | app.js:1 #6\nchip dim (poll) fs.watch /tmp | app.js:2 #5"));
        QVERIFY2(lines(p.last(), "timers").contains("timeout 40 ms"), qPrintable(p.last().toText()));
    }

    void manyOpenOperationsAreAllCounted()
    {
        RecordingBuilder r;
        r.phase(Phase::Main);
        for (std::uint64_t i = 1; i <= 500; ++i) r.op(i, OpState::Start, "TCPWRAP", 0, "a.js:1:1");
        Picture p(r.recording());
        QVERIFY2(lines(p.last(), "operations").startsWith("text Open\ntext 500\n"), qPrintable(p.last().toText()));
    }

    void timersStandInTheOrderInWhichTheyAreDue()
    {
        RecordingBuilder r;
        r.step(0).phase(Phase::Main).enqueue(1, Queue::Timers, "Timeout", "a.js:1:1", 50).enqueue(2, Queue::Timers, "Timeout", "a.js:2:1", 10);
        Picture p(r.recording());
        const StageScene scene = p.scene(p.model.extent(), {900, 700}, false, 20'000'000);
        QCOMPARE(lines(scene, "timers"), "text Timers\ntext 2 armed\nchip (timers) timeout 10 ms | a.js:2 #2\ntext lit due\n"
                                         "chip (timers) timeout 50 ms | a.js:1 #1\ntext 30.0 ms");
        const auto fifty = std::ranges::find_if(scene.items, [](const StageItem& i) { return i.id == 1 && i.area == StageArea::Timers; });
        QCOMPARE(fifty->value, 0.4);
    }

    void dueTimersThatFindNoRoomAreNotCalledLater()
    {
        RecordingBuilder r;
        r.step(0).phase(Phase::Main);
        for (std::uint64_t i = 1; i <= 2'000; ++i) r.enqueue(i, Queue::Timers, "Timeout", "a.js:1:1", 1);
        Picture p(r.recording());
        const StageScene scene = p.scene(p.model.extent(), {900, 700}, false, 5'000'000);
        QVERIFY2(!lines(scene, "timers").contains("later") && lines(scene, "timers").contains("and 2k more"), qPrintable(lines(scene, "timers").right(80)));
        QVERIFY2(lines(scene, "ring").contains("text 2k due"), qPrintable(lines(scene, "ring")));
    }

    void tenThousandTimersAreCounted()
    {
        for (const NamedScene& scene : stageScenes()) {
            if (scene.name != "crowd") continue;
            Picture p(scene.recording);
            QElapsedTimer clock;
            clock.start();
            const StageScene made = p.last();
            QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
            QVERIFY(made.items.size() < 150);
            QVERIFY(lines(made, "timers").contains("text 10k armed"));
            QVERIFY(lines(made, "ring").contains("text +10k"));
        }
    }

    void amongAHundredThousandTimersTheEarliestAreFoundWithinAFrame()
    {
        RecordingBuilder r;
        r.step(0).phase(Phase::Main);
        for (std::uint64_t i = 0; i < 100'000; ++i)
            r.enqueue(i + 1, Queue::Timers, "Timeout", "a.js:1:1", static_cast<std::uint32_t>(100'100 - (i * 7919) % 100'003));
        Picture p(r.recording());
        const TraceState& state = p.model.stateAt(p.model.extent());
        QCOMPARE(state.time, 0u);
        QElapsedTimer clock;
        clock.start();
        const QString timers = lines(p.last(), "timers");
        qInfo("laid out 100,000 timers in %.1f ms", static_cast<double>(clock.nsecsElapsed()) / 1e6);
        QVERIFY(clock.elapsed() < 50);
        QVERIFY2(timers.contains("timeout 98 ms"), qPrintable(timers.left(300)));
        QVERIFY(timers.indexOf("timeout 98 ms") < timers.indexOf("timeout 99 ms"));
    }

    void nodesOwnCallbacksAreHiddenUnlessAskedFor()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(1, Queue::NextTick, "TickObject", "node:net:1:1", 0, RecordFlag::Internal);
        Picture p(r.recording());
        QVERIFY(!lines(p.scene(p.model.extent()), "nextTick").contains("#1"));
        QVERIFY(lines(p.scene(p.model.extent(), {900, 700}, true), "nextTick").contains("chip dim (nextTick) nextTick | node:net:1 #1"));
    }

    void sameInputSamePicture()
    {
        Picture p(orderRecording().recording());
        QCOMPARE(p.last().toText(), p.last().toText());
        QVERIFY(p.last({520, 420}).toText().contains("iteration"));
    }

    void tokensMoveFromTheirQueueToTheStack()
    {
        RecordingBuilder r;
        r.phase(Phase::Main).enqueue(4, Queue::Check, "Immediate", "a.js:1:1").endPhase(Phase::Main).phase(Phase::Check, 1);
        r.begin(4, Queue::Check, "Immediate", "f@a.js:1:14");
        Picture p(r.recording());
        const StageScene before = p.scene(p.model.extent() - 1), after = p.scene(p.model.extent());
        const auto rectOf = [](const StageScene& scene) {
            return std::ranges::find(scene.items, 4u, &StageItem::id)->rect;
        };
        QVERIFY(rectOf(before) != rectOf(after));
        QCOMPARE(rectOf(between(before, after, 0)), rectOf(before));
        QCOMPARE(rectOf(between(before, after, 1)), rectOf(after));
        const QRectF half = rectOf(between(before, after, 0.5));
        QVERIFY(half.x() < rectOf(before).x() && half.x() > rectOf(after).x());
        QCOMPARE(between(before, after, 0.5).items.size(), after.items.size());
    }

    void thePointerOnlyGoesTheLoopsWay()
    {
        RecordingBuilder r;
        r.phase(Phase::Timers, 1).endPhase(Phase::Timers, 1).phase(Phase::Pending, 2);
        Picture p(r.recording());
        const auto angle = [](const StageScene& scene) {
            return std::ranges::find(scene.items, StageItem::Kind::Pointer, &StageItem::kind)->start;
        };
        const double half = angle(between(p.scene(1), p.scene(3), 0.5));
        QVERIFY2(half > angle(p.scene(1)) || half < angle(p.scene(3)), qPrintable(QString::number(half)));
    }

    void countsAreShort()
    {
        QCOMPARE(countText(999), "999");
        QCOMPARE(countText(1'000), "1k");
        QCOMPARE(countText(1'234), "1.2k");
        QCOMPARE(countText(10'000), "10k");
        QCOMPARE(countText(3'400'000), "3.4M");
    }
};

QTEST_GUILESS_MAIN(StageLayoutTest)
#include "StageLayoutTest.moc"
