#include "app/session/RunMarks.h"
#include "app/session/RunSession.h"
#include "tests/app/support/FakeRunner.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/Theme.h"

#include <QtTest>

#include <thread>

using namespace loopscope;

class RunSessionTest : public QObject
{
    Q_OBJECT
    FakeRunner m_runner;
    std::unique_ptr<TraceView> m_trace;
    std::unique_ptr<RunSession> m_session;

    static RunRequest request(const char* script)
    {
        RunRequest wanted;
        wanted.script = script;
        return wanted;
    }

private slots:
    void init()
    {
        m_session.reset();
        m_runner.requests.clear();
        m_runner.endsOnStop = true;
        m_trace = std::make_unique<TraceView>();
        m_session = std::make_unique<RunSession>(m_runner, *m_trace);
    }

    void runsAndEnds()
    {
        QCOMPARE(m_session->sentence(), QString("Ready"));
        m_session->start(request("/tmp/a.js"));
        QVERIFY(m_session->isRunning());
        QCOMPARE(m_trace->recording(), m_runner.run->recording());
        m_runner.run->builder.at(2'000'000'000).out("x\n");
        m_runner.run->end({3, ExitReason::Exit, {}});
        QTRY_COMPARE(m_session->state(), RunSession::State::Ended);
        QVERIFY2(m_session->sentence().startsWith("Ended with code 3 after 2"), qPrintable(m_session->sentence()));
    }

    void growthIsToldOnceAFrame()
    {
        m_session->start(request("/tmp/a.js"));
        QSignalSpy grew(m_trace.get(), &TraceView::grew);
        std::thread program([run = m_runner.run] {
            for (int i = 0; i < 1000; ++i) {
                run->builder.out("x");
                run->progress();
            }
        });
        program.join();
        QTRY_COMPARE(m_trace->cursor(), std::uint64_t(1000));
        QVERIFY2(grew.size() < 10, qPrintable(QString::number(grew.size())));
    }

    void theViewBeginsWithTheScript()
    {
        m_session->start(request("/tmp/a.js"));
        m_runner.run->builder.at(90'000'000).phase(Phase::Main).at(100'000'000).endPhase(Phase::Main);
        m_runner.run->end({0, ExitReason::Exit, {}});
        QTRY_COMPARE(m_session->state(), RunSession::State::Ended);
        QVERIFY(m_trace->visible().from > 89'000'000 && m_trace->visible().from < 90'000'000);
        QCOMPARE(m_trace->visible().to, m_runner.run->recording()->duration());
    }

    void aRunThatGoesOnInAnotherRecordingIsFollowedThere()
    {
        m_session->start(request("/tmp/a.js"));
        m_runner.run->builder.at(1000).phase(Phase::Main).at(2000).enqueue(5, Queue::Timers, "Timeout", {}, 60'000).at(3000).endPhase(Phase::Main).at(4000).phase(Phase::Poll, 1);
        m_runner.run->progress();
        QTRY_COMPARE(m_trace->cursor(), std::uint64_t(4));
        QSignalSpy continues(m_session.get(), &RunSession::recordingContinues);
        const Recording& old = *m_runner.run->builder.recording();
        auto next = std::make_shared<Recording>(old.info(), old.sharedDictionary());
        next->addThread(old.threads()[0]);
        next->setOrigin(3, 1);
        const Record records[] = {{.time = 4000, .id = 3, .kind = RecordKind::Lost}, old.at(3)};
        next->append(records);
        m_runner.run->continuation = next;
        m_runner.run->progress();
        QTRY_COMPARE(continues.size(), 1);
        QCOMPARE(m_trace->recording(), next);
        QCOMPARE(m_session->recording(), next);
        QVERIFY(m_trace->isFollowing());
        QCOMPARE(m_trace->cursor(), std::uint64_t(2));
        QCOMPARE(m_trace->state().loops.at(0).waiting(Queue::Timers).size(), std::size_t(1)); // armed in what is gone
        QCOMPARE(m_trace->state().loops.at(0).lost, std::uint64_t(3));
    }

    void stopsAndRestarts()
    {
        m_session->start(request("/tmp/a.js"));
        m_session->stop();
        QTRY_COMPARE(m_session->state(), RunSession::State::Ended);
        QVERIFY(m_session->sentence().startsWith("Stopped"));
        m_session->restart();
        QVERIFY(m_session->isRunning());
        QCOMPARE(m_runner.requests.size(), std::size_t(2));
    }

    void restartWaitsForTheEndWithoutWaitingItself()
    {
        m_runner.endsOnStop = false;
        m_session->start(request("/tmp/a.js"));
        m_session->restart();
        QCOMPARE(m_session->state(), RunSession::State::Stopping);
        QVERIFY(m_runner.run->stopAsked);
        QCOMPARE(m_runner.requests.size(), std::size_t(1));
        m_runner.run->end({130, ExitReason::Stopped, {}});
        QTRY_COMPARE(m_runner.requests.size(), std::size_t(2));
        QTRY_COMPARE(m_session->state(), RunSession::State::Running);
    }

    void inputGoesToTheProgramThatRuns()
    {
        QVERIFY(!m_session->writeInput("lost"));
        m_session->start(request("/tmp/a.js"));
        QVERIFY(m_session->writeInput("hello\n"));
        m_session->closeInput();
        QCOMPARE(m_runner.run->input, std::string("hello\n"));
        QVERIFY(!m_session->writeInput("late"));
    }

    void marksFollowTheCursor()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).begin(9, Queue::Timers, "Timeout", "tick@/tmp/a.js:4:1").call("tick@/tmp/a.js:4:1").line("tick@/tmp/a.js:5:3")
            .ret("tick@/tmp/a.js:4:1").end(9, Queue::Timers).endPhase(Phase::Main);
        m_trace->setRecording(rec.recording());
        RunMarks marks(*m_trace);
        const Theme look = theme(ThemeId::Dark);
        m_trace->setCursor(4);
        LineMarks now = marks.marksFor("/tmp/a.js", look);
        QVERIFY(now.running);
        QCOMPARE(now.running->line, 5);
        QCOMPARE(now.running->color, look.hue(Hue::Timers));
        QCOMPARE(now.runs, (std::map<int, int>{{4, 1}}));
        QCOMPARE(marks.currentFile(), QString("/tmp/a.js"));
        QVERIFY(!marks.marksFor("/tmp/b.js", look).running);
        m_trace->setCursor(1);
        now = marks.marksFor("/tmp/a.js", look);
        QVERIFY(!now.running && now.runs.empty());
    }

