#include "app/shell/Moments.h"
#include "app/shell/PictureOptions.h"

#include <QtTest>

using namespace loopscope;

class PictureOptionsTest : public QObject
{
    Q_OBJECT
private slots:
    void readsTheCommandLine()
    {
        const PictureOptions o = PictureOptions::parse({"a.js", "-o", "b.png", "--at=1.5ms", "--size", "1920x1080", "--theme", "light", "--panel", "stage"});
        QCOMPARE(o.problem, QString());
        QCOMPARE(o.input, QString("a.js"));
        QCOMPARE(o.size, QSize(1920, 1080));
        QCOMPARE(o.panel, QString("stage"));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QStringList{} << "INPUT";
        QTest::newRow("no output") << QStringList{"a.js"} << "-o";
        QTest::newRow("size") << QStringList{"a.js", "-o", "b.png", "--size", "big"} << "--size big";
        QTest::newRow("theme") << QStringList{"a.js", "-o", "b.png", "--theme", "pink"} << "dark, light, contrast";
        QTest::newRow("time") << QStringList{"a.js", "-o", "b.png", "--at", "soon"} << "--at soon";
        QTest::newRow("value") << QStringList{"a.js", "-o"} << "needs a value";
        QTest::newRow("unknown") << QStringList{"a.js", "--frame", "3"} << "--frame";
        QTest::newRow("two inputs") << QStringList{"a.js", "b.js"} << "second";
    }
    void saysWhatIsWrong()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        std::vector<std::string> arguments;
        for (const QString& word : words) arguments.push_back(word.toStdString());
        const QString problem = PictureOptions::parse(arguments).problem;
        QVERIFY2(problem.contains(says), qPrintable(problem));
    }

    void readsTimes()
    {
        const std::uint64_t end = 10'000'000'000;
        QCOMPARE(momentFromText("3ms", end), 3'000'000u);
        QCOMPARE(momentFromText("1.5s", end), 1'500'000'000u);
        QCOMPARE(momentFromText("20us", end), 20'000u);
        QCOMPARE(momentFromText("end", end), end);
        QCOMPARE(momentFromText("1000000s", end), end);
        QVERIFY(!momentFromText("3", end));
        QVERIFY(!momentFromText("-3ms", end));
    }
};

QTEST_APPLESS_MAIN(PictureOptionsTest)
#include "PictureOptionsTest.moc"
