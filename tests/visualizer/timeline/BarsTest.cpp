#include "tests/visualizer/timeline/SamplePrograms.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/timeline/BarLook.h"
#include "visualizer/timeline/DelayLane.h"
#include "visualizer/timeline/Lanes.h"

#include <QtTest>

#include <random>

using namespace loopscope;

static constexpr std::uint64_t kMs = 1000000;

class BarsTest : public QObject
{
    Q_OBJECT

    static Hue hueOfDrain(std::size_t i) { return i % 2 ? Hue::NextTick : i % 4 ? Hue::Await : Hue::Reaction; }

private slots:
    void wideSpansStandAlone()
    {
        Track track;
        track.add(0, 100, 0);
        track.add(200, 300, 1);
        const auto bars = barsOf(track, TimeAxis({0, 1000}, 50, 1000), 1000);
        QCOMPARE(bars.size(), 2u);
        QCOMPARE(bars[1].left, 250.0);
        QCOMPARE(bars[1].width, 100.0);
        QCOMPARE(bars[1].first, 1u);
    }

    void narrowOnesAreFoldedWithTheirNeighbours()
    {
        Track track;
        for (std::uint64_t i = 0; i < 100; ++i) track.add(i * 10, i * 10 + 5, i);
        const auto bars = barsOf(track, TimeAxis({0, 1000}, 0, 10), 1000); // a span is a twentieth of a pixel
        QCOMPARE(bars.size(), 4u);
        QCOMPARE(bars[0].count, 30u);
        QVERIFY(qAbs(bars[0].covered - 0.5) < 0.02);
    }

