#include "runtime/stream/Recording.h"

#include <QtTest>

#include <sys/mman.h>
#include <thread>

using namespace loopscope;

namespace {

constexpr std::uint64_t kSize = RecordBlocks::kBlockSize;

void fill(RecordBlocks& blocks, std::uint64_t n)
{
    Record* const room = blocks.writable(n);
    for (std::uint64_t i = 0; i < kSize; ++i) room[i] = {.time = n * kSize + i, .id = n, .kind = RecordKind::Begin};
}

bool isWhole(const RecordBlocks& blocks, std::uint64_t n)
{
    for (std::uint64_t i = 0; i < kSize; ++i)
        if (blocks[n][i].time != n * kSize + i || blocks[n][i].id != n) return false;
    return true;
}

/// Pages of the block that are in this process's memory.
std::size_t pagesInMemory(const RecordBlocks& blocks, std::uint64_t n)
{
    QFile map("/proc/self/pagemap");
    if (!map.open(QIODevice::ReadOnly)) return 0;
    const auto page = reinterpret_cast<std::uintptr_t>(blocks[n]) / 4096;
    std::size_t count = 0;
    if (!map.seek(qint64(page * 8))) return 0;
    for (std::size_t i = 0; i < RecordBlocks::kBytes / 4096; ++i) {
        std::uint64_t entry = 0;
        map.read(reinterpret_cast<char*>(&entry), sizeof entry);
        count += entry >> 63;
    }
    return count;
}

} // namespace

class RecordBlocksTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { qputenv("TMPDIR", QCoreApplication::applicationDirPath().toUtf8()); } // on a disk, as /tmp need not be

    void oldBlocksGoToTheDiskAndStayReadable()
    {
        RecordBlocks blocks(3);
        std::vector<const Record*> addresses;
        for (std::uint64_t n = 0; n < 20; ++n) {
            fill(blocks, n);
            addresses.push_back(blocks[n]);
        }
        if (blocks.onDisk() == 0) QSKIP("no folder here that is on a disk with a gibibyte free");
        QCOMPARE(blocks.onDisk(), 17u);
        QCOMPARE(pagesInMemory(blocks, 5), 0u);
        for (std::uint64_t n = 0; n < 20; ++n) {
            QCOMPARE(blocks[n], addresses[n]);
            QVERIFY(isWhole(blocks, n));
        }
        QVERIFY(pagesInMemory(blocks, 5) > 0);
        blocks.release(0, 20); // those in memory stay there
        QCOMPARE(pagesInMemory(blocks, 5), 0u);
        QCOMPARE(pagesInMemory(blocks, 18), RecordBlocks::kBytes / 4096);
        for (std::uint64_t n = 0; n < 20; ++n) QVERIFY(isWhole(blocks, n));
    }

    void withoutADiskAllStaysInMemory_data()
    {
        QTest::addColumn<QStringList>("folders");
        QTest::newRow("no folder") << QStringList();
        QTest::newRow("one that is not there") << QStringList{"/nowhere/at/all"};
        QTest::newRow("one in memory") << QStringList{"/dev/shm"};
        QTest::newRow("one where no file can be made") << QStringList{"/proc"};
    }

    void withoutADiskAllStaysInMemory()
    {
        QFETCH(QStringList, folders);
        std::vector<std::string> list;
        for (const QString& folder : folders) list.push_back(folder.toStdString());
        RecordBlocks blocks(2, list);
        for (std::uint64_t n = 0; n < 8; ++n) fill(blocks, n);
        QCOMPARE(blocks.onDisk(), 0u);
        blocks.release(0, 8);
        for (std::uint64_t n = 0; n < 8; ++n) QVERIFY(isWhole(blocks, n));
    }

    void aReaderSeesTheSameWhileBlocksMove()
    {
        RecordBlocks blocks(1);
        fill(blocks, 0);
        std::atomic<std::uint64_t> made{1};
        std::atomic<bool> isWrong{false};
        std::thread reader([&] {
            for (std::uint64_t count = 0; count < 200;) {
                count = made.load();
                for (std::uint64_t n = count > 4 ? count - 4 : 0; n < count; ++n)
                    if (!isWhole(blocks, n)) isWrong = true;
                blocks.release(0, count);
            }
        });
        for (std::uint64_t n = 1; n < 200; ++n) {
            fill(blocks, n);
            made = n + 1;
        }
        reader.join();
        QVERIFY(!isWrong);
    }

    void aLongRecordingIsReadFromTheDiskAsItWasWritten()
    {
        Recording recording;
        const std::uint64_t size = (RecordBlocks::kInMemory + 20) * kSize + 77;
        std::vector<Record> some(10007);
        for (std::uint64_t at = 0; at < size;) {
            for (Record& record : some) record = {.time = at++, .id = at * 7, .kind = RecordKind::Begin};
            recording.append(std::span(some).first(std::min<std::uint64_t>(some.size(), size - recording.size())));
        }
        QCOMPARE(recording.size(), size);
        std::uint64_t seen = 0, wrong = 0;
        recording.scan(0, ~std::uint64_t{0}, [&](const Record& record, std::uint64_t index) {
            wrong += index != seen || record.time != index || record.id != (index + 1) * 7;
            ++seen;
        });
        QCOMPARE(seen, size);
        QCOMPARE(wrong, 0u);
        QCOMPARE(recording.at(5).id, 42u);
        recording.scan(30, 20, [&](const Record&, std::uint64_t) { ++seen; });
        QCOMPARE(seen, size);
    }
};

QTEST_GUILESS_MAIN(RecordBlocksTest)
#include "RecordBlocksTest.moc"
