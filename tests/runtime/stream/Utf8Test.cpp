#include "runtime/stream/Utf8.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace loopscope;

namespace {

std::string json(std::string_view text)
{
    std::string result;
    appendJsonString(result, text);
    return result;
}

} // namespace

class Utf8Test : public QObject
{
    Q_OBJECT
private slots:
    void jsonEscapes()
    {
        QCOMPARE(json("plain"), std::string("\"plain\""));
        QCOMPARE(json("\"\\/\b\f\n\r\t"), std::string("\"\\\"\\\\/\\b\\f\\n\\r\\t\""));
        QCOMPARE(json(std::string("\0\x1f\x7f", 3)), std::string("\"\\u0000\\u001f\x7f\""));
        QCOMPARE(json("äß€😀\u2028"), std::string("\"äß€😀\u2028\""));
    }

    void badBytesBecomeTheReplacementCharacter_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const QString r(QChar(0xfffd));
        // As the WHATWG decoder does it: one for each longest beginning of a sequence.
        QTest::newRow("a continuation alone") << QByteArray("a\x80z") << "a" + r + "z";
        QTest::newRow("never a byte of UTF-8") << QByteArray("\xff\xfe") << r + r;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << r + r;
        QTest::newRow("overlong of three") << QByteArray("\xe0\x80\xaf") << r + r + r;
        QTest::newRow("a surrogate") << QByteArray("\xed\xa0\x80") << r + r + r;
        QTest::newRow("beyond the last") << QByteArray("\xf4\x90\x80\x80") << r + r + r + r;
        QTest::newRow("cut by text") << QByteArray("\xe2\x82z") << r + "z";
        QTest::newRow("cut of four by text") << QByteArray("\xf0\x9f\x98z") << r + "z";
        QTest::newRow("cut by the end") << QByteArray("z\xf0\x9f") << "z" + r;
    }

    void badBytesBecomeTheReplacementCharacter()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(json(bytes.toStdString())), '"' + text + '"');
    }

    void everyTwoBytesMakeValidJson()
    {
        for (int a = 0; a < 256; ++a)
            for (int b = 0; b < 256; ++b) {
                const char bytes[] = {char(a), char(b)};
                QJsonParseError error;
                QJsonDocument::fromJson(QByteArray::fromStdString('[' + json({bytes, 2}) + ']'), &error);
                QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
            }
    }

    void aCutIsSeenOnlyWhereItCanGoOn()
    {
        QCOMPARE(utf8CutAtEnd("abc"), 0u);
        QCOMPARE(utf8CutAtEnd(""), 0u);
        QCOMPARE(utf8CutAtEnd("ab\xc3"), 1u);
        QCOMPARE(utf8CutAtEnd("ab\xe2\x82"), 2u);
        QCOMPARE(utf8CutAtEnd("\xf0\x9f\x98"), 3u);
        QCOMPARE(utf8CutAtEnd("€"), 0u);
        QCOMPARE(utf8CutAtEnd("ab\x82\x82\x82"), 0u);
        QCOMPARE(utf8CutAtEnd("\xe0\x80"), 0u); // wrong already
    }

    void toUtf16AndBack()
    {
        const std::string text = "a\u00e9\u20ac\U0001f600z";
        QCOMPARE(utf16FromUtf8(text), std::u16string(u"a\u00e9\u20ac\U0001f600z"));
        QCOMPARE(utf8FromUtf16(utf16FromUtf8(text)), text);
        for (char32_t c = 1; c < 0x110000; c += c < 0x1000 ? 1 : 97) {
            if (c >= 0xd800 && c < 0xe000) continue;
            const QString one = QString::fromUcs4(&c, 1);
            QCOMPARE(utf8FromUtf16(one.toStdU16String()), one.toStdString());
            QCOMPARE(utf16FromUtf8(one.toStdString()), one.toStdU16String());
        }
    }

    void whatIsNoTextBecomesReplacementCharacters()
    {
        QCOMPARE(utf8FromUtf16(std::u16string{u'a', char16_t(0xd83d)}), std::string("a\ufffd"));
        QCOMPARE(utf8FromUtf16(std::u16string{char16_t(0xde00), u'b'}), std::string("\ufffdb"));
        QCOMPARE(utf16FromUtf8("a\xf0\x9f z\xff"), std::u16string(u"a\ufffd z\ufffd"));
        QCOMPARE(utf8FromLatin1("caf\xe9"), std::string("caf\u00e9"));
    }
};

QTEST_APPLESS_MAIN(Utf8Test)
#include "Utf8Test.moc"
