#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceModel.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace loopscope;

namespace {

constexpr std::uint64_t kMs = 1'000'000;

/// By sorting all: the nearest rank.
double percentile(std::vector<float> values, double share)
{
    std::ranges::sort(values);
    const auto place = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    return values[std::max<std::size_t>(place, 1) - 1];
}

/// Turns of a loop, each asleep for a millisecond and then busy for so long.
LoopDelays delaysOf(const std::vector<std::uint64_t>& lengths)
{
    LoopDelays delays;
    std::uint64_t time = 0;
    const auto note = [&](std::uint16_t edge, std::uint32_t turn, std::uint64_t asleep) {
        delays.note({.time = time, .id = asleep, .value = turn, .kind = RecordKind::Phase, .detail = static_cast<std::uint8_t>(Phase::Poll), .flags = edge});
    };
    for (std::uint32_t turn = 0; turn <= lengths.size(); ++turn) {
        note(RecordFlag::BeginEdge, turn, 0);
        time += kMs;
        note(RecordFlag::EndEdge, turn, kMs);
        if (turn < lengths.size()) time += lengths[turn];
    }
    return delays;
}

} // namespace

class SeriesTest : public QObject
{
    Q_OBJECT
private slots:
    void metricsStandByNameAndLoop()
    {
        RecordingBuilder rec;
        rec.at(10).metric("heap_used", 4e6).metric("elu", 0.25).metric("unknown", 7).metric("delay", 12.5).metric("active_handles", 3);
        rec.worker(1).at(2000).metric("heap_used", 9e6);
        rec.loop().at(5000).metric("heap_used", 5e6).metric("external", std::numeric_limits<double>::quiet_NaN());
        const Series& series = fold(rec);
        const std::uint16_t worker = series.loops().back();
        QCOMPARE(series.loops().size(), 2u);
        const LoopSeries& main = *series.loop(0);
        QCOMPARE(main.metric(Metric::HeapUsed).size(), 2u);
        QCOMPARE(main.metric(Metric::HeapUsed).time(1), 5000u);
        QCOMPARE(main.metric(Metric::HeapUsed).value(1), 5e6f);
        QCOMPARE(main.metric(Metric::Utilisation).value(0), 0.25f);
        QCOMPARE(main.metric(Metric::Delay).value(0), 12.5f);
        QCOMPARE(main.metric(Metric::ActiveHandles).value(0), 3.f);
        QVERIFY(main.metric(Metric::External).empty());
        QCOMPARE(series.loop(worker)->metric(Metric::HeapUsed).value(0), 9e6f);
        QVERIFY(!series.loop(4000));
    }

    void aDelayIsTheTimeBetweenTwoLooksAtTheKernel()
    {
        RecordingBuilder rec;
        rec.at(0).phase(Phase::Main).at(7 * kMs).endPhase(Phase::Main);
        rec.at(8 * kMs).phase(Phase::Poll, 1).at(20 * kMs).endPhase(Phase::Poll, 1, 10 * kMs); // awake from 18 ms on
        rec.at(20 * kMs).phase(Phase::Timers, 1).at(23 * kMs).endPhase(Phase::Timers, 1);
        rec.at(23 * kMs).phase(Phase::Poll, 2);
        QCOMPARE(told(fold(rec)), "0..8 18..23");
    }

    void aPollThatWasNotToldIsKnownByTheIteration()
    {
        RecordingBuilder rec;
        rec.at(0).phase(Phase::Main).at(2 * kMs).endPhase(Phase::Main);
        rec.at(3 * kMs).phase(Phase::Check, 1).at(5 * kMs).endPhase(Phase::Check, 1);
        rec.at(6 * kMs).phase(Phase::Check, 2).at(9 * kMs).endPhase(Phase::Check, 2);
        rec.at(10 * kMs).phase(Phase::Prepare, 3).at(11 * kMs).endPhase(Phase::Prepare, 3); // the same turn goes on
        rec.at(12 * kMs).phase(Phase::Poll, 3);
        QCOMPARE(told(fold(rec)), "0..2 3..5 6..12");
    }

    void aScriptThatNeverReachesTheLoopIsOneDelay()
    {
        RecordingBuilder rec;
        rec.at(0).phase(Phase::Main).at(300 * kMs).endPhase(Phase::Main).at(301 * kMs).exit();
        QCOMPARE(told(fold(rec)), "0..301");
    }

