#include "runtime/probes/OpTable.h"

#include <QtTest>

#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

using namespace loopscope;

// The address of the work is its number, so whoever finds an entry can tell whether it is the right one.
class OpTableTest : public QObject
{
    Q_OBJECT
private slots:
    void findsWhatIsThereWhateverWasRemoved()
    {
        OpTable table;
        std::vector<uv__work> works(5'000);
        std::vector<std::uint64_t> truth(works.size()); // 0: not there
        std::mt19937 random(11);
        for (std::uint64_t step = 1; step < 100'000; ++step) {
            const std::size_t i = random() % works.size();
            if (truth[i] == 0) {
                table.add(&works[i]).id = truth[i] = step;
            } else {
                QCOMPARE(table.find(&works[i]).id, truth[i]);
                OpTable::remove(table.find(&works[i]));
                truth[i] = 0;
            }
        }
        for (std::size_t i = 0; i < works.size(); ++i)
            if (truth[i] != 0) QCOMPARE(table.find(&works[i]).id, truth[i]);
    }

    void otherThreadsFindTheirsWhileOneAddsAndRemoves()
    {
        OpTable table;
        std::vector<uv__work> works(2'000), others(64);
        for (uv__work& work : others) table.add(&work).id = idOf(work);
        std::atomic<bool> isOver{false};
        std::atomic<int> wrong{0}, looks{0};
        std::vector<std::thread> pool;
        for (int t = 0; t < 2; ++t)
            pool.emplace_back([&] {
                do
                    for (uv__work& work : others) {
                        if (table.find(&work).id != idOf(work)) ++wrong;
                        ++looks;
                    }
                while (!isOver);
            });
        for (int round = 0; round < 50; ++round) {
            for (uv__work& work : works) table.add(&work).id = idOf(work);
            for (uv__work& work : works) OpTable::remove(table.find(&work));
        }
        isOver = true;
        for (std::thread& thread : pool) thread.join();
        QVERIFY(looks > 0);
        QCOMPARE(wrong.load(), 0);
    }

private:
    static std::uint64_t idOf(const uv__work& work) { return reinterpret_cast<std::uintptr_t>(&work); }
};

QTEST_APPLESS_MAIN(OpTableTest)
#include "OpTableTest.moc"
