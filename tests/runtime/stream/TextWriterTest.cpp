#include "runtime/stream/TextWriter.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QtTest>

using namespace loopscope;

namespace {

QString timeline(const Recording& recording) { return QString::fromStdString(timelineText(recording)); }

/// The rows below the head, without times and places: what a reader sees first.
QStringList whats(const RecordingBuilder& rec)
{
    QStringList rows = timeline(*rec.recording()).split('\n').mid(3);
    for (QString& row : rows) row = row.mid(12, 50).trimmed();
    rows.removeAll(QString());
    return rows;
}

} // namespace

class TextWriterTest : public QObject
{
    Q_OBJECT
private slots:
    void theLesson()
    {
        const char* const expected =
            "a.js    Node.js 26.10.0, detail level lesson\n"
            "\n"
            "        ms  what happens                                        took ms  where\n"
            "\n"
            "     0.000  main script\n"
            "     0.001    call   (anonymous)                                  0.006  a.js:1:1\n"
            "     0.002      print  1\n"
            "     0.003      wait   timers    Timeout #1, 1 ms                        a.js:2:1\n"
            "     0.005      wait   microtask reaction #2                             a.js:3:19\n"
            "     0.006      print  4\n"
            "     0.008    run    microtask reaction #2                        0.004  a.js:3:24\n"
            "     0.010      print  3\n"
            "\n"
            "     0.014  poll phase      turn 1, asleep 0.990 ms\n"
            "\n"
            "     1.017  timers phase    turn 1\n"
            "     1.018    run    timers    Timeout #1  greet                  0.004  a.js:2:12\n"
            "     1.020      print  2\n"
            "\n"
            "     1.024  exit code 0; 26 records, none lost\n";
        QCOMPARE(timeline(*recordingOf1432()), QString(expected));
    }

    void threadsGetAColumnWhenThereAreSeveral()
    {
        const QString text = timeline(*recordingOfEveryKind());
        QVERIFY2(text.contains("0.005  pool-1  work   fs.stat #1 in pool slot 1"), qPrintable(text));
        QVERIFY2(text.contains("0.001  main      call   main"), qPrintable(text));
        QVERIFY2(text.contains("... 3 records lost here ..."), qPrintable(text));
        QVERIFY2(text.contains("exit code -1 (uncaught); 29 records, 3 lost"), qPrintable(text));
    }

    void nodesOwnCallbacksAreHiddenButNotWhatRunsInThem()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Poll, 1).enqueue(1, Queue::Poll, "TCPWRAP", {}, 0, RecordFlag::Internal);
        rec.begin(1, Queue::Poll, "TCPWRAP", "onread@node:net:1:1", RecordFlag::Internal).call("mine@a.js:1:1");
        QCOMPARE(whats(rec).mid(0, 2), QStringList({"poll phase      turn 1", "call   mine"}));
        QCOMPARE(whats(rec).size(), 3);
    }

    void whatConsoleSaidIsNotToldAgainAsOutput()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).console(ConsoleLevel::Log, "one").out("one\nand").out(" two\n").console(ConsoleLevel::Log, "three").out("three\n");
        const QStringList rows = whats(rec);
        QCOMPARE(rows.mid(1, 4), QStringList({"print  one", "print  and", "print   two", "print  three"}));
    }

    void controlsAndBadBytesAreVisible()
    {
        RecordingBuilder rec;
        rec.console(ConsoleLevel::Log, "a\x1b[31mb\xff\tc").out("\xc3").out("\xbc\n");
        const QStringList rows = whats(rec);
        QCOMPARE(rows[0], "print  a\\x1b[31mb\\xff    c");
        QCOMPARE(rows[1], "print  ü");
    }

    void deepNestingStaysOnThePage()
    {
        RecordingBuilder rec;
        for (int i = 0; i < 500; ++i) rec.call("f@a.js:1:1");
        for (const QString& line : timeline(*rec.recording()).split('\n')) QVERIFY(line.size() < 140);
    }

    void aCallThatItsCallbackLeavesBehindIsOver()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Poll, 1).enqueue(1, Queue::NextTick, "TickObject").begin(1, Queue::NextTick, "TickObject");
        rec.call("suspended@a.js:1:1").end(1, Queue::NextTick).console(ConsoleLevel::Log, "after").ret("suspended@a.js:1:1");
        const QString text = timeline(*rec.recording());
        QVERIFY2(text.contains("\n     0.005    print  after\n"), qPrintable(text));
        QVERIFY2(text.contains(QRegularExpression("call   suspended +0\\.001 ")), qPrintable(text));
    }

    void anEmptyRecordingIsToldAsOne()
    {
        RecordingBuilder rec;
        QVERIFY(timeline(*rec.recording()).endsWith("the recording ends here, without the program's end; 0 records, none lost\n"));
    }
};

QTEST_APPLESS_MAIN(TextWriterTest)
#include "TextWriterTest.moc"