    void aWorkersPollGoesOnAfterItsScript()
    {
        RecordingBuilder rec;
        rec.worker(1).at(0).phase(Phase::Poll, 1).at(kMs).endPhase(Phase::Poll, 1).phase(Phase::Main, 1).at(5 * kMs).endPhase(Phase::Main, 1);
        rec.at(5 * kMs).phase(Phase::Poll, 1).at(6 * kMs).endPhase(Phase::Poll, 1).at(9 * kMs).phase(Phase::Poll, 2);
        QCOMPARE(told(fold(rec), 1), "0..9");
    }

    void whatWasLostIsNoDelay()
    {
        RecordingBuilder rec;
        rec.at(0).phase(Phase::Poll, 1).at(2 * kMs).endPhase(Phase::Poll, 1, 2 * kMs);
        rec.at(3 * kMs).lost(500);
        rec.at(900 * kMs).phase(Phase::Poll, 40).at(901 * kMs).endPhase(Phase::Poll, 40, kMs).at(903 * kMs).phase(Phase::Poll, 41);
        QCOMPARE(told(fold(rec)), "901..903");
    }

    void percentilesAreThoseOfAllOfThem()
    {
        std::mt19937_64 random(7);
        std::lognormal_distribution<double> length(11, 2);
        for (const std::size_t count : {std::size_t{1}, std::size_t{99}, std::size_t{30'000}, std::size_t{150'000}}) {
            std::vector<std::uint64_t> lengths;
            for (std::size_t i = 0; i < count; ++i) lengths.push_back(static_cast<std::uint64_t>(length(random)) + 1);
            const LoopDelays delays = delaysOf(lengths);
            QCOMPARE(delays.samples().size(), count);
            for (const auto& [first, last] : {std::pair(std::size_t{0}, count), {count / 3, count}, {count / 7, count - count / 9}}) {
                if (first >= last) continue;
                std::vector<float> values;
                for (std::size_t i = first; i < last; ++i) values.push_back(static_cast<float>(lengths[i]));
                const LoopDelays::Figures figures = delays.figures(first, last);
                const double tolerance = last - first > LoopDelays::kExact ? 0.01 : 0;
                const auto isNear = [&](double found, double share) {
                    const double real = percentile(values, share);
                    return std::abs(found - real) <= real * tolerance;
                };
                QCOMPARE(figures.count, last - first);
                QVERIFY2(isNear(figures.p50, 0.5) && isNear(figures.p90, 0.9) && isNear(figures.p99, 0.99), qPrintable(QString::number(count)));
                QCOMPARE(figures.max, static_cast<double>(*std::ranges::max_element(values)));
            }
        }
        QCOMPARE(LoopDelays().figures(0, 0).count, 0u);
    }

    void extremesAreThoseOfTheSamples()
    {
        const Samples samples = noise(20'000);
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            std::size_t first = random() % samples.size(), last = random() % samples.size();
            if (first > last) std::swap(first, last);
            ++last;
            Samples::Extremes real{samples.value(first), samples.value(first)};
            for (std::size_t i = first; i < last; ++i) real = {std::min(real.min, samples.value(i)), std::max(real.max, samples.value(i))};
            QCOMPARE(samples.extremes(first, last), real);
        }
    }

