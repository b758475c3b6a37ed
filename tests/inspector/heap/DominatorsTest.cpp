#include "inspector/heap/Dominators.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

#include <random>

using namespace loopscope::heap;

namespace
{

/// Of all that is wanted of a graph here: each node's dominator, in order.
std::vector<std::uint32_t> dominators(const SnapshotBuilder& builder)
{
    const Analysed a(builder);
    std::vector<std::uint32_t> result;
    for (std::uint32_t node = 0; node < a.graph.nodeCount(); ++node)
        result.push_back(a.analysis.dominators.of(node));
    return result;
}

using Edges = std::vector<std::vector<std::uint32_t>>;

std::vector<bool> reachable(const Edges& edges, std::uint32_t without)
{
    std::vector<bool> met(edges.size());
    std::vector<std::uint32_t> todo;
    if (without != 0) {
        met[0] = true;
        todo.push_back(0);
    }
    while (!todo.empty()) {
        const std::uint32_t node = todo.back();
        todo.pop_back();
        for (const std::uint32_t to : edges[node])
            if (!met[to] && to != without) {
                met[to] = true;
                todo.push_back(to);
            }
    }
    return met;
}

/// What nothing refers to, or only weakly, counts as if the root did.
void addOrphans(Edges& edges)
{
    const std::vector<bool> alive = reachable(edges, 0xffffffffu);
    std::vector<bool> retained(edges.size());
    for (const auto& targets : edges)
        for (const std::uint32_t to : targets)
            retained[to] = true;
    for (std::uint32_t node = 1; node < edges.size(); ++node)
        if (!alive[node] && !retained[node]) edges[0].push_back(node);
}

/// A node dominates whatever cannot be reached without it. The nearest is the one that dominates the fewest.
std::vector<std::uint32_t> naiveDominators(const Edges& edges)
{
    std::vector<std::uint32_t> dominator(edges.size(), 0);
    std::vector<std::size_t> dominates(edges.size());
    std::vector<std::size_t> least(edges.size(), edges.size() + 1);
    const std::vector<bool> alive = reachable(edges, 0xffffffffu);
    for (std::uint32_t node = 0; node < edges.size(); ++node) {
        if (!alive[node]) continue;
        const std::vector<bool> met = reachable(edges, node);
        std::vector<std::uint32_t> lost;
        for (std::uint32_t one = 0; one < edges.size(); ++one)
            if (alive[one] && !met[one] && one != node) lost.push_back(one);
        for (const std::uint32_t one : lost)
            if (lost.size() < least[one]) {
                least[one] = lost.size();
                dominator[one] = node;
            }
    }
    return dominator;
}

void checkRandomGraph(std::mt19937& random, std::uint32_t nodes, std::uint32_t edgesPerNode)
{
    SnapshotBuilder b;
    Edges edges(nodes);
    std::vector<std::uint64_t> sizes(nodes, 0);
    for (std::uint32_t i = 1; i < nodes; ++i) {
        sizes[i] = random() % 100 + 1;
        b.object("x", sizes[i]);
    }
    const auto add = [&](std::uint32_t from, std::uint32_t to) {
        b.element(from, 1, to);
        if (from != to) edges[from].push_back(to);
    };
    for (std::uint32_t i = 1; i < nodes; ++i)
        add(random() % 5 ? random() % i : random() % nodes, i);
    for (std::uint32_t i = 0; i < nodes * edgesPerNode; ++i)
        add(random() % nodes, random() % nodes);
    addOrphans(edges);
    const std::vector<bool> alive = reachable(edges, 0xffffffffu);

    const Analysed a(b);
    const std::vector<std::uint32_t> expected = naiveDominators(edges);
    std::vector<std::uint64_t> retained = sizes;
    for (std::uint32_t node = 1; node < nodes; ++node) {
        if (!alive[node]) continue; // what keeps itself alive may be put anywhere
        QCOMPARE(a.analysis.dominators.of(node), expected[node]);
        for (std::uint32_t above = node; above != 0;)
            retained[above = expected[above]] += sizes[node];
    }
    for (std::uint32_t node = 1; node < nodes; ++node)
        if (alive[node]) QCOMPARE(a.analysis.retainedSizes[node], retained[node]);
    std::uint64_t total = 0;
    for (const std::uint64_t size : sizes)
        total += size;
    QCOMPARE(a.analysis.retainedSizes[0], total);
}

} // namespace

