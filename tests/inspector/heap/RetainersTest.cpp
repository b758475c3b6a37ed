#include "inspector/heap/Retainers.h"
#include "inspector/heap/HeapText.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

using namespace loopscope::heap;

namespace
{

constexpr std::uint32_t global = 1;
constexpr std::uint32_t list = 2;

/// A list of four points, of which one is also known by name.
SnapshotBuilder sample()
{
    SnapshotBuilder b;
    b.object("global", 8);
    b.object("List", 8);
    b.edge(0, "shortcut", "global", global);
    b.property(global, "list", list);
    for (std::uint32_t i = 0; i < 4; ++i) {
        const auto point = b.object("Point", 16);
        b.element(list, i, point);
        if (i == 3) b.property(global, "favourite", point);
        b.edge(point, "weak", "list", list);
        b.property(point, "self", point);
    }
    return b;
}

} // namespace

class RetainersTest : public QObject
{
    Q_OBJECT
private slots:
    void listsWhoRefersToANodeTheNearestFirst()
    {
        const Analysed a(sample());
        const Retainers retainers(a.graph, a.analysis);
        const auto of = retainers.of(6);
        QCOMPARE(of.size(), 2u); // neither itself nor by weak edges
        QCOMPARE(of[0].from, global);
        QCOMPARE(a.graph.edgeText(of[0].edge), std::string("favourite"));
        QCOMPARE(of[1].from, list);
        QCOMPARE(a.graph.edgeText(of[1].edge), std::string("3"));
        QVERIFY(retainers.of(global).empty());
    }

    void theShortestPathEndsAtARoot()
    {
        const Analysed a(sample());
        const Retainers retainers(a.graph, a.analysis);
        const auto path = retainers.shortestPath(3);
        QCOMPARE(path.size(), 2u);
        QCOMPARE(path[0].from, list);
        QCOMPARE(path[1].from, global);
        QCOMPARE(retainers.shortestPath(6).size(), 1u);
        QVERIFY(retainers.shortestPath(global).empty());
        QVERIFY(retainers.shortestPath(0).empty());
    }

    void pathsThroughTheSameClassesAreFolded()
    {
        const Analysed a(sample());
        const Retainers retainers(a.graph, a.analysis);
        const std::vector<std::uint32_t> points{3, 4, 5, 6, list};
        QCOMPARE(heapText(retainers.folded(points), a.analysis.classes), std::string("Point x4 64\n"
                                                                                     "  [] of List x3 48\n"
                                                                                     "    list of global x3 48\n"
                                                                                     "  favourite of global x1 16\n"
                                                                                     "List x1 8\n"
                                                                                     "  list of global x1 8\n"));
        QCOMPARE(heapText(retainers.folded(points, 0), a.analysis.classes), std::string("Point x4 64\nList x1 8\n"));
    }

    void manyThroughOneTakeNoLonger()
    {
        SnapshotBuilder b;
        b.object("global", 8);
        b.edge(0, "shortcut", "global", global);
        b.node("array", "", 8);
        b.property(global, "all", list);
        std::vector<std::uint32_t> nodes;
        for (std::uint32_t i = 0; i < 100'000; ++i) {
            nodes.push_back(b.object("Point", 16));
            b.element(list, i, nodes.back());
        }
        const Analysed a(b);
        const Retainers retainers(a.graph, a.analysis);
        const auto folds = retainers.folded(nodes);
        QCOMPARE(folds.size(), 1u);
        QCOMPARE(folds[0].count, 100'000u);
        QCOMPARE(folds[0].from.size(), 1u);
        QCOMPARE(folds[0].from[0].shallowSize, 1'600'000u);
    }
};

QTEST_APPLESS_MAIN(RetainersTest)
#include "RetainersTest.moc"
