#include "visualizer/timeline/TimeAxis.h"

#include <QtTest>

using namespace loopscope;

class TimeAxisTest : public QObject
{
    Q_OBJECT

    static QStringList labels(TimeRange range, double width = 1000)
    {
        QStringList result;
        for (const auto& tick : TimeAxis(range, 0, width).ticks(7))
            if (!tick.label.isEmpty()) result << tick.label;
        return result;
    }

private slots:
    void goesToPixelsAndBack()
    {
        const TimeAxis axis({1'000'000, 3'000'000}, 100, 500);
        QCOMPARE(axis.x(1'000'000), 100.0);
        QCOMPARE(axis.x(3'000'000), 600.0);
        QCOMPARE(axis.time(350), std::uint64_t{2'000'000});
        for (std::uint64_t t = 1'000'000; t < 3'000'000; t += 123'457) QVERIFY(qAbs(double(axis.time(axis.x(t))) - double(t)) <= 1);
        QCOMPARE(axis.time(-1e9), std::uint64_t{0});
    }

    void keepsNanosecondsInALongRun()
    {
        const std::uint64_t hour = 3'600'000'000'000;
        const TimeAxis axis({hour, hour + 1000}, 0, 1000);
        QCOMPARE(axis.time(500), hour + 500);
        QCOMPARE(axis.x(hour + 250), 250.0);
    }

    void ticksAreRoundAndInAFittingUnit_data()
    {
        QTest::addColumn<quint64>("from");
        QTest::addColumn<quint64>("to");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("ns") << quint64{0} << quint64{1000} << QStringList{"0.0 µs", "0.1 µs", "0.2 µs", "0.3 µs", "0.4 µs", "0.5 µs", "0.6 µs", "0.7 µs", "0.8 µs", "0.9 µs", "1.0 µs"};
        QTest::newRow("ms") << quint64{10'000'000} << quint64{14'000'000} << QStringList{"10.0 ms", "10.5 ms", "11.0 ms", "11.5 ms", "12.0 ms", "12.5 ms", "13.0 ms", "13.5 ms", "14.0 ms"};
        QTest::newRow("s") << quint64{0} << quint64{8'000'000'000} << QStringList{"0 s", "1 s", "2 s", "3 s", "4 s", "5 s", "6 s", "7 s", "8 s"};
        QTest::newRow("minutes") << quint64{0} << quint64{300'000'000'000} << QStringList{"0:00", "0:30", "1:00", "1:30", "2:00", "2:30", "3:00", "3:30", "4:00", "4:30", "5:00"};
    }
    void ticksAreRoundAndInAFittingUnit()
    {
        QFETCH(quint64, from);
        QFETCH(quint64, to);
        QTEST(labels({from, to}), "expected");
    }

    void labelsNeverTouch()
    {
        for (std::uint64_t length = 1000; length < 4'000'000'000'000; length = length * 17 / 10) {
            const TimeAxis axis({length / 3, length / 3 + length}, 0, 700);
            double free = -1e9;
            int count = 0;
            for (const auto& tick : axis.ticks(7)) {
                if (tick.label.isEmpty()) continue;
                QVERIFY2(axis.x(tick.time) >= free, qPrintable(tick.label));
                free = axis.x(tick.time) + 7.0 * double(tick.label.size());
                ++count;
            }
            QVERIFY2(count >= 2, qPrintable(QString::number(length)));
        }
    }

    void zoomKeepsTheTimeUnderThePointer()
    {
        const TimeAxis axis({1'000'000, 2'000'000}, 100, 1000);
        const TimeRange zoomed = axis.zoomed(350, 0.5);
        QCOMPARE(zoomed.length(), std::uint64_t{500'000});
        QCOMPARE(TimeAxis(zoomed, 100, 1000).time(350), axis.time(350));
        QCOMPARE(axis.zoomed(1100, 1000).from, std::uint64_t{0});
    }

    void panMovesByPixels()
    {
        const TimeAxis axis({1'000'000, 2'000'000}, 100, 1000);
        QCOMPARE(axis.panned(100), (TimeRange{1'100'000, 2'100'000}));
        QCOMPARE(axis.panned(-5000).from, std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(TimeAxisTest)
#include "TimeAxisTest.moc"
