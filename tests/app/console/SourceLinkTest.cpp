#include "app/console/SourceLink.h"

#include <QtTest>

using namespace loopscope;

class SourceLinkTest : public QObject
{
    Q_OBJECT
private slots:
    void findsPlaces_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        QTest::newRow("frame") << "    at f (/home/ada/a.js:3:5)" << "/home/ada/a.js 3 5;";
        QTest::newRow("bare") << "/home/ada/a.js:12" << "/home/ada/a.js 12 1;";
        QTest::newRow("url") << "    at file:///home/ada/my%20file.mjs:1:2" << "/home/ada/my file.mjs 1 2;";
        QTest::newRow("node's own") << "    at node:internal/main:2:1" << "";
        QTest::newRow("two") << "/a.js:1:2 /b.js:3:4" << "/a.js 1 2;/b.js 3 4;";
        QTest::newRow("a web address") << "http://localhost:3000" << "";
        QTest::newRow("a time") << "12:30:45" << "";
    }
    void findsPlaces()
    {
        QFETCH(QString, text);
        QString all;
        for (const SourceLink& link : findSourceLinks(text)) all += QString("%1 %2 %3;").arg(link.path).arg(link.line).arg(link.column);
        QTEST(all, "found");
    }

    void findsTheMistake()
    {
        const auto problem = findProblem("/tmp/a.js:2\nlet x = = 1;\n        ^\n\nSyntaxError: Unexpected token '='\n    at wrapSafe (node:internal/modules/cjs/loader:1:1)\n");
        QVERIFY(problem);
        QCOMPARE(problem->place.path, QString("/tmp/a.js"));
        QCOMPARE(problem->place.line, 2);
        QCOMPARE(problem->message, QString("SyntaxError: Unexpected token '='"));
    }

    void findsTheMistakeOfAModule()
    {
        const auto problem = findProblem("file:///tmp/a.mjs:7\n  throw new Error('no');\n  ^\n\nError: no\n    at file:///tmp/a.mjs:7:9\n\nNode.js v26.10.0\n");
        QVERIFY(problem);
        QCOMPARE(problem->place.path, QString("/tmp/a.mjs"));
        QCOMPARE(problem->message, QString("Error: no"));
    }

    void findsItInTheStackAlone()
    {
        const auto problem = findProblem("node:fs:1\nTypeError: no\n    at open (node:fs:3:4)\n    at main (/tmp/b.js:5:6)\n");
        QVERIFY(problem);
        QCOMPARE(problem->place.line, 5);
    }

    void ordinaryTextIsNoMistake() { QVERIFY(!findProblem("hello\n/tmp/a.js:2\nwarning: Error is a word\n")); }
};

QTEST_APPLESS_MAIN(SourceLinkTest)
#include "SourceLinkTest.moc"
