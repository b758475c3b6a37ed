#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

/// `loopscope dap` as an editor sees it.
class DapTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_adapter;
    QByteArray m_bytes;
    QList<QJsonObject> m_heard;
    int m_last = 0;

    QString put(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

    void readSome()
    {
        m_adapter->waitForReadyRead(50);
        m_bytes += m_adapter->readAllStandardOutput();
        for (qsizetype head; (head = m_bytes.indexOf("\r\n\r\n")) >= 0;) {
            const qsizetype length = m_bytes.mid(16, head - 16).toLongLong();
            if (m_bytes.size() < head + 4 + length) return;
            m_heard << QJsonDocument::fromJson(m_bytes.mid(head + 4, length)).object();
            m_bytes.remove(0, head + 4 + length);
        }
    }

    /// The first message not yet taken that is of this kind; empty after a long time.
    QJsonObject expect(const QString& type, const QString& name)
    {
        const QDeadlineTimer deadline(20000);
        while (!deadline.hasExpired()) {
            for (qsizetype i = 0; i < m_heard.size(); ++i)
                if (m_heard[i]["type"] == type && m_heard[i][type == "event" ? "event" : "command"] == name) return m_heard.takeAt(i);
            readSome();
        }
        return {};
    }

    QJsonObject ask(const QString& command, const QJsonObject& arguments = {})
    {
        const QByteArray text = QJsonDocument(QJsonObject{{"seq", ++m_last}, {"type", "request"}, {"command", command}, {"arguments", arguments}}).toJson(QJsonDocument::Compact);
        m_adapter->write("Content-Length: " + QByteArray::number(text.size()) + "\r\n\r\n" + text);
        const QJsonObject answer = expect("response", command);
        return answer["success"].toBool() ? answer["body"].toObject() : QJsonObject{{"refused", answer["message"]}};
    }

    QJsonObject stop() { return expect("event", "stopped")["body"].toObject(); }

    QString top()
    {
        const QJsonObject frame = ask("stackTrace", {{"threadId", 1}})["stackFrames"].toArray().first().toObject();
        return frame["name"].toString() + ' ' + frame["source"].toObject()["name"].toString() + ':' + QString::number(frame["line"].toInt());
    }

    void begin(const QString& program, const QJsonObject& more, const QJsonArray& breakpoints, const QJsonArray& filters)
    {
        QVERIFY(ask("initialize", {{"adapterID", "loopscope"}})["supportsLogPoints"].toBool());
        QVERIFY(!expect("event", "initialized").isEmpty());
        QJsonObject launch{{"program", program}};
        for (auto it = more.begin(); it != more.end(); ++it) launch[it.key()] = it.value();
        QVERIFY(!ask("launch", launch).contains("refused"));
        if (!breakpoints.isEmpty()) QCOMPARE(ask("setBreakpoints", {{"source", QJsonObject{{"path", program}}}, {"breakpoints", breakpoints}})["breakpoints"].toArray().size(), breakpoints.size());
        ask("setExceptionBreakpoints", {{"filters", filters}});
        ask("configurationDone");
    }

private slots:
    void init()
    {
        m_bytes.clear();
        m_heard.clear();
        m_last = 0;
        m_adapter = std::make_unique<QProcess>();
        m_adapter->start(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/bin/loopscope", {"dap"});
        QVERIFY(m_adapter->waitForStarted());
    }
    void cleanup()
    {
        m_adapter->closeWriteChannel();
        QTRY_COMPARE_WITH_TIMEOUT(m_adapter->state(), QProcess::NotRunning, 20000);
        QCOMPARE(m_adapter->exitCode(), 0);
        QCOMPARE(m_adapter->readAllStandardError(), QByteArray());
    }

    void breakpointsStacksVariablesAndSteps()
    {
        const QString program = put("a.js", "function add(a, b) {\n  const sum = a + b;\n  return sum;\n}\nsetTimeout(() => {\n  console.log(add(20, 22), process.argv[2], process.env.ADA);\n  process.exit(3);\n}, 1);\n");
        begin(program, {{"args", QJsonArray{"word"}}, {"env", QJsonObject{{"ADA", "lovelace"}}}}, {QJsonObject{{"line", 2}}}, {"uncaught"});
        QCOMPARE(stop()["reason"].toString(), QString("breakpoint"));
        QCOMPARE(top(), QString("add a.js:2"));
        const QJsonObject stack = ask("stackTrace", {{"threadId", 1}});
        QVERIFY(stack["totalFrames"].toInt() >= 3); // with what scheduled it
        const int frame = stack["stackFrames"].toArray().first().toObject()["id"].toInt();
        const QJsonObject local = ask("scopes", {{"frameId", frame}})["scopes"].toArray().first().toObject();
        QCOMPARE(local["name"].toString(), QString("Local"));
        QStringList variables;
        for (const auto& v : ask("variables", {{"variablesReference", local["variablesReference"]}})["variables"].toArray()) variables << v.toObject()["name"].toString() + '=' + v.toObject()["value"].toString();
        QVERIFY2(variables.contains("a=20") && variables.contains("b=22"), qPrintable(variables.join(' ')));
        QVERIFY(!ask("setVariable", {{"variablesReference", local["variablesReference"]}, {"name", "a"}, {"value", "19 + 1 + 0"}}).contains("refused"));
        QCOMPARE(ask("evaluate", {{"frameId", frame}, {"expression", "a + 1"}, {"context", "watch"}})["result"].toString(), QString("21"));
        QVERIFY(ask("evaluate", {{"frameId", frame}, {"expression", "a = 5"}, {"context", "hover"}})["refused"].toString().contains("side-effect"));
        ask("next", {{"threadId", 1}});
        stop();
        QCOMPARE(top(), QString("add a.js:3"));
        ask("stepOut", {{"threadId", 1}});
        stop();
        QCOMPARE(top(), QString("(anonymous) a.js:6"));
        ask("continue", {{"threadId", 1}});
        QCOMPARE(expect("event", "exited")["body"].toObject()["exitCode"].toInt(), 3);
        QString output;
        for (const QJsonObject& message : m_heard)
            if (message["event"] == "output" && message["body"].toObject()["category"] == "stdout") output += message["body"].toObject()["output"].toString();
        QVERIFY2(output.contains("42") && output.contains("word") && output.contains("lovelace"), qPrintable(output));
        QVERIFY(!expect("event", "terminated").isEmpty());
        ask("disconnect");
    }

    void childProcessesAreThreads()
    {
        const QString child = put("child.js", "function work(n) {\n  return n + 1;\n}\nconsole.log('child', work(1));\n");
        const QString file = put("parent.js", "require('child_process').fork(__dirname + '/child.js');\n");
        ask("initialize");
        ask("launch", {{"program", file}});
        ask("setBreakpoints", {{"source", QJsonObject{{"path", child}}}, {"breakpoints", QJsonArray{QJsonObject{{"line", 2}}}}});
        ask("configurationDone");
        const QJsonObject started = expect("event", "thread")["body"].toObject();
        QCOMPARE(started["reason"].toString(), "started");
        const QJsonObject stopped = stop();
        QCOMPARE(stopped["threadId"], started["threadId"]);
        const QJsonArray threads = ask("threads")["threads"].toArray();
        QCOMPARE(threads.size(), 2);
        QVERIFY(threads[1].toObject()["name"].toString().startsWith("child.js ("));
        const QJsonObject frame = ask("stackTrace", {{"threadId", stopped["threadId"]}})["stackFrames"].toArray().first().toObject();
        QCOMPARE(frame["name"].toString() + ' ' + QString::number(frame["line"].toInt()), "work 2");
        ask("continue", {{"threadId", stopped["threadId"]}});
        QCOMPARE(expect("event", "thread")["body"].toObject()["reason"].toString(), "exited");
        QCOMPARE(expect("event", "exited")["body"].toObject()["exitCode"].toInt(-1), 0);
    }

    void loopBreakpointsAreFilters()
    {
        const QString program = put("loop.js", "setTimeout(function onTimer() {\n  return 1;\n}, 1);\nsetImmediate(function onImmediate() {\n  return 2;\n});\n");
        begin(program, {{"stopOnEntry", true}}, {}, {"timers", "check"});
        QCOMPARE(stop()["description"].toString(), QString("Paused at the first line"));
        ask("continue", {{"threadId", 1}});
        QStringList tops;
        for (int i = 0; i < 2; ++i) {
            stop();
            tops << top();
            ask("continue", {{"threadId", 1}});
        }
        tops.sort();
        QCOMPARE(tops, (QStringList{"onImmediate loop.js:5", "onTimer loop.js:2"}));
        QVERIFY(!expect("event", "terminated").isEmpty());
        ask("disconnect");
    }

    void aMomentOfTheLoopHasGlobalsOnly()
    {
        const QString program = put("moment.js", "globalThis.answer = 42;\nrequire('net').createServer().listen(0);\n");
        begin(program, {}, {}, {"sleep", "unhandledRejection", "phase.check"});
        QVERIFY(stop()["description"].toString().startsWith("Paused before the loop goes to sleep"));
        const QJsonArray stack = ask("stackTrace", {{"threadId", 1}})["stackFrames"].toArray();
        QCOMPARE(stack.size(), 1);
        QCOMPARE(stack[0]["name"].toString(), QString("(no function of yours runs)"));
        const QJsonArray scopes = ask("scopes", {{"frameId", stack[0]["id"]}})["scopes"].toArray();
        QCOMPARE(scopes.size(), 1);
        QStringList names;
        for (const auto& v : ask("variables", {{"variablesReference", scopes[0]["variablesReference"]}})["variables"].toArray()) names << v.toObject()["name"].toString();
        QVERIFY2(names.contains("answer"), qPrintable(names.join(' ')));
        QCOMPARE(ask("evaluate", {{"frameId", stack[0]["id"]}, {"expression", "answer"}, {"context", "repl"}})["result"].toString(), QString("42"));
        ask("terminate");
        QVERIFY(!expect("event", "terminated").isEmpty());
        ask("disconnect");
    }

    void aProgramWithoutEndIsPausedAndTerminated()
    {
        const QString program = put("busy.js", "console.log('ready');\nfor (;;);\n");
        begin(program, {}, {}, {});
        QVERIFY(!expect("event", "output").isEmpty()); // it has begun
        ask("pause", {{"threadId", 1}});
        stop();
        QCOMPARE(top(), QString("(anonymous) busy.js:2"));
        ask("terminate");
        QVERIFY(!expect("event", "terminated").isEmpty());
        ask("disconnect");
    }

    void whatItCannotDoIsRefusedInASentence()
    {
        ask("initialize");
        QVERIFY(ask("launch", {{"program", "/no/such.js"}})["refused"].toString().contains("/no/such.js"));
        QVERIFY(ask("dance")["refused"].toString().contains("dance"));
        QVERIFY(ask("stackTrace", {{"threadId", 1}})["refused"].toString().contains("not paused"));
        QCOMPARE(ask("variables", {{"variablesReference", 99}})["variables"].toArray().size(), 0);
        QVERIFY(ask("next", {{"threadId", 77}}).contains("refused"));
        ask("disconnect");
    }
};

QTEST_GUILESS_MAIN(DapTest)
#include "DapTest.moc"
