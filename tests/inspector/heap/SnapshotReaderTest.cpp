#include "inspector/heap/HeapText.h"
#include "inspector/heap/MappedFile.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

#include <QTemporaryDir>

#include <random>
#include <thread>

using namespace loopscope::heap;

namespace
{

/// A bit of everything.
SnapshotBuilder sample()
{
    SnapshotBuilder b;
    const auto roots = b.node("synthetic", "(GC roots)", 0);
    const auto global = b.object("global", 40);
    const auto list = b.object("Array", 16);
    const auto store = b.node("array", "", 80);
    const auto text = b.node("string", "a \\\"b\\\" \\u20ac", 24);
    b.edge(0, "shortcut", "global", global);
    b.element(0, 1, roots);
    b.element(roots, 2, global);
    b.property(global, "list", list);
    b.edge(list, "internal", "elements", store);
    b.element(store, 0, text);
    b.element(store, 17, list, "hidden");
    b.edge(list, "weak", "map", roots);
    b.location(list, 7, 1, 2);
    b.location(global, -1, -1, 0);
    return b;
}

const std::string sampleText = R"(@1 synthetic  0
  shortcut global -> @5
  element 1 -> @3
@3 synthetic (GC roots) 0
  element 2 -> @5
@5 object global 40
  property list -> @7
@7 object Array 16
  internal elements -> @9
  weak map -> @3
@9 array  80
  element 0 -> @11
  hidden 17 -> @7
@11 string a "b" € 24
)";

std::string textOf(std::variant<HeapGraph, SnapshotError> read)
{
    if (const auto* error = std::get_if<SnapshotError>(&read))
        return error->text + " @" + std::to_string(error->offset);
    return heapText(std::get<HeapGraph>(read));
}

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const std::size_t at = text.find(what);
    if (at == std::string::npos) qFatal("no %s", what.c_str());
    return text.replace(at, what.size(), by);
}

