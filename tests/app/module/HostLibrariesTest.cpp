#include "app/platform/Config.h"

#include <QDir>
#include <QProcess>
#include <QTest>

// What our node, our module and Qt's plugins load must come from the build root by the root's own path, or from our
// own folder. A library that is found by a RUNPATH of its own would be missing on the host.
class HostLibrariesTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void areFoundByOurPaths_data();
    void areFoundByOurPaths();
};

void HostLibrariesTest::initTestCase()
{
    if (!*loopscope::config::kRoot) QSKIP("a native build uses the system's libraries");
}

void HostLibrariesTest::areFoundByOurPaths_data()
{
    QTest::addColumn<QString>("object");
    const QDir modules(qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope");
    for (const QFileInfo& file : modules.entryInfoList({"*.node"}, QDir::Files)) QTest::newRow(qPrintable(file.fileName())) << file.filePath();
    if (!modules.exists("window.node")) return; // plugins are loaded by the window only
    const QString plugins = QString(loopscope::config::kLibraries) + "/qt6/plugins/";
    for (const QString folder : {"platforms", "imageformats", "platforminputcontexts"})
        for (const QFileInfo& file : QDir(plugins + folder).entryInfoList({"*.so"}, QDir::Files))
            QTest::newRow(qPrintable(folder + "/" + file.fileName())) << file.filePath();
}

void HostLibrariesTest::areFoundByOurPaths()
{
    QFETCH(QString, object);
    const QString build = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR");
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_PRELOAD", object);
    process.setProcessEnvironment(environment);
    process.start(build + "/lib/loopscope/node/bin/node",
                  {"-p", "[...new Set(fs.readFileSync('/proc/self/maps', 'utf8').match(/\\/\\S+\\.so[.\\d]*$/gm))].join('\\n')"});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardError(), QByteArray());
    const QStringList loaded = QString::fromLocal8Bit(process.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
    QVERIFY2(loaded.contains(object) || object.endsWith(".node"), "the object itself was not loaded");
    for (const QString& file : loaded)
        QVERIFY2(file.startsWith(loopscope::config::kRoot) || file.startsWith(build + "/lib/loopscope/"), qPrintable(file));
}

QTEST_GUILESS_MAIN(HostLibrariesTest)
#include "HostLibrariesTest.moc"
