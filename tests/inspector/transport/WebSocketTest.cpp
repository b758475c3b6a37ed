#include "inspector/client/Connection.h"
#include "inspector/transport/InspectorTargets.h"
#include "inspector/transport/WebSocketTransport.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

/// Against a server that is this test, and against a real node.
class WebSocketTest : public QObject
{
    Q_OBJECT
    QTcpServer m_server;
    QTcpSocket* m_peer = nullptr;
    std::unique_ptr<WebSocketTransport> m_transport;

    /// A frame as a server sends it: without a mask.
    static QByteArray frame(int first, const QByteArray& data)
    {
        QByteArray bytes(1, static_cast<char>(first));
        if (data.size() < 126) bytes += static_cast<char>(data.size());
        else bytes += static_cast<char>(126), bytes += static_cast<char>(data.size() >> 8), bytes += static_cast<char>(data.size());
        return bytes + data;
    }

    void greet(const QByteArray& accept = {})
    {
        m_transport = std::make_unique<WebSocketTransport>(QUrl(QString("ws://127.0.0.1:%1/an-id").arg(m_server.serverPort())));
        QTRY_VERIFY(m_server.hasPendingConnections());
        m_peer = m_server.nextPendingConnection();
        QByteArray asked;
        QTRY_VERIFY((asked += m_peer->readAll()).contains("\r\n\r\n"));
        QVERIFY(asked.startsWith("GET /an-id HTTP/1.1\r\n"));
        const QByteArray key = asked.mid(asked.indexOf("Key: ") + 5).split('\r').first();
        m_peer->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + (accept.isEmpty() ? webSocketAccept(key) : accept) + "\r\n\r\n");
    }

