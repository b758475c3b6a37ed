#include "app/editor/Expressions.h"

#include <QtTest>

using namespace loopscope;

class ExpressionsTest : public QObject
{
    Q_OBJECT
private slots:
    void theNameUnderThePointerWithWhatLeadsToIt_data()
    {
        QTest::addColumn<QString>("line"); // a | stands before the column
        QTest::addColumn<QString>("expression");
        const auto row = [](const char* line, const char* expression) { QTest::newRow(line) << line << expression; };
        row("const sum = |a + b;", "a");
        row("f(a.b[0].|c + 1)", "a.b[0].c");
        row("f(a.|b[0].c + 1)", "a.b");
        row("f(|a.b[0].c + 1)", "a");
        row("x = o?.p.|q", "o?.p.q");
        row("x = this.it|ems.length", "this.items");
        row("x = m[i[0]].|y", "m[i[0]].y");
        row("x = f(1).|y", "");       // would be called again
        row("re|turn x", "");
        row("x = 1|2", "");
        row("x |= y", "");
        row("[...|list]", "list");
        row("$a|_1 = 0", "$a_1");
    }

    void theNameUnderThePointerWithWhatLeadsToIt()
    {
        QFETCH(QString, line);
        QFETCH(QString, expression);
        const int column = int(line.indexOf('|'));
        QCOMPARE(expressionAt(line.remove('|'), column), expression);
        QCOMPARE(expressionAt(line, -1), QString());
        QCOMPARE(expressionAt(line, 1000), QString());
    }

    void valuesStandBesideTheLinesThatNameThem()
    {
        const QStringList lines{"function add(a, b) {", "  const sum = a + b + o.a;", "  return sum;", "}"};
        const QHash<QString, QString> values{{"a", "1"}, {"b", "'x'"}, {"sum", QString(60, 'y')}};
        const auto notes = valuesBeside(lines, 1, 3, values);
        QCOMPARE(notes.at(1), "a = 1, b = 'x'");
        QCOMPARE(notes.at(2), "sum = " + QString(40, 'y') + QChar(0x2026) + ", a = 1, b = 'x'");
        QCOMPARE(notes.at(3), "sum = " + QString(40, 'y') + QChar(0x2026));
        QCOMPARE(valuesBeside(lines, -3, 100, {}).size(), 0u);
    }
};

QTEST_APPLESS_MAIN(ExpressionsTest)
#include "ExpressionsTest.moc"
