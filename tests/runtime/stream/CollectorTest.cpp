#include "runtime/stream/Collector.h"

#include <QtTest>

#include <chrono>
#include <latch>
#include <map>
#include <semaphore>
#include <thread>
#include <time.h>

using namespace loopscope;

namespace {

std::uint64_t now()
{
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

std::vector<Record> all(const Recording& recording)
{
    std::vector<Record> records;
    for (std::uint64_t i = 0; i < recording.size(); ++i) records.push_back(recording.at(i));
    return records;
}

struct Run {
    explicit Run(Collector::Options options = {})
        : recording(std::make_shared<Recording>()), collector(std::make_unique<Collector>(recording, std::move(options)))
    {
    }
    std::shared_ptr<Recording> recording;
    std::unique_ptr<Collector> collector;
};

/// Holds the collector's thread in its first onProgress, so that a test decides what is in a ring when it looks.
struct Gate {
    std::binary_semaphore arrived{0}, open{0};
    std::atomic<bool> used = false;
    std::function<void()> callback()
    {
        return [this] {
            if (used.exchange(true)) return;
            arrived.release();
            open.acquire();
        };
    }
};

} // namespace

class CollectorTest : public QObject
{
    Q_OBJECT
private slots:
    void timeBeginsWhenTold()
    {
        Collector::Options options;
        options.waitsForBegin = true;
        Run run(std::move(options));
        const auto producer = run.collector->addProducer(ThreadKind::Loop);
        for (const std::uint64_t time : {50, 150}) producer.ring->push({.time = time, .kind = RecordKind::Gc});
        run.collector->begin(100);
        producer.ring->push({.time = 170, .kind = RecordKind::Gc});
        run.collector->finish();
        QCOMPARE(run.recording->size(), std::uint64_t{3});
        QCOMPARE(run.recording->at(0).time, std::uint64_t{0});
        QCOMPARE(run.recording->at(1).time, std::uint64_t{50});
        QCOMPARE(run.recording->at(2).time, std::uint64_t{70});
    }
    void threadsAreNamedByOrderOfArrival()
    {
        Run run;
        QCOMPARE(run.collector->addProducer(ThreadKind::Loop).thread, std::uint16_t{0});
        run.collector->addProducer(ThreadKind::Pool);
        run.collector->addProducer(ThreadKind::Worker);
        run.collector->addProducer(ThreadKind::Pool);
        QCOMPARE(run.collector->addProducer(ThreadKind::Output).thread, std::uint16_t{4});
        std::vector<std::string> names;
        for (const ThreadInfo& thread : run.recording->threads()) names.push_back(thread.name);
        QCOMPARE(names, (std::vector<std::string>{"0", "pool-1", "1", "pool-2", "output"}));
    }

    void recordsOfManyThreadsComeOutInOrderAndWhole()
    {
        constexpr int threads = 8, each = 20'000;
        Run run;
        std::latch start(threads);
        std::vector<std::thread> producers;
        for (int t = 0; t < threads; ++t)
            producers.emplace_back([&, t] {
                const auto producer = run.collector->addProducer(t == 0 ? ThreadKind::Loop : ThreadKind::Worker);
                start.arrive_and_wait();
                for (std::uint64_t i = 0; i < each; ++i)
                    producer.ring->push({.time = now(), .id = i, .kind = RecordKind::Begin});
            });
        for (auto& producer : producers) producer.join();
        run.collector->finish();

        QVERIFY(run.recording->isComplete());
        QCOMPARE(run.recording->size() + run.recording->lost(), std::uint64_t{threads * each});
        QCOMPARE(run.recording->lost(), 0u);
        std::map<std::uint16_t, std::uint64_t> next;
        std::uint64_t time = 0;
        for (const Record& record : all(*run.recording)) {
            QCOMPARE(record.id, next[record.thread]++);
            QVERIFY(record.time >= time);
            time = record.time;
        }
        QCOMPARE(next.size(), std::size_t{threads});
    }

