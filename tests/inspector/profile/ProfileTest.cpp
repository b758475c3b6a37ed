#include "inspector/profile/FlameRows.h"
#include "inspector/profile/ProfileReader.h"

#include <QRandomGenerator>
#include <QTest>

using namespace loopscope::profile;

namespace {

QString frame(const char* name, int line) { return QString(R"({"functionName":"%1","scriptId":"1","url":"file:///a/b.js","lineNumber":%2,"columnNumber":4})").arg(QLatin1String(name)).arg(line); }

// main calls slow, which calls itself; and fast. The collector runs while slow does.
QByteArray cpuProfile()
{
    const QString v8 = R"({"functionName":"%1","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1})";
    return QString(R"({"nodes":[{"id":1,"callFrame":%1,"hitCount":0,"children":[2,6,7]},{"id":2,"callFrame":%2,"hitCount":1,"children":[3,5]},{"id":3,"callFrame":%3,"hitCount":1,"children":[4]},
        {"id":4,"callFrame":%3,"hitCount":1},{"id":5,"callFrame":%4,"hitCount":1},{"id":6,"callFrame":%5,"hitCount":1},{"id":7,"callFrame":%6,"hitCount":1}],
        "startTime":1000,"endTime":1100,"samples":[2,3,4,6,3,7,5],"timeDeltas":[10,10,10,10,10,10,10]})")
        .arg(v8.arg("(root)"), frame("main", 0), frame("slow", 4), frame("fast", 9), v8.arg("(garbage collector)"), v8.arg("(idle)"))
        .toUtf8();
}

std::shared_ptr<const Profile> whole(const QByteArray& json)
{
    QString problem;
    auto profile = readProfile(json, &problem);
    if (!profile) qWarning("%s", qPrintable(problem));
    return profile;
}

QString problemOf(const QByteArray& json)
{
    QString problem;
    return readProfile(json, &problem) ? QString() : problem;
}

QString text(const Profile& profile, const FlameRows& rows)
{
    QStringList lines;
    for (const auto& row : rows) {
        QStringList boxes;
        for (const FlameBox& box : row) boxes << QString("%1 %2-%3").arg(profile.functionOf(box.node).name).arg(box.from).arg(box.to);
        lines << boxes.join(", ");
    }
    return lines.join('\n');
}

std::int64_t totalOf(const Profile& profile, const Costs& costs, const QString& name)
{
    const auto totals = totalsOfGroups(profile, costs, profile.functions.size(), [&](std::uint32_t node) { return profile.nodes[node].function; });
    for (std::size_t i = 0; i < totals.size(); ++i)
        if (profile.functions[i].name == name) return totals[i];
    return -1;
}

} // namespace

class ProfileTest : public QObject
{
    Q_OBJECT
private slots:
    void aCpuProfileHasItsStacksAndTimes()
    {
        const auto profile = whole(cpuProfile());
        QVERIFY(profile);
        QCOMPARE(profile->begin, 1000000);
        QCOMPARE(profile->length, 100000);
        QCOMPARE(profile->samples.size(), std::size_t(7));
        QCOMPARE(profile->samples.front().time, 10000);
        QCOMPARE(profile->functions.size(), std::size_t(6)); // "slow" stands there once
        const auto slow = std::ranges::find(profile->functions, QString("slow"), &Function::name);
        QCOMPARE(slow->line, 5);
        QCOMPARE(slow->path(), "/a/b.js");
    }

    void theCollectorStandsOnTheStackThatWasThere()
    {
        const auto profile = whole(cpuProfile());
        const std::uint32_t node = profile->samples[3].node;
        QCOMPARE(profile->functionOf(node).name, "(garbage collector)");
        QCOMPARE(profile->functionOf(profile->nodes[node].parent).name, "slow");
    }

    void recursionCountsOnce()
    {
        const auto profile = whole(cpuProfile());
        const Costs costs = costsOf(*profile);
        QCOMPARE(costs.all(), 90000); // from the first sample to the end
        QCOMPARE(totalOf(*profile, costs, "slow"), 40000);
        QCOMPARE(totalOf(*profile, costs, "main"), 80000);
        QCOMPARE(totalOf(*profile, costs, "fast"), 30000);
    }

    void aStretchCountsWhatIsInIt()
    {
        const auto profile = whole(cpuProfile());
        const Costs costs = costsOf(*profile, Stretch{25000, 45000});
        QCOMPARE(costs.all(), 20000);
        QCOMPARE(totalOf(*profile, costs, "slow"), 20000);
        QCOMPARE(totalOf(*profile, costs, "fast"), 0);
        QCOMPARE(costsOf(*profile, Stretch{-50, 5}).all(), 0);
    }

