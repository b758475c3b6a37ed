#include "runtime/stream/Bytes.h"
#include "runtime/stream/RecordCodec.h"
#include "tests/support/SampleRecordings.h"

#include <QtTest>

#include <cstring>
#include <limits>
#include <random>

using namespace loopscope;

namespace {

bool same(const std::vector<Record>& a, const std::vector<Record>& b)
{
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Record)) == 0);
}

std::vector<Record> all(const Recording& recording)
{
    std::vector<Record> records;
    for (std::uint64_t i = 0; i < recording.size(); ++i) records.push_back(recording.at(i));
    return records;
}

} // namespace

class RecordCodecTest : public QObject
{
    Q_OBJECT
private slots:
    void numbersOfAllSizes()
    {
        const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        std::string bytes;
        ByteWriter writer(bytes);
        for (const std::uint64_t n : {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, most}) writer.number(n);
        writer.step(5, 3);
        writer.step(0, most);
        writer.step(most, 0);
        writer.fixed(0x1234, 2);
        writer.text("poll");
        ByteReader reader(bytes);
        for (const std::uint64_t n : {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, most}) QCOMPARE(reader.number(), n);
        QCOMPARE(reader.step(5), 3u);
        QCOMPARE(reader.step(0), most);
        QCOMPARE(reader.step(most), 0u);
        QCOMPARE(reader.fixed(2), 0x1234u);
        QCOMPARE(reader.text(), std::string_view("poll"));
        QVERIFY(reader.good() && reader.atEnd());
        QCOMPARE(reader.number(), 0u);
        QVERIFY(!reader.good());
    }

    void recordsComeBackAsTheyWere()
    {
        for (const auto& recording : {recordingOfEveryKind(), longRecording(5000)}) {
            const auto records = all(*recording);
            const auto decoded = decodeRecords(encodeRecords(records), records.size());
            QVERIFY(decoded && same(*decoded, records));
        }
        QVERIFY(decodeRecords(encodeRecords({}), 0)->empty());
    }

    void randomRecordsComeBackAsTheyWere()
    {
        std::mt19937_64 random(1);
        std::vector<Record> records(3000);
        for (Record& record : records) {
            std::uint64_t words[4] = {random(), random(), random(), random()};
            std::memcpy(&record, words, sizeof record);
        }
        const auto decoded = decodeRecords(encodeRecords(records), records.size());
        QVERIFY(decoded && same(*decoded, records));
    }

    void damagedBytesNeverCrash()
    {
        const auto records = all(*recordingOfEveryKind());
        const std::string bytes = encodeRecords(records);
        QVERIFY(!decodeRecords(bytes, records.size() + 1));
        QVERIFY(!decodeRecords(bytes, records.size() - 1));
        for (std::size_t size = 0; size < bytes.size(); ++size) QVERIFY(!decodeRecords(bytes.substr(0, size), records.size()));
        for (std::size_t i = 0; i < bytes.size(); ++i)
            for (const char mask : {'\x01', '\x80', '\xff'}) {
                std::string flipped = bytes;
                flipped[i] ^= mask;
                decodeRecords(flipped, records.size()); // whatever comes out
            }
    }
};

QTEST_APPLESS_MAIN(RecordCodecTest)
#include "RecordCodecTest.moc"
