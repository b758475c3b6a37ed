#include "runtime/probes/AsyncRequests.h"

#include <QtTest>

#include <map>
#include <random>

using namespace loopscope;

// The table against std::map, over random lives of requests.
class AsyncRequestsTest : public QObject
{
    Q_OBJECT
private slots:
    void holdsWhatAMapHolds()
    {
        AsyncRequests table;
        std::map<std::uint64_t, std::uint16_t> truth;
        std::mt19937 random(5);
        std::uint64_t next = 1;
        for (int step = 0; step < 200'000; ++step) {
            if (random() % 100 < 52 || truth.empty()) {
                const auto id = next += 1 + random() % 3;
                const auto type = static_cast<std::uint16_t>(random());
                table.add(id).type = static_cast<TypeId>(type);
                truth[id] = type;
            } else {
                auto victim = truth.lower_bound(random() % next);
                if (victim == truth.end()) victim = truth.begin();
                table.remove(victim->first);
                QVERIFY(!table.find(victim->first));
                truth.erase(victim);
            }
            QCOMPARE(table.size(), truth.size());
        }
        for (const auto& [id, type] : truth) {
            QVERIFY(table.find(id));
            QCOMPARE(static_cast<std::uint16_t>(table.find(id)->type), type);
        }
    }

    void removingTheUnknownIsNothing()
    {
        AsyncRequests table;
        table.remove(7);
        QVERIFY(!table.find(7));
        QCOMPARE(table.size(), 0u);
    }
};

QTEST_APPLESS_MAIN(AsyncRequestsTest)
#include "AsyncRequestsTest.moc"