private slots:
    void init() { QVERIFY(m_server.isListening() || m_server.listen(QHostAddress::LocalHost)); }
    void cleanup()
    {
        m_transport.reset();
        delete std::exchange(m_peer, nullptr);
    }

    void theAcceptOfTheStandardsExample() { QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")); }

    void whatASendsIsMaskedAndReadAgain_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 125, 126, 65535, 65536, 300000}) QTest::addRow("%d", size) << size;
    }

    void whatASendsIsMaskedAndReadAgain()
    {
        QFETCH(int, size);
        const QByteArray data(size, 'x');
        QByteArray bytes = WebSocketFrames::text(data);
        const auto* raw = reinterpret_cast<const uchar*>(bytes.constData());
        QVERIFY(raw[1] & 0x80);
        const int head = (raw[1] & 0x7f) == 127 ? 10 : (raw[1] & 0x7f) == 126 ? 4 : 2;
        for (qsizetype i = 0; i < size; ++i) bytes[head + 4 + i] = static_cast<char>(bytes[head + 4 + i] ^ bytes[head + i % 4]);
        QCOMPARE(bytes.mid(head + 4), data);
        bytes.remove(head, 4);
        bytes[1] = static_cast<char>(bytes[1] & 0x7f);
        WebSocketFrames frames;
        for (const char byte : bytes.left(head + 2)) { // in whatever pieces
            frames.take(QByteArray(1, byte));
            QVERIFY(frames.fault().isEmpty());
            if (size > 2) QVERIFY(!frames.next());
        }
        frames.take(bytes.mid(head + 2));
        const auto message = frames.next();
        QVERIFY(message);
        QCOMPARE(message->data, data);
    }

    void whatIsAgainstTheRulesIsAFault_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("masked") << QByteArray("\x81\x81" "abcd" "x", 7);
        QTest::newRow("reserved bits") << QByteArray("\xf1\x01x", 3);
        QTest::newRow("unknown kind") << QByteArray("\x83\x01x", 3);
        QTest::newRow("goes on with nothing") << QByteArray("\x80\x01x", 3);
        QTest::newRow("begins anew in the midst") << QByteArray("\x01\x01x\x81\x01y", 6);
        QTest::newRow("too long") << QByteArray("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10);
    }

    void whatIsAgainstTheRulesIsAFault()
    {
        QFETCH(QByteArray, bytes);
        WebSocketFrames frames;
        frames.take(bytes);
        while (frames.next()) {}
        QVERIFY(!frames.fault().isEmpty());
        QVERIFY(!frames.next());
    }

    void partsPingsAndTheEnd()
    {
        greet();
        QSignalSpy received(m_transport.get(), &Transport::received), ended(m_transport.get(), &Transport::ended);
        QVERIFY(m_transport->send("early"));
        m_peer->write(frame(0x01, "one ") + frame(0x89, "are you there") + frame(0x00, "and ") + frame(0x80, "two"));
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received[0][0].toByteArray(), QByteArray("one and two"));
        QByteArray heard;
        QTRY_VERIFY((heard += m_peer->readAll()).size() >= 2 + 4 + 5 + 2 + 4 + 13);
        QCOMPARE(heard[0], char(0x81));
        m_peer->write(frame(0x88, QByteArray("\x03\xe8" "bye", 5)));
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(ended[0][0].toString().endsWith("has closed the connection."));
        QVERIFY(!m_transport->send("late"));
    }

    void anotherServerIsNoInspector()
    {
        QSignalSpy* ended = nullptr;
        greet("nonsense");
        QSignalSpy spy(m_transport.get(), &Transport::ended);
        ended = &spy;
        QTRY_COMPARE(ended->size(), 1);
        QVERIFY2(spy[0][0].toString().contains("is no inspector of Node's"), qPrintable(spy[0][0].toString()));
    }

    void nothingListens()
    {
        const quint16 port = [] { QTcpServer s; s.listen(QHostAddress::LocalHost); return s.serverPort(); }();
        WebSocketTransport transport(QUrl(QString("ws://127.0.0.1:%1/x").arg(port)));
        QSignalSpy ended(&transport, &Transport::ended);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended[0][0].toString(), QString("Nothing listens at 127.0.0.1:%1.").arg(port));
        InspectorTargets targets("127.0.0.1", port);
        QSignalSpy failed(&targets, &InspectorTargets::failed);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("node --inspect"));
    }

    void aPlaceIsAPortOrMore()
    {
        using Place = std::pair<QString, quint16>;
        QCOMPARE(placeFromText("9230"), Place("127.0.0.1", 9230));
        QCOMPARE(placeFromText(" ada:1234 "), Place("ada", 1234));
        QCOMPARE(placeFromText("ada"), Place("ada", 9229));
        QCOMPARE(placeFromText("ws://[::1]:5/x"), Place("::1", 5));
        QCOMPARE(placeFromText("99999").second, quint16(0));
        QCOMPARE(placeFromText("").second, quint16(0));
    }

    void aRealNodeIsFoundAndStepped()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("a.js"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("let n = 1;\nn += 41;\nconsole.log(n);\n") > 0);
        file.close();
        QProcess node;
        node.start(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node", {"--inspect-brk=127.0.0.1:0", file.fileName()});
        QByteArray errors;
        static const QRegularExpression address("ws://127\\.0\\.0\\.1:(\\d+)/\\S+");
        QTRY_VERIFY_WITH_TIMEOUT((errors += node.readAllStandardError()).contains("\nFor help"), 20000);
        const auto match = address.match(QString::fromUtf8(errors));
        InspectorTargets question("127.0.0.1", match.captured(1).toUShort());
        QSignalSpy found(&question, &InspectorTargets::found);
        QTRY_COMPARE(found.size(), 1);
        const auto targets = found[0][0].value<std::vector<InspectorTarget>>();
        QCOMPARE(targets.size(), 1u);
        QCOMPARE(targets[0].address, QUrl(match.captured()));
        Connection connection(std::make_unique<WebSocketTransport>(targets[0].address));
        QStringList events, answers;
        connect(&connection.root(), &Session::event, this, [&](const QString& method, const QJsonObject&) { if (method != "Debugger.scriptParsed") events << method; });
        for (const char* method : {"Runtime.enable", "Debugger.enable", "Runtime.runIfWaitingForDebugger"}) connection.root().call(method);
        QTRY_VERIFY(events.contains("Debugger.paused"));
        connection.root().call("Debugger.stepOver");
        QTRY_COMPARE(events.count("Debugger.paused"), 2);
        connection.root().call("Runtime.evaluate", {{"expression", "'x'.repeat(1000000)"}, {"silent", true}, {"returnByValue", true}},
            [&](const Reply& reply) { answers << QString::number(reply.result["result"].toObject()["value"].toString().size()); });
        QTRY_COMPARE(answers, QStringList{"1000000"});
        QSignalSpy ended(&connection, &Connection::ended);
        connection.root().call("Debugger.resume");
        QTRY_VERIFY(events.contains("Runtime.consoleAPICalled"));
        connection.close();
        QTRY_COMPARE(ended.size(), 1);
        QTRY_COMPARE(node.state(), QProcess::NotRunning);
        QCOMPARE(node.readAllStandardOutput(), QByteArray("42\n"));
    }
};

QTEST_GUILESS_MAIN(WebSocketTest)
#include "WebSocketTest.moc"
