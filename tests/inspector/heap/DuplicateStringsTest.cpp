#include "inspector/heap/DuplicateStrings.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

using namespace loopscope::heap;

namespace
{

std::uint32_t add(SnapshotBuilder& b, const std::string& type, const std::string& name, std::uint64_t size)
{
    const auto node = b.node(type, name, size);
    b.element(0, node, node);
    return node;
}

std::uint32_t concatenated(SnapshotBuilder& b, std::uint32_t first, std::uint32_t second)
{
    const auto node = add(b, "concatenated string", "(concatenated string)", 32);
    b.edge(node, "internal", "first", first);
    b.edge(node, "internal", "second", second);
    return node;
}

/// What V8 writes about a string that it cut.
void cut(SnapshotBuilder& b, std::uint32_t node, const std::string& length, const std::string& hash)
{
    const auto say = [&](const std::string& name, const std::string& type, const std::string& value) {
        const auto number = b.node("number", type, 0);
        b.edge(node, "internal", name, number);
        b.edge(number, "internal", "value", b.node("string", value, 0));
    };
    say("truncated", "bool", "true");
    say("length", "int", length);
    say("hash", "int", hash);
}

} // namespace

class DuplicateStringsTest : public QObject
{
    Q_OBJECT
private slots:
    void findsEqualContents()
    {
        SnapshotBuilder b;
        const auto a1 = add(b, "string", "a\\n", 16);
        const auto a2 = add(b, "string", "a\\n", 16);
        add(b, "string", "b", 1000);
        add(b, "object", "a\\n", 16);
        add(b, "string", "zero", 0);
        add(b, "string", "zero", 0);
        const Analysed x(b);
        const auto groups = duplicateStrings(x.graph, x.analysis);
        QCOMPARE(groups.size(), 1u);
        QCOMPARE(groups[0].text, std::string("a\n"));
        QCOMPARE(groups[0].nodes, (std::vector<std::uint32_t>{a1, a2}));
        QCOMPARE(groups[0].shallowSize, 32u);
        QCOMPARE(groups[0].waste(), 16u);
    }

    void concatenatedOnesCountWithTheirContent()
    {
        SnapshotBuilder b;
        const auto one = add(b, "string", "one", 16);
        const auto two = add(b, "string", "two", 16);
        const auto both = concatenated(b, one, two);
        const auto twice = concatenated(b, both, both);
        const auto whole = add(b, "string", "onetwo", 16);
        const auto empty = add(b, "string", "", 16);
        const auto flat = concatenated(b, whole, empty);
        const Analysed x(b);
        QCOMPARE(rawStringContent(x.graph, twice), std::string("onetwoonetwo"));
        const auto groups = duplicateStrings(x.graph, x.analysis);
        QCOMPARE(groups.size(), 1u);
        QCOMPARE(groups[0].nodes, (std::vector<std::uint32_t>{both, whole}));
        QVERIFY(std::find(groups[0].nodes.begin(), groups[0].nodes.end(), flat) == groups[0].nodes.end());
    }

    void cutOnesMustAgreeInLengthAndHash()
    {
        SnapshotBuilder b;
        std::vector<std::uint32_t> nodes;
        for (int i = 0; i < 4; ++i)
            nodes.push_back(add(b, "string", "beginning", 100));
        cut(b, nodes[0], "2000", "5");
        cut(b, nodes[1], "2000", "6");
        cut(b, nodes[2], "2000", "5");
        cut(b, nodes[3], "3000", "5");
        const Analysed x(b);
        const auto groups = duplicateStrings(x.graph, x.analysis);
        QCOMPARE(groups.size(), 1u);
        QVERIFY(groups[0].truncated);
        QCOMPARE(groups[0].nodes, (std::vector<std::uint32_t>{nodes[0], nodes[2]}));
    }

    void circlesEnd()
    {
        SnapshotBuilder b;
        const auto node = add(b, "concatenated string", "(concatenated string)", 32);
        b.edge(node, "internal", "first", node);
        b.edge(node, "internal", "second", node);
        const Analysed x(b);
        QCOMPARE(rawStringContent(x.graph, node), std::string());
    }
};

QTEST_APPLESS_MAIN(DuplicateStringsTest)
#include "DuplicateStringsTest.moc"
