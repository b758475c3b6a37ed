#include "inspector/heap/StringTable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using loopscope::heap::StringTable;

class StringTableTest : public QObject
{
    Q_OBJECT
private slots:
    void keepsWhatItGets()
    {
        StringTable table;
        for (const char* text : {"", "a", "", "b\\n"})
            table.append(text);
        QCOMPARE(table.size(), 4u);
        QVERIFY(table.raw(0).empty());
        QCOMPARE(std::string(table.raw(1)), std::string("a"));
        QVERIFY(table.raw(2).empty());
        QCOMPARE(std::string(table.raw(3)), std::string("b\\n"));
        QCOMPARE(table.text(3), std::string("b\n"));
    }

    void decodesEscapes_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("text");
        const QString r(QChar(0xfffd));
        QTest::newRow("plain") << QByteArray("plain") << "plain";
        QTest::newRow("short ones") << QByteArray(R"(\"\\\/\b\f\n\r\t)") << "\"\\/\b\f\n\r\t";
        QTest::newRow("of two bytes") << QByteArray(R"(caf\u00E9)") << QString(u"caf\u00e9");
        QTest::newRow("of three bytes") << QByteArray(R"(\u20ac)") << QString(u"\u20ac");
        QTest::newRow("a pair") << QByteArray(R"(a\ud83d\ude00b)") << QString(u"a\U0001f600b");
        QTest::newRow("the last pair") << QByteArray(R"(\udbff\udfff)") << QString(u"\U0010ffff");
        QTest::newRow("the first half alone") << QByteArray(R"(\ud83dx)") << r + "x";
        QTest::newRow("the second half alone") << QByteArray(R"(\ude00x)") << r + "x";
        QTest::newRow("two first halves") << QByteArray(R"(\ud83d\ud83d\ude00)") << r + QString(u"\U0001f600");
        QTest::newRow("UTF-8 as it is") << QByteArray("\xe2\x82\xac") << QString(u"\u20ac");
        QTest::newRow("no digits") << QByteArray(R"(\uzzzz)") << r + "zzzz";
        QTest::newRow("cut short") << QByteArray(R"(\u12)") << r + "12";
        QTest::newRow("no escape") << QByteArray(R"(\q)") << r;
        QTest::newRow("a backslash at the end") << QByteArray("a\\") << "a" + r;
    }

    void decodesEscapes()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(StringTable::decoded(raw.toStdString())), text);
    }

    void everyUnitIsDecodedAsQtDoesIt()
    {
        for (unsigned unit = 1; unit < 0x10000; ++unit) {
            const QByteArray raw = "\\u" + QByteArray::number(unit, 16).rightJustified(4, '0') + "z";
            if ((unit >= 0xd800 && unit < 0xe000) || unit == 0xfeff) continue; // Qt drops a mark of byte order
            const QString expected = QJsonDocument::fromJson("[\"" + raw + "\"]").array().at(0).toString();
            QCOMPARE(QString::fromStdString(StringTable::decoded(raw.toStdString())), expected);
        }
    }
};

QTEST_APPLESS_MAIN(StringTableTest)
#include "StringTableTest.moc"
