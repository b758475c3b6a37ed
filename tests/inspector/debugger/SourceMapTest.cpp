#include "inspector/debugger/SourceMap.h"
#include "inspector/debugger/SourceMapIndex.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;
using Place = SourceMap::Place;
using Generated = SourceMap::Generated;

class SourceMapTest : public QObject
{
    Q_OBJECT

    static QByteArray map(const QByteArray& mappings, const QStringList& sources = {"../src/a.ts"}, const QString& root = {})
    {
        QJsonObject json{{"version", 3}, {"sources", QJsonArray::fromStringList(sources)}, {"names", QJsonArray()}, {"mappings", QString::fromLatin1(mappings)}};
        if (!root.isEmpty()) json["sourceRoot"] = root;
        return QJsonDocument(json).toJson();
    }
    static void put(const QString& path, const QByteArray& text)
    {
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

private slots:
    void placesInBothDirections()
    {
        // Line 0: columns 0 and 4 of source line 0 columns 0 and 6; line 1: nothing; line 2: column 2 of source line 3 column 0.
        const auto made = SourceMap::parse(map("AAAA,IAAM;;EAGN"), "/p/dist");
        QVERIFY(made);
        QCOMPARE(made->sources(), QStringList{"/p/src/a.ts"});
        QCOMPARE(made->original(0, 0), (Place{"/p/src/a.ts", 0, 0}));
        QCOMPARE(made->original(0, 3), (Place{"/p/src/a.ts", 0, 0}));
        QCOMPARE(made->original(0, 99), (Place{"/p/src/a.ts", 0, 6}));
        QCOMPARE(made->original(2, 5), (Place{"/p/src/a.ts", 3, 0}));
        QVERIFY(!made->original(1, 0));
        QVERIFY(!made->original(2, 1));
        QCOMPARE(made->generated("/p/src/a.ts", 0), (Generated{0, 0}));
        QCOMPARE(made->generated("/p/src/a.ts", 1), (Generated{2, 2})); // the next line with code
        QVERIFY(!made->generated("/p/src/a.ts", 4));
        QVERIFY(!made->generated("/p/src/b.ts", 0));
    }

    void largeAndNegativeNumbersAndStretchesOfNoSource()
    {
        const auto made = SourceMap::parse(map("ofAofA,C,ghBApfA"), "/p"); // columns 500 (source line 500), 501 of none, 1029 (source line 0)
        QVERIFY(made);
        QCOMPARE(made->original(0, 500), (Place{"/src/a.ts", 500, 0}));
        QVERIFY(!made->original(0, 502));
        QCOMPARE(made->original(0, 5000)->path, "/src/a.ts");
    }

    void rootsUrlsAndSections()
    {
        QCOMPARE(SourceMap::parse(map("AAAA", {"a.ts", "file:///x/b.ts", "webpack://app/./src/c.ts"}, {}), "/p")->sources(), (QStringList{"/p/a.ts", "/x/b.ts", "/p/src/c.ts"}));
        QCOMPARE(SourceMap::parse(map("AAAA", {"a.ts"}, "src"), "/p")->sources(), QStringList{"/p/src/a.ts"});
        const QJsonObject one = QJsonDocument::fromJson(map("AAAA", {"a.ts"})).object(), two = QJsonDocument::fromJson(map("AACA", {"b.ts"})).object();
        const QByteArray both = QJsonDocument(QJsonObject{{"version", 3}, {"sections", QJsonArray{QJsonObject{{"offset", QJsonObject{{"line", 0}, {"column", 0}}}, {"map", one}},
            QJsonObject{{"offset", QJsonObject{{"line", 10}, {"column", 4}}}, {"map", two}}}}}).toJson();
        const auto made = SourceMap::parse(both, "/p");
        QVERIFY(made);
        QCOMPARE(made->original(10, 4), (Place{"/p/b.ts", 1, 0}));
    }

    void whatIsNoneIsToldApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("another revision") << QByteArray("{\"version\":2}");
        QTest::newRow("cut") << map("AAAA,IA");
        QTest::newRow("no such digit") << map("AAA!");
        QTest::newRow("source beyond") << map("ACAA");
        QTest::newRow("endless number") << map(QByteArray(50, 'g'));
        QTest::newRow("negative line") << map("AADA");
    }

    void whatIsNoneIsToldApart()
    {
        QFETCH(QByteArray, text);
        QString problem;
        QVERIFY(!SourceMap::parse(text, "/p", &problem));
        QVERIFY(!problem.isEmpty());
    }

    void aMapBesideTheScriptOrInIt()
    {
        QTemporaryDir folder;
        put(folder.filePath("dist/a.js.map"), ")]}'\n" + map("AAAA"));
        const QString script = folder.filePath("dist/a.js");
        QCOMPARE(SourceMap::load("a.js.map", script)->sources(), QStringList{folder.filePath("src/a.ts")});
        QCOMPARE(SourceMap::load("data:application/json;base64," + QString::fromLatin1(map("AAAA").toBase64()), script)->sources(), QStringList{folder.filePath("src/a.ts")});
        QString problem;
        QVERIFY(!SourceMap::load("no.map", script, &problem));
        QVERIFY(problem.contains("no.map"));
        QVERIFY(!SourceMap::load("data:nonsense", script));
    }

    void theScriptsOfAProjectsSourceAreFound()
    {
        QTemporaryDir folder;
        put(folder.filePath("package.json"), "{}");
        put(folder.filePath("src/a.ts"), "x");
        put(folder.filePath("dist/a.js"), "x");
        put(folder.filePath("dist/a.js.map"), map("AAAA"));
        put(folder.filePath("node_modules/m/a.js"), "x");
        put(folder.filePath("node_modules/m/a.js.map"), map("AAAA", {"../../src/a.ts"}));
        SourceMapIndex index;
        const auto targets = index.targetsOf(folder.filePath("src/a.ts"));
        QCOMPARE(targets.size(), 1u);
        QCOMPARE(targets[0].script, folder.filePath("dist/a.js"));
        QVERIFY(index.targetsOf(folder.filePath("src/b.ts")).empty());
        QVERIFY(index.targetsOf(folder.filePath("dist/a.js")).empty());
    }
};

QTEST_APPLESS_MAIN(SourceMapTest)
#include "SourceMapTest.moc"
