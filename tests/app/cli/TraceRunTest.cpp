#include "app/cli/TraceRun.h"
#include "runtime/stream/HtmlWriter.h"
#include "runtime/stream/JsonlWriter.h"
#include "runtime/stream/PerfettoWriter.h"
#include "runtime/stream/RecordingReader.h"
#include "tests/support/Captured.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <condition_variable>
#include <csignal>
#include <thread>

using namespace loopscope;

namespace {

/// A program that prints a line and has ended, or that runs until it is stopped.
class FakeRun : public ProgramRun
{
public:
    FakeRun(bool endless, int code) : m_endless(endless)
    {
        if (endless) return;
        printf("from the script\n");
        fflush(stdout);
        m_result = RunResult{code, code ? ExitReason::Uncaught : ExitReason::Exit, code ? "An error." : ""};
    }
    std::shared_ptr<Recording> recording() const override { return m_recording; }
    void stop() override
    {
        std::scoped_lock lock(m_mutex);
        if (!m_result) m_result = RunResult{143, ExitReason::Stopped, "The program was stopped."};
        m_changed.notify_all();
    }
    bool writeInput(std::string_view) override { return false; }
    void closeInput() override {}
    void resizeTerminal(int, int) override {}
    std::optional<RunResult> result() const override
    {
        std::scoped_lock lock(m_mutex);
        return m_result;
    }
    bool waitForEnd(std::chrono::milliseconds timeout) override
    {
        std::unique_lock lock(m_mutex);
        if (m_endless && raiseWhileWaiting) std::raise(std::exchange(raiseWhileWaiting, 0));
        return m_changed.wait_for(lock, timeout, [this] { return m_result.has_value(); });
    }
    static inline int raiseWhileWaiting = 0;

private:
    const bool m_endless;
    const std::shared_ptr<Recording> m_recording = recordingOf1432();
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<RunResult> m_result;
};

class FakeRunner : public ProgramRunner
{
public:
    std::unique_ptr<ProgramRun> start(RunRequest request, Callbacks) override
    {
        last = request;
        ++starts;
        return std::make_unique<FakeRun>(endless, code);
    }
    bool endless = false;
    int code = 0;
    int starts = 0;
    RunRequest last;
};

} // namespace

class TraceRunTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    FakeRunner m_runner;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    Captured trace(std::vector<std::string> arguments)
    {
        return Captured::from([&] {
            ParsedCommand command(traceSpec(), arguments);
            const TraceWish wish = traceWish(command);
            if (const auto code = answered(traceSpec(), command)) return *code;
            return runTrace(wish, m_runner);
        });
    }

