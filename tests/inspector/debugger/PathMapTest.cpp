#include "inspector/debugger/PathMap.h"

#include <QtTest>

using namespace loopscope;

class PathMapTest : public QObject
{
    Q_OBJECT
private slots:
    void pathsAreMovedBetweenTheRoots()
    {
        const PathMap map("/home/ada/shop/", "/app");
        QCOMPARE(map.localOf("/app/src/a.js"), "/home/ada/shop/src/a.js");
        QCOMPARE(map.localOf("/app"), "/home/ada/shop");
        QCOMPARE(map.localOf("/apple/a.js"), "/apple/a.js"); // of another folder
        QCOMPARE(map.remoteOf("/home/ada/shop/src/a.js"), "/app/src/a.js");
        QCOMPARE(map.remoteOf("/home/ada/other.js"), "");
        QCOMPARE(PathMap("/home/ada", "/").localOf("/src/a.js"), "/home/ada/src/a.js");
        QCOMPARE(PathMap().localOf("/app/a.js"), "/app/a.js");
        QCOMPARE(PathMap("/home/ada", {}).remoteOf("/home/ada/a.js"), "");
    }
};

QTEST_APPLESS_MAIN(PathMapTest)
#include "PathMapTest.moc"
