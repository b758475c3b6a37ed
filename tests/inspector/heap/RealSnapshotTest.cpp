#include "inspector/heap/DuplicateStrings.h"
#include "inspector/heap/HeapText.h"
#include "inspector/heap/MappedFile.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace loopscope::heap;

namespace
{

const char* const program = R"(
class Leaf { constructor(i) { this.i = i; this.store = [i, i + 1, i + 2]; } }
class Grown { constructor(i) { this.leaf = new Leaf(i); } }
globalThis.leaves = Array.from({ length: 1000 }, (_, i) => new Leaf(i));
globalThis.settings = Array.from({ length: 500 }, (_, i) => ({ colour: [i], 'shape, size': [] }));
globalThis.texts = Array.from({ length: 50 }, (_, i) => ['gr\u00fcn \x22', i % 2 ? 'odd' : 'even'].join(''));
const { writeHeapSnapshot } = require('v8');
writeHeapSnapshot(process.argv[1]);
globalThis.grown = Array.from({ length: 300 }, (_, i) => new Grown(i));
globalThis.leaves.length = 900;
writeHeapSnapshot(process.argv[2]);
)";

Analysed analyse(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("no snapshot");
    return Analysed(file.readAll().toStdString());
}

} // namespace

/// Snapshots that Node has just taken of a program that we know.
class RealSnapshotTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        const QString node = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node";
        if (!QFile::exists(node)) QSKIP("Node has not been built");
        QCOMPARE(QProcess::execute(node, {"-e", program, "--", path(1), path(2)}), 0);
    }

    void classesAreThoseOfTheProgram()
    {
        const Analysed a = analyse(path(1));
        QCOMPARE(row(a, "Leaf").count, 1000u);
        // One more is the pattern that V8 copies.
        QVERIFY(row(a, "{colour, \"shape, size\"}").count - 500 <= 1);
        QVERIFY(row(a, "Leaf").retainedSize > row(a, "Leaf").shallowSize);
        QCOMPARE(row(a, "Leaf").distance, 4u); // the global object, the list, its store, the leaf
        QVERIFY(a.analysis.classes.classes()[row(a, "Leaf").heapClass].hasPlace);
    }

    void theRootRetainsEverything()
    {
        const Analysed a = analyse(path(1));
        std::uint64_t total = 0;
        std::uint64_t before = 0;
        for (std::uint32_t node = 0; node < a.graph.nodeCount(); ++node) {
            total += a.analysis.shallowSizes[node];
            before += a.graph.selfSize(node);
        }
        QCOMPARE(a.analysis.retainedSizes[a.graph.root()], total);
        QCOMPARE(total, before);
    }

    void aPathToALeafLeadsFromItsList()
    {
        const Analysed a = analyse(path(1));
        const Retainers retainers(a.graph, a.analysis);
        std::vector<std::uint32_t> leaves;
        for (std::uint32_t node = 0; node < a.graph.nodeCount(); ++node)
            if (a.graph.nodeType(node) == NodeType::Object && a.graph.rawName(node) == "Leaf" && a.graph.location(node))
                leaves.push_back(node);
        const std::string text = heapText(retainers.folded(leaves), a.analysis.classes);
        QVERIFY2(text.find("leaves of ") != std::string::npos, text.c_str());
    }

    void theDifferenceIsWhatTheProgramDid()
    {
        const Analysed before = analyse(path(1));
        const Analysed after = analyse(path(2));
        const auto rows = snapshotDiff(before.graph, before.analysis, after.graph, after.analysis);
        const auto find = [&](const std::string& name) {
            return std::find_if(rows.begin(), rows.end(),
                                [&](const DiffRow& row) { return row.heapClass.name == name; });
        };
        QVERIFY(find("Leaf") != rows.end() && find("Grown") != rows.end());
        QCOMPARE(find("Leaf")->added.size(), 300u);
        QCOMPARE(find("Leaf")->deleted.size(), 100u);
        QCOMPARE(find("Grown")->countDelta(), 300);
    }

    void repeatedStringsAreFound()
    {
        const Analysed a = analyse(path(1));
        const auto groups = duplicateStrings(a.graph, a.analysis);
        for (const char* text : {"gr\u00fcn \"odd", "gr\u00fcn \"even"}) {
            const auto found = std::find_if(groups.begin(), groups.end(),
                                            [&](const DuplicateString& one) { return one.text == text; });
            QVERIFY2(found != groups.end(), text);
            QVERIFY(found->nodes.size() >= 25);
        }
    }

    void theMappedFileReadsAsTheText()
    {
        const Analysed a = analyse(path(1));
        auto mapped = MappedFile::open(path(1).toStdString());
        auto read = SnapshotReader().read(*std::get<std::unique_ptr<MappedFile>>(mapped));
        QVERIFY(heapText(std::get<HeapGraph>(read)) == heapText(a.graph));
    }

private:
    QString path(int number) const { return m_folder.filePath(QString("%1.heapsnapshot").arg(number)); }

    /// The row of the class of this name that has the most objects.
    static ClassRow row(const Analysed& a, const std::string& name)
    {
        ClassRow best;
        for (const ClassRow& one : a.analysis.summary)
            if (a.analysis.classes.classes()[one.heapClass].name == name && one.count > best.count) best = one;
        return best;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RealSnapshotTest)
#include "RealSnapshotTest.moc"
