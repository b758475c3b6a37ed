#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/AsyncTree.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace loopscope;

using Ids = std::vector<std::uint64_t>;
using Row = AsyncRuns::Row;
constexpr Row kNone = AsyncRuns::kNone;

class AsyncTreeTest : public QObject
{
    Q_OBJECT

    /// The tree of the newest run of `id`.
    struct Made {
        AsyncRuns runs;
        AsyncTree tree;
        explicit Made(const RecordingBuilder& rec, std::uint64_t id, std::uint16_t thread = 0, const AsyncLimits& limits = {}) : runs(*rec.recording())
        {
            runs.extend();
            const Row row = runs.find(id, ~std::uint64_t{0}, thread);
            tree = asyncTree(runs, row == kNone ? std::vector<Row>() : std::vector{row}, limits, rec.recording()->duration());
        }
    };
    static Ids childrenOf(const AsyncTree& tree, std::uint64_t id)
    {
        Ids ids;
        for (const AsyncNode& node : tree.nodes)
            if (node.parent >= 0 && tree.nodes[static_cast<std::size_t>(node.parent)].id == id) ids.push_back(node.id);
        return ids;
    }
    static const AsyncNode& nodeOf(const AsyncTree& tree, std::uint64_t id)
    {
        const auto at = std::ranges::find(tree.nodes, id, &AsyncNode::id);
        Q_ASSERT(at != tree.nodes.end());
        return *at;
    }
    static Ids path(const AsyncTree& tree)
    {
        Ids ids;
        for (const int i : tree.path) ids.push_back(tree.nodes[static_cast<std::size_t>(i)].id);
        return ids;
    }

private slots:
    void aTimerThatSchedulesATickAndAnImmediate()
    {
        RecordingBuilder rec;
        rec.step(0).phase(Phase::Main).at(10).enqueue(1, Queue::Timers, "Timeout", "a.js:1:1", 1).endPhase(Phase::Main);
        rec.at(100).begin(1, Queue::Timers, "Timeout").at(120).enqueue(2, Queue::NextTick, "TickObject").at(130).enqueue(3, Queue::Check, "Immediate");
        rec.at(140).end(1, Queue::Timers).at(150).begin(2, Queue::NextTick, "TickObject").at(170).end(2, Queue::NextTick);
        rec.at(300).begin(3, Queue::Check, "Immediate").at(350).end(3, Queue::Check);
        const Made m(rec, 1);
        QCOMPARE(childrenOf(m.tree, 1), (Ids{2, 3}));
        QCOMPARE(nodeOf(m.tree, 1).waited(), 90u);
        QCOMPARE(nodeOf(m.tree, 1).running(), 40u);
        QCOMPARE(nodeOf(m.tree, 3).waited(), 170u);
        QCOMPARE(path(m.tree), (Ids{1, 3}));
        QCOMPARE(m.tree.pathTotal, 250u);
        QCOMPARE(m.tree.pathRunning, 90u);
        QCOMPARE(m.tree.pathWaiting(), 160u);
        QCOMPARE(m.tree.callbacks, 3);
        const auto chain = m.runs.chain(m.runs.find(3, ~0ull));
        QCOMPARE(chain.size(), 3u);
        QVERIFY(m.runs.at(chain.back()).has(AsyncRuns::MainScript));
    }

