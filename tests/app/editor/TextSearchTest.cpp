#include "app/editor/TextSearch.h"

#include <QTextDocument>
#include <QtTest>

using namespace loopscope;

class TextSearchTest : public QObject
{
    Q_OBJECT
private slots:
    void counts_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("matchCase");
        QTest::addColumn<bool>("wholeWord");
        QTest::addColumn<bool>("regex");
        QTest::addColumn<int>("count");
        QTest::newRow("plain") << "a" << false << false << false << 4;
        QTest::newRow("case") << "A" << true << false << false << 1;
        QTest::newRow("word") << "a" << false << true << false << 2;
        QTest::newRow("literal dot") << "." << false << false << false << 1;
        QTest::newRow("regex dot") << "a." << false << false << true << 3;
        QTest::newRow("anchors are lines") << "^a" << false << false << true << 2;
        QTest::newRow("empty hits do not count") << "x*" << false << false << true << 0;
        QTest::newRow("broken pattern") << "(" << false << false << true << 0;
        QTest::newRow("nothing") << "" << false << false << false << 0;
    }
    void counts()
    {
        QFETCH(QString, pattern);
        QFETCH(bool, matchCase);
        QFETCH(bool, wholeWord);
        QFETCH(bool, regex);
        const QTextDocument document("a b aa\nA.");
        QTEST(int(TextSearch(pattern, {matchCase, wholeWord, regex}).hits(document).size()), "count");
    }

    void replacesAllAsOneStep()
    {
        QTextDocument document("one two one\none");
        QCOMPARE(TextSearch("one", {}).replaceAll(document, "three"), 3);
        QCOMPARE(document.toPlainText(), QString("three two three\nthree"));
        document.undo();
        QCOMPARE(document.toPlainText(), QString("one two one\none"));
    }

    void replacesWithGroups()
    {
        QTextDocument document("f(1, 2) f(3, 4)");
        TextSearch("f\\((\\d), (\\d)\\)", {false, false, true}).replaceAll(document, "g($2, $1)$&");
        QCOMPARE(document.toPlainText(), QString("g(2, 1)f(1, 2) g(4, 3)f(3, 4)"));
    }

    void plainReplacementKeepsDollars()
    {
        QTextDocument document("cost");
        TextSearch("cost", {}).replaceAll(document, "$1");
        QCOMPARE(document.toPlainText(), QString("$1"));
    }

    void tellsWhyAPatternIsWrong()
    {
        QVERIFY(!TextSearch("(", {false, false, true}).problem().isEmpty());
        QVERIFY(TextSearch("(", {}).problem().isEmpty());
    }
};

QTEST_MAIN(TextSearchTest)
#include "TextSearchTest.moc"