    void everySpanInViewIsInOneBarAndBarsDoNotOverlap()
    {
        std::mt19937 random(9);
        Track track;
        std::uint64_t time = 0;
        for (std::uint64_t i = 0; i < 5000; ++i) {
            const std::uint64_t from = time + random() % 300;
            time = from + (random() % 10 == 0 ? random() % 20'000 : random() % 40);
            track.add(from, time, i);
        }
        for (const double width : {40.0, 333.0, 5000.0}) {
            const TimeAxis axis({time / 4, time / 2}, 0, width);
            const auto bars = barsOf(track, axis, time);
            QVERIFY(double(bars.size()) <= width + 2);
            std::size_t next = bars.front().first;
            double right = -1e9;
            for (const Bar& bar : bars) {
                QCOMPARE(bar.first, next);
                QVERIFY(bar.left >= right - 1.01); // a bar is at least a pixel wide, whatever its length
                next = bar.first + bar.count;
                right = bar.left + bar.width;
            }
            QVERIFY(bars.front().first == 0 || track.at(bars.front().first - 1).to <= axis.range().from);
            QVERIFY(next == track.size() || track.at(next).from >= axis.range().to);
        }
    }

    void spansWithoutLengthAreSeen()
    {
        Track track;
        track.add(0, 0, 0);
        track.add(500, 500, 1);
        track.add(1000, 1000, 2);
        const auto bars = barsOf(track, TimeAxis({0, 1000}, 0, 100), 1000);
        QCOMPARE(bars.size(), 3u);
        QCOMPARE(barsOf(track, TimeAxis({500, 900}, 0, 100), 1000).size(), 1u);
    }

    void anOpenSpanGoesOnUntilNow()
    {
        Track track;
        track.open(100, 0);
        const auto bars = barsOf(track, TimeAxis({0, 1000}, 0, 1000), 600);
        QCOMPARE(bars[0].width, 500.0);
    }

    void aFoldedBarLooksLikeWhatTakesMostOfIt()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 0; i < 3; ++i) rec.phase(Phase::Check, 1).after(10).endPhase(Phase::Check, 1).phase(Phase::Timers, 1).after(5000).endPhase(Phase::Timers, 1);
        TraceModel model(rec.recording());
        model.extend();
        const TrackKey key{0, TrackKind::Phases, 0};
        const Track& track = *model.spans().track(key);
        const auto bars = barsOf(track, TimeAxis({0, 1'000'000}, 0, 10), 1'000'000);
        QCOMPARE(bars.size(), 1u);
        QCOMPARE(BarLooks(model).look(key, track, bars[0]).hue, Hue::Timers);
    }

    void functionsWearTheColourOfTheirCallback()
    {
        TraceModel model(smallProgram().recording());
        model.extend();
        const TrackKey key{0, TrackKind::Functions, 0};
        const Track& track = *model.spans().track(key);
        std::vector<Hue> hues;
        for (std::size_t i = 0; i < track.size(); ++i) hues.push_back(BarLooks(model).look(key, track, {.first = i}).hue);
        QCOMPARE(hues, (std::vector<Hue>{Hue::Main, Hue::NextTick, Hue::Reaction, Hue::Poll, Hue::Timers}));
    }

    void manyHaveTheColourThatTheirRecordsTell()
    {
        RecordingBuilder rec;
        auto run = [&rec, id = std::uint64_t{0}](Queue queue, const std::string& type) mutable {
            ++id;
            rec.begin(id, queue, type.c_str()).call("f@a.js:1").ret("f@a.js:1").end(id, queue);
        };
        for (int i = 0; i < 400; ++i) { // more kinds than are told apart without their records
            run(Queue::Timers, "Timer" + std::to_string(i));
            run(i % 2 ? Queue::NextTick : Queue::Microtask, i % 2 ? "TickObject" : i % 4 ? "await" : "PROMISE");
        }
        TraceModel model(rec.recording());
        model.extend();
        const BarLooks looks(model);
        for (const TrackKind kind : {TrackKind::Callbacks, TrackKind::Drains, TrackKind::Functions}) {
            const TrackKey key{0, kind, 0};
            const Track& track = *model.spans().track(key);
            for (std::size_t i = 0; i + 1 < track.size(); ++i) {
                // Of two the longer one counts, and the first if they are as long.
                const BarLook one = looks.look(key, track, {.first = i}), two = looks.look(key, track, {.first = i, .count = 2});
                QCOMPARE(two.hue, one.hue);
                const Hue expected = kind == TrackKind::Callbacks || (kind == TrackKind::Functions && i % 2 == 0) ? Hue::Timers : hueOfDrain(kind == TrackKind::Drains ? i : i / 2);
                QCOMPARE(one.hue, expected);
            }
        }
    }

    void outputIsShownWithoutItsControls()
    {
        RecordingBuilder rec;
        rec.out("\n\x1b[32mdone\x1b[39m in 3\tms\nmore\n");
        TraceModel model(rec.recording());
        model.extend();
        const TrackKey key{0, TrackKind::Output, 0};
        QCOMPARE(BarLooks(model).look(key, *model.spans().track(key), {}).text, QString("done in 3 ms"));
    }

    void delaysStandWhereTheLoopDidNotLook()
    {
        RecordingBuilder rec;
        rec.step(0).at(0).phase(Phase::Main).at(30 * kMs).endPhase(Phase::Main);
        rec.phase(Phase::Poll, 1).at(40 * kMs).endPhase(Phase::Poll, 1, 10 * kMs); // asleep all the time
        rec.at(42 * kMs).phase(Phase::Poll, 2).at(50 * kMs).endPhase(Phase::Poll, 2, 8 * kMs);
        rec.at(150 * kMs).exit();
        TraceModel model(rec.recording());
        model.extend();
        const LoopDelays& delays = model.series().loop(0)->delays;
        const TimeAxis axis({0, 200 * kMs}, 10, 400); // half a ms a pixel
        const std::vector<DelayBar> bars = delayBars(delays, axis);
        QCOMPARE(bars.size(), 3u);
        QCOMPARE(bars[0].longest, 30 * kMs);
        QCOMPARE(bars[0].left, 10.0);
        QCOMPARE(bars[0].width, 60.0);
        QCOMPARE(bars[1].left, axis.x(40 * kMs));
        QCOMPARE(bars[1].width, 4.0);
        QCOMPARE(bars[2].longest, 100 * kMs);
        QVERIFY(bars[2].height > bars[0].height && bars[0].height > bars[1].height && bars[1].height > 0);
        QVERIFY(tipForDelay(model, 0, axis, axis.x(100 * kMs)).startsWith("the loop did not look at the kernel for 100 ms"));
        QCOMPARE(tipForDelay(model, 0, axis, axis.x(46 * kMs)), QString()); // it slept: it looked
        QCOMPARE(tipForDelay(model, 3, axis, 100), QString());
        const TimeAxis inside({60 * kMs, 70 * kMs}, 0, 100); // it begins before and ends beyond
        QCOMPARE(delayBars(delays, inside).size(), 1u);
        QCOMPARE(delayBars(delays, inside)[0].left, inside.x(50 * kMs));
        QCOMPARE(heightOfDelay(0), 0.0);
        QCOMPARE(heightOfDelay(1e6), 0.25);
        QCOMPARE(heightOfDelay(1e10), 1.0);
    }

    void manyDelaysAreFoldedAndTheLongestIsSeen()
    {
        LoopDelays delays;
        std::uint64_t time = 0;
        std::mt19937 random(4);
        for (std::uint32_t turn = 0; turn < 20000; ++turn) {
            delays.note({.time = time, .value = turn, .kind = RecordKind::Phase, .detail = static_cast<std::uint8_t>(Phase::Poll), .flags = RecordFlag::BeginEdge});
            delays.note({.time = time + 5, .id = 5, .value = turn, .kind = RecordKind::Phase, .detail = static_cast<std::uint8_t>(Phase::Poll), .flags = RecordFlag::EndEdge});
            time += 5 + random() % 1000 + (turn == 12345 ? 70 * kMs : 0);
        }
        const TimeAxis axis({0, time}, 0, 300);
        const auto bars = delayBars(delays, axis);
        QVERIFY(bars.size() <= 302);
        std::size_t count = 0;
        std::uint64_t longest = 0;
        double right = -1e9;
        for (const DelayBar& bar : bars) {
            QVERIFY(bar.left >= right);
            right = bar.left + bar.width;
            count += bar.count;
            longest = std::max(longest, bar.longest);
        }
        QCOMPARE(count, delays.samples().size());
        QVERIFY(longest >= 70 * kMs);
    }

    void lanesStandUnderOneAnother()
    {
        const RecordingBuilder rec = crowdedProgram(50);
        TraceModel model(rec.recording());
        model.extend();
        const auto lanes = lanesOf(model, {}, 1);
        double bottom = 0;
        QStringList names;
        for (const Lane& lane : lanes) {
            QVERIFY(lane.top >= bottom);
            bottom = lane.bottom();
            names << lane.name;
            QCOMPARE(rowAt(lanes, lane.rowTop(lane.rows - 1) + 1), std::optional(lane.key(lane.rows - 1)));
        }
        QCOMPARE(names, (QStringList{"Phases", "Callbacks", "Ticks and jobs", "Output", "Functions", "Thread pool", "GC", "Loop delay"}));
        const auto folded = lanesOf(model, {{0, TrackKind::Pool}}, 1);
        QVERIFY(heightOf(folded) < heightOf(lanes));
        QVERIFY(heightOf(lanesOf(model, {}, 1.5)) > heightOf(lanes) * 1.4);
    }
};

QTEST_GUILESS_MAIN(BarsTest)
#include "BarsTest.moc"
