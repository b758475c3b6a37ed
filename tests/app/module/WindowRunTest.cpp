#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

// Real programs in the real window (WindowDriver), each case a process of its own: whatever a program does to the
// process, it would do to the window.
class WindowRunTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QByteArray m_said;

    QString put(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

    /// What the window said, a list of facts for each script; empty if the process did not live to its end.
    QList<QMap<QString, QString>> inWindow(int heapMb, const QStringList& scripts)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        const QString build = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR");
        process.start(build + "/lib/loopscope/node/bin/node", QStringList{build + "/tests/host/WindowDriver.cjs", QString::number(heapMb)} + scripts);
        if (!process.waitForFinished(110'000)) process.kill();
        process.waitForFinished();
        m_said = process.readAllStandardOutput();
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) return {};
        QList<QMap<QString, QString>> runs;
        for (const QString& line : QString::fromUtf8(m_said).split('\n')) {
            const qsizetype colon = line.indexOf(": ");
            if (colon < 0) continue;
            if (line.startsWith("script: ")) runs.append(QMap<QString, QString>());
            if (!runs.isEmpty()) runs.last().insert(line.first(colon), line.sliced(colon + 2));
        }
        return runs;
    }

private slots:
    void theWindowOutlivesAProgramThatLeaksUntilV8GivesUp()
    {
        const QString leak = put("leak.js", "console.log('leaking'); const kept = []; for (;;) kept.push(new Array(1000).fill(Math.random()));");
        const QString fine = put("fine.js", "setTimeout(() => console.log('alive'), 5);");
        const auto runs = inWindow(64, {leak, fine, leak, fine});
        QVERIFY2(runs.size() == 4, m_said);
        for (const int i : {0, 2}) {
            QCOMPARE(runs[i]["ended"], "by itself");
            QVERIFY2(runs[i]["state"].startsWith("Out of memory after "), m_said);
            QVERIFY2(runs[i]["notice"].contains("memory was full") && runs[i]["notice"].count('.') == 1, m_said); // one sentence
            QCOMPARE(runs[i]["sentence"], "The program ran out of memory and was ended.");
            QVERIFY2(runs[i]["console"].startsWith("leaking"), m_said);
        }
        for (const int i : {1, 3}) {
            QVERIFY2(runs[i]["state"].startsWith("Ended with code 0"), m_said);
            QCOMPARE(runs[i]["console"], "alive");
            QCOMPARE(runs[i]["notice"], ""); // that of the run before is gone
        }
    }

    void theWindowLivesWhileAProgramPrintsHundredThousandLines()
    {
        const QString loud = put("loud.js", "for (let i = 0; i < 100000; ++i) console.log('line ' + i);");
        const QString quiet = put("quiet.js", "console.log('one');");
        const auto runs = inWindow(0, {quiet, loud});
        QVERIFY2(runs.size() == 2, m_said);
        QVERIFY2(runs[1]["console"].endsWith("line 99999"), m_said);
        const double longest = runs[1]["longest turn ms"].toDouble(), usual = runs[0]["longest turn ms"].toDouble();
        qInfo("longest turn of the GUI's loop: %.1f ms of its own time; with one line %.1f ms", longest, usual);
        QVERIFY2(longest < 20 * std::max(usual, 5.0), m_said);
    }
};

QTEST_GUILESS_MAIN(WindowRunTest)
#include "WindowRunTest.moc"
