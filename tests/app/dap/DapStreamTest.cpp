#include "app/dap/DapStream.h"

#include <QtTest>

using namespace loopscope;

class DapStreamTest : public QObject
{
    Q_OBJECT
private slots:
    void messagesInWhateverPieces()
    {
        const QByteArray bytes = DapStream::packed({{"seq", 1}, {"command", "a\u00e9"}}) + DapStream::packed({{"seq", 2}});
        DapStream stream;
        QList<QJsonObject> messages;
        for (const char byte : bytes) {
            stream.take(QByteArray(1, byte));
            while (const auto message = stream.next()) messages << *message;
        }
        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages[0]["command"].toString(), QString("a\u00e9"));
        QCOMPARE(messages[1]["seq"].toInt(), 2);
    }

    void whatIsNoneIsLeftOut()
    {
        DapStream stream;
        stream.take("Something: else\r\n\r\nContent-Length: 3\r\n\r\n[1]Content-Length: -5\r\n\r\nContent-Length: 99999999999\r\n\r\n" + DapStream::packed({{"seq", 7}}));
        const auto message = stream.next();
        QVERIFY(message);
        QCOMPARE((*message)["seq"].toInt(), 7);
        QVERIFY(!stream.next());
    }
};

QTEST_APPLESS_MAIN(DapStreamTest)
#include "DapStreamTest.moc"