    void threadsAreMergedByTime()
    {
        Run run;
        Ring* rings[3];
        for (auto& ring : rings) ring = run.collector->addProducer(ThreadKind::Worker).ring;
        for (std::uint64_t i = 0; i < 3000; ++i) rings[(i * i + i / 7) % 3]->push({.time = i, .id = i});
        run.collector->finish();
        QCOMPARE(run.recording->size(), 3000u);
        for (std::uint64_t i = 1; i < 3000; ++i) QVERIFY(run.recording->at(i - 1).time <= run.recording->at(i).time);
    }

    void theCollectorTellsOfProgressWhileTheRunGoesOn()
    {
        std::counting_semaphore<> progress{0};
        Run run({.onProgress = [&] { progress.release(); }});
        Ring* ring = run.collector->addProducer(ThreadKind::Loop).ring;
        ring->push({.time = 1, .id = 77, .kind = RecordKind::Begin});
        QVERIFY(progress.try_acquire_for(std::chrono::seconds(20)));
        QCOMPARE(run.recording->size(), 1u);
        QCOMPARE(run.recording->at(0).id, 77u);
        QVERIFY(!run.recording->isComplete());
    }

    void lossIsCountedAndStandsWhereItHappened()
    {
        Gate gate;
        Run run({.ringCapacity = 64, .onProgress = gate.callback()});
        Ring* ring = run.collector->addProducer(ThreadKind::Loop).ring;
        ring->push({.time = 1, .id = 1, .kind = RecordKind::Begin});
        gate.arrived.acquire();
        for (std::uint64_t i = 2; i < 102; ++i) ring->push({.time = i, .id = i, .kind = RecordKind::Begin});
        QCOMPARE(ring->lost(), 36u);
        gate.open.release();
        while (!ring->push({.time = 200, .id = 200, .kind = RecordKind::Begin})) std::this_thread::yield();
        run.collector->finish();

        const auto records = all(*run.recording);
        QCOMPARE(run.recording->lost(), ring->lost());
        QCOMPARE(records.back().id, 200u);
        const Record& lost = records[records.size() - 2];
        QCOMPARE(lost.kind, RecordKind::Lost);
        QCOMPARE(lost.id, ring->lost());
        QCOMPARE(lost.time, 66u);
        QCOMPARE(records[records.size() - 3].id, 65u);
    }

    void lossAtTheVeryEndIsToldToo()
    {
        Gate gate;
        Run run({.ringCapacity = 16, .onProgress = gate.callback()});
        const auto producer = run.collector->addProducer(ThreadKind::Loop);
        producer.ring->push({.time = 1, .id = 1});
        gate.arrived.acquire();
        for (std::uint64_t i = 2; i < 30; ++i) producer.ring->push({.time = i, .id = i});
        gate.open.release();
        run.collector->finish();
        QCOMPARE(run.recording->lost(), 12u);
        const Record last = run.recording->at(run.recording->size() - 1);
        QCOMPARE(last.kind, RecordKind::Lost);
        QCOMPARE(last.id, 12u);
    }

    void theLimitStopsTheRecordingButKeepsTheExit()
    {
        std::atomic<int> limits = 0;
        Run run({.maxRecords = 100, .onLimit = [&] { ++limits; }});
        Ring* ring = run.collector->addProducer(ThreadKind::Loop).ring;
        for (std::uint64_t i = 0; i < 250; ++i) ring->push({.time = i, .id = i, .kind = RecordKind::Begin});
        ring->push({.time = 250, .value = 7, .kind = RecordKind::Exit});
        run.collector->finish();

        const auto records = all(*run.recording);
        QCOMPARE(limits.load(), 1);
        QCOMPARE(records.size(), 102u);
        QCOMPARE(records[99].id, 99u);
        QCOMPARE(records[100].kind, RecordKind::Lost);
        QCOMPARE(records[100].id, 150u);
        QCOMPARE(records[101].exitCode(), 7);
        QCOMPARE(run.recording->lost(), 150u);
    }

