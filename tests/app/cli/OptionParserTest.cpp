#include "app/cli/OptionParser.h"

#include <QtTest>

using namespace loopscope;

namespace {

const CommandSpec kSpec{
    .name = "trace",
    .usage = "[options] SCRIPT [args...]",
    .summary = "Runs and records.",
    .options = {{"detail", 'd', "LEVEL", "how much", {"monitor", "trace", "lesson"}},
                {"output", 'o', "FILE", "where to"},
                {"max-events", 0, "N", "how many"},
                {"quiet", 'q', "", "no word"}},
    .leastOperands = 1,
    .mostOperands = 3,
    .operand = "SCRIPT",
    .optionsEndAtOperand = true,
};

ParsedCommand parse(const std::vector<std::string>& arguments) { return ParsedCommand(kSpec, arguments); }

QString error(const std::vector<std::string>& arguments)
{
    return QString::fromStdString(parse(arguments).error()).remove("loopscope trace: ").remove(" (loopscope trace --help tells more)");
}

} // namespace

class OptionParserTest : public QObject
{
    Q_OBJECT
private slots:
    void allWaysToGiveAValue()
    {
        for (const auto& arguments : std::vector<std::vector<std::string>>{
                 {"--output", "x", "a.js"}, {"--output=x", "a.js"}, {"-o", "x", "a.js"}, {"-ox", "a.js"}}) {
            const ParsedCommand command = parse(arguments);
            QVERIFY2(command.error().empty(), command.error().c_str());
            QCOMPARE(command.value("output").value_or("none"), std::string("x"));
            QCOMPARE(command.operands(), std::vector<std::string>{"a.js"});
        }
        QCOMPARE(parse({"--output=", "a.js"}).value("output").value_or("none"), std::string());
        QCOMPARE(parse({"-o", "x", "-o", "y", "a.js"}).value("output").value_or("none"), std::string("y"));
        QVERIFY(parse({"-q", "a.js"}).has("quiet") && !parse({"a.js"}).has("quiet"));
    }

    void whatStandsBehindTheScriptIsTheScripts()
    {
        const ParsedCommand command = parse({"a.js", "--output", "-q"});
        QCOMPARE(command.operands(), (std::vector<std::string>{"a.js", "--output", "-q"}));
        QVERIFY(!command.has("output"));
        QCOMPARE(parse({"--", "-q", "b"}).operands(), (std::vector<std::string>{"-q", "b"}));
        QCOMPARE(parse({"-"}).operands(), std::vector<std::string>{"-"});
    }

    void faultsAreSaidInOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << QStringList{} << "a SCRIPT is missing";
        QTest::newRow("too many") << QStringList{"a", "b", "c", "d"} << "one SCRIPT only, but 'd' follows";
        QTest::newRow("unknown") << QStringList{"--nothing-like-it", "a"} << "'--nothing-like-it' is not an option of it";
        QTest::newRow("misspelt") << QStringList{"--detial", "trace", "a"} << "'--detial' is not an option of it, but --detail is";
        QTest::newRow("unknown letter") << QStringList{"-x", "a"} << "'-x' is not an option of it";
        QTest::newRow("no value") << QStringList{"-o"} << "-o needs a value: FILE";
        QTest::newRow("value too much") << QStringList{"--quiet=yes", "a"} << "--quiet takes no value";
        QTest::newRow("not a choice") << QStringList{"--detail", "all", "a"} << "--detail: 'all' is not one of monitor, trace or lesson";
    }

    void faultsAreSaidInOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, sentence);
        std::vector<std::string> list;
        for (const QString& argument : arguments) list.push_back(argument.toStdString());
        QCOMPARE(error(list), sentence);
    }

    void numbersAreChecked()
    {
        auto good = parse({"--max-events", "12", "a"});
        QCOMPARE(good.number("max-events").value_or(0), 12u);
        QVERIFY(!good.number("output") && good.error().empty());
        for (const char* text : {"", "-1", "1.5", "12x", "99999999999999999999", "0"}) {
            auto bad = parse({std::string("--max-events=") + text, "a"});
            QVERIFY(!bad.number("max-events", 1));
            QVERIFY2(bad.error().find("is not a whole number of at least 1") != std::string::npos, text);
        }
        auto seconds = parse({"--max-events", "0.25", "a"});
        QCOMPARE(seconds.positive("max-events").value_or(0), 0.25);
        for (const char* text : {"0", "-2", "inf", "nan", "1s"}) QVERIFY(!parse({std::string("--max-events=") + text, "a"}).positive("max-events"));
    }

    void helpComesBeforeFaults()
    {
        QVERIFY(parse({"--help", "--nonsense"}).wantsHelp());
        QVERIFY(parse({"-h"}).wantsHelp() && parse({"-h"}).error().empty());
        QVERIFY(!parse({"a.js", "--help"}).wantsHelp());
        QCOMPARE(helpText(kSpec), std::string("usage: loopscope trace [options] SCRIPT [args...]\n\nRuns and records.\n\n"
                                              "  -d, --detail LEVEL  how much\n"
                                              "  -o, --output FILE   where to\n"
                                              "      --max-events N  how many\n"
                                              "  -q, --quiet         no word\n"
                                              "  -h, --help          this text\n"));
    }
};

QTEST_APPLESS_MAIN(OptionParserTest)
#include "OptionParserTest.moc"