class DominatorsTest : public QObject
{
    Q_OBJECT
private slots:
    void aDiamondIsDominatedByItsTop()
    {
        SnapshotBuilder b;
        for (const char* name : {"top", "left", "right", "bottom", "below"})
            b.object(name, 8);
        b.property(0, "top", 1);
        b.property(1, "left", 2);
        b.property(1, "right", 3);
        b.property(2, "bottom", 4);
        b.property(3, "bottom", 4);
        b.property(4, "below", 5);
        b.property(5, "back", 2);
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 1, 1, 1, 4}));
        const Analysed a(b);
        QCOMPARE(a.analysis.retainedSizes[1], 40u);
        QCOMPARE(a.analysis.retainedSizes[4], 16u);
    }

    void weakEdgesAndEdgesToOneselfDoNotCount()
    {
        SnapshotBuilder b;
        for (const char* name : {"a", "b", "c"})
            b.object(name, 8);
        b.property(0, "a", 1);
        b.property(1, "b", 2);
        b.edge(0, "weak", "b", 2);
        b.property(2, "self", 2);
        b.edge(1, "weak", "c", 3);
        // c hangs on weak edges alone, so on the root.
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 1, 0}));
    }

    void shortcutsCountFromTheRootOnly()
    {
        SnapshotBuilder b;
        for (const char* name : {"a", "b", "c"})
            b.object(name, 8);
        b.edge(0, "shortcut", "a", 1);
        b.property(1, "b", 2);
        b.property(2, "c", 3);
        b.edge(1, "shortcut", "c", 3);
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 1, 2}));
    }

    void whatTheRuntimeSharesWithThePageBelongsToThePage()
    {
        SnapshotBuilder b;
        const auto roots = b.node("synthetic", "(GC roots)", 0);
        const auto global = b.object("global", 8);
        const auto mine = b.object("mine", 8);
        const auto theirs = b.object("theirs", 8);
        b.element(0, 1, roots);
        b.edge(0, "shortcut", "global", global);
        b.property(global, "mine", mine);
        b.element(roots, 1, mine);   // from the runtime into the page: does not count
        b.element(roots, 2, theirs); // within the runtime
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 0, global, roots}));
    }

    void withoutAPageAllEdgesCount()
    {
        SnapshotBuilder b;
        const auto roots = b.node("synthetic", "(GC roots)", 0);
        const auto global = b.object("global", 8);
        const auto mine = b.object("mine", 8);
        b.element(0, 1, roots);
        b.element(0, 2, global);
        b.property(global, "mine", mine);
        b.element(roots, 1, mine);
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 0, 0}));
    }

    void aWeakMapsValueBelongsToItsKey()
    {
        SnapshotBuilder b;
        const auto map = b.object("WeakMap", 8);
        const auto table = b.node("array", "", 8);
        const auto key = b.object("Key", 8);
        const auto value = b.object("Value", 8);
        b.property(0, "map", map);
        b.property(0, "key", key);
        b.edge(map, "internal", "table", table);
        const std::string rest = " / part of key (Key @7) -> value (Value @9) pair in WeakMap (table @5)";
        b.edge(table, "internal", "2" + rest, value);
        b.edge(key, "internal", "3" + rest, value);
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, map, 0, key}));
    }

    void namesThatLookLikeAWeakMapsAreNone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("no number") << " / part of key (Key @7) -> value (Value @9) pair in WeakMap (table @5)";
        QTest::newRow("more behind") << "2 / part of key (Key @7) -> value (Value @9) pair in WeakMap (table @5) ";
        QTest::newRow("no ids") << "2 / part of key (Key) -> value (Value) pair in WeakMap (table @5)";
        QTest::newRow("no table") << "2 / part of key (Key @7) -> value (Value @9) pair in WeakMap (table @)";
        QTest::newRow("another table") << "2 / part of key (Key @7) -> value (Value @9) pair in WeakMap (table @6)";
    }

    void namesThatLookLikeAWeakMapsAreNone()
    {
        QFETCH(QString, name);
        SnapshotBuilder b;
        const auto map = b.object("WeakMap", 8);
        const auto table = b.node("array", "", 8);
        const auto value = b.object("Value", 8);
        b.property(0, "map", map);
        b.edge(map, "internal", "table", table);
        b.edge(table, "internal", name.toStdString(), value);
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, map, table}));
    }

    void circlesThatNothingRefersToHangOnTheRoot()
    {
        SnapshotBuilder b;
        for (const char* name : {"a", "b", "c", "d"})
            b.object(name, 8);
        b.property(0, "a", 1);
        b.property(2, "c", 3);
        b.property(3, "b", 2);
        b.property(1, "d", 4);
        b.property(3, "d", 4); // no reason to take it away from a
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 0, 0, 1}));
    }

    void whatWeakEdgesAloneReachKeepsItsOwn()
    {
        SnapshotBuilder b;
        for (const char* name : {"a", "b", "shared"})
            b.object(name, 8);
        b.property(0, "shared", 3);
        b.edge(0, "weak", "a", 1);
        b.property(1, "b", 2);
        b.property(1, "shared", 3);
        QCOMPARE(dominators(b), (std::vector<std::uint32_t>{0, 0, 1, 0}));
    }

    void theRootNeedNotComeFirst()
    {
        SnapshotBuilder b;
        b.object("a", 8);
        b.object("root", 8);
        b.property(2, "a", 1);
        b.property(1, "first", 0);
        std::string text = b.text();
        text.insert(text.find("\"node_count\""), "\"root_index\":12,");
        const Analysed a(text);
        QCOMPARE(a.analysis.dominators.of(2), 2u);
        QCOMPARE(a.analysis.dominators.of(1), 2u);
        QCOMPARE(a.analysis.dominators.of(0), 1u);
    }

    void whatANodeDominatesIsOnePiece()
    {
        SnapshotBuilder b;
        for (const char* name : {"a", "b", "c", "d"})
            b.object(name, 8);
        b.property(0, "a", 1);
        b.property(0, "d", 4);
        b.property(1, "b", 2);
        b.property(2, "c", 3);
        const Analysed a(b);
        const auto below = a.analysis.dominators.dominated(1);
        QCOMPARE(std::vector<std::uint32_t>(below.begin(), below.end()), (std::vector<std::uint32_t>{1, 2, 3}));
        QCOMPARE(a.analysis.dominators.dominated(0).size(), 5u);
        QCOMPARE(a.analysis.dominators.dominated(4).size(), 1u);
        QCOMPARE(a.analysis.dominators.order()[0], 0u);
    }

    void aLongChainNeedsNoStack()
    {
        constexpr std::uint32_t length = 300'000;
        SnapshotBuilder b;
        for (std::uint32_t i = 0; i < length; ++i) {
            b.object("Link", 8);
            b.property(i, "next", i + 1);
        }
        const Analysed a(b);
        QCOMPARE(a.analysis.dominators.of(length), length - 1);
        QCOMPARE(a.analysis.retainedSizes[1], 8u * length);
        QCOMPARE(a.analysis.retainedSizes[length], 8u);
        QCOMPARE(a.analysis.distances[length], length);
    }

    void randomGraphsAsTheSlowWayHasIt()
    {
        std::mt19937 random(7);
        for (int i = 0; i < 300; ++i)
            checkRandomGraph(random, random() % 60 + 2, random() % 4);
        for (int i = 0; i < 5; ++i)
            checkRandomGraph(random, 400, 1);
    }
};

QTEST_APPLESS_MAIN(DominatorsTest)
#include "DominatorsTest.moc"
