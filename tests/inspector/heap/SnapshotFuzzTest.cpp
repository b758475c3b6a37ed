#include "inspector/heap/DuplicateStrings.h"
#include "inspector/heap/HeapStatistics.h"
#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/Retainers.h"
#include "inspector/heap/SnapshotReader.h"
#include "inspector/heap/StreamedText.h"
#include "tests/inspector/heap/SnapshotBuilder.h"

#include <QProcess>
#include <QTemporaryDir>

#include <random>

using namespace loopscope::heap;

namespace
{

const char* const program = "globalThis.kept = Array.from({ length: 30 }, (_, i) => ({ i, text: `text ${i}` }));\n"
                            "require('v8').writeHeapSnapshot(process.argv[1]);\n";

/// One change as bad disks, bad networks and bad people make them.
void damage(std::string& text, std::mt19937& random)
{
    const auto below = [&](std::size_t end) { return end == 0 ? 0 : random() % end; };
    const std::size_t at = below(text.size());
    static const char* const pieces[] = {"[", "]", "{", "}", ",", "\"", ":", "-1", "99999999999999999999", "4294967295", "\\", "null", "1e9", "\0", "\xff\xfe", "[]", "\"\""};
    switch (below(8)) {
    case 0: text[at] = static_cast<char>(random()); break;
    case 1: text.resize(at); break;
    case 2: text.erase(at, below(64)); break;
    case 3: text.insert(at, pieces[below(std::size(pieces))]); break;
    case 4: text.insert(at, text.substr(below(text.size()), below(200))); break;
    case 5: text.replace(at, std::min<std::size_t>(below(40), text.size() - at), std::string(below(40), '9')); break;
    case 6:
        // A number becomes another, which leads elsewhere.
        for (std::size_t i = at; i < text.size() && i < at + 200; ++i)
            if (text[i] >= '0' && text[i] <= '9') {
                text[i] = static_cast<char>('0' + below(10));
                break;
            }
        break;
    default: std::swap(text[at], text[below(text.size())]); break;
    }
}

} // namespace

/// Damaged snapshots: whatever they say, reading them ends with a graph that can be looked at, or with a sentence and a byte of the file.
class SnapshotFuzzTest : public QObject
{
    Q_OBJECT
private slots:
    void smallOnesOfOurs()
    {
        attack(sample(), 6000, 7);
    }

    void oneOfNode()
    {
        const QString node = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node";
        if (!QFile::exists(node)) QSKIP("Node has not been built");
        const QTemporaryDir folder;
        const QString path = folder.filePath("a.heapsnapshot");
        QCOMPARE(QProcess::execute(node, {"-e", program, "--", path}), 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        attack(file.readAll().toStdString(), 60, 11);
    }

private:
    static std::string sample()
    {
        SnapshotBuilder builder;
        const std::uint32_t global = builder.object("global", 40);
        builder.edge(0, "shortcut", "global", global);
        std::uint32_t last = global;
        for (int i = 0; i < 12; ++i) {
            const std::uint32_t object = builder.object(i % 2 ? "Point" : "Object", 24);
            const std::uint32_t text = builder.node("string", "text " + std::to_string(i % 3), 32);
            const std::uint32_t function = builder.node("closure", "f", 64);
            builder.property(last, "next", object);
            builder.property(object, "text", text);
            builder.edge(object, "context", "f", function);
            builder.edge(function, "weak", "0", global);
            builder.element(global, static_cast<std::uint32_t>(i), object);
            builder.location(function, 3, i, 7);
            last = object;
        }
        return builder.text();
    }

    /// LOOPSCOPE_FUZZ_ROUNDS and LOOPSCOPE_FUZZ_SEED ask for more, by hand.
    void attack(const std::string& whole, int rounds, unsigned seed)
    {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("LOOPSCOPE_FUZZ_ROUNDS", &given);
        if (given) rounds = wanted;
        const unsigned first = qEnvironmentVariableIsSet("LOOPSCOPE_FUZZ_SEED") ? qEnvironmentVariable("LOOPSCOPE_FUZZ_SEED").toUInt() : seed;
        int refused = 0;
        for (int round = 0; round < rounds; ++round) {
            std::mt19937 random(first + static_cast<unsigned>(round));
            std::string text = whole;
            const auto changes = 1 + random() % 3;
            for (unsigned i = 0; i < changes && !text.empty(); ++i)
                damage(text, random);
            StreamedText streamed(text.size() + 1);
            streamed.append(text);
            streamed.finish();
            SnapshotReader reader;
            reader.memoryLimit = std::uint64_t(1) << 30;
            reader.threads = 1 + round % 2;
            auto read = reader.read(streamed);
            if (const auto* error = std::get_if<SnapshotError>(&read)) {
                ++refused;
                QVERIFY2(!error->text.empty() && error->offset <= text.size() + 1, qPrintable(QString("seed %1: %2").arg(first + static_cast<unsigned>(round)).arg(QString::fromStdString(error->text))));
                continue;
            }
            look(std::get<HeapGraph>(read));
        }
        QVERIFY2(refused > rounds / 10 && refused < rounds, qPrintable(QString("%1 of %2 were refused").arg(refused).arg(rounds)));
    }

    /// Everything that a view does.
    static void look(const HeapGraph& graph)
    {
        if (graph.nodeCount() == 0) return;
        auto made = HeapAnalysis::of(graph, 1);
        const auto* analysis = std::get_if<HeapAnalysis>(&made);
        if (!analysis) return;
        const Retainers retainers(graph, *analysis);
        for (std::uint32_t node = 0; node < graph.nodeCount(); node += 1 + graph.nodeCount() / 50)
            QVERIFY(retainers.shortestPath(node).size() <= graph.nodeCount());
        duplicateStrings(graph, *analysis);
        HeapStatistics::of(graph, *analysis);
    }
};

QTEST_GUILESS_MAIN(SnapshotFuzzTest)
#include "SnapshotFuzzTest.moc"