    void partsAddUpToTheWhole()
    {
        const auto profile = whole(cpuProfile());
        QRandomGenerator random(7);
        for (int i = 0; i < 200; ++i) {
            std::int64_t a = random.bounded(100001), b = random.bounded(100001);
            if (a > b) std::swap(a, b);
            QCOMPARE(costsOf(*profile, Stretch{0, a}).all() + costsOf(*profile, Stretch{a, b}).all() + costsOf(*profile, Stretch{b, 100000}).all(), costsOf(*profile).all());
        }
    }

    void boxesLastAsLongAsTheirFrames()
    {
        const auto profile = whole(cpuProfile());
        QCOMPARE(text(*profile, flameRowsOf(*profile)), "main 10000-60000, main 70000-100000\n"
                                                        "slow 20000-60000, fast 70000-100000\n"
                                                        "slow 30000-50000\n"
                                                        "(garbage collector) 40000-50000");
    }

    void samplesAreShownInTheOrderOfTheirTimes()
    {
        QByteArray json = cpuProfile();
        json.replace("[10,10,10,10,10,10,10]", "[10,30,-20,10,10,10,10]");
        const auto profile = whole(json);
        for (std::size_t i = 1; i < profile->samples.size(); ++i) QVERIFY(profile->samples[i - 1].time <= profile->samples[i].time);
    }

    void theOlderFormIsRead()
    {
        const auto profile = whole(R"x({"head":{"functionName":"(root)","url":"","lineNumber":0,"id":1,"hitCount":0,"children":[{"functionName":"work","url":"/x.js","lineNumber":3,"columnNumber":2,"id":2,"hitCount":2,"children":[]}]},
            "startTime":1.5,"endTime":1.6,"samples":[2,1],"timestamps":[1500010,1500060]})x");
        QVERIFY(profile);
        QCOMPARE(profile->length, 100000000);
        QCOMPARE(profile->functions[1].line, 3);
        QCOMPARE(costsOf(*profile).own[1], 50000);
    }

    void anAllocationProfileIsShownBySize()
    {
        const QString node = R"({"callFrame":%1,"selfSize":%2,"id":%3,"children":[%4]})";
        const QString file = node.arg(frame("(root)", -1)).arg(0).arg(1).arg(node.arg(frame("small", 1)).arg(10).arg(2).arg(QString()) + ',' + node.arg(frame("big", 2)).arg(5).arg(3).arg(node.arg(frame("leaf", 3)).arg(70).arg(4).arg(QString())));
        const auto profile = whole(QString(R"({"head":%1,"samples":[]})").arg(file).toUtf8());
        QVERIFY(profile);
        QCOMPARE(profile->kind, Kind::Allocations);
        QCOMPARE(text(*profile, flameRowsOf(*profile)), "big 0-75, small 75-85\nleaf 0-70");
    }

    void damageIsToldInASentence_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("why");
        QTest::newRow("cut off") << cpuProfile().left(200) << "byte";
        QTest::newRow("something else") << QByteArray("{\"snapshot\":{}}") << "neither";
        QTest::newRow("an array") << QByteArray("[1,2]") << "neither";
        QTest::newRow("no samples") << QByteArray(cpuProfile()).replace("\"samples\"", "\"simples\"") << "“samples”";
        QTest::newRow("a child that is not there") << QByteArray(cpuProfile()).replace("[3,5]", "[3,99]") << "99";
        QTest::newRow("a sample of no node") << QByteArray(cpuProfile()).replace("[2,3,4,6", "[2,3,4,66") << "66";
        QTest::newRow("two parents") << QByteArray(cpuProfile()).replace("[3,5]", "[3,4,5]") << "two parents";
        QTest::newRow("a circle") << QByteArray(cpuProfile()).replace("[2,6,7]", "[6,7]").replace("\"children\":[4]", "\"children\":[4,2]") << "reached";
        QTest::newRow("fewer times") << QByteArray(cpuProfile()).replace("[10,10,", "[10,") << "6 times";
    }
    void damageIsToldInASentence()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, why);
        const QString problem = problemOf(json);
        QVERIFY2(!problem.isEmpty() && problem.contains(why), qPrintable(problem));
    }

    void anyBytesAreReadOrRefused()
    {
        QRandomGenerator random(11);
        const QByteArray good = cpuProfile();
        for (int i = 0; i < 3000; ++i) {
            QByteArray bytes = good;
            for (int k = random.bounded(1, 4); k > 0; --k) bytes[random.bounded(static_cast<int>(bytes.size()))] = "0123456789[]{},-.e\""[random.bounded(19)];
            QString problem;
            const auto profile = readProfile(bytes, &problem);
            if (!profile) QVERIFY(!problem.isEmpty());
            else QVERIFY(flameRowsOf(*profile).size() <= profile->nodes.size() && costsOf(*profile, Stretch{0, 1}).all() >= 0);
        }
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "ProfileTest.moc"
