#include "inspector/client/Connection.h"
#include "inspector/transport/MemoryTransport.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;

/// The protocol over a transport in memory; the target is this test.
class ConnectionTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<MemoryTransport> m_target;
    std::unique_ptr<Connection> m_connection;
    QList<QByteArray> m_heard;

    Session& root() const { return m_connection->root(); }
    void tell(const QByteArray& message) const { m_target->send(message); }
    static QString textOf(const Reply& reply)
    {
        return reply.error ? "error: " + reply.error->message + " (" + reply.error->method + ")" : QString::fromUtf8(QJsonDocument(reply.result).toJson(QJsonDocument::Compact));
    }

private slots:
    void init()
    {
        m_heard.clear();
        m_target = std::make_unique<MemoryTransport>();
        auto own = std::make_unique<MemoryTransport>();
        MemoryTransport::join(*m_target, *own);
        connect(m_target.get(), &MemoryTransport::received, this, [this](const QByteArray& message) { m_heard << message; });
        m_connection = std::make_unique<Connection>(std::move(own));
    }

    void aCallIsAnsweredInWhateverOrder()
    {
        QStringList answers;
        for (const char* method : {"A.one", "A.two", "A.three"})
            root().call(method, {{"x", 1}}, [&answers, method](const Reply& reply) { answers << method + (' ' + textOf(reply)); });
        QVERIFY(answers.isEmpty());
        QTRY_COMPARE(m_heard.size(), 3);
        QCOMPARE(m_heard[0], QByteArray(R"({"id":1,"method":"A.one","params":{"x":1}})"));
        tell(R"({"id":3,"result":{"y":3}})");
        tell(R"({"id":1,"result":{}})");
        tell(R"({"id":2,"error":{"code":-32000,"message":"no such thing"}})");
        QTRY_COMPARE(answers, (QStringList{R"(A.three {"y":3})", "A.one {}", "A.two error: no such thing (A.two)"}));
    }

    void whatIsNeverAnsweredIsAnsweredWhenItEnds()
    {
        QStringList answers;
        root().call("A.one", {}, [&](const Reply& reply) { answers << textOf(reply); });
        QSignalSpy ended(m_connection.get(), &Connection::ended), sessionEnded(&root(), &Session::ended);
        m_target->end("The program has ended.");
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(sessionEnded.size(), 1);
        QCOMPARE(answers, QStringList{"error: The program has ended. (A.one)"});
        root().call("A.late", {}, [&](const Reply& reply) { answers << textOf(reply); });
        QCOMPARE(answers.size(), 1); // not inside the call
        QTRY_COMPARE(answers.value(1), QString("error: The program is gone. (A.late)"));
    }

    void aCallMayHaveALimitAndALateAnswerIsDropped()
    {
        QStringList answers;
        root().call("A.slow", {}, [&](const Reply& reply) { answers << textOf(reply); }, 1);
        QTRY_COMPARE(answers, QStringList{"error: There was no answer within 1 ms. (A.slow)"});
        QSignalSpy fault(m_connection.get(), &Connection::protocolFault);
        tell(R"({"id":1,"result":{}})");
        tell(R"({"method":"A.event","params":{"n":1}})");
        QSignalSpy event(&root(), &Session::event);
        QTRY_COMPARE(event.size(), 1);
        QCOMPARE(answers.size(), 1);
        QCOMPARE(fault.size(), 0);
    }

    void whatIsNoMessageIsToldAndLeftOut()
    {
        QSignalSpy fault(m_connection.get(), &Connection::protocolFault), event(&root(), &Session::event);
        for (const char* bad : {"", "[1,2]", "{\"id\":", "\xff\xfe", "{\"id\":77,\"result\":{}}"}) tell(bad);
        tell(R"({"method":"A.event","params":{}})");
        QTRY_COMPARE(event.size(), 1);
        QCOMPARE(fault.size(), 5);
    }

    void aWorkerIsASessionOfItsOwn()
    {
        QSignalSpy attached(&root(), &Session::childAttached);
        tell(R"({"method":"NodeWorker.attachedToWorker","params":{"sessionId":"7","workerInfo":{"title":"Worker 1","url":"w.js"},"waitingForDebugger":true}})");
        QTRY_COMPARE(attached.size(), 1);
        Session* worker = root().children().at(0);
        QCOMPARE(worker->title(), "Worker 1");
        QCOMPARE(worker->parentSession(), &root());
        QStringList answers;
        worker->call("Debugger.enable", {}, [&](const Reply& reply) { answers << textOf(reply); });
        QTRY_COMPARE(m_heard.size(), 1);
        const QJsonObject outer = QJsonDocument::fromJson(m_heard[0]).object();
        QCOMPARE(outer["method"].toString(), "NodeWorker.sendMessageToWorker");
        QCOMPARE(outer["params"].toObject()["sessionId"].toString(), "7");
        const QJsonObject inner = QJsonDocument::fromJson(outer["params"].toObject()["message"].toString().toUtf8()).object();
        QCOMPARE(inner["method"].toString(), "Debugger.enable");
        const QByteArray answer = QJsonDocument(QJsonObject{{"method", "NodeWorker.receivedMessageFromWorker"},
            {"params", QJsonObject{{"sessionId", "7"}, {"message", QString("{\"id\":%1,\"result\":{\"ok\":1}}").arg(inner["id"].toInteger())}}}}).toJson();
        tell(answer);
        QTRY_COMPARE(answers, QStringList{R"({"ok":1})"});
        worker->call("Debugger.pause", {}, [&](const Reply& reply) { answers << textOf(reply); });
        tell(R"({"method":"NodeWorker.detachedFromWorker","params":{"sessionId":"7"}})");
        QTRY_COMPARE(answers.value(1), QString("error: The worker is gone. (Debugger.pause)"));
        QVERIFY(root().children().empty());
    }

    void tenThousandCallsAtOnce()
    {
        connect(m_target.get(), &MemoryTransport::received, this, [this](const QByteArray& message) {
            tell("{\"id\":" + QByteArray::number(QJsonDocument::fromJson(message).object()["id"].toInteger()) + ",\"result\":{}}");
        });
        int answers = 0;
        for (int i = 0; i < 10'000; ++i) root().call("A.one", {}, [&](const Reply& reply) { answers += !reply.error; });
        QTRY_COMPARE(answers, 10'000);
    }

    void allAreAnsweredWhenTheConnectionIsDestroyed()
    {
        int failed = 0;
        for (int i = 0; i < 5; ++i) root().call("A.one", {}, [&](const Reply& reply) { failed += reply.error.has_value(); });
        m_connection.reset();
        QCOMPARE(failed, 5);
    }
};

QTEST_GUILESS_MAIN(ConnectionTest)
#include "ConnectionTest.moc"
