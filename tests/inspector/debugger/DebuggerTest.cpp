#include "inspector/client/Connection.h"
#include "inspector/debugger/Debugger.h"
#include "inspector/transport/MemoryTransport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

/// The debugger against a target that is this test: what is asked, as text, and what comes of what is told.
class DebuggerTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;
    BreakpointList m_list;
    std::unique_ptr<MemoryTransport> m_target;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<Debugger> m_debugger;
    QStringList m_asked;
    QHash<QString, QJsonObject> m_answers; // by method
    bool m_isMute = false;

    void hear(const QByteArray& text)
    {
        const QJsonObject message = QJsonDocument::fromJson(text).object();
        const QString method = message["method"].toString();
        m_asked << method + ' ' + QString::fromUtf8(QJsonDocument(message["params"].toObject()).toJson(QJsonDocument::Compact)).replace("file://" + m_folder.path(), "F");
        if (m_isMute) return;
        QJsonObject answer = m_answers.value(method, {{"result", QJsonObject()}});
        answer["id"] = message["id"];
        m_target->send(QJsonDocument(answer).toJson());
    }
    void tell(const QByteArray& text) { m_target->send(text); }

    static QByteArray paused(const QByteArray& more = {})
    {
        const QByteArray frames = R"([{"callFrameId":"f0","functionName":"inner","location":{"scriptId":"1","lineNumber":2,"columnNumber":4},"scopeChain":[{"type":"local","object":{"type":"object","objectId":"s0"}}],"this":{"type":"undefined"},"canBeRestarted":true},{"callFrameId":"f1","functionName":"listOnTimeout","location":{"scriptId":"2","lineNumber":9,"columnNumber":0},"scopeChain":[],"this":{"type":"undefined"}}])";
        return R"({"method":"Debugger.paused","params":{"reason":"other","callFrames":)" + frames + more + "}}";
    }
    static QByteArray parsed(const QString& path) { return "{\"method\":\"Debugger.scriptParsed\",\"params\":{\"scriptId\":\"1\",\"url\":\"file://" + path.toUtf8() + "\"}}"; }

    void attach()
    {
        QSignalSpy ready(m_debugger.get(), &Debugger::ready);
        m_debugger->attach(m_connection->root());
        QCOMPARE(ready.size(), 0);
        QTRY_COMPARE(ready.size(), 1);
        tell(parsed(m_path));
        tell(R"({"method":"Debugger.scriptParsed","params":{"scriptId":"2","url":"node:internal/timers"}})");
    }

