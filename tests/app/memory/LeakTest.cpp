#include "app/memory/HeapReading.h"
#include "app/memory/SuspectText.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace loopscope;

/// Programs that leak and programs that do not, run by the pinned Node: what is said about their snapshots. Each leaking one marks the lines
/// that are worth a look with "<- here".
class LeakTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_node = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node";
        m_programs = qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/tests/app/memory/programs";
        if (!QFile::exists(m_node)) QSKIP("Node has not been built");
    }

    void everyLeakIsNamedWithItsLine_data() { rows({"leak-*"}); }
    void everyLeakIsNamedWithItsLine()
    {
        QFETCH(QString, program);
        const Marks marks = marksOf(program);
        QVERIFY(!marks.lines.isEmpty());
        for (const int snapshots : {2, 3}) {
            const auto suspects = suspectsAfter(program, snapshots);
            const QString said = textOf(suspects);
            bool isFound = false;
            for (std::size_t i = 0; i < std::min<std::size_t>(3, suspects.size()); ++i) {
                const bool isLine = suspects[i].line.script.endsWith(program) && marks.lines.contains(suspects[i].line.line);
                if (!isLine || !suspects[i].title.contains(marks.title)) continue;
                isFound = true;
            }
            QVERIFY2(isFound, qPrintable(QString("%1 of %2 snapshots: %3").arg(program).arg(snapshots).arg(said)));
        }
    }

    void aProgramWithoutALeakGivesNone_data() { rows({"clean-*"}); }
    void aProgramWithoutALeakGivesNone()
    {
        QFETCH(QString, program);
        for (const int snapshots : {2, 3}) {
            const auto suspects = suspectsAfter(program, snapshots);
            QVERIFY2(suspects.empty(), qPrintable(QString("%1 of %2 snapshots: %3").arg(program).arg(snapshots).arg(textOf(suspects))));
        }
    }

private:
    struct Marks {
        QSet<int> lines;
        QString title;
    };
    Marks marksOf(const QString& program) const
    {
        QFile file(m_programs + '/' + program);
        if (!file.open(QIODevice::ReadOnly)) return {};
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
        Marks marks;
        for (int i = 0; i < lines.size(); ++i)
            if (lines[i].contains("<- here")) marks.lines << i + 1;
        static const QHash<QString, QString> titles{{"global", "global"}, {"cache", "cache"}, {"list", "list"}, {"listeners", "Listeners"}, {"timers", "Timers"}, {"closures", "Functions"},
            {"streams", "Streams"}, {"promises", "Promises"}, {"contexts", "Contexts"}, {"", ""}};
        marks.title = titles.value(lines[0].section("leak:", 1).trimmed(), "unknown cause");
        return marks;
    }

    void rows(const QStringList& names) const
    {
        QTest::addColumn<QString>("program");
        for (const QString& program : QDir(m_programs).entryList(names, QDir::Files)) QTest::newRow(qPrintable(program)) << program;
    }

    std::vector<SuspectText> suspectsAfter(const QString& program, int snapshots)
    {
        std::vector<std::shared_ptr<const HeapFile>> files;
        for (const QString& path : snapshotsOf(program).sliced(0, snapshots)) {
            heap::WorkProgress progress;
            QString problem;
            files.push_back(readHeapFile(path, path, progress, &problem));
            if (!files.back()) qFatal("%s", qPrintable(problem));
        }
        return suspectsOf(files);
    }

    /// Three, taken once.
    QStringList snapshotsOf(const QString& program)
    {
        QStringList paths;
        for (int i = 1; i <= 3; ++i) paths << m_folder.filePath(QString("%1-%2.heapsnapshot").arg(program).arg(i));
        if (QFile::exists(paths.last())) return paths;
        QProcess node;
        node.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        node.start(m_node, QStringList{m_programs + "/turns.cjs", m_programs + '/' + program, "30"} + paths);
        if (!node.waitForFinished(60000) || node.exitCode() != 0) qFatal("%s did not end well", qPrintable(program));
        return paths;
    }

    static QString textOf(const std::vector<SuspectText>& suspects)
    {
        QStringList lines;
        for (const SuspectText& suspect : suspects) lines << suspect.text();
        return lines.join("\n  ");
    }

    QString m_node, m_programs;
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(LeakTest)
#include "LeakTest.moc"