    void columnsKeepEachSampleOnceAndItsExtremes()
    {
        const Samples samples = noise(20'000);
        for (const std::size_t pixels : {1u, 7u, 640u, 100'000u}) {
            const std::uint64_t from = samples.time(1200), to = samples.time(17'000);
            const auto columns = samples.columns(from, to, pixels);
            QVERIFY(columns.size() <= pixels + 1);
            std::size_t next = samples.firstFrom(from);
            for (const auto& column : columns) {
                QCOMPARE(column.first, next);
                QVERIFY(column.last > column.first);
                QCOMPARE(column.extremes, samples.extremes(column.first, column.last));
                const double width = static_cast<double>(to - from) / static_cast<double>(pixels);
                QVERIFY(static_cast<double>(samples.time(column.last - 1) - samples.time(column.first)) <= width + 1);
                next = column.last;
            }
            QCOMPARE(next, samples.firstAfter(to));
        }
        QVERIFY(Samples().columns(0, 100, 50).empty());
    }

    void callbacksAreCountedByQueue()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 0; i < 100; ++i) rec.at(i * kMs).begin(i + 1, i % 4 ? Queue::Poll : Queue::Timers, "x").end(i + 1, Queue::Poll);
        rec.begin(500, Queue::Timers, "x", {}, RecordFlag::Internal).add({.id = 1, .kind = RecordKind::Begin, .detail = 200});
        const LoopSeries& loop = *fold(rec).loop(0);
        QCOMPARE(loop.callbacks(Queue::Timers).size(), 25u);
        QCOMPARE(loop.callbacks(Queue::Poll).countIn(0, 100 * kMs), 75u);
        QCOMPARE(loop.callbacks(Queue::Timers).countIn(4 * kMs, 12 * kMs), 2u); // 4 and 8, not 12
        QCOMPARE(loop.callbacks(Queue::Timers).countIn(12 * kMs, 4 * kMs), 0u);
    }

    void thePoolsQueueGoesUpAndDown()
    {
        RecordingBuilder rec;
        for (std::uint64_t id : {1u, 2u, 3u}) rec.op(id, OpState::Start, "fs.stat").op(id, OpState::Queued, "fs.stat");
        rec.pool(1).op(1, OpState::Running, "fs.stat", 1).op(1, OpState::Done, "fs.stat").op(2, OpState::Running, "fs.stat", 1);
        rec.op(77, OpState::Done, "fs.stat"); // never told of
        const PoolQueue& pool = fold(rec).pool();
        QCOMPARE(values(pool.waiting()), "1 2 3 2 1");
        QCOMPARE(values(pool.running()), "1 0 1");
    }

    void whatThePoolLostDoesNotWaitForEver()
    {
        RecordingBuilder rec;
        rec.op(1, OpState::Queued, "fs.stat").op(2, OpState::Queued, "fs.stat").pool(1).op(1, OpState::Running, "fs.stat", 1).lost(3);
        rec.op(2, OpState::Done, "fs.stat").op(4, OpState::Running, "fs.stat", 1).op(4, OpState::Done, "fs.stat");
        const PoolQueue& pool = fold(rec).pool();
        QCOMPARE(values(pool.waiting()), "1 2 1 0");
        QCOMPARE(values(pool.running()), "1 0 1 0");
    }

    void pausesKeepTheirTypes()
    {
        RecordingBuilder rec;
        rec.at(5 * kMs).gc(GcType::Scavenge, kMs).at(9 * kMs).gc(GcType::MarkCompact, 2 * kMs);
        const LoopSeries& loop = *fold(rec).loop(0);
        QCOMPARE(values(loop.pauses), "1000000 2000000");
        QCOMPARE(loop.pauseTypes[1], GcType::MarkCompact);
    }

    void timesNeverFall()
    {
        Samples samples;
        samples.add(10, 1);
        samples.add(8, 2);
        QCOMPARE(samples.time(1), 10u);
        QCOMPARE(samples.firstFrom(10), 0u);
        QCOMPARE(samples.firstAfter(10), 2u);
    }

private:
    const Series& fold(const RecordingBuilder& rec)
    {
        m_model = std::make_unique<TraceModel>(rec.recording());
        m_model->extend();
        return m_model->series();
    }
    static QString told(const Series& series, std::size_t nth = 0)
    {
        const LoopDelays& delays = series.loop(series.loops().at(nth ? series.loops().size() - 1 : 0))->delays;
        QStringList parts;
        for (std::size_t i = 0; i < delays.samples().size(); ++i) parts << QStringLiteral("%1..%2").arg(delays.from(i) / kMs).arg(delays.samples().time(i) / kMs);
        return parts.join(' ');
    }
    static QString values(const Samples& samples)
    {
        QStringList parts;
        for (std::size_t i = 0; i < samples.size(); ++i) parts << QString::number(samples.value(i), 'f', 0);
        return parts.join(' ');
    }
    static Samples noise(std::size_t count)
    {
        std::mt19937 random(5);
        Samples samples;
        std::uint64_t time = 1000;
        for (std::size_t i = 0; i < count; ++i) samples.add(time += random() % 5000, static_cast<float>(random() % 100'000));
        return samples;
    }

    std::unique_ptr<TraceModel> m_model;
};

QTEST_GUILESS_MAIN(SeriesTest)
#include "SeriesTest.moc"