private slots:
    void init()
    {
        m_path = m_folder.filePath("a.js");
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        m_list.clear();
        m_asked.clear();
        m_answers.clear();
        m_isMute = false;
        m_target = std::make_unique<MemoryTransport>();
        auto own = std::make_unique<MemoryTransport>();
        MemoryTransport::join(*m_target, *own);
        connect(m_target.get(), &MemoryTransport::received, this, &DebuggerTest::hear);
        m_connection = std::make_unique<Connection>(std::move(own));
        m_debugger = std::make_unique<Debugger>(m_list);
    }

    void itSetsAllUpBeforeItIsReady()
    {
        m_list.add({.path = m_path, .line = 3, .condition = "x"});
        m_list.add({.path = m_path, .line = 5, .isEnabled = false});
        attach();
        QCOMPARE(m_asked, (QStringList{"Runtime.enable {}", "Debugger.enable {}", R"(Debugger.setAsyncCallStackDepth {"maxDepth":32})", R"(Debugger.setBlackboxPatterns {"patterns":["^node:"]})",
            R"(Debugger.setPauseOnExceptions {"state":"uncaught"})", R"(Debugger.setBreakpointByUrl {"condition":"x","lineNumber":2,"url":"F/a.js"})"}));
        QCOMPARE(m_debugger->state(), Debugger::State::Running);
    }

    void aTargetThatCannotBeDebuggedIsToldAndLetGo()
    {
        m_answers["Debugger.enable"] = {{"error", QJsonObject{{"code", -32601}, {"message", "'Debugger.enable' wasn't found"}}}};
        QSignalSpy problem(m_debugger.get(), &Debugger::problem);
        attach();
        QCOMPARE(problem.size(), 1);
        QVERIFY(problem[0][0].toString().startsWith("This program cannot be debugged: "));
    }

    void aBreakpointIsPendingBoundOrRefused()
    {
        attach();
        m_answers["Debugger.setBreakpointByUrl"] = {{"result", QJsonObject{{"breakpointId", "b1"}, {"locations", QJsonArray()}}}};
        const int id = m_list.add({.path = m_path, .line = 3});
        QCOMPARE(m_list.state(id).kind, BreakpointState::Kind::Pending);
        QTRY_VERIFY(m_asked.last().startsWith("Debugger.setBreakpointByUrl")); // and answered, before what is told now
        tell(R"({"method":"Debugger.breakpointResolved","params":{"breakpointId":"b1","location":{"scriptId":"1","lineNumber":4,"columnNumber":0}}})");
        QTRY_COMPARE(m_list.state(id), (BreakpointState{BreakpointState::Kind::Bound, 5, {}, 1}));
        m_list.remove(id);
        QTRY_COMPARE(m_asked.last(), R"(Debugger.removeBreakpoint {"breakpointId":"b1"})");
        m_answers["Debugger.setBreakpointByUrl"] = {{"error", QJsonObject{{"code", 1}, {"message", "no"}}}};
        const int refused = m_list.add({.path = m_path, .line = 9});
        QTRY_COMPARE(m_list.state(refused), (BreakpointState{BreakpointState::Kind::Refused, 0, "no"}));
    }

    void oneThatIsTakenAwayBeforeTheAnswerIsTakenAwayThen()
    {
        attach();
        m_isMute = true;
        const int id = m_list.add({.path = m_path, .line = 3});
        QTRY_VERIFY(m_asked.last().startsWith("Debugger.setBreakpointByUrl"));
        m_list.remove(id);
        const qsizetype asked = m_asked.size();
        tell(R"({"id":6,"result":{"breakpointId":"b1","locations":[]}})");
        QTRY_COMPARE(m_asked.size(), asked + 1);
        QCOMPARE(m_asked.last(), R"(Debugger.removeBreakpoint {"breakpointId":"b1"})");
    }

    void aPauseHidesNodesFramesAndStepsLeaveIt()
    {
        attach();
        QSignalSpy pausedSpy(m_debugger.get(), &Debugger::paused), resumed(m_debugger.get(), &Debugger::resumed);
        tell(paused());
        QTRY_COMPARE(pausedSpy.size(), 1);
        QCOMPARE(m_debugger->pause().frames.size(), 1u);
        QCOMPARE(m_debugger->pause().frames[0].place.path, m_path);
        QCOMPARE(m_debugger->pause().frames[0].place.line, 3);
        QCOMPARE(m_debugger->sentence(), "Paused");
        m_debugger->stepOver();
        QVERIFY(!m_debugger->isPaused());
        m_debugger->stepOver(); // of a program that runs: nothing
        QTRY_COMPARE(m_asked.last(), "Debugger.stepOver {}");
        QCOMPARE(m_asked.filter("stepOver").size(), 1);
        QSignalSpy changed(m_debugger.get(), &Debugger::stateChanged);
        tell(R"({"method":"Debugger.resumed","params":{}})");
        tell(paused());
        QTRY_VERIFY(m_debugger->isPaused());
        QCOMPARE(pausedSpy.size(), 2); // what was shown stays until then
        QCOMPARE(resumed.size() + changed.size(), 0);
        m_debugger->resume();
        tell(R"({"method":"Debugger.resumed","params":{}})");
        QTRY_COMPARE(resumed.size(), 1); // no pause comes: in a moment it is told
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_debugger->pause().frames.empty());
        tell(paused());
        QTRY_VERIFY(m_debugger->isPaused());
        m_debugger->setShowInternals(true);
        m_debugger->resume();
        tell(R"({"method":"Debugger.resumed","params":{}})");
        tell(paused());
        QTRY_COMPARE(m_debugger->pause().frames.size(), 2u);
    }

    void whyItStands_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("breakpoint") << QByteArray(R"(,"hitBreakpoints":["b9"])") << "Paused on a breakpoint";
        QTest::newRow("error") << QByteArray(R"(,"reason":"exception","data":{"type":"object","subtype":"error","description":"Error: x\n at y","uncaught":true})") << "Paused on an uncaught error: Error: x";
        QTest::newRow("rejection") << QByteArray(R"(,"reason":"promiseRejection","data":{"type":"string","value":"no","uncaught":false})") << "Paused on a rejection: 'no'";
    }

    void whyItStands()
    {
        QFETCH(QByteArray, more);
        QFETCH(QString, sentence);
        attach();
        tell(more.contains("reason") ? paused(more).replace(R"("reason":"other",)", "") : paused(more));
        QTRY_VERIFY(m_debugger->isPaused());
        QCOMPARE(m_debugger->sentence(), sentence);
    }

    void evaluationsAreSilentAndHaveAnEnd()
    {
        attach();
        QStringList results;
        m_answers["Runtime.evaluate"] = {{"result", QJsonObject{{"result", QJsonObject{{"type", "number"}, {"value", 3}, {"description", "3"}}}}}};
        m_debugger->evaluate("1 + 2", {}, [&](const Evaluation& e) { results << e.value.text; });
        QTRY_COMPARE(results, QStringList{"3"});
        QVERIFY2(m_asked.last().contains(R"("silent":true)") && m_asked.last().contains(R"("timeout":2000)"), qPrintable(m_asked.last()));
        tell(paused());
        QTRY_VERIFY(m_debugger->isPaused());
        m_answers["Debugger.evaluateOnCallFrame"] = {{"result", QJsonObject{{"result", QJsonObject{}},
            {"exceptionDetails", QJsonObject{{"text", "Uncaught"}, {"exception", QJsonObject{{"type", "object"}, {"subtype", "error"}, {"description", "ReferenceError: q is not defined\n  at x"}}}}}}}};
        m_debugger->evaluate("q", {.mayChange = false}, [&](const Evaluation& e) { results << e.error; });
        QTRY_COMPARE(results.value(1), QString("ReferenceError: q is not defined"));
        QVERIFY2(m_asked.last().contains(R"("throwOnSideEffect":true)") && m_asked.last().contains(R"("callFrameId":"f0")"), qPrintable(m_asked.last()));
    }

    void nothingIsAnsweredOnceItIsGone()
    {
        attach();
        m_isMute = true;
        m_debugger->evaluate("1", {}, [](const Evaluation&) { QFAIL("an answer to nobody"); });
        QTRY_VERIFY(m_asked.last().startsWith("Runtime.evaluate"));
        m_debugger.reset();
        m_target->end("gone");
        QTest::qWait(0);
    }

    void aTargetThatEndsWhilePausedLeavesNothing()
    {
        attach();
        tell(paused());
        QTRY_VERIFY(m_debugger->isPaused());
        m_target->end("The program has ended.");
        QTRY_COMPARE(m_debugger->state(), Debugger::State::Detached);
        QVERIFY(m_debugger->pause().frames.empty());
        QString error;
        m_debugger->evaluate("1", {}, [&](const Evaluation& e) { error = e.error; });
        QCOMPARE(error, "No program is being debugged.");
    }
};

QTEST_GUILESS_MAIN(DebuggerTest)
#include "DebuggerTest.moc"
