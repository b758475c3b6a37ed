#include "tests/support/DriverRun.h"

#include <QDir>
#include <QtTest>

// The Memory panel of the real window on real programs (DebugDriver), each case a process of its own.
class MemoryRunTest : public QObject
{
    Q_OBJECT
    DriverRun m_driver;

private slots:
    void whatGrowsIsSeenBetweenTwoSnapshotsAndWhatKeepsIt()
    {
        const QString file = m_driver.put("leak.js", "class Order { constructor(i) { this.id = i; this.lines = new Array(20).fill(i); } }\nconst cache = new Map();\nlet n = 0;\n"
                                            "setInterval(function grow() { for (let i = 0; i < 200; i++) cache.set(n, new Order(n++)); }, 5);\nconsole.log('ready');\n");
        const QStringList said = m_driver.run({"open=" + file, "do=run.start", "wait=printed:ready", "do=run.heapSnapshot", "wait=snapshots:1", "say=heap", "do=run.heapSnapshot", "wait=snapshots:2", "view=comparison", "say=heap",
            "object=Order", "say=keepers", "view=suspects", "say=suspects", "do=run.stop", "wait=ended", "say=state"});
        QVERIFY2(said.size() == 5 && said[0].contains(" objects | "), m_driver.said());
        QVERIFY2(said[1].contains(QRegularExpression("Order [\\d,]+ 0 \\+[\\d,]+ .* \\+")) && said[1].section("| ", 1).startsWith("Array "), m_driver.said());
        QVERIFY2(said[2].contains("table in Map < cache in system / Context < context in grow() < _onTimeout in Timeout"), m_driver.said());
        QVERIFY2(said[3].contains(QRegularExpression("more Order \\(\\+.*\\), kept by the variable `cache` \\(Map\\), which grow\\(\\) in leak\\.js:4 sees\\. Look at leak\\.js:4\\.")), m_driver.said());
        QCOMPARE(said[4], "state: Stopped");
        const QString listeners = m_driver.put("listeners.js", "const bus = new (require('events'))().setMaxListeners(0);\nclass Client { constructor(i) { this.id = i; } }\nlet i = 0;\n"
                                                      "function connect() { const c = new Client(i++); bus.on('tick', () => c.id); }\nsetInterval(() => { for (let k = 0; k < 50; k++) connect(); }, 5);\nconsole.log('ready');\n");
        const QStringList snapshots{"do=run.start", "wait=printed:ready", "do=run.heapSnapshot", "wait=snapshots:1", "do=run.heapSnapshot", "wait=snapshots:2", "say=suspects", "do=run.stop", "wait=ended"};
        QVERIFY2(m_driver.run(QStringList{"open=" + listeners} + snapshots).value(0).contains(QRegularExpression("more Client \\(.*kept by `bus\\._events\\.tick`, where connect\\(\\) in listeners\\.js:4 sees `bus`")), m_driver.said());
        const QString clean = m_driver.put("clean.js", "let n = 0;\nsetInterval(() => { const a = []; for (let k = 0; k < 500; k++) a.push({ k }); n += a.length; }, 5);\nconsole.log('ready');\n");
        const QString stack = m_driver.put("stack.js", "console.log('ready');\n(function run() { for (;;) { const a = []; for (let k = 0; k < 200000; k++) a.push({ k }); if (a.length < 0) return; } })();\n");
        for (const QString& none : {clean, stack})
            QCOMPARE(m_driver.run(QStringList{"open=" + none} + snapshots), QStringList{"suspects: Nothing of the program's own has grown in number."});
    }

    void aSnapshotIsCancelledAndSeveralComeByThemselves()
    {
        const QString file = m_driver.put("many.js", "class Kept { constructor(i) { this.i = i; } }\nconst all = Array.from({ length: 300000 }, (_, i) => new Kept(i));\nsetInterval(() => all.length, 5);\nconsole.log('ready');\n");
        const QStringList said = m_driver.run({"open=" + file, "do=run.start", "wait=printed:ready", "take=1,0", "cancel-at=0.1", "say=snapshots", "say=state", "take=3,1", "wait=snapshots:3", "say=snapshots", "filter=Kept", "view=summary", "say=heap",
            "do=run.stop", "wait=ended"});
        QCOMPARE(said.size(), 4);
        QCOMPARE(said[0], "snapshots: ");
        QVERIFY2(said[1].startsWith("state: Running"), m_driver.said());
        QCOMPARE(said[2], "snapshots: Snapshot 1, Snapshot 2, Snapshot 3");
        QVERIFY2(said[3].contains(QRegularExpression("Kept \\S+ 300,000 ")), m_driver.said());
    }

