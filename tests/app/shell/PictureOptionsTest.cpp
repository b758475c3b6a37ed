#include "app/cli/OptionParser.h"
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
        ParsedCommand command(PictureOptions::spec(), {"a.js", "-o", "b.png", "--at=1.5ms", "--size", "1920x1080", "--theme", "light", "--panel", "stage"});
        const PictureOptions o = PictureOptions::parse(command);
        QCOMPARE(command.error(), std::string());
        QCOMPARE(o.output, QString("b.png"));
        QCOMPARE(o.input, QString("a.js"));
        QCOMPARE(o.size, QSize(1920, 1080));
        QCOMPARE(o.panel, QString("stage"));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QStringList{} << "script or recording";
        QTest::newRow("no output") << QStringList{"a.js"} << "-o";
        QTest::newRow("size") << QStringList{"a.js", "-o", "b.png", "--size", "big"} << "--size: 'big'";
        QTest::newRow("theme") << QStringList{"a.js", "-o", "b.png", "--theme", "pink"} << "dark, light or contrast";
        QTest::newRow("panel") << QStringList{"a.js", "-o", "b.png", "--panel=heap"} << "'heap'";
        QTest::newRow("seconds") << QStringList{"a.js", "-o", "b.png", "--max-seconds", "0"} << "--max-seconds";
        QTest::newRow("time") << QStringList{"a.js", "-o", "b.png", "--at", "soon"} << "--at: 'soon'";
        QTest::newRow("beginning") << QStringList{"a.js", "-o", "b.gif", "--from", "soon"} << "--from: 'soon'";
        QTest::newRow("value") << QStringList{"a.js", "-o"} << "needs a value";
        QTest::newRow("unknown") << QStringList{"a.js", "--frame", "3"} << "--frame";
        QTest::newRow("help's neighbour") << QStringList{"--halp"} << "--halp";
        QTest::newRow("two inputs") << QStringList{"a.js", "b.js"} << "'b.js'";
    }
    void saysWhatIsWrong()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        std::vector<std::string> arguments;
        for (const QString& word : words) arguments.push_back(word.toStdString());
        ParsedCommand command(PictureOptions::spec(), arguments);
        PictureOptions::parse(command);
        const QString problem = QString::fromStdString(command.error());
        QVERIFY2(problem.contains(says), qPrintable(problem));
        QVERIFY(problem.contains("loopscope picture"));
        QVERIFY(!problem.contains(u'\n'));
    }

    void helpIsNoMistake()
    {
        ParsedCommand command(PictureOptions::spec(), {"--help"});
        PictureOptions::parse(command);
        QVERIFY(command.wantsHelp());
        const std::string help = helpText(PictureOptions::spec());
        for (const OptionSpec& option : PictureOptions::spec().options) QVERIFY(help.find("--" + std::string(option.name)) != std::string::npos);
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
