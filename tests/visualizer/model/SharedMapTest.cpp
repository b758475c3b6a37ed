#include "visualizer/model/WaitingQueue.h"

#include <QtTest>

#include <map>
#include <random>

using namespace loopscope;

class SharedMapTest : public QObject
{
    Q_OBJECT
private slots:
    void agreesWithAnOrderedMap()
    {
        std::mt19937 random(7);
        SharedMap<int, int> map;
        std::map<int, int> truth;
        for (int i = 0; i < 20000; ++i) {
            const int key = static_cast<int>(random() % 3000);
            if (random() % 5 < 3) {
                map.set(key, i);
                truth[key] = i;
            } else {
                QCOMPARE(map.erase(key), truth.erase(key) == 1);
            }
        }
        QCOMPARE(map.size(), truth.size());
        QVERIFY(std::equal(map.begin(), map.end(), truth.begin(),
                           [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
        for (int key = 0; key < 3000; ++key) QCOMPARE(map.contains(key), truth.contains(key));
    }

    void aCopyKeepsWhatItHad()
    {
        SharedMap<int, int> map;
        for (int i = 0; i < 1000; ++i) map.set(i, i);
        const SharedMap<int, int> copy = map;
        for (int i = 0; i < 1000; i += 2) map.erase(i);
        map.set(1, -1);
        QCOMPARE(copy.size(), 1000u);
        QCOMPARE(copy.find(1)->second, 1);
        QCOMPARE(copy.find(500)->second, 500);
        QCOMPARE(map.find(1)->second, -1);
        QVERIFY(!map.contains(500));
        QVERIFY(!(map == copy));
    }

    void aQueueKeepsItsOrderWhateverIsRemoved()
    {
        WaitingQueue queue;
        for (std::uint64_t id = 1; id <= 1000; ++id) queue.add({.id = id});
        for (std::uint64_t id = 2; id <= 1000; id += 2) QVERIFY(queue.remove(id));
        QVERIFY(!queue.remove(2));
        std::uint64_t expected = 1;
        for (const WaitingCallback& callback : queue) {
            QCOMPARE(callback.id, expected);
            expected += 2;
        }
        QCOMPARE(queue.size(), 500u);
        QCOMPARE(queue.find(3)->id, std::uint64_t{3});
        QCOMPARE(queue.find(4), nullptr);
    }

    void anIdThatWaitsTwiceLeavesOldestFirst()
    {
        WaitingQueue queue;
        queue.add({.id = 7, .since = 1});
        queue.add({.id = 8, .since = 2});
        queue.add({.id = 7, .since = 3});
        QVERIFY(queue.remove(7));
        QCOMPARE(queue.front().since, std::uint64_t{2});
        QCOMPARE(queue.find(7)->since, std::uint64_t{3});
    }
};

QTEST_GUILESS_MAIN(SharedMapTest)
#include "SharedMapTest.moc"
