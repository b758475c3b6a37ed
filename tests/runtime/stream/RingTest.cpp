#include "runtime/stream/Ring.h"

#include <QtTest>

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
        for (std::uint64_t i = 0; i < 4; ++i) QVERIFY(ring.push(numbered(i)));
        for (std::uint64_t i = 4; i < 9; ++i) QVERIFY(!ring.push(numbered(i)));
        QCOMPARE(ring.lost(), 5u);
        QCOMPARE(drained(ring).size(), 4u);

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
};

QTEST_APPLESS_MAIN(RingTest)
#include "RingTest.moc"
