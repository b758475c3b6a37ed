#include "inspector/heap/HeapText.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

using namespace loopscope::heap;

namespace
{

std::string nodesOf(const SnapshotBuilder& builder)
{
    const Analysed a(builder);
    return heapText(a.graph, a.analysis);
}

std::string classesOf(const SnapshotBuilder& builder)
{
    return heapText(Analysed(builder).analysis);
}

/// A global object from which all else is to be reached.
SnapshotBuilder withGlobal()
{
    SnapshotBuilder b;
    b.object("global", 8);
    b.edge(0, "shortcut", "global", 1);
    return b;
}
constexpr std::uint32_t global = 1;

} // namespace

class HeapAnalysisTest : public QObject
{
    Q_OBJECT
private slots:
    void aSmallHeapAsText()
    {
        SnapshotBuilder b;
        const auto roots = b.node("synthetic", "(GC roots)", 0);
        const auto globalObject = b.object("global", 40);
        const auto list = b.object("Array", 16);
        const auto store = b.node("array", "", 80);
        const auto one = b.object("Point", 24);
        const auto two = b.object("Point", 24);
        const auto map = b.node("hidden", "system / Map", 40);
        b.element(0, 1, roots);
        b.edge(0, "shortcut", "global", globalObject);
        b.property(globalObject, "list", list);
        b.edge(list, "internal", "elements", store);
        b.element(store, 0, one);
        b.element(store, 1, two);
        b.property(one, "next", two);
        b.edge(one, "internal", "map", map);
        b.edge(two, "internal", "map", map);
        b.element(roots, 1, map);
        b.location(one, 7, 1, 2);
        b.location(two, 7, 1, 2);
        QCOMPARE(nodesOf(b), std::string(R"(@1 (synthetic): shallow 0 retained 224 distance system+0 dominator @1
@3 (synthetic): shallow 0 retained 0 distance system+1 dominator @1
@5 global: shallow 40 retained 224 distance 1 dominator @1
@7 Array: shallow 96 retained 184 distance 2 dominator @5
@9 (array): shallow 0 retained 88 distance 3 dominator @7
@11 Point (7:1:2): shallow 24 retained 24 distance 4 dominator @9
@13 Point (7:1:2): shallow 24 retained 24 distance 4 dominator @9
@15 (system): shallow 40 retained 40 distance 5 dominator @9
)"));
        QCOMPARE(classesOf(b), std::string(R"(global x1: shallow 40 retained 224 distance 1
Array x1: shallow 96 retained 184 distance 2
Point (7:1:2) x2: shallow 48 retained 48 distance 4
(system) x1: shallow 40 retained 40 distance 5
)"));
    }

    void oneThreadFindsTheSame()
    {
        SnapshotBuilder b = withGlobal();
        for (std::uint32_t i = 2; i < 500; ++i) {
            b.object("C" + std::to_string(i % 7), i % 5 * 8);
            b.property(i * 37 % i, "p", i);
            b.element(i, 1, i * 31 % (i - 1));
        }
        const Analysed one(b.text(), 1);
        const Analysed two(b.text(), 2);
        QCOMPARE(heapText(one.graph, one.analysis), heapText(two.graph, two.analysis));
        QCOMPARE(heapText(one.analysis), heapText(two.analysis));
    }

    void arraysGiveTheirSizeToTheirOnlyOwner()
    {
        SnapshotBuilder b = withGlobal();
        const auto a = b.object("A", 8);
        const auto c = b.object("C", 8);
        const auto mine = b.node("array", "", 100);
        const auto deep = b.node("hidden", "system / x", 30);
        const auto shared = b.node("array", "", 200);
        const auto underShared = b.node("array", "", 50);
        const auto weak = b.node("array", "", 70);
        const auto external = b.node("native", "system / ExternalStringData", 11);
        const auto native = b.node("native", "Thing", 13);
        b.property(global, "a", a);
        b.property(global, "c", c);
        b.edge(a, "internal", "elements", mine);
        b.edge(mine, "internal", "deep", deep);
        b.edge(a, "internal", "shared", shared);
        b.edge(c, "internal", "shared", shared);
        b.element(shared, 0, underShared);
        b.edge(a, "weak", "weak", weak);
        b.edge(c, "internal", "external", external);
        b.edge(c, "internal", "native", native);
        const Analysed x(b);
        const auto& sizes = x.analysis.shallowSizes;
        QCOMPARE(sizes[a], 8u + 100 + 30);
        QCOMPARE(sizes[mine] + sizes[deep], 0u);
        QCOMPARE(sizes[c], 8u + 11);
        QCOMPARE(sizes[external], 0u);
        QCOMPARE(sizes[native], 13u);
        QCOMPARE(sizes[shared], 200u);
        QCOMPARE(sizes[underShared], 50u);
        QCOMPARE(sizes[weak], 70u);
    }

    void withoutUserRootsNothingIsMoved()
    {
        SnapshotBuilder b;
        const auto roots = b.node("synthetic", "(GC roots)", 0);
        const auto one = b.object("A", 8);
        const auto store = b.node("array", "", 100);
        b.element(0, 1, roots);
        b.element(roots, 1, one);
        b.edge(one, "internal", "elements", store);
        const Analysed x(b);
        QCOMPARE(x.analysis.shallowSizes[store], 100u);
        QCOMPARE(x.analysis.distances[0], 0u);
        QCOMPARE(x.analysis.distances[one], 2u);
    }

    void distancesCountFromTheUsersRoots()
    {
        SnapshotBuilder b = withGlobal();
        const auto roots = b.node("synthetic", "(GC roots)", 0);
        const auto internal = b.node("hidden", "system / x", 8);
        const auto near = b.object("A", 8);
        const auto weak = b.object("B", 8);
        b.element(0, 1, roots);
        b.element(roots, 1, internal);
        b.element(internal, 1, near);
        b.property(global, "near", near);
        b.edge(global, "weak", "weak", weak);
        const Analysed x(b);
        const auto& distances = x.analysis.distances;
        QCOMPARE(distances[global], 1u);
        QCOMPARE(distances[near], 2u);
        QCOMPARE(distances[0], Distances::system);
        QCOMPARE(distances[internal], Distances::system + 2);
        QCOMPARE(distances[weak], Distances::none);
    }

    void someOfV8sOwnEdgesAreNoWay()
    {
        SnapshotBuilder b = withGlobal();
        const auto context = b.node("hidden", "system / NativeContext", 8);
        const auto sloppy = b.node("hidden", "system / Map", 8);
        const auto descriptors = b.node("array", "(map descriptors)", 8);
        b.edge(global, "internal", "context", context);
        b.edge(context, "internal", "sloppy_function_map", sloppy);
        b.edge(global, "internal", "descriptors", descriptors);
        std::vector<std::uint32_t> values;
        for (std::uint32_t i = 0; i < 8; ++i) {
            values.push_back(b.object("V", 8));
            if (i % 2)
                b.element(descriptors, i, values.back(), "hidden");
            else
                b.edge(descriptors, "internal", std::to_string(i), values.back());
        }
        const Analysed x(b);
        QCOMPARE(x.analysis.distances[sloppy], Distances::none);
        for (std::uint32_t i = 0; i < 8; ++i)
            QCOMPARE(x.analysis.distances[values[i]], i == 4 || i == 7 ? Distances::none : 3u);
    }

    void aWeakMapsValueIsAsFarAsTheFartherOfTableAndKey()
    {
        SnapshotBuilder b = withGlobal();
        const auto table = b.node("array", "", 8);
        const auto between = b.object("A", 8);
        const auto key = b.object("Key", 8);
        const auto value = b.object("Value", 8);
        b.edge(global, "internal", "table", table);
        b.property(global, "between", between);
        b.property(between, "key", key);
        const std::string rest = " / part of key (Key @9) -> value (Value @11) pair in WeakMap (table @5)";
        b.edge(table, "internal", "2" + rest, value);
        b.edge(key, "internal", "3" + rest, value);
        QCOMPARE(Analysed(b).analysis.distances[value], 4u);
    }

    void classesGoByNameByPlaceOrByType()
    {
        SnapshotBuilder b = withGlobal();
        const auto add = [&](const std::string& type, const std::string& name, std::uint64_t size) {
            const auto node = b.node(type, name, size);
            b.element(global, node, node);
            return node;
        };
        b.location(add("object", "Point", 1), 7, 1, 2);
        b.location(add("object", "Point", 2), 7, 1, 2);
        b.location(add("object", "Point", 4), 7, 9, 2);
        b.location(add("closure", "f", 3), 7, 1, 2);
        add("object", "Function", 5);
        add("native", "<div id=\\\"a\\\">", 6);
        add("native", "<div>", 7);
        add("native", "Detached <p class=\\\"a\\\">", 8);
        add("regexp", "x+", 9);
        add("code", "g", 10);
        add("string", "text", 11);
        add("from the future", "y", 12);
        add("object", "Empty", 0);
        QCOMPARE(classesOf(b), std::string(R"(global x1: shallow 8 retained 86 distance 1
<div> x2: shallow 13 retained 13 distance 2
(from the future) x1: shallow 12 retained 12 distance 2
(string) x1: shallow 11 retained 11 distance 2
(compiled code) x1: shallow 10 retained 10 distance 2
RegExp x1: shallow 9 retained 9 distance 2
Detached <p> x1: shallow 8 retained 8 distance 2
Function x2: shallow 8 retained 8 distance 2
Point (7:9:2) x1: shallow 4 retained 4 distance 2
Point (7:1:2) x2: shallow 3 retained 3 distance 2
)"));
    }

    void plainObjectsGoByTheirProperties()
    {
        SnapshotBuilder b = withGlobal();
        const auto value = b.node("string", "v", 1);
        b.property(global, "value", value);
        const auto add = [&](std::initializer_list<const char*> names) {
            const auto node = b.object("Object", 10);
            b.element(global, node, node);
            b.edge(node, "internal", "map", value);
            b.property(node, "__proto__", value);
            for (const char* name : names)
                b.property(node, name, value);
        };
        for (int i = 0; i < 3; ++i)
            add({"a", "b"});
        for (int i = 0; i < 2; ++i)
            add({"b", "a"}); // the same properties: goes with the most frequent order
        for (int i = 0; i < 2; ++i)
            add({"a", "b", "c"});  // the longer fits better
        add({"c", "x", "b", "a"}); // alone, but has all of the longest
        add({"only"});
        add({});
        for (int i = 0; i < 2; ++i)
            add({"d,e", "f\\\"", "gr\\u00fcn"});
        QCOMPARE(classesOf(b), std::string("global x1: shallow 8 retained 129 distance 1\n"
                                           "{a, b} x5: shallow 50 retained 50 distance 2\n"
                                           "{a, b, c} x3: shallow 30 retained 30 distance 2\n"
                                           "Object x2: shallow 20 retained 20 distance 2\n"
                                           "{\"d,e\", \"f\\\"\", grün} x2: shallow 20 retained 20 distance 2\n"
                                           "(string) x1: shallow 1 retained 1 distance 2\n"));
    }

    void longListsOfPropertiesAreCut()
    {
        SnapshotBuilder b = withGlobal();
        const auto value = b.node("string", "v", 1);
        for (int i = 0; i < 2; ++i) {
            const auto node = b.object("Object", 10);
            b.element(global, node, node);
            for (char c = 'a'; c <= 'z'; ++c)
                b.property(node, std::string(9, c), value);
        }
        const std::string text = classesOf(b);
        const std::string name = text.substr(text.find('{'), text.find('}') - text.find('{') + 1);
        QVERIFY(name.ends_with(", kkkkkkkkk}"));
        QCOMPARE(name.size(), 1u + 11 * 9 + 10 * 2 + 1);
    }

    void aClassRetainsWhatItsOutermostObjectsRetain()
    {
        SnapshotBuilder b = withGlobal();
        for (int i = 0; i < 4; ++i)
            b.object(i == 1 ? "Other" : "Tree", 10);
        b.property(global, "tree", 2);
        b.property(2, "other", 3);
        b.property(3, "tree", 4);
        b.property(global, "second", 5);
        QCOMPARE(classesOf(b), std::string(R"(global x1: shallow 8 retained 48 distance 1
Tree x3: shallow 30 retained 40 distance 2
Other x1: shallow 10 retained 20 distance 3
)"));
    }

    void whatIsDetachedPassesItOn()
    {
        SnapshotBuilder b = withGlobal();
        const auto attached = b.node("native", "<body>", 1, 1);
        const auto child = b.node("native", "<p>", 2);
        const auto detached = b.node("native", "<ul class=\\\"x\\\">", 4, 2);
        const auto item = b.node("native", "<li>", 8);
        const auto script = b.object("Handler", 16);
        const auto behind = b.node("native", "<i>", 32);
        b.property(global, "attached", attached);
        b.element(attached, 1, child);
        b.property(global, "detached", detached);
        b.element(detached, 1, item);
        b.element(detached, 2, child); // attached already
        b.element(detached, 3, script);
        b.element(script, 1, behind); // not through JavaScript
        b.edge(detached, "weak", "weak", behind);
        const Analysed x(b);
        QVERIFY(x.analysis.detached[attached] == Detachedness::Attached);
        QVERIFY(x.analysis.detached[child] == Detachedness::Attached);
        QVERIFY(x.analysis.detached[item] == Detachedness::Detached);
        QVERIFY(x.analysis.detached[behind] == Detachedness::Unknown);
        const std::string text = heapText(x.analysis);
        for (const char* row : {"Detached <ul> x1", "Detached <li> x1", "\n<p> x1", "\n<i> x1", "\n<body> x1"})
            QVERIFY2(('\n' + text).find(row) != std::string::npos, row);
    }

    void oldV8sSayItInTheName()
    {
        SnapshotBuilder b = withGlobal();
        b.detachedness = false;
        const auto node = b.node("native", "Detached Window", 8);
        b.property(global, "w", node);
        QVERIFY(Analysed(b).analysis.detached[node] == Detachedness::Detached);
        QVERIFY(Analysed(withGlobal()).analysis.detached.empty());
    }
};

QTEST_APPLESS_MAIN(HeapAnalysisTest)
#include "HeapAnalysisTest.moc"