    void theLineOfAnotherFunctionIsNotTaken()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).call("main@/tmp/a.js:1:1").line("main@/tmp/a.js:9:1").ret("main@/tmp/a.js:1:1")
            .begin(7, Queue::Microtask, "reaction", "then@/tmp/a.js:4:1").call("then@/tmp/a.js:4:1").line("then@/tmp/a.js:5:1")
            .call("inner@/tmp/a.js:2:1").line("inner@/tmp/a.js:3:1").ret("inner@/tmp/a.js:2:1").ret("then@/tmp/a.js:4:1").end(7, Queue::Microtask);
        m_trace->setRecording(rec.recording());
        RunMarks marks(*m_trace);
        const auto lineAt = [&](std::uint64_t cursor) {
            m_trace->setCursor(cursor);
            const auto running = marks.marksFor("/tmp/a.js", theme(ThemeId::Dark)).running;
            return running ? running->line : 0;
        };
        QCOMPARE(lineAt(3), 9);
        QCOMPARE(lineAt(4), 0);
        QCOMPARE(lineAt(5), 4);
        QCOMPARE(lineAt(6), 4);
        QCOMPARE(lineAt(7), 5);
        QCOMPARE(lineAt(8), 2);
        QCOMPARE(lineAt(9), 3);
        QCOMPARE(lineAt(10), 5); // back in the function that called
    }

    void theBodyOfTheScriptHasItsLines()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).line("/tmp/a.js:1:1").call("f@/tmp/a.js:7:1").line("f@/tmp/a.js:8:1").ret("f@/tmp/a.js:7:1").line("/tmp/a.js:2:1")
            .begin(7, Queue::Microtask, "reaction", "then@/tmp/a.js:4:1").end(7, Queue::Microtask).endPhase(Phase::Main);
        m_trace->setRecording(rec.recording());
        RunMarks marks(*m_trace);
        std::vector<int> lines;
        for (std::uint64_t cursor = 1; cursor <= 9; ++cursor) {
            m_trace->setCursor(cursor);
            const auto running = marks.marksFor("/tmp/a.js", theme(ThemeId::Dark)).running;
            lines.push_back(running ? running->line : 0);
        }
        QCOMPARE(lines, (std::vector<int>{0, 1, 7, 8, 1, 2, 4, 0, 0}));
    }

    void theMistakeIsMarkedOnlyAfterTheEnd()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).err("/tmp/a.js:2\nlet = ;\n").err("    ^\n\nSyntaxError: no\n").endPhase(Phase::Main).exit(1, ExitReason::Uncaught);
        m_trace->setRecording(rec.recording());
        RunMarks marks(*m_trace);
        const auto problem = marks.marksFor("/tmp/a.js", theme(ThemeId::Dark)).problem;
        QVERIFY(problem);
        QCOMPARE(problem->line, 2);
        m_trace->setCursor(2);
        QVERIFY(!marks.marksFor("/tmp/a.js", theme(ThemeId::Dark)).problem);
    }
};

QTEST_MAIN(RunSessionTest)
#include "RunSessionTest.moc"
