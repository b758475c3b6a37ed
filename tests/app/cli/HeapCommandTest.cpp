#include "app/cli/HeapCommand.h"
#include "tests/support/Captured.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

/// Of two snapshots that the pinned Node has just taken of a program that we know.
class HeapCommandTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_first, m_second;

    static Captured heap(std::vector<std::string> arguments)
    {
        return Captured::from([&] { return heapCommand(arguments); });
    }
    static QJsonObject json(const Captured& said) { return QJsonDocument::fromJson(QByteArray::fromStdString(said.out)).object(); }
    static QJsonObject named(const QJsonArray& rows, const QString& name)
    {
        for (const auto& row : rows)
            if (row.toObject()["name"].toString() == name) return row.toObject();
        return {};
    }

private slots:
    void initTestCase()
    {
        const QString node = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node";
        if (!QFile::exists(node)) QSKIP("Node has not been built");
        const QString first = m_folder.filePath("1.heapsnapshot"), second = m_folder.filePath("2.heapsnapshot");
        QCOMPARE(QProcess::execute(node, {"-e", "class Leaf { constructor(i) { this.i = [i]; } }\nconst { writeHeapSnapshot } = require('v8');\nglobalThis.leaves = Array.from({ length: 3000 }, (_, i) => new Leaf(i));\n"
            "writeHeapSnapshot(process.argv[1]);\nfor (let i = 0; i < 500; i++) leaves.push(new Leaf(i));\nwriteHeapSnapshot(process.argv[2]);\n", "--", first, second}), 0);
        m_first = first.toStdString();
        m_second = second.toStdString();
    }

    void theClassesThatRetainMostAreTold()
    {
        const Captured text = heap({m_first, "--top", "5"});
        QCOMPARE(text.code, 0);
        QCOMPARE(text.err, std::string());
        const QStringList lines = QString::fromStdString(text.out).trimmed().split('\n');
        QVERIFY2(lines.size() == 9 && lines[0].contains(" bytes in ") && lines[2].trimmed().startsWith("objects"), text.out.c_str());
        QVERIFY2(lines.last().startsWith("and "), text.out.c_str());

        const QJsonObject all = json(heap({m_first, "--json", "--top", "100000"}));
        QCOMPARE(all["snapshot"].toString().toStdString(), m_first);
        QCOMPARE(named(all["classes"].toArray(), "Leaf")["objects"].toInt(), 3000);
        qint64 before = std::numeric_limits<qint64>::max();
        for (const auto& row : all["classes"].toArray()) {
            QVERIFY(row.toObject()["retainedBytes"].toInteger() <= before && row.toObject()["ownBytes"].toInteger() <= all["bytes"].toInteger());
            before = row.toObject()["retainedBytes"].toInteger();
        }
    }

    void whatCameAndWentIsTold()
    {
        const QJsonObject leaf = named(json(heap({m_second, "--compare", m_first, "--json", "--top", "1000"}))["differences"].toArray(), "Leaf");
        QCOMPARE(leaf["new"].toInt(), 500);
        QCOMPARE(leaf["deleted"].toInt(), 0);
        const Captured text = heap({m_second, "-c", m_first, "-n", "1000"});
        QVERIFY2(QRegularExpression("\\b500 +0 +\\+500 +\\+[\\d,]+  Leaf\\n").match(QString::fromStdString(text.out)).hasMatch(), text.out.c_str());
        const Captured same = heap({m_first, "-c", m_first});
        QVERIFY2(same.code == 0 && QString::fromStdString(same.out).contains("no constructors"), same.out.c_str());
    }

    void whatKeepsAnObjectIsTold()
    {
        QFile file(QString::fromStdString(m_first));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject snapshot = QJsonDocument::fromJson(file.readAll()).object();
        const QJsonArray nodes = snapshot["nodes"].toArray(), strings = snapshot["strings"].toArray();
        const auto fields = snapshot["snapshot"]["meta"]["node_fields"].toArray().size();
        std::string id;
        for (qsizetype i = 0; i < nodes.size() && id.empty(); i += fields)
            if (nodes[i].toInt() == 3 && strings[nodes[i + 1].toInt()].toString() == "Leaf") id = std::to_string(nodes[i + 2].toInteger());
        QVERIFY(!id.empty());
        const QJsonObject told = json(heap({m_first, "--retainers", '@' + id, "--json"}));
        QCOMPARE(told["object"].toString().toStdString(), "Leaf @" + id);
        QStringList edges;
        for (const auto& step : told["shortestWay"].toArray()) edges << step.toObject()["edge"].toString();
        QVERIFY2(edges.contains("leaves"), qPrintable(edges.join(' ')));
        QVERIFY(!told["retainers"].toArray().isEmpty());
        const Captured text = heap({m_first, "-r", id});
        QVERIFY2(text.code == 0 && QString::fromStdString(text.out).contains("leaves") && QString::fromStdString(text.out).contains("the shortest way to the root"), text.out.c_str());
    }

    void badInputGetsOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        const QString first = "FIRST";
        QTest::newRow("no file") << QStringList{} << 2 << "SNAPSHOT";
        QTest::newRow("missing") << QStringList{"/no/such.heapsnapshot"} << 1 << "/no/such.heapsnapshot";
        QTest::newRow("missing other") << QStringList{first, "--compare", "/no/such.heapsnapshot"} << 1 << "/no/such.heapsnapshot";
        QTest::newRow("damaged") << QStringList{"DAMAGED"} << 1 << "at byte";
        QTest::newRow("no number") << QStringList{first, "--retainers", "Leaf"} << 2 << "number of an object";
        QTest::newRow("no object") << QStringList{first, "--retainers", "@4294967"} << 1 << "no object @4294967";
        QTest::newRow("none of them") << QStringList{first, "--top", "0"} << 2 << "--top";
        QTest::newRow("unknown") << QStringList{first, "--tops"} << 2 << "--tops";
    }
    void badInputGetsOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, said);
        QFile damaged(m_folder.filePath("damaged.heapsnapshot"));
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("{\"snapshot\":{\"meta\":{}},\"nodes\":[1,2") > 0);
        damaged.close();
        std::vector<std::string> words;
        for (const QString& word : arguments) words.push_back(word == "FIRST" ? m_first : word == "DAMAGED" ? damaged.fileName().toStdString() : word.toStdString());
        const Captured told = heap(words);
        QCOMPARE(told.code, code);
        QCOMPARE(told.out, std::string());
        QVERIFY2(QString::fromStdString(told.err).contains(said), told.err.c_str());
        QCOMPARE(std::ranges::count(told.err, '\n'), 1);
    }
};

QTEST_GUILESS_MAIN(HeapCommandTest)
#include "HeapCommandTest.moc"
