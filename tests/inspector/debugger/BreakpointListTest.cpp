#include "inspector/debugger/Breakpoint.h"
#include "inspector/debugger/BreakpointBinder.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;

class BreakpointListTest : public QObject
{
    Q_OBJECT

    static QStringList texts(const BreakpointList& list)
    {
        QStringList all;
        for (const Breakpoint& b : list.all()) all << b.path + ':' + QString::number(b.line);
        return all;
    }

private slots:
    void theyStandInTheOrderOfFilesAndLines()
    {
        BreakpointList list;
        for (const auto& [path, line] : {std::pair("/b.js", 3), {"/a.js", 9}, {"/b.js", 1}, {"/a.js", 2}}) list.add({.path = path, .line = line});
        QCOMPARE(texts(list), (QStringList{"/a.js:2", "/a.js:9", "/b.js:1", "/b.js:3"}));
        list.moveLine(list.at("/a.js", 2)->id, 12);
        QCOMPARE(texts(list), (QStringList{"/a.js:9", "/a.js:12", "/b.js:1", "/b.js:3"}));
        list.rename("/a.js", "/c.js");
        QCOMPARE(texts(list), (QStringList{"/b.js:1", "/b.js:3", "/c.js:9", "/c.js:12"}));
        list.rename("/b.js", "/d/b.js");
        list.rename("/d", "/e");
        QCOMPARE(texts(list).first(), "/c.js:9");
        QCOMPARE(texts(list).last(), "/e/b.js:3");
    }

    void toggleSetsAndTakesAway()
    {
        BreakpointList list;
        QSignalSpy added(&list, &BreakpointList::added), removed(&list, &BreakpointList::removed);
        const int id = list.toggle("/a.js", 3);
        QVERIFY(id > 0);
        QCOMPARE(list.toggle("/a.js", 3), 0);
        QCOMPARE(added.size(), 1);
        QCOMPARE(removed.size(), 1);
        const int other = list.toggle("/a.js", 5);
        QVERIFY(other != id);
        list.setState(other, {BreakpointState::Kind::Bound, 6, {}});
        QCOMPARE(list.toggle("/a.js", 6), 0); // where it stands
        QVERIFY(list.all().empty());
        QCOMPARE(list.state(other), BreakpointState{});
    }

    void oneAPlace()
    {
        BreakpointList list;
        list.add({.path = "/a.js", .line = 3});
        list.add({.path = "/a.js", .line = 3, .condition = "x"});
        QCOMPARE(list.all().size(), 1u);
        QCOMPARE(list.all()[0].condition, "x");
    }

    void theyAreWrittenAndReadAgain()
    {
        BreakpointList list, other;
        list.add({.path = "/a.js", .line = 3, .column = 4, .condition = "i > 1", .hits = 5, .logMessage = "i {i}", .isEnabled = false});
        list.add({.path = "/b.js", .line = 1});
        other.fromJson(list.toJson());
        QCOMPARE(other.toJson(), list.toJson());
        QCOMPARE(other.all()[0].logMessage, "i {i}");
        QVERIFY(!other.all()[0].isEnabled);
        other.fromJson(QJsonDocument::fromJson(R"([1, "x", {}, {"path":"/a.js"}, {"path":"/a.js","line":0}, {"path":"/a.js","line":2,"hits":-3}, {"path":"/a.js","line":2}])").array());
        QCOMPARE(texts(other), QStringList{"/a.js:2"});
        QCOMPARE(other.all()[0].hits, 0);
    }

    void aLogMessageIsATemplate()
    {
        QCOMPARE(templateOf("i is {i}, o is {f({ a: 1 })}"), "`i is ${i}, o is ${f({ a: 1 })}`");
        QCOMPARE(templateOf("`$x` \\ } {"), "`\\`\\$x\\` \\\\ } ${}`");
    }
};

QTEST_GUILESS_MAIN(BreakpointListTest)
#include "BreakpointListTest.moc"
