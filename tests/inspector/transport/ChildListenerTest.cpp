#include "inspector/client/Connection.h"
#include "inspector/transport/ChildListener.h"
#include "inspector/transport/LineTransport.h"

#include <QFileInfo>
#include <QLocalSocket>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

// Real processes of the pinned node, with the agent of runtime/child in them.
class ChildListenerTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::vector<ChildHello> m_hellos;
    std::vector<std::unique_ptr<Connection>> m_children;
    std::vector<LineTransport*> m_lines;

    ChildListener::Arrived taker()
    {
        return [this](const ChildHello& hello, std::unique_ptr<LineTransport> line) {
            m_hellos.push_back(hello);
            m_lines.push_back(line.get());
            m_children.push_back(std::make_unique<Connection>(std::move(line)));
            m_lines.back()->begin();
        };
    }

    static void start(QProcess& process, const QString& address, const QStringList& arguments, const QString& nodeOptions = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("NODE_OPTIONS");
        const QString agent = "--require \"" + qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/runtime/child/agent.cjs\"";
        if (!address.isEmpty()) environment.insert("LOOPSCOPE_CHILD", address);
        if (!address.isEmpty()) environment.insert("NODE_OPTIONS", nodeOptions.isEmpty() ? agent : agent + ' ' + nodeOptions);
        else if (!nodeOptions.isEmpty()) environment.insert("NODE_OPTIONS", nodeOptions);
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node", arguments);
    }

    QString put(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

    static QJsonObject ask(Session& session, const QString& method, const QJsonObject& params = {})
    {
        std::optional<Reply> reply;
        session.call(method, params, [&reply](const Reply& r) { reply = r; });
        return QTest::qWaitFor([&] { return reply.has_value(); }, 10000) ? reply->error ? QJsonObject{{"error", reply->error->message}} : reply->result : QJsonObject();
    }

private slots:
    void init()
    {
        m_hellos.clear();
        m_children.clear();
        m_lines.clear();
    }

    void onlyThisUserCanComeToItsSocket()
    {
        const ChildListener listener(taker());
        QCOMPARE(listener.error(), QString());
        const QFileInfo folder(QFileInfo(listener.address()).absolutePath());
        QCOMPARE(folder.permissions() & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    // Each question is asked as the one before is answered: the threads of the child then wake each other all the time.
    void noAnswerOfAChildThatWaitsIsLeftLying()
    {
        constexpr int kChildren = 8, kQuestions = 2000;
        ChildListener listener(taker());
        const QString file = put("asked.js", "console.log('begun');\n");
        for (int child = 0; child < kChildren; ++child) {
            QProcess process;
            start(process, listener.address(), {file});
            QTRY_COMPARE_WITH_TIMEOUT(m_lines.size(), static_cast<std::size_t>(child + 1), 20000);
            Session& session = m_children.back()->root();
            int answered = 0;
            QEventLoop untilAllIsAnswered;
            std::function<void()> askOn = [&] {
                session.call("Runtime.getIsolateId", {}, [&](const Reply& reply) {
                    if (reply.error || ++answered == kQuestions) untilAllIsAnswered.quit();
                    else askOn();
                });
            };
            const auto noneIsLeftToAnswer = qScopeGuard([this] { m_children.clear(); }); // what it would call is of this scope
            askOn();
            QTimer::singleShot(20000, &untilAllIsAnswered, &QEventLoop::quit);
            untilAllIsAnswered.exec();
            QCOMPARE(answered, kQuestions);
            letGo(*m_lines.back());
            QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
            QCOMPARE(process.readAllStandardOutput(), "begun\n");
        }
    }

    void aChildWaitsIsSpokenToAndSaysAllBeforeItEnds()
    {
        ChildListener listener(taker());
        const QString file = put("child.js", "console.log('begun', process.env.NODE_OPTIONS, process.env.LOOPSCOPE_CHILD, process.execArgv.length, Object.keys(require.cache).length);\nprocess.on('exit', () => console.log('last'));\nprocess.exit(3);\n");
        QProcess process;
        start(process, listener.address(), {file, "x"}, "--no-warnings");
        QTRY_COMPARE_WITH_TIMEOUT(m_hellos.size(), 1u, 20000);
        QCOMPARE(m_hellos[0].pid, process.processId());
        QCOMPARE(m_hellos[0].name(), QString("child.js (%1)").arg(process.processId()));
        QCOMPARE(m_hellos[0].arguments.value(2), "x");
        Session& session = m_children[0]->root();
        QStringList printed;
        bool isOver = false;
        connect(&session, &Session::event, this, [&](const QString& method, const QJsonObject& params) {
            if (method == "Runtime.consoleAPICalled") printed << params["args"].toArray().first().toObject()["value"].toString();
        });
        connect(&session, &Session::ended, this, [&] { isOver = true; });
        ask(session, "Runtime.enable");
        QCOMPARE(ask(session, "Runtime.evaluate", {{"expression", "6 * 7"}})["result"].toObject()["value"].toInt(), 42);
        QCOMPARE(ask(session, "No.such")["error"].toString(), "'No.such' wasn't found");
        QCOMPARE(process.bytesAvailable(), 0);
        letGo(*m_lines[0]);
        QVERIFY(process.waitForFinished(20000));
        QTRY_VERIFY_WITH_TIMEOUT(isOver, 20000);
        QCOMPARE(printed, (QStringList{"begun", "last"}));
        QCOMPARE(process.exitCode(), 3);
        QCOMPARE(process.readAllStandardOutput(), "begun --no-warnings undefined 0 1\nlast\n");
        QCOMPARE(process.readAllStandardError(), "");
    }

    void itPrintsWhatItWouldPrintWithoutUs_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("the end") << QByteArray("console.log(1);");
        QTest::newRow("exit") << QByteArray("process.on('exit', () => process.exit(4)); process.exit(2);");
        QTest::newRow("error") << QByteArray("throw new Error('of mine');");
        QTest::newRow("error at exit") << QByteArray("process.on('exit', () => { throw 'late'; });"); // without a stack, in which our part of it would be
        QTest::newRow("error in a listener") << QByteArray("process.on('x', () => { throw new Error('x'); }); process.emit('x');");
        QTest::newRow("rejection") << QByteArray("Promise.reject(new Error('r'));");
        QTest::newRow("listeners") << QByteArray("console.log(process.eventNames(), Object.keys(process.env).filter((n) => /NODE_OPT|LOOP/.test(n)), process.getActiveResourcesInfo(), module.children.length);");
        QTest::newRow("signal") << QByteArray("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);");
        QTest::newRow("worker") << QByteArray("const { Worker } = require('worker_threads'); new Worker('console.log(process.env.NODE_OPTIONS, process.execArgv)', { eval: true });");
        QTest::newRow("warnings") << QByteArray("new Buffer(1);");
    }

    void itPrintsWhatItWouldPrintWithoutUs()
    {
        QFETCH(QByteArray, program);
        const QString file = put("same.js", program);
        ChildListener listener([this](const ChildHello& hello, std::unique_ptr<LineTransport> line) {
            letGo(*line);
            taker()(hello, std::move(line));
        });
        QProcess with, without;
        start(without, {}, {file}, "--pending-deprecation");
        QVERIFY(without.waitForFinished(20000));
        start(with, listener.address(), {file}, "--pending-deprecation");
        QTRY_COMPARE_WITH_TIMEOUT(with.state(), QProcess::NotRunning, 20000);
        QCOMPARE(m_hellos.size(), 1u);
        const auto text = [](QProcess& process) { return QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError()); };
        static const QRegularExpression pid("node:\\d+\\)");
        QCOMPARE(text(with).replace(pid, "node:P)"), text(without).replace(pid, "node:P)"));
        QCOMPARE(with.exitStatus(), without.exitStatus());
        QCOMPARE(with.exitCode(), without.exitCode());
    }

    void itGoesOnWhenTheDebuggerIsGone()
    {
        auto listener = std::make_unique<ChildListener>(taker());
        const QString file = put("paused.js", "debugger;\nconsole.log('went on');\n");
        QProcess waiting, paused, late;
        const QString address = listener->address();
        start(waiting, address, {file});
        QTRY_COMPARE_WITH_TIMEOUT(m_hellos.size(), 1u, 20000);
        m_children.clear();
        QVERIFY(waiting.waitForFinished(20000));
        QCOMPARE(waiting.readAllStandardOutput(), "went on\n");
        start(paused, address, {file});
        QTRY_COMPARE_WITH_TIMEOUT(m_hellos.size(), 2u, 20000);
        bool isPaused = false;
        connect(&m_children[0]->root(), &Session::event, this, [&](const QString& method) { isPaused |= method == "Debugger.paused"; });
        ask(m_children[0]->root(), "Debugger.enable");
        letGo(*m_lines[1]);
        QTRY_VERIFY_WITH_TIMEOUT(isPaused, 20000);
        QCOMPARE(paused.state(), QProcess::Running);
        m_children.clear();
        QVERIFY(paused.waitForFinished(20000));
        QCOMPARE(paused.readAllStandardOutput(), "went on\n");
        listener.reset();
        start(late, address, {file});
        QVERIFY(late.waitForFinished(20000));
        QCOMPARE(late.readAllStandardOutput() + late.readAllStandardError(), "went on\n");
    }

    void whatIsNoChildIsSentAway()
    {
        ChildListener listener(taker());
        QLocalSocket stranger;
        stranger.connectToServer(listener.address());
        QVERIFY(stranger.waitForConnected());
        stranger.write("GET / HTTP/1.1\n");
        QTRY_COMPARE(stranger.state(), QLocalSocket::UnconnectedState);
        QVERIFY(m_hellos.empty());
    }
};

QTEST_GUILESS_MAIN(ChildListenerTest)
#include "ChildListenerTest.moc"
