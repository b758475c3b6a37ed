#include "tests/support/DriverRun.h"

#include <QRegularExpression>
#include <QtTest>

// Profiles of real programs in the real window (DebugDriver), each case a process of its own.
class ProfileRunTest : public QObject
{
    Q_OBJECT
    DriverRun m_driver;

    static constexpr const char* kBusy = "function spin(ms) { const end = Date.now() + ms; while (Date.now() < end) Math.sqrt(end); }\nfunction heavy() { spin(400); }\nfunction light() { spin(40); }\n"
                                         "console.log('ready');\nsetTimeout(() => { heavy(); light(); }, 20);\n";

private slots:
    void aProgramIsRecordedFromItsFirstLineToItsEnd()
    {
        const QString file = m_driver.put("busy.js", kBusy);
        const QStringList said = m_driver.run({"open=" + file, "do=detail.monitor", "do=run.cpuProfile", "do=run.start", "wait=ended", "wait=profiles:1", "do=profile.bottomUp", "say=profile", "do=profile.files", "say=profile", "say=notice", "say=state"});
        QVERIFY2(said.size() == 4, m_driver.said());
        QVERIFY2(said[0].contains(QRegularExpression("^profile: .* in [\\d,]+ samples \\| spin .* busy\\.js:1, ")), m_driver.said());
        QVERIFY2(said[1].contains("| busy.js "), m_driver.said());
        QCOMPARE(said.last(2), (QStringList{"notice: ", "state: Ended with code 0"}));
    }

    void whatIsStuckInALoopIsRecordedAndGoesOn()
    {
        const QString file = m_driver.put("stuck.js", "function forever() { for (;;) Math.random(); }\nconsole.log('ready');\nforever();\n");
        const QStringList said = m_driver.run({"open=" + file, "do=detail.monitor", "do=run.start", "wait=printed:ready", "do=run.cpuProfile", "wait=recording", "do=run.cpuProfile", "wait=profiles:1", "do=run.cpuProfile", "wait=recording", "do=run.cpuProfile",
            "wait=profiles:2", "say=notice", "do=run.stop", "wait=ended", "say=state"});
        QVERIFY2(said == (QStringList{"notice: ", "state: Stopped"}), m_driver.said());
    }

    void theTablesTellOfTheTimelinesSelection()
    {
        const QString file = m_driver.put("busy.js", kBusy);
        const QStringList said = m_driver.run({"open=" + file, "do=detail.monitor", "do=run.cpuProfile", "do=run.start", "wait=ended", "wait=profiles:1", "do=profile.bottomUp", "say=profile", "select=0,15", "say=profile", "select=0,60000", "say=profile"});
        // What is called 20 ms after the script is not in its first 15.
        QVERIFY2(said.size() == 3 && said[0].contains("| spin ") && !said[0].contains("selection"), m_driver.said());
        QVERIFY2(said[1].contains(": the selection | ") && !said[1].contains("spin ") && said[2].contains("| spin "), m_driver.said());
    }

    void allocationsNameWhoMadeWhatIsKept()
    {
        const QString file = m_driver.put("keep.js", "class Order { constructor(i) { this.lines = new Array(50).fill(i); } }\nconst kept = [];\nfunction fill() { for (let i = 0; i < 20000; i++) kept.push(new Order(i)); }\n"
            "console.log('ready');\nprocess.stdin.once('data', () => { fill(); console.log('full', kept.length); });\nsetInterval(() => {}, 1000);\n");
        const QStringList said = m_driver.run({"open=" + file, "do=detail.monitor", "do=run.start", "wait=printed:ready", "do=run.allocationProfile", "wait=recording", "type=", "wait=printed:full", "do=run.allocationProfile", "wait=profiles:1", "do=profile.bottomUp", "say=profile",
            "say=notice", "do=run.stop", "wait=ended"});
        QVERIFY2(said.size() == 2 && said[0].contains(QRegularExpression(" MB that had not been collected \\| (fill|Order) .* keep\\.js:")), m_driver.said()); // V8 may have put one into the other
        QCOMPARE(said[1], "notice:");
    }

    void anErrorEndsTheRecordingToo()
    {
        const QString file = m_driver.put("thrown.js", "const end = Date.now() + 60;\nwhile (Date.now() < end) Math.sqrt(end);\nthrow new Error('on purpose');\n");
        const QStringList said = m_driver.run({"open=" + file, "do=run.cpuProfile", "do=run.start", "wait=ended", "wait=profiles:1", "do=profile.topDown", "say=profile", "say=state"});
        QVERIFY2(said.size() == 2 && said[0].contains(" samples | ") && said[0].contains("(anonymous) "), m_driver.said());
    }

    void aFileIsOpenedAndADamagedOneIsRefusedInASentence()
    {
        const QString whole = m_driver.put("a.cpuprofile", R"x({"nodes":[{"id":1,"callFrame":{"functionName":"(root)","url":"","lineNumber":-1,"columnNumber":-1},"children":[2]},{"id":2,"callFrame":{"functionName":"work","url":"/x/y.js","lineNumber":4,"columnNumber":0}}],
            "startTime":0,"endTime":2000,"samples":[2],"timeDeltas":[0]})x");
        const QString damaged = m_driver.put("b.cpuprofile", "{\"nodes\":[");
        const QStringList said = m_driver.run({"open=" + whole, "wait=profiles:1", "do=profile.bottomUp", "say=profile", "open=" + damaged, "wait=notice", "say=notice"});
        QVERIFY2(said.size() == 2, m_driver.said());
        QCOMPARE(said[0], "profile: 2.00 ms in 1 samples | work 2.00 ms 100.0 % 2.00 ms 100.0 % y.js:5");
        QVERIFY2(said[1].startsWith("notice: b.cpuprofile is no profile that can be shown: "), m_driver.said());
    }
};

QTEST_GUILESS_MAIN(ProfileRunTest)
#include "ProfileRunTest.moc"