    void anIntervalIsOneNodeARunBesideOneAnother()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").enqueue(2, Queue::Timers, "Interval", {}, 5, RecordFlag::Repeat).end(1, Queue::Check);
        for (std::uint64_t i = 0; i < 70; ++i)
            rec.begin(2, Queue::Timers, "Interval").enqueue(100 + i, Queue::NextTick, "TickObject").enqueue(2, Queue::Timers, "Interval", {}, 5, RecordFlag::Repeat)
                .end(2, Queue::Timers).begin(100 + i, Queue::NextTick, "TickObject").end(100 + i, Queue::NextTick);
        rec.cancel(2, Queue::Timers);
        const Made m(rec, 1);
        QCOMPARE(m.tree.nodes[0].children, 50);
        QCOMPARE(m.tree.nodes[0].folded, 21u); // 70 runs and the arming that was cancelled
        for (int i = 1; i <= 50; ++i) QCOMPARE(m.tree.nodes[static_cast<std::size_t>(i)].children, 1);
        AsyncLimits limits;
        limits.opened[m.tree.nodes[0].run] = 1000;
        const Made all(rec, 1, 0, limits);
        QCOMPARE(all.tree.nodes[0].children, 71);
        QVERIFY(all.tree.nodes[71].has(AsyncRuns::Cancelled));
        QVERIFY(!all.tree.nodes[71].ran());
        const Row third = all.tree.nodes[3].run;
        QCOMPARE(m.runs.find(2, all.tree.nodes[3].facts.begin + 1ull), all.tree.nodes[4].run == third ? third : m.runs.find(2, all.tree.nodes[3].facts.begin + 1ull));
    }

    void anAwaitHangsOnWhatSettledItsPromise()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Poll, "FSREQCALLBACK").promise(50, PromiseState::Fulfilled).enqueue(2, Queue::Microtask, "await").end(1, Queue::Poll);
        rec.begin(2, Queue::Microtask, "await", "f@a.js:1:1").enqueue(3, Queue::Microtask, "await").end(2, Queue::Microtask);
        rec.begin(3, Queue::Microtask, "await", "g@a.js:2:1").enqueue(4, Queue::Microtask, "reaction").end(3, Queue::Microtask);
        rec.begin(4, Queue::Microtask, "reaction").end(4, Queue::Microtask);
        const Made m(rec, 1);
        QCOMPARE(path(m.tree), (Ids{1, 2, 3, 4}));
        QCOMPARE(m.tree.deepest, 3);
    }

    void anOperationWaitsFromItsStart()
    {
        RecordingBuilder rec;
        rec.step(0).at(10).enqueue(1, Queue::Check, "Immediate").at(20).begin(1, Queue::Check, "Immediate");
        rec.at(30).op(5, OpState::Start, "fs.readFile").op(5, OpState::Queued, "fs.readFile").op(6, OpState::Start, "tcp.connect").at(40).end(1, Queue::Check);
        rec.pool(1).at(50).op(5, OpState::Running, "fs.readFile", 1).at(80).op(5, OpState::Done, "fs.readFile", 1).loop();
        rec.at(100).enqueue(5, Queue::Poll, "FSREQCALLBACK").at(110).begin(5, Queue::Poll, "FSREQCALLBACK", "onData@a.js:3:3");
        rec.at(115).enqueue(7, Queue::NextTick, "TickObject").at(130).end(5, Queue::Poll).at(140).op(6, OpState::Done, "tcp.connect");
        const Made m(rec, 1);
        QCOMPARE(childrenOf(m.tree, 1), (Ids{5, 6}));
        const AsyncNode& read = nodeOf(m.tree, 5);
        QVERIFY(read.has(AsyncRuns::Operation));
        QCOMPARE(read.waited(), 80u);
        QCOMPARE(read.running(), 20u);
        QCOMPARE(rec.recording()->at(read.facts.handed).time, 100u);
        QCOMPARE(childrenOf(m.tree, 5), Ids{7});
        QVERIFY(nodeOf(m.tree, 7).facts.waits());
        QVERIFY(!nodeOf(m.tree, 6).ran()); // done, and nothing was called
        QCOMPARE(nodeOf(m.tree, 6).waited(), 110u);
        QCOMPARE(path(m.tree), (Ids{1, 5}));
    }

    void aSocketRunsOftenUnderOneId()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 0; i < 3; ++i)
            rec.enqueue(8, Queue::Poll, "TCPWRAP").begin(8, Queue::Poll, "TCPWRAP").enqueue(20 + i, Queue::NextTick, "TickObject").end(8, Queue::Poll);
        const Made m(rec, 8);
        QCOMPARE(childrenOf(m.tree, 8), Ids{22});
        QCOMPARE(m.runs.at(m.tree.nodes[0].run).parent, kNone);
    }

    void nestedCallbacksCountOnceOnThePath()
    {
        RecordingBuilder rec;
        rec.step(0).at(10).begin(1, Queue::Poll, "TCPWRAP").at(20).enqueue(2, Queue::Poll, "HTTPINCOMINGMESSAGE").begin(2, Queue::Poll, "HTTPINCOMINGMESSAGE");
        rec.at(30).enqueue(3, Queue::NextTick, "TickObject").at(40).end(2, Queue::Poll).at(60).end(1, Queue::Poll);
        rec.at(70).begin(3, Queue::NextTick, "TickObject").at(75).end(3, Queue::NextTick);
        const Made m(rec, 1);
        QCOMPARE(path(m.tree), (Ids{1, 2, 3}));
        QCOMPARE(m.tree.pathTotal, 65u);
        QCOMPARE(m.tree.pathRunning, 55u);
    }

    void loopsHaveIdsOfTheirOwn()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).enqueue(2, Queue::Check, "Immediate");
        rec.worker(1).phase(Phase::Main).enqueue(2, Queue::Check, "Immediate").endPhase(Phase::Main).begin(2, Queue::Check, "Immediate").enqueue(9, Queue::NextTick, "TickObject");
        rec.loop().enqueue(3, Queue::Check, "Immediate").endPhase(Phase::Main).begin(2, Queue::Check, "Immediate").end(2, Queue::Check);
        const Made main(rec, 2), worker(rec, 2, 1);
        QCOMPARE(childrenOf(main.tree, 2), Ids{});
        QCOMPARE(childrenOf(worker.tree, 2), Ids{9});
        const Row script = main.runs.chain(main.tree.nodes[0].run).back();
        QCOMPARE(main.runs.at(script).children, 2u);
        QCOMPARE(main.runs.at(script).thread, 0);
    }

    void unknownIdsAndLostRecords()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").lost(500).end(77, Queue::Check).cancel(78, Queue::Timers).op(79, OpState::Done, "fs.stat");
        rec.begin(2, Queue::Check, "Immediate").enqueue(3, Queue::NextTick, "TickObject"); // the end of 1 was lost
        QVERIFY(Made(rec, 99).tree.nodes.empty());
        const Made one(rec, 1), two(rec, 2);
        QVERIFY(one.tree.nodes[0].has(AsyncRuns::Mended));
        QCOMPARE(one.tree.nodes[0].children, 0);
        QVERIFY(two.tree.nodes[0].runs());
        QCOMPARE(two.tree.nodes[0].endedAt, rec.recording()->duration());
        QCOMPARE(childrenOf(two.tree, 2), Ids{3});
        QVERIFY(asyncTree(one.runs, {}, {}, 0).path.empty());
    }

    void nodesOwnAreLeftOutUnlessTheyLeadOn()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").enqueue(2, Queue::NextTick, "TickObject", {}, 0, RecordFlag::Internal);
        rec.enqueue(3, Queue::NextTick, "TickObject", {}, 0, RecordFlag::Internal).end(1, Queue::Check);
        rec.begin(2, Queue::NextTick, "TickObject", {}, RecordFlag::Internal).end(2, Queue::NextTick);
        rec.begin(3, Queue::NextTick, "TickObject", {}, RecordFlag::Internal).enqueue(4, Queue::Check, "Immediate").end(3, Queue::NextTick);
        const Made m(rec, 1);
        QCOMPARE(childrenOf(m.tree, 1), Ids{3});
        QCOMPARE(m.tree.nodes[0].internal, 1u);
        QCOMPARE(childrenOf(m.tree, 3), Ids{4});
        AsyncLimits limits;
        limits.internal = true;
        QCOMPARE(childrenOf(Made(rec, 1, 0, limits).tree, 1), (Ids{2, 3}));
    }

    void itIsBounded()
    {
        RecordingBuilder rec;
        rec.begin(1, Queue::Check, "Immediate").enqueue(2, Queue::Microtask, "await").end(1, Queue::Check);
        for (std::uint64_t i = 2; i < 500; ++i) {
            rec.begin(i, Queue::Microtask, "await").enqueue(i + 1, Queue::Microtask, "await");
            for (std::uint64_t k = 0; k < 30; ++k) rec.enqueue(i * 1000 + k, Queue::Check, "Immediate");
            rec.end(i, Queue::Microtask);
        }
        const Made m(rec, 1);
        QCOMPARE(m.tree.nodes.size(), 2000u);
        QVERIFY(m.tree.isCut);
        AsyncLimits limits;
        limits.children = 1;
        const Made thin(rec, 1, 0, limits);
        QCOMPARE(thin.tree.deepest, 200);
        QCOMPARE(thin.tree.nodes.size(), 201u);
        QCOMPARE(thin.tree.nodes.back().folded, 31u);
    }

    void rootsOfASelectionAndTheRunAtTheCursor()
    {
        RecordingBuilder rec;
        rec.step(0).at(10).begin(1, Queue::Check, "Immediate").enqueue(2, Queue::NextTick, "TickObject").at(20).end(1, Queue::Check);
        rec.at(30).begin(2, Queue::NextTick, "TickObject").enqueue(3, Queue::Check, "Immediate").at(40).end(2, Queue::NextTick);
        rec.at(50).begin(3, Queue::Check, "Immediate").at(60).end(3, Queue::Check).at(70).begin(4, Queue::Poll, "TCPWRAP").at(80).end(4, Queue::Poll);
        AsyncRuns runs(*rec.recording());
        runs.extend();
        const auto ids = [&](std::uint64_t from, std::uint64_t to, std::size_t limit = 10) {
            Ids result;
            for (const Row row : runs.rootsIn(from, to, limit)) result.push_back(runs.idOf(row));
            return result;
        };
        QCOMPARE(ids(0, 100), (Ids{1, 4}));
        QCOMPARE(ids(25, 100), (Ids{2, 4}));
        QCOMPARE(ids(35, 70), Ids{3});
        QCOMPARE(ids(51, 60), Ids{});
        std::size_t beyond = 0;
        QCOMPARE(runs.rootsIn(0, 100, 1, &beyond).size(), 1u);
        QCOMPARE(beyond, 1u);
        QCOMPARE(runs.runningAt(0), kNone);
        QCOMPARE(runs.idOf(runs.runningAt(1)), 1u);
        QCOMPARE(runs.idOf(runs.runningAt(3)), 1u); // ended: the last before
        QCOMPARE(runs.idOf(runs.runningAt(5)), 2u);
        QCOMPARE(runs.idOf(outermost(runs, runs.runningAt(7))), 1u);
    }

    void growsAsOneMadeAtOnce()
    {
        RecordingBuilder rec;
        AsyncRuns live(*rec.recording());
        for (std::uint64_t i = 1; i < 40; ++i) {
            rec.begin(i, Queue::Check, "Immediate");
            live.extend();
            rec.enqueue(i + 1, Queue::Check, "Immediate");
            live.extend();
            rec.end(i, Queue::Check);
        }
        live.extend();
        AsyncRuns whole(*rec.recording());
        whole.extend();
        QCOMPARE(live.size(), whole.size());
        for (Row row = 0; row < live.size(); ++row) {
            QCOMPARE(live.at(row).parent, whole.at(row).parent);
            QCOMPARE(live.at(row).end, whole.at(row).end);
        }
    }

    /// Random programs of immediates and ticks that schedule one another; the path against all paths.
    void theCriticalPathAgainstBruteForce()
    {
        for (unsigned seed = 1; seed <= 100; ++seed) {
            std::mt19937 random(seed);
            RecordingBuilder rec;
            std::vector<std::uint64_t> waiting{1};
            std::map<std::uint64_t, std::uint64_t> by, began, ended;
            std::uint64_t next = 2, time = 1000;
            while (!waiting.empty()) {
                const std::size_t at = random() % waiting.size();
                const std::uint64_t id = waiting[at];
                waiting.erase(waiting.begin() + static_cast<long>(at));
                began[id] = time += random() % 100;
                rec.at(time).begin(id, Queue::Check, "Immediate");
                for (unsigned n = random() % 4; n > 0 && next < 60; --n) {
                    by[next] = id;
                    rec.at(time += random() % 10).enqueue(next, Queue::Check, "Immediate");
                    waiting.push_back(next++);
                }
                ended[id] = time += 1 + random() % 50;
                rec.at(time).end(id, Queue::Check);
            }
            std::uint64_t last = 1;
            for (const auto& [id, end] : ended)
                if (end > ended[last]) last = id;
            Ids way;
            std::uint64_t running = 0;
            for (std::uint64_t id = last; id != 0; id = by.contains(id) ? by[id] : 0) {
                way.insert(way.begin(), id);
                running += ended[id] - began[id];
            }
            const Made m(rec, 1);
            QCOMPARE(path(m.tree), way);
            QCOMPARE(m.tree.pathRunning, running);
            QCOMPARE(m.tree.pathTotal, ended[last] - began[1]);
        }
    }

    void manyRecords()
    {
        RecordingBuilder rec;
        for (std::uint64_t i = 1; rec.recording()->size() < 1'250'000; ++i)
            rec.begin(i, Queue::Check, "Immediate").enqueue(i + 1, Queue::Check, "Immediate").end(i, Queue::Check);
        QElapsedTimer timer;
        timer.start();
        AsyncRuns runs(*rec.recording());
        runs.extend();
        const qint64 index = timer.nsecsElapsed();
        timer.restart();
        const AsyncTree tree = asyncTree(runs, {runs.find(1000, ~0ull)}, {}, rec.recording()->duration());
        const qint64 made = timer.nsecsElapsed();
        qInfo("%llu records, %zu runs: index %.1f ms, tree of %zu nodes %.3f ms", static_cast<unsigned long long>(rec.recording()->size()), runs.size(), double(index) / 1e6,
              tree.nodes.size(), double(made) / 1e6);
        QVERIFY(made < 20'000'000);
    }
};

QTEST_GUILESS_MAIN(AsyncTreeTest)
#include "AsyncTreeTest.moc"
