#include "runtime/stream/Ring.h"

#include <QtTest>

#include <random>
#include <thread>

using namespace loopscope;

namespace {

std::vector<Record> drained(Ring& ring)
{
    std::vector<Record> records;
    ring.drain([&](std::span<const Record> some) { records.insert(records.end(), some.begin(), some.end()); });
    return records;
}

Record numbered(std::uint64_t n) { return {.time = n * 10, .id = n, .kind = RecordKind::Begin}; }

} // namespace

class RingTest : public QObject
{
    Q_OBJECT
private slots:
    void whatGoesInComesOutInOrder()
    {
        Ring ring(8);
        for (std::uint64_t round = 0; round < 5; ++round) {
            for (std::uint64_t i = 0; i < 7; ++i) QVERIFY(ring.push(numbered(round * 7 + i)));
            const auto records = drained(ring);
            QCOMPARE(records.size(), 7u);
            for (std::uint64_t i = 0; i < 7; ++i) QCOMPARE(records[i].id, round * 7 + i);
        }
        QCOMPARE(ring.published(), 35u);
        QCOMPARE(ring.lost(), 0u);
    }

    void aFullRingDropsCountsAndTellsWhere()
    {
        Ring ring(4);
        for (std::uint64_t i = 0; i < 4; ++i) QVERIFY(ring.hasRoom() && ring.push(numbered(i)));
        for (std::uint64_t i = 4; i < 9; ++i) QVERIFY(!ring.hasRoom() && !ring.push(numbered(i)));
        QCOMPARE(ring.lost(), 5u);
        QCOMPARE(drained(ring).size(), 4u);
        QVERIFY(ring.hasRoom());

        QVERIFY(ring.push(numbered(9)));
        const auto records = drained(ring);
        QCOMPARE(records.size(), 2u);
        QCOMPARE(records[0].kind, RecordKind::Lost);
        QCOMPARE(records[0].id, 5u);
        QCOMPARE(records[0].time, 40u); // of the first that is missing
        QCOMPARE(records[1].id, 9u);
    }

    void withRoomForOneTheLostRecordWaits()
    {
        Ring ring(2);
        QVERIFY(ring.push(numbered(0)) && ring.push(numbered(1)) && !ring.push(numbered(2)));
        // A consumer that stops half-way is not possible with drain(), so fill one of the two slots again.
        drained(ring);
        QVERIFY(ring.push(numbered(3))); // takes both: Lost and 3
        QVERIFY(!ring.push(numbered(4)));
        const auto records = drained(ring);
        QCOMPARE(records.size(), 2u);
        QCOMPARE(records[0].id, 1u);
        QVERIFY(ring.push(numbered(5)));
        QCOMPARE(drained(ring).front().kind, RecordKind::Lost);
        QCOMPARE(ring.lost(), 2u);
    }

    void whileTheConsumerKeepsUpLittleMemoryIsUsed()
    {
        Ring ring(64);
        for (std::uint64_t i = 0; i < 1'000; ++i) {
            QVERIFY(ring.push(numbered(i)));
            QCOMPARE(drained(ring).front().id, i);
        }
        QVERIFY2(ring.used() <= 16, QByteArray::number(ring.used()));
    }

    void twoThreadsPassOneAnotherInOrder()
    {
        constexpr std::uint64_t count = 1'000'000;
        Ring ring(1 << 12);
        std::thread producer([&] {
            for (std::uint64_t i = 0; i < count; ++i)
                while (!ring.push(numbered(i))) {} // tried again, it comes behind the Lost record of its first try
        });
        std::uint64_t next = 0, disorder = 0;
        while (next < count) {
            ring.prepareAhead();
            ring.drain([&](std::span<const Record> some) {
                for (const Record& record : some)
                    if (record.kind != RecordKind::Lost) disorder += record.id != next++;
            });
        }
        producer.join();
        QCOMPARE(disorder, 0u);
    }

    // Against a plain list, with a consumer that takes any number at any time.
    void atRandomNothingIsMixedUp()
    {
        std::mt19937 random(3);
        for (std::size_t capacity : {2, 8, 64, 1 << 16}) {
            Ring ring(capacity);
            std::uint64_t next = 0, expected = 0, lostTold = 0;
            const auto check = [&](std::size_t most) {
                ring.drain(
                    [&](std::span<const Record> some) {
                        for (const Record& record : some) {
                            const bool isLost = record.kind == RecordKind::Lost;
                            QCOMPARE(isLost ? record.time : record.id * 10, expected * 10);
                            expected += isLost ? record.id : 1;
                            lostTold += isLost ? record.id : 0;
                        }
                    },
                    most);
            };
            for (std::size_t step = 0; step < std::min<std::size_t>(5'000, 2'000'000 / capacity); ++step) {
                for (std::size_t n = random() % capacity; n > 0; --n) ring.push(numbered(next++));
                check(random() % (capacity + 1));
            }
            while (ring.lost() > lostTold) { // what was dropped last is told with the next one
                check(SIZE_MAX);
                ring.push(numbered(next++));
            }
            check(SIZE_MAX);
            QCOMPARE(expected, next);
            QVERIFY(lostTold > 0);
            QVERIFY(ring.used() <= capacity + capacity / 2 + 1);
        }
    }
};

QTEST_APPLESS_MAIN(RingTest)
#include "RingTest.moc"