    void theLastRecordsAreKeptAndTheOthersCounted()
    {
        Run run({.keepLast = 100});
        Ring* ring = run.collector->addProducer(ThreadKind::Loop).ring;
        const auto before = run.collector->recording();
        std::uint64_t pushed = 0;
        const auto push = [&](Record record) {
            record.time = record.id = pushed++;
            ring->push(record);
        };
        push({.value = 3, .kind = RecordKind::Phase, .flags = RecordFlag::BeginEdge});
        for (const std::uint32_t function : {7, 8}) push({.place = function, .kind = RecordKind::Call});
        push({.place = 8, .kind = RecordKind::Return});
        // A reader keeps what it has.
        while (run.collector->recording() == before) push({.kind = RecordKind::Enqueue});
        const std::uint64_t seen = before->size();
        run.collector->addProducer(ThreadKind::Worker);
        for (int i = 0; i < 1000; ++i) push({.kind = RecordKind::Enqueue});
        run.collector->finish();

        const auto after = run.collector->recording();
        const auto records = all(*after);
        QVERIFY(after->isComplete());
        QVERIFY(records.size() >= 103 && records.size() < pushed);
        QCOMPARE(after->carried(), 3u);
        QCOMPARE(records[0].kind, RecordKind::Lost);
        QCOMPARE(records[1].kind, RecordKind::Phase);
        QCOMPARE(records[1].value, 3u);
        QCOMPARE(records[2].place, 7u); // the function that was entered and not left
        for (std::size_t i = 3; i < records.size(); ++i) QCOMPARE(records[i].id, pushed - records.size() + i);
        QCOMPARE(records[0].id + records.size() - 3, pushed);
        QCOMPARE(records[2].time, records[3].time);
        QCOMPARE(after->origin(), records[0].id);
        QCOMPARE(after->lost(), records[0].id);
        QCOMPARE(after->threads().size(), std::size_t{2});
        QCOMPARE(before->size(), seen);
        QCOMPARE(before->at(0).id, 0u);
    }

    void aLateRecordGetsTheTimeOfTheOneBeforeIt()
    {
        Gate gate;
        Run run({.onProgress = gate.callback()});
        Ring* early = run.collector->addProducer(ThreadKind::Loop).ring;
        Ring* late = run.collector->addProducer(ThreadKind::Pool).ring;
        early->push({.time = 500, .id = 1});
        gate.arrived.acquire(); // appended
        late->push({.time = 400, .id = 2});
        gate.open.release();
        run.collector->finish();
        QCOMPARE(run.recording->size(), 2u);
        QCOMPARE(run.recording->at(1).id, 2u);
        QCOMPARE(run.recording->at(1).time, 500u);
        QCOMPARE(run.recording->at(1).thread, std::uint16_t{1});
    }

    void anIdleCollectorUsesNoCpu()
    {
        std::counting_semaphore<> progress{0};
        Run run({.onProgress = [&] { progress.release(); }});
        Ring* ring = run.collector->addProducer(ThreadKind::Loop).ring;
        ring->push({.time = 1});
        progress.acquire();
        const auto cpu = [] {
            timespec t{};
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
            return t.tv_sec * 1'000'000'000LL + t.tv_nsec;
        };
        const auto wall = now();
        const auto before = cpu();
        // Nothing is published; the main thread waits as well.
        QVERIFY(!progress.try_acquire_for(std::chrono::milliseconds(300)));
        const auto share = double(cpu() - before) / double(now() - wall);
        QVERIFY2(share < 0.05, qPrintable(QString("share of a CPU: %1").arg(share)));
        run.collector->finish();
    }

    void finishingTwiceOrNeverIsFine()
    {
        Run run;
        run.collector->finish();
        run.collector->finish();
        QVERIFY(run.recording->isComplete());
        Run other;
        other.collector.reset();
        QVERIFY(other.recording->isComplete());
    }
};

QTEST_APPLESS_MAIN(CollectorTest)
#include "CollectorTest.moc"