    void snapshotsOfAnotherProcessAndOfAWorker()
    {
        const QString other = m_driver.put("far.js", "class Far { constructor(i) { this.i = i; } }\nconst all = [];\nlet n = 0;\nsetInterval(function grow() { for (let i = 0; i < 50; i++) all.push(new Far(n++)); }, 5);\n");
        QProcess node;
        node.start(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node", {"--inspect=127.0.0.1:0", other});
        QByteArray errors;
        static const QRegularExpression address("ws://127\\.0\\.0\\.1:(\\d+)/");
        QTRY_VERIFY_WITH_TIMEOUT((errors += node.readAllStandardError()).contains("\nFor help"), 20000);
        const QString port = address.match(QString::fromUtf8(errors)).captured(1);
        const QStringList said = m_driver.run({"attach=127.0.0.1:" + port, "wait=attached", "do=run.heapSnapshot", "wait=snapshots:1", "do=run.heapSnapshot", "wait=snapshots:2", "say=suspects", "say=snapshots", "take=1,0", "cancel-at=0", "say=snapshots"});
        node.kill();
        node.waitForFinished();
        QVERIFY2(said.value(0).contains(QRegularExpression("more Far \\(.*, kept by the variable `all` \\(Array\\)")), m_driver.said());
        QCOMPARE(said.sliced(1), QStringList(2, "snapshots: Snapshot 1, Snapshot 2"));

        const QString worker = m_driver.put("deep.js", "class Deep {}\nconst deep = Array.from({ length: 700 }, () => new Deep());\nconsole.log('worker ready');\nsetInterval(() => deep.length, 5);\n");
        const QString file = m_driver.put("above.js", "new (require('worker_threads').Worker)('" + worker.toUtf8() + "');\n");
        const QStringList told = m_driver.run({"open=" + file, "do=debug.start", "wait=printed:worker ready", "take-of=orker", "wait=snapshots:1", "filter=Deep", "say=heap", "say=snapshots", "do=run.stop", "wait=ended"});
        QVERIFY2(told.value(0).contains(QRegularExpression("Deep \\S+ 700 ")), m_driver.said());
        QVERIFY2(told.value(1).contains(QRegularExpression("^snapshots: Snapshot 1 of .+")), m_driver.said());
    }

    void theLessonsOnLeaksShowTheirLeaksAndTheMendedProgramsNone_data()
    {
        QTest::addColumn<QString>("lesson");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("third");
        QTest::addColumn<QString>("said");
        QTest::newRow("global") << "08-leak-a-global" << "200 requests" << "300 requests" << "^suspects: A global that grows: .* kept by the global `audit`.* Look at main\\.js:6\\.";
        QTest::newRow("stream") << "09-leak-a-stream" << "100 uploads" << "150 uploads" << "^suspects: Streams that are neither consumed nor closed: .*`open` \\(Set\\).* Look at main\\.js:8\\.";
        QTest::newRow("listeners") << "10-leak-listeners" << "200 clients" << "300 clients" << "^suspects: Listeners that pile up: .*`market\\._events\\.price`.* Look at main\\.js:8\\.";
        QTest::newRow("closures") << "11-leak-closures" << "40 files" << "60 files" << "^suspects: Functions that hold their scope: .* kept by the variable `sizes` \\(Array\\).* Look at main\\.js:7\\.";
    }
    void theLessonsOnLeaksShowTheirLeaksAndTheMendedProgramsNone()
    {
        QFETCH(QString, lesson);
        QFETCH(QString, second);
        QFETCH(QString, third);
        QFETCH(QString, said);
        const QString folder = qEnvironmentVariable("LOOPSCOPE_SOURCE_DIR") + "/resources/lessons/" + lesson;
        const QStringList steps{"do=run.start", "wait=printed:" + QString::number(second.section(' ', 0, 0).toInt() / 2) + ' ' + second.section(' ', 1), "do=run.heapSnapshot", "wait=snapshots:1", "type=", "wait=printed:" + second,
            "do=run.heapSnapshot", "wait=snapshots:2", "type=", "wait=printed:" + third, "do=run.heapSnapshot", "wait=snapshots:3", "say=suspects", "do=run.stop", "wait=ended"};
        QVERIFY2(m_driver.run(QStringList{"open=" + folder + "/main.js"} + steps).value(0).contains(QRegularExpression(said)), m_driver.said());
        QCOMPARE(m_driver.run(QStringList{"open=" + folder + "/mended.js"} + steps), QStringList{"suspects: Nothing of the program's own has grown in number."});
    }

    void anObjectOfASnapshotIsShownAsItLives()
    {
        const QString file = m_driver.put("live.js", "class Shop { constructor() { this.city = 'Ghent'; } }\nconst shop = new Shop();\nsetInterval(() => shop.city, 5);\nconsole.log('ready');\n");
        const QStringList said = m_driver.run({"open=" + file, "do=debug.start", "wait=printed:ready", "do=run.heapSnapshot", "wait=snapshots:1", "object=Shop", "do=memory.live", "wait=rows:2", "say=repl", "do=run.stop", "wait=ended"});
        QVERIFY2(said.value(0).contains(QRegularExpression("object @\\d+=Shop")), m_driver.said());
    }

    void aSnapshotOfALoopWithoutEndAndADamagedFile()
    {
        const QString file = m_driver.put("busy.js", "console.log('ready');\nclass Kept {}\nconst kept = new Kept();\nfor (;;) kept.n = (kept.n | 0) + 1;\n");
        const QStringList said = m_driver.run({"open=" + file, "do=run.start", "wait=printed:ready", "do=run.heapSnapshot", "wait=snapshots:1", "filter=Kept", "say=heap", "do=run.stop", "wait=ended"});
        QVERIFY2(said.size() == 1 && said[0].contains(QRegularExpression("Kept \\S+ 1 ")), m_driver.said());
        const QString damaged = m_driver.put("damaged.heapsnapshot", "{\"snapshot\":{\"meta\":{}},\"nodes\":[1,2");
        const QStringList told = m_driver.run({"open=" + damaged, "wait=notice", "say=notice"});
        QVERIFY2(told.size() == 1 && told[0].startsWith("notice: damaged.heapsnapshot: "), m_driver.said());
    }
};

QTEST_GUILESS_MAIN(MemoryRunTest)
#include "MemoryRunTest.moc"