/// Longer than several blocks.
SnapshotBuilder chain(std::uint32_t count)
{
    SnapshotBuilder b;
    const auto name = b.object("Link", 1'000'000'007);
    b.property(0, "first", name);
    for (std::uint32_t i = 2; i < count; ++i) {
        b.object("Link", i * 7919u % 100'000);
        b.property(i - 1, "next", i);
        b.element(i, i * 31u, i / 2);
    }
    return b;
}

} // namespace

class SnapshotReaderTest : public QObject
{
    Q_OBJECT
private slots:
    void readsWhatIsThere()
    {
        QCOMPARE(textOf(readSnapshot(sample().text())), sampleText);
        QCOMPARE(textOf(readSnapshot(sample().text(), 2)), sampleText);
    }

    void readsTheFieldsOfAnyYear()
    {
        for (const bool detachedness : {false, true})
            for (const bool traceNodeIds : {false, true})
                for (const bool oldSpaces : {false, true}) {
                    SnapshotBuilder b;
                    b.detachedness = detachedness;
                    b.traceNodeIds = traceNodeIds;
                    b.oldSpaces = oldSpaces;
                    const auto one = b.node("from the future", "x", 8, detachedness ? 2 : 0);
                    b.property(0, "one", one);
                    b.property(one, "root", 0);
                    b.location(one, 5, 6, 7);
                    auto read = readSnapshot(b.text());
                    const auto* graph = std::get_if<HeapGraph>(&read);
                    QVERIFY2(graph, textOf(readSnapshot(b.text())).c_str());
                    QCOMPARE(heapText(*graph), std::string("@1 synthetic  0\n  property one -> @3\n"
                                                           "@3 from the future x 8\n  property root -> @1\n"));
                    QCOMPARE(graph->saysDetachedness(), detachedness);
                    QCOMPARE(graph->detachedness(one), detachedness ? Detachedness::Detached : Detachedness::Unknown);
                    QVERIFY(graph->location(one));
                    QCOMPARE(graph->location(one)->column, 7);
                }
    }

    void locationsMayBeInAnyOrderAndBelowZero()
    {
        auto read = readSnapshot(sample().text());
        const HeapGraph& graph = std::get<HeapGraph>(read);
        QCOMPARE(graph.locations().size(), 2u);
        QCOMPARE(graph.location(2)->scriptId, -1);
        QCOMPARE(graph.location(2)->line, -1);
        QCOMPARE(graph.location(3)->scriptId, 7);
        QVERIFY(!graph.location(4));
    }

    void knowsWhoseAnEdgeIs()
    {
        auto read = readSnapshot(sample().text());
        const HeapGraph& graph = std::get<HeapGraph>(read);
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
            for (std::uint32_t edge = graph.edgeBegin(node); edge < graph.edgeEnd(node); ++edge)
                QCOMPARE(graph.edgeFrom(edge), node);
        QCOMPARE(graph.nodeWithId(9), 4u);
        QCOMPARE(graph.nodeWithId(8), graph.nodeCount());
    }

    void sizesMayBeHuge()
    {
        SnapshotBuilder b;
        b.property(0, "a", b.node("native", "a", 5'000'000'000));
        b.property(0, "b", b.node("native", "b", 0xffffffffu));
        b.property(0, "c", b.node("native", "c", 0xfffffffeu));
        const Analysed a(b);
        QCOMPARE(a.graph.selfSize(1), 5'000'000'000u);
        QCOMPARE(a.graph.selfSize(2), 0xffffffffu);
        QCOMPARE(a.graph.selfSize(3), 0xfffffffeu);
        QCOMPARE(a.analysis.retainedSizes[0], 5'000'000'000u + 0xffffffffu + 0xfffffffeu);
    }

    void manyBlocksOnOneOrTwoThreads()
    {
        const std::string text = chain(200'000).text();
        QVERIFY(text.size() > (6u << 20));
        auto one = readSnapshot(text, 1);
        auto two = readSnapshot(text, 2);
        QVERIFY(std::holds_alternative<HeapGraph>(one));
        QVERIFY(heapText(std::get<HeapGraph>(one)) == heapText(std::get<HeapGraph>(two)));
        QCOMPARE(std::get<HeapGraph>(one).edgeName(std::get<HeapGraph>(one).edgeCount() - 1), 199'999u * 31);
    }

    void aStreamIsReadWhileItComes()
    {
        const std::string text = chain(100'000).text();
        for (const std::size_t size : {std::size_t(777), std::size_t(1) << 20}) {
            StreamedText stream(text.size());
            std::thread producer([&] {
                for (std::size_t at = 0; at < text.size(); at += size)
                    stream.append(std::string_view(text).substr(at, size));
                stream.finish();
            });
            auto read = SnapshotReader().read(stream);
            producer.join();
            QVERIFY(heapText(std::get<HeapGraph>(read)) == textOf(readSnapshot(text)));
        }
    }

    void aStreamThatIsTooLongOrBreaksOffIsAnError()
    {
        const std::string text = sample().text();
        StreamedText small(100);
        QVERIFY(!small.append(text));
        QVERIFY(!small.append("x"));
        QVERIFY(std::holds_alternative<SnapshotError>(SnapshotReader().read(small)));
        StreamedText broken(1 << 20);
        QVERIFY(broken.append(text.substr(0, text.size() - 5)));
        broken.finish();
        QVERIFY(!broken.append("more"));
        QVERIFY(std::holds_alternative<SnapshotError>(SnapshotReader().read(broken)));
    }

    void memoryOfReadTextIsGivenBack()
    {
        const std::string text = chain(100'000).text();
        PlainText plain(text);
        QVERIFY(std::holds_alternative<HeapGraph>(SnapshotReader().read(plain)));
        QVERIFY(plain.released > text.size() / 10 * 9);
    }

    void filesAreMapped()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.heapsnapshot");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(sample().text()));
        file.close();
        auto mapped = MappedFile::open(path.toStdString());
        QCOMPARE(textOf(SnapshotReader().read(*std::get<std::unique_ptr<MappedFile>>(mapped))), sampleText);
    }

    void errorsOfFilesNameTheFile()
    {
        QTemporaryDir folder;
        const auto error = [](const QString& path) {
            auto result = MappedFile::open(path.toStdString());
            const auto* wrong = std::get_if<SnapshotError>(&result);
            return wrong ? QString::fromStdString(wrong->text) : QString("none");
        };
        const QString missing = folder.filePath("missing");
        QCOMPARE(error(missing), "Cannot open " + missing + ": No such file or directory");
        QCOMPARE(error(folder.path()), "Cannot read " + folder.path() + ": it is not a file");
        const QString empty = folder.filePath("empty");
        QFile file(empty);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QCOMPARE(error(empty), "Cannot read " + empty + ": it is empty");
    }

    void damageIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* what, const char* by, const char* error) {
            QTest::newRow(name) << what << by << error;
        };
        row("no object", "{\"snapshot\"", "[1]", "Expected '{' in the first character of the snapshot");
        row("no header", "\"snapshot\":{", "\"snapshit\":{", "The snapshot's header must come first");
        row("no field", "\"self_size\"", "\"shelf_size\"",
            "The snapshot's header names no \"self_size\" in node_fields");
        row("no edge field", "\"to_node\"", "\"two_node\"",
            "The snapshot's header names no \"to_node\" in edge_fields");
        row("no types", "\"edge_types\"", "\"edge_tripes\"", "The snapshot's header names no types of nodes and edges");
        row("no nodes", "\"node_count\":6", "\"node_count\":0", "The snapshot's header says that there are no nodes");
        row("count is no number", "\"node_count\":6", "\"node_count\":x", "Expected a whole number in node_count");
        row("too many nodes", "\"node_count\":6", "\"node_count\":999999999999",
            "The snapshot's header promises more nodes or edges than the file has room for");
        row("too many edges", "\"edge_count\":8", "\"edge_count\":9999999999999999",
            "The snapshot's header promises more nodes or edges than the file has room for");
        row("fewer nodes", "\"node_count\":6", "\"node_count\":7", "The snapshot has fewer nodes than its header says");
        row("more nodes", "\"node_count\":6", "\"node_count\":5", "The snapshot has more nodes than its header says");
        row("fewer edges", "\"edge_count\":8", "\"edge_count\":9",
            "The nodes together have fewer edges than the snapshot's header says");
        row("more edges", "\"edge_count\":8", "\"edge_count\":7",
            "The nodes together have more edges than the snapshot's header says");
        row("another root", "\"node_count\":6", "\"root_index\":3,\"node_count\":6",
            "The snapshot's root_index is not the position of a node");
        row("not a number", "\"nodes\":[9,", "\"nodes\":[9x,", "Expected a whole number in the nodes");
        row("a fraction", "\"nodes\":[9,", "\"nodes\":[9.5,", "Expected a whole number in the nodes");
        row("nothing", "\"nodes\":[9,", "\"nodes\":[,", "Expected a whole number in the nodes");
        row("below zero", "\"nodes\":[9,", "\"nodes\":[-9,", "A node has a type that the header does not name");
        row("no such type", "\"nodes\":[9,", "\"nodes\":[14,", "A node has a type that the header does not name");
        row("endless digits", "\"nodes\":[9,", "\"nodes\":[99999999999999999999999999,",
            "Expected a whole number in the nodes");
        row("big name", "\"nodes\":[9,0", "\"nodes\":[9,4294967296", "A number of a node is too big");
        row("no such name", "\"nodes\":[9,0", "\"nodes\":[9,4294967295",
            "A node or an edge has string 4294967295 for a name, and there are only 8 strings");
        row("incomplete", "\"nodes\":[9,", "\"nodes\":[9,9,", "The last record is incomplete in the nodes");
        row("no such edge type", "\"edges\":[5,", "\"edges\":[7,", "An edge has a type that the header does not name");
        row("to nowhere", "\"edges\":[5,2,12", "\"edges\":[5,2,36", "An edge leads to a node that is not there");
        row("to the middle", "\"edges\":[5,2,12", "\"edges\":[5,2,13", "An edge leads to the middle of a node");
        row("no such edge name", "\"edges\":[5,2,", "\"edges\":[5,8,",
            "A node or an edge has string 8 for a name, and there are only 8 strings");
        row("location of nothing", "\"locations\":[18", "\"locations\":[36",
            "A location belongs to a node that is not there");
        row("twice", "\"samples\":[]", "\"nodes\":[]", "The section comes twice");
        row("order", "\"nodes\":[", "\"edges\":[],\"nodes\":[", "The nodes must come before the edges");
        row("no strings", "\"strings\":[", "\"springs\":[", "The snapshot has no section \"strings\"");
        row("not a string", "\"global\",", "7,", "Expected '\"' in the strings");
    }

    void damageIsNamedWithItsPlace()
    {
        QFETCH(QString, what);
        QFETCH(QString, by);
        QFETCH(QString, error);
        const std::string whole = sample().text();
        const std::string text = replaced(whole, what.toStdString(), by.toStdString());
        for (const unsigned threads : {1u, 2u}) {
            auto read = readSnapshot(text, threads);
            const auto* wrong = std::get_if<SnapshotError>(&read);
            QVERIFY(wrong);
            QCOMPARE(QString::fromStdString(wrong->text), error);
            QVERIFY(wrong->offset <= text.size());
        }
    }

    void theOffsetIsThatOfTheDamage()
    {
        const std::string text = replaced(sample().text(), "\"edges\":[5,2,12", "\"edges\":[5,2,13");
        auto read = readSnapshot(text);
        QCOMPARE(std::get<SnapshotError>(read).offset, text.find("\"edges\":[") + 9);
    }

    void moreMemoryThanAllowedIsRefused()
    {
        const std::string text = sample().text();
        PlainText plain(text);
        SnapshotReader reader;
        reader.memoryLimit = 100;
        auto read = reader.read(plain);
        QCOMPARE(
            QString::fromStdString(std::get<SnapshotError>(read).text),
            QString("Analysing the snapshot would take about 1 MB of memory, more than the 1 MB that are allowed"));
        reader.memoryLimit = SnapshotReader::memoryFor(6, 8) + 10; // the strings are longer
        QVERIFY(std::holds_alternative<SnapshotError>(reader.read(plain)));
        reader.memoryLimit = SnapshotReader::memoryFor(6, 8) + 1000;
        QVERIFY(std::holds_alternative<HeapGraph>(reader.read(plain)));
    }

    void everyBeginningIsAnError()
    {
        const std::string text = sample().text();
        for (std::size_t size = 0; size < text.size(); ++size) {
            auto read = readSnapshot(std::string_view(text).substr(0, size), size % 16 ? 1 : 2);
            const auto* error = std::get_if<SnapshotError>(&read);
            QVERIFY2(error, qPrintable(QString::number(size)));
            QVERIFY(!error->text.empty());
            QVERIFY2(error->offset <= size, qPrintable(QString("%1 of %2").arg(error->offset).arg(size)));
        }
    }

    void everyByteMayBeWrong()
    {
        std::mt19937 random(20260726);
        const std::string whole = sample().text();
        int good = 0;
        for (int i = 0; i < 30'000; ++i) {
            std::string text = whole;
            for (unsigned change = random() % 3 + 1; change > 0; --change)
                mutate(text, random);
            auto read = readSnapshot(text, i % 64 ? 1 : 2);
            if (auto* error = std::get_if<SnapshotError>(&read)) {
                QVERIFY(error->offset <= text.size() && !error->text.empty());
                continue;
            }
            ++good;
            const HeapGraph& graph = std::get<HeapGraph>(read);
            QVERIFY(!heapText(graph).empty());
            auto analysed = HeapAnalysis::of(graph, 1);
            const HeapAnalysis& analysis = std::get<HeapAnalysis>(analysed);
            QVERIFY(!heapText(graph, analysis).empty());
            QVERIFY(!Retainers(graph, analysis).folded(analysis.dominators.order()).empty());
        }
        QVERIFY(good > 1000);
    }

private:
    static void mutate(std::string& text, std::mt19937& random)
    {
        static const std::string letters = "0123456789,[]{}\"\\:-. \nau";
        const std::size_t at = random() % text.size();
        switch (random() % 4) {
        case 0:
            text.erase(at, random() % 4 + 1);
            break;
        case 1:
            text.insert(at, 1, letters[random() % letters.size()]);
            break;
        case 2:
            text[at] = static_cast<char>(random());
            break;
        default:
            text[at] = letters[random() % letters.size()];
        }
        if (text.empty()) text = " ";
    }
};

QTEST_APPLESS_MAIN(SnapshotReaderTest)
#include "SnapshotReaderTest.moc"
