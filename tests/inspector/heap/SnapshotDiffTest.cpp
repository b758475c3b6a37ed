#include "inspector/heap/SnapshotDiff.h"
#include "inspector/heap/HeapText.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

using namespace loopscope::heap;

namespace
{

struct Object {
    const char* name;
    std::uint32_t id;
    std::uint64_t size;
};

SnapshotBuilder heap(std::initializer_list<Object> objects)
{
    SnapshotBuilder b;
    for (const Object& object : objects) {
        const auto node = b.object(object.name, object.size);
        b.setId(node, object.id);
        b.element(0, node, node);
    }
    return b;
}

} // namespace

class SnapshotDiffTest : public QObject
{
    Q_OBJECT
private slots:
    void saysWhatCameAndWhatWent()
    {
        const Analysed before(heap({{"A", 11, 8}, {"A", 13, 8}, {"B", 15, 100}, {"C", 17, 1}, {"D", 19, 5}}));
        const Analysed after(
            heap({{"A", 21, 10}, {"A", 13, 9}, {"A", 12, 10}, {"C", 17, 1}, {"E", 23, 0}, {"F", 19, 5}}));
        const auto rows = snapshotDiff(before.graph, before.analysis, after.graph, after.analysis);
        QCOMPARE(heapText(rows), std::string("A: +2 -1, +20 -8\n"
                                             "F: +1 -0, +5 -0\n"
                                             "D: +0 -1, +0 -5\n"
                                             "B: +0 -1, +0 -100\n"));
        QCOMPARE(rows[0].added, (std::vector<std::uint32_t>{3, 1})); // by id
        QCOMPARE(rows[0].deleted, (std::vector<std::uint32_t>{1}));
        QCOMPARE(rows[0].countDelta(), 1);
        QCOMPARE(rows[3].sizeDelta(), -100);
    }

    void theSameHeapDoesNotDiffer()
    {
        const Analysed a(heap({{"A", 11, 8}, {"B", 13, 8}}));
        QVERIFY(snapshotDiff(a.graph, a.analysis, a.graph, a.analysis).empty());
    }

    void classesOfTheSameNameButAnotherPlaceAreOthers()
    {
        SnapshotBuilder one = heap({{"A", 11, 8}});
        SnapshotBuilder two = heap({{"A", 11, 8}});
        one.location(1, 5, 1, 1);
        two.location(1, 5, 2, 1);
        const Analysed before(one);
        const Analysed after(two);
        QCOMPARE(heapText(snapshotDiff(before.graph, before.analysis, after.graph, after.analysis)),
                 std::string("A (5:2:1): +1 -0, +8 -0\nA (5:1:1): +0 -1, +0 -8\n"));
    }
};

QTEST_APPLESS_MAIN(SnapshotDiffTest)
#include "SnapshotDiffTest.moc"
