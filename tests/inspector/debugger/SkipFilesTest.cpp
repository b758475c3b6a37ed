#include "inspector/debugger/SkipFiles.h"

#include <QtTest>

using namespace loopscope;

class SkipFilesTest : public QObject
{
    Q_OBJECT
private slots:
    void pathsAreMatched_data()
    {
        QTest::addColumn<QStringList>("globs");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isSkipped");
        const QStringList modules{"**/node_modules/**"};
        QTest::newRow("a module") << modules << "file:///home/ada/p/node_modules/x/index.js" << true;
        QTest::newRow("not a module") << modules << "file:///home/ada/p/index.js" << false;
        QTest::newRow("node's own") << QStringList{"<node_internals>/**"} << "node:internal/timers" << true;
        QTest::newRow("node's own, not asked for") << modules << "node:internal/timers" << false;
        QTest::newRow("absolute") << QStringList{"/home/ada/lib/*.js"} << "file:///home/ada/lib/a.js" << true;
        QTest::newRow("a star ends at the folder") << QStringList{"/home/ada/lib/*.js"} << "file:///home/ada/lib/b/a.js" << false;
        QTest::newRow("a dot is a dot") << QStringList{"/home/ada/lib/*.js"} << "file:///home/ada/lib/ajs" << false;
        QTest::newRow("a name anywhere") << QStringList{"helper.js"} << "file:///home/ada/helper.js" << true;
        QTest::newRow("a name, not its end") << QStringList{"helper.js"} << "file:///home/ada/my-helper.js" << false;
        QTest::newRow("one of two") << QStringList{"**/{lib,vendor}/?.js"} << "file:///p/vendor/a.js" << true;
        QTest::newRow("a space") << QStringList{"/home/ada l/**"} << "file:///home/ada%20l/a.js" << true;
        const QStringList but{"**/node_modules/**", "!**/node_modules/mine/**", "**/lib/**"};
        QTest::newRow("taken out") << but << "file:///p/node_modules/mine/a.js" << false;
        QTest::newRow("others not") << but << "file:///p/node_modules/other/a.js" << true;
        QTest::newRow("by a later one") << but << "file:///p/node_modules/mine/lib/a.js" << true;
        QTest::newRow("none") << QStringList() << "file:///a.js" << false;
    }

    void pathsAreMatched()
    {
        QFETCH(QStringList, globs);
        QFETCH(QString, url);
        QTEST(SkipFiles(globs).matches(url), "isSkipped");
    }
};

QTEST_APPLESS_MAIN(SkipFilesTest)
#include "SkipFilesTest.moc"
