#include "visualizer/model/TimeColumn.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace loopscope;

namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

TimeColumn columnOf(const std::vector<std::uint64_t>& times)
{
    TimeColumn column;
    for (const std::uint64_t time : times) column.push_back(time);
    return column;
}

/// Rising times, now close together and now hours apart.
std::vector<std::uint64_t> unevenTimes(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::uint64_t> times;
    std::uint64_t time = random() % 1000;
    for (std::size_t i = 0; i < count; ++i) {
        times.push_back(time);
        const auto what = random() % 5000;
        time += what == 0 ? 7200 * kSecond : what < 20 ? kSecond : random() % 3;
    }
    return times;
}

} // namespace

class TimeColumnTest : public QObject
{
    Q_OBJECT
private slots:
    void givesBackWhatItGot()
    {
        for (const std::size_t count : {0u, 1u, 4095u, 4096u, 4097u, 50000u}) {
            const std::vector<std::uint64_t> times = unevenTimes(count, 7);
            const TimeColumn column = columnOf(times);
            QCOMPARE(column.size(), count);
            QCOMPARE(column.empty(), count == 0);
            for (std::size_t i = 0; i < count; ++i) QCOMPARE(column[i], times[i]);
        }
    }

    void aChunkThatSpansTheMostThatFitsInFourBytes()
    {
        for (const std::uint64_t span : {0xfffffffeull, 0xffffffffull, 0x100000000ull}) {
            std::vector<std::uint64_t> times(4095, 10);
            times.push_back(10 + span);
            times.push_back(11 + span); // begins the next chunk: now the first is settled
            const TimeColumn column = columnOf(times);
            for (std::size_t i = 0; i < times.size(); ++i) QCOMPARE(column[i], times[i]);
        }
    }

    void theNewestCanStillBeSet()
    {
        std::vector<std::uint64_t> times;
        TimeColumn column;
        for (std::uint64_t i = 0; i < 10000; ++i) {
            column.push_back(~std::uint64_t{0}); // open
            column.setBack(i * 3);
            times.push_back(i * 3);
        }
        for (std::size_t i = 0; i < times.size(); ++i) QCOMPARE(column[i], times[i]);
        QCOMPARE(column.back(), times.back());
    }

    void findsAsASortedListDoes()
    {
        std::mt19937 random(3);
        const std::vector<std::uint64_t> times = unevenTimes(20000, 11);
        const TimeColumn column = columnOf(times);
        for (int i = 0; i < 5000; ++i) {
            const std::uint64_t time = times[random() % times.size()] + random() % 3 - 1;
            const auto first = std::lower_bound(times.begin(), times.end(), time) - times.begin();
            const auto after = std::upper_bound(times.begin(), times.end(), time) - times.begin();
            QCOMPARE(column.firstFrom(time), std::size_t(first));
            QCOMPARE(column.firstAfter(time), std::size_t(after));
            const std::size_t hint = random() % (std::size_t(first) + 1);
            QCOMPARE(column.firstFrom(time, hint), std::size_t(first));
            const std::uint64_t other = times[random() % times.size()];
            const auto last = std::lower_bound(times.begin(), times.end(), other) - times.begin();
            QCOMPARE(column.countIn(time, other), time < other ? std::size_t(last - first) : 0u);
        }
        QCOMPARE(column.firstAfter(~std::uint64_t{0}), times.size());
        QCOMPARE(column.firstFrom(0), 0u);
    }
};

QTEST_GUILESS_MAIN(TimeColumnTest)
#include "TimeColumnTest.moc"
