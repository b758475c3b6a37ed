#include "runtime/stream/JsonlWriter.h"
#include "runtime/stream/RecordingReader.h"
#include "runtime/stream/RecordingSaver.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace loopscope;

class RecordingSaverTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::uint64_t recordsIn(const std::string& file) const
    {
        const auto loaded = loadRecording(file);
        return loaded.recording ? loaded.recording->size() : 0;
    }

private slots:
    void whatGrowsIsOnDiskSoonAfter()
    {
        RecordingBuilder rec;
        RecordingSaver saver(rec.recording(), path("live.loopscope"));
        for (int i = 1; i <= 3; ++i) {
            rec.console(ConsoleLevel::Log, "line " + std::to_string(i));
            QTRY_COMPARE_WITH_TIMEOUT(recordsIn(path("live.loopscope")), static_cast<std::uint64_t>(i), 20'000);
        }
        rec.exit();
        QVERIFY2(saver.finish(), saver.error().c_str());
        const auto loaded = loadRecording(path("live.loopscope"));
        QVERIFY(loaded.recording->damages().empty());
        QCOMPARE(jsonlText(*loaded.recording), jsonlText(*rec.recording()));
    }

    void aCompleteRecordingIsFinishedByItself()
    {
        RecordingSaver saver(recordingOf1432(), path("done.loopscope"), OutputFile::Appears::WhenWhole);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QString::fromStdString(path("done.loopscope"))), 20'000);
    }

    void anUnfinishedOneLeavesWhatIsThere()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main);
        {
            RecordingSaver whole(rec.recording(), path("never.loopscope"), OutputFile::Appears::WhenWhole);
            RecordingSaver live(rec.recording(), path("some.loopscope"));
            QVERIFY(!live.finish());
        }
        QVERIFY(!QFile::exists(QString::fromStdString(path("never.loopscope"))));
        const auto loaded = loadRecording(path("some.loopscope"));
        QCOMPARE(loaded.recording->size(), 1u);
        QCOMPARE(loaded.recording->damages().size(), 1u);
    }

    void whatCannotBeWrittenIsSaid()
    {
        RecordingSaver saver(recordingOf1432(), path("no/folder.loopscope"));
        QVERIFY(!saver.finish());
        QCOMPARE(saver.error(), "cannot write '" + path("no/folder.loopscope") + "': No such file or directory");
    }

    void afterAKillAllIsReadableThatWasRecordedBefore()
    {
        const std::string file = path("killed.loopscope");
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--record", QString::fromStdString(file)});
        QVERIFY(child.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(recordsIn(file) == 40'000, 20'000);
        child.kill();
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        const auto loaded = loadRecording(file);
        QCOMPARE(loaded.recording->size(), 40'000u);
        QVERIFY(loaded.recording->damages().front().find("was killed, or still runs") != std::string::npos);
    }
};

/// The process to be killed: records, and waits for its end.
static int recordForEver(const std::string& file)
{
    RecordingBuilder rec;
    RecordingSaver saver(rec.recording(), file);
    for (int i = 0; i < 40'000; ++i) rec.call("f@a.js:1:1");
    for (;;) pause();
}

int main(int argc, char* argv[])
{
    if (argc == 3 && std::string_view(argv[1]) == "--record") return recordForEver(argv[2]);
    QCoreApplication application(argc, argv);
    RecordingSaverTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "RecordingSaverTest.moc"
