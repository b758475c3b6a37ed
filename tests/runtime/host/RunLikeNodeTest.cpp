#include <QProcess>
#include <QRegularExpression>
#include <QTest>

// `loopscope run X` against `node X`: what is printed where, the exit code and the signal must be the same.

namespace {

struct Outcome {
    QByteArray out, error;
    int code = 0;
    QProcess::ExitStatus status = QProcess::NormalExit;
};

QString buildFolder() { return qEnvironmentVariable("LOOPSCOPE_BUILD_DIR"); }
QString node() { return buildFolder() + "/lib/loopscope/node/bin/node"; }
QString programs() { return qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/tests/runtime/host/programs"; }

Outcome execute(const QString& program, const QStringList& arguments, const QByteArray& input, const QStringList& environment)
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString& entry : environment) variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(programs());
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
        return {process.readAllStandardOutput(), "(did not end)", -1, QProcess::CrashExit};
    }
    return {process.readAllStandardOutput(), process.readAllStandardError(), process.exitCode(), process.exitStatus()};
}

} // namespace

class RunLikeNodeTest : public QObject
{
    Q_OBJECT
private slots:
    void same_data();
    void same();
    void argv0IsNode();
    void usageIsNeeded();
};

void RunLikeNodeTest::same_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QStringList>("environment");
    const auto row = [](const char* name, const QStringList& arguments, const QByteArray& input = {}, const QStringList& environment = {}) {
        QTest::newRow(name) << arguments << input << environment;
    };
    row("order of callbacks", {"order.js"});
    row("identity", {"identity.js", "--own", "x y", ""});
    row("identity, without extension", {"identity"});
    row("identity, options", {"--expose-gc", "--stack-trace-limit=7", "-r", "./preloaded.cjs", "--conditions", "dev", "identity.js", "-r", "a"});
    row("identity, NODE_OPTIONS", {"identity.js"}, {}, {"NODE_OPTIONS=--require ./preloaded.cjs --max-old-space-size=300 --expose-gc"});
    row("import", {"--import", "./preloaded.cjs", "module.mjs"});
    row("module", {"module.mjs"});
    row("unsettled await", {"unsettled.mjs"});
    row("TypeScript", {"typed.ts"});
    row("uncaught", {"uncaught.js"});
    row("uncaught, traced", {"--stack-trace-limit=1", "--trace-uncaught", "uncaught.js"});
    row("rejection", {"rejection.js"});
    row("rejection, warned", {"--unhandled-rejections=warn-with-error-codes", "rejection.js"});
    row("rejection of a value", {"rejection-value.mjs"});
    row("syntax error", {"syntax.js"});
    row("handled exception", {"handled.js"});
    row("exit code", {"exit-code.js"});
    row("process.exit", {"exit.js"});
    for (const char* signal : {"SIGTERM", "SIGKILL", "SIGINT", "SIGHUP", "SIGUSR2", "SIGWINCH"}) row(signal, {"kill.js", signal});
    row("signal handler", {"signal.js"});
    row("stdin", {"stdin.js"}, "one\ntwo\xC3\xA9");
    row("stdin, synchronous", {"stdin-sync.js"}, QByteArray(100'000, 'x'));
    row("script on stdin", {}, "console.log(process.argv.length, __filename)");
    row("script on stdin, dash", {"-", "a"}, "console.log(process.argv)");
    row("eval", {"-e", "console.log(process.argv.length, __filename, process.execArgv)", "a", "b"});
    row("print", {"-p", "[1, 2]"});
    row("check", {"--check", "syntax.js"});
    row("children", {"children.js"});
    row("workers", {"workers.js"});
    row("io", {"io.js"});
    row("deep", {"deep.js"});
    row("ends", {"ends.js"});
    row("no such script", {"not-here.js"});
    row("bad option", {"--not-an-option", "order.js"});
    row("bad NODE_OPTIONS", {"order.js"}, {}, {"NODE_OPTIONS=--check"});
    row("option without its value", {"--require"});
    row("bad value", {"--unhandled-rejections=perhaps", "order.js"});
    row("version", {"--version"});
    row("V8 option", {"--jitless", "order.js"});
    row("stack size", {"--stack-size=400", "deep.js"});
    row("title", {"--title=mine", "-p", "process.title"});
    row("environment file", {"--env-file-if-exists=not-here.env", "exit-code.js"});
    row("test runner", {"--test", "--test-reporter=tap", "exit-code.js"});
}

void RunLikeNodeTest::same()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QStringList, environment);
    const Outcome expected = execute(node(), arguments, input, environment);
    const Outcome actual = execute(buildFolder() + "/bin/loopscope", QStringList{"run"} + arguments, input, environment);
    const auto plain = [](QByteArray text) { // what differs between two runs of node itself: its own path as argv0, times, process ids
        text.replace(node().toLocal8Bit() + ": ", "node: ");
        const QString masked = QString::fromUtf8(text)
                                   .replace(QRegularExpression("\\(node:\\d+\\)"), "(node:PID)")
                                   .replace(QRegularExpression("duration_ms:? [0-9.]+"), "duration_ms")
                                   .replace(QRegularExpression("Use `node[^`]*`|\\(Use `[^`]*node "), "Use node");
        return masked.toUtf8();
    };
    QCOMPARE(plain(actual.error), plain(expected.error));
    QCOMPARE(plain(actual.out), plain(expected.out));
    QCOMPARE(actual.code, expected.code);
    QCOMPARE(actual.status, expected.status);
}

void RunLikeNodeTest::argv0IsNode()
{
    const Outcome outcome = execute(buildFolder() + "/bin/loopscope", {"run", "-p", "process.argv0 + process.title"}, {}, {});
    QCOMPARE(outcome.out, "nodenode\n");
}

void RunLikeNodeTest::usageIsNeeded()
{
    const Outcome outcome = execute(buildFolder() + "/bin/loopscope", {"no-such-command"}, {}, {});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.error.contains("no-such-command"), outcome.error);
}

QTEST_GUILESS_MAIN(RunLikeNodeTest)
#include "RunLikeNodeTest.moc"