private slots:
    void initTestCase()
    {
        QFile script(QString::fromStdString(path("a.js")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        QVERIFY(QDir::setCurrent(m_folder.path()));
    }

    void init()
    {
        m_runner.endless = false;
        m_runner.code = m_runner.starts = 0;
    }

    void aScriptThatIsNotThereIsOneLineAndNoFile()
    {
        const Captured bad = trace({"-o", path("none.loopscope"), "missing.js"});
        QCOMPARE(bad.code, 1);
        QCOMPARE(bad.err, "loopscope trace: there is no script '" + path("missing.js") + "'\n");
        QCOMPARE(m_runner.starts, 0);
        QVERIFY(!QFile::exists(QString::fromStdString(path("none.loopscope"))));
    }

    void theTraceFollowsTheScriptsOutput()
    {
        const Captured jsonl = trace({"--format", "jsonl", "a.js", "x", "--detail"});
        QCOMPARE(jsonl.code, 0);
        QCOMPARE(jsonl.out, "from the script\n" + jsonlText(*recordingOf1432()));
        QCOMPARE(jsonl.err, std::string());
        QCOMPARE(m_runner.last.arguments, (std::vector<std::string>{"x", "--detail"}));
        QVERIFY(m_runner.last.script.starts_with('/') && m_runner.last.script.ends_with("/a.js"));
        QCOMPARE(m_runner.last.detail, DetailLevel::Trace);
        QVERIFY(!m_runner.last.ownTerminal);
        QVERIFY(trace({"a.js"}).out.find("what happens") != std::string::npos);
    }

    void wishesReachTheRun()
    {
        trace({"--detail", "lesson", "--max-events", "500", "a.js"});
        QCOMPARE(m_runner.last.detail, DetailLevel::Lesson);
        QCOMPARE(m_runner.last.maxRecords, 500u);
        QCOMPARE(m_runner.last.keepLast, 0u);
        trace({"--keep-last", "700", "a.js"});
        QCOMPARE(m_runner.last.keepLast, 700u);
    }

    void theExitCodeIsTheScripts()
    {
        m_runner.code = 7;
        const Captured failed = trace({"--format", "jsonl", "a.js"});
        QCOMPARE(failed.code, 7);
        QCOMPARE(failed.err, std::string()); // node has told it already
    }

    void filesHaveTheFormOfTheirName()
    {
        QCOMPARE(trace({"-o", path("a.jsonl"), "a.js"}).out, std::string("from the script\n"));
        QFile file(QString::fromStdString(path("a.jsonl")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), jsonlText(*recordingOf1432()));
        trace({"-o", path("a.pftrace"), "a.js"});
        QFile perfetto(QString::fromStdString(path("a.pftrace")));
        QVERIFY(perfetto.open(QIODevice::ReadOnly));
        QCOMPARE(perfetto.readAll().toStdString(), perfettoBytes(*recordingOf1432()));
        trace({"-o", path("a.html"), "a.js"});
        QFile page(QString::fromStdString(path("a.html")));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QCOMPARE(page.readAll().toStdString(), htmlPage(*recordingOf1432()));
        for (const char* name : {"a.loopscope", "a.other"}) {
            trace({"-o", path(name), "a.js"});
            const auto loaded = loadRecording(path(name));
            QVERIFY2(loaded.recording, loaded.error.c_str());
            QVERIFY(loaded.recording->damages().empty());
            QCOMPARE(jsonlText(*loaded.recording), jsonlText(*recordingOf1432()));
        }
        QCOMPARE(QDir(m_folder.path()).entryList({"*.part"}), QStringList());
    }

    void aPlaceThatCannotBeWrittenToIsToldBeforeAnythingRuns()
    {
        const Captured bad = trace({"-o", path("no/such/place.jsonl"), "a.js"});
        QCOMPARE(bad.code, 1);
        QCOMPARE(m_runner.starts, 0);
        QCOMPARE(bad.err, "loopscope trace: cannot write '" + path("no/such/place.jsonl") + "': No such file or directory\n");
    }

    void badUsageIsTwoAndRunsNothing()
    {
        for (const auto& arguments : std::vector<std::vector<std::string>>{{},
                                                                           {"--format", "loopscope", "a.js"},
                                                                           {"--format", "perfetto", "a.js"},
                                                                           {"-o", "", "a.js"},
                                                                           {"--detail", "off", "a.js"},
                                                                           {"--max-seconds", "soon", "a.js"},
                                                                           {"--keep-last", "0", "a.js"},
                                                                           {"--max-events", "5", "--keep-last", "5", "a.js"},
                                                                           {"--max-events", "0", "a.js"}}) {
            const Captured bad = trace(arguments);
            QCOMPARE(bad.code, 2);
            QCOMPARE(std::ranges::count(bad.err, '\n'), 1);
            QCOMPARE(bad.out, std::string());
        }
        QCOMPARE(m_runner.starts, 0);
    }

    void theTimeIsBounded()
    {
        m_runner.endless = true;
        const Captured stopped = trace({"--format", "jsonl", "--max-seconds", "0.05", "a.js"});
        QCOMPARE(stopped.code, 143);
        QCOMPARE(stopped.out, jsonlText(*recordingOf1432()));
    }

    void anInterruptEndsTheScriptAndGivesTheTrace()
    {
        m_runner.endless = true;
        FakeRun::raiseWhileWaiting = SIGINT;
        const Captured stopped = trace({"--format", "jsonl", "a.js"});
        QCOMPARE(stopped.code, 130);
        QCOMPARE(stopped.out, jsonlText(*recordingOf1432()));
    }
};

QTEST_APPLESS_MAIN(TraceRunTest)
#include "TraceRunTest.moc"
