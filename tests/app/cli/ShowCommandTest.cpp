#include "app/cli/ShowCommand.h"
#include "runtime/stream/HtmlWriter.h"
#include "runtime/stream/JsonlWriter.h"
#include "runtime/stream/PerfettoWriter.h"
#include "runtime/stream/RecordingWriter.h"
#include "runtime/stream/TextWriter.h"
#include "tests/support/Captured.h"
#include "tests/support/SampleRecordings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

class ShowCommandTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_file;

    static Captured show(std::vector<std::string> arguments)
    {
        return Captured::from([&] { return showCommand(arguments); });
    }

private slots:
    void init()
    {
        m_file = m_folder.filePath("a.loopscope").toStdString();
        RecordingWriter writer(m_file, OutputFile::Appears::WhenWhole);
        QVERIFY(writer.finish(*recordingOfEveryKind()));
    }

    void aTimelineUnlessAskedOtherwise()
    {
        const Captured text = show({m_file});
        QCOMPARE(text.code, 0);
        QCOMPARE(text.err, std::string());
        QCOMPARE(text.out, timelineText(*recordingOfEveryKind()));
        QCOMPARE(show({"--format", "jsonl", m_file}).out, jsonlText(*recordingOfEveryKind()));
        QCOMPARE(show({"--format", "perfetto", m_file}).out, perfettoBytes(*recordingOfEveryKind()));
        QVERIFY(show({"--format", "html", m_file}).out.starts_with("<!doctype html>"));
        QCOMPARE(show({m_file, "--format=jsonl"}).out, jsonlText(*recordingOfEveryKind()));
    }

    void aFileHasTheFormOfItsName()
    {
        const std::string page = m_folder.filePath("a.html").toStdString();
        const Captured quiet = show({m_file, "-o", page});
        QCOMPARE(quiet.code, 0);
        QCOMPARE(quiet.out + quiet.err, std::string());
        QFile file(QString::fromStdString(page));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), htmlPage(*recordingOfEveryKind()));
        QCOMPARE(show({m_file, "-o", m_folder.filePath("b.loopscope").toStdString()}).code, 2);
        QCOMPARE(show({m_file, "-o", ""}).code, 2);
        const Captured nowhere = show({m_file, "-o", m_folder.filePath("no/such/a.html").toStdString()});
        QCOMPARE(nowhere.code, 1);
        QCOMPARE(std::ranges::count(nowhere.err, '\n'), 1);
    }

    void whatIsTooLongForAPageIsOneLineAndNoFile()
    {
        const std::string path = m_folder.filePath("long.loopscope").toStdString(), page = m_folder.filePath("long.html").toStdString();
        RecordingWriter writer(path, OutputFile::Appears::WhenWhole);
        QVERIFY(writer.finish(*longRecording(HtmlWriter::kMostRecords + 1)));
        for (const auto& arguments : std::vector<std::vector<std::string>>{{path, "-o", page}, {path, "--format", "html"}}) {
            const Captured refused = show(arguments);
            QCOMPARE(refused.code, 1);
            QCOMPARE(refused.out, std::string());
            QCOMPARE(std::ranges::count(refused.err, '\n'), 1);
            QVERIFY2(refused.err.find("a page can play 200000") != std::string::npos, refused.err.c_str());
        }
        QVERIFY(!QFile::exists(QString::fromStdString(page)));
        QCOMPARE(QDir(m_folder.path()).entryList({"*.part"}), QStringList());
    }

    void aSummaryIsAFewLines()
    {
        const Captured summary = show({"--summary", m_file});
        QCOMPARE(summary.code, 0);
        QVERIFY2(summary.out.starts_with("script   /home/ada/a.js\nruntime  Node.js 26.10.0, V8 14.6, libuv 1.52.1\ndetail   lesson\n"), summary.out.c_str());
        QVERIFY2(summary.out.find("records  29, 3 lost, in ") != std::string::npos, summary.out.c_str());
        QFile file(QString::fromStdString(m_file));
        QVERIFY(file.resize(file.size() - 1));
        QCOMPARE(show({"--summary", m_file}).code, 1);
    }

    void whatIsDamagedIsShownAsFarAsItGoes()
    {
        QFile file(QString::fromStdString(m_file));
        QVERIFY(file.resize(file.size() - 200));
        const Captured cut = show({m_file, "--format", "jsonl"});
        QCOMPARE(cut.code, 1);
        QVERIFY(cut.out.starts_with("{\"k\":\"run\""));
        QCOMPARE(std::ranges::count(cut.err, '\n'), 1);
        QVERIFY2(cut.err.starts_with("loopscope show: '" + m_file + "': "), cut.err.c_str());
    }

    void whatIsNoRecordingIsOneLine()
    {
        const std::string script = m_folder.filePath("a.js").toStdString();
        QFile file(QString::fromStdString(script));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("console.log(1)\n"));
        file.close();
        for (const std::string& path : {script, m_folder.filePath("missing").toStdString(), m_folder.path().toStdString()}) {
            const Captured bad = show({path});
            QCOMPARE(bad.code, 1);
            QCOMPARE(bad.out, std::string());
            QCOMPARE(std::ranges::count(bad.err, '\n'), 1);
            QVERIFY(bad.err.find(path) != std::string::npos);
        }
    }

    void badUsageIsTwo()
    {
        for (const auto& arguments : std::vector<std::vector<std::string>>{{}, {m_file, "b"}, {m_file, "--format", "xml"}}) {
            const Captured bad = show(arguments);
            QCOMPARE(bad.code, 2);
            QCOMPARE(bad.out, std::string());
            QCOMPARE(std::ranges::count(bad.err, '\n'), 1);
        }
        QCOMPARE(show({"--help"}).code, 0);
    }
};

QTEST_APPLESS_MAIN(ShowCommandTest)
#include "ShowCommandTest.moc"
