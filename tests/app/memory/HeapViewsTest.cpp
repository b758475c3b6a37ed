#include "app/memory/HeapJobs.h"
#include "app/memory/HeapModel.h"
#include "app/memory/HeapReading.h"
#include "app/memory/HeapView.h"
#include "app/memory/HeapViews.h"
#include "app/memory/TreemapLayout.h"
#include "app/memory/TreemapView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <latch>
#include <numeric>

using namespace loopscope;

namespace {

const char* const kProgram = "const kind = { name: 'oak' };\n"
                             "class Leaf { constructor(i) { this.i = i; this.store = [i, i + 1]; this.kind = kind; } }\n"
                             "const { writeHeapSnapshot } = require('v8');\n"
                             "globalThis.leaves = Array.from({ length: 1000 }, (_, i) => new Leaf(i));\n"
                             "writeHeapSnapshot(process.argv[1]);\n"
                             "for (let i = 0; i < 300; i++) leaves.push(new Leaf(i));\n"
                             "globalThis.texts = Array.from({ length: 40 }, (_, i) => ['the same', i < 40 ? 'text' : ''].join(' '));\n"
                             "leaves.splice(0, 100);\n"
                             "writeHeapSnapshot(process.argv[2]);\n"
                             "for (let i = 0; i < 70; i++) leaves.pop();\n"
                             "writeHeapSnapshot(process.argv[3]);\n";

/// A view whose top goes on and on.
class AllObjects : public HeapRows
{
public:
    using HeapRows::HeapRows;
    std::vector<HeapColumn> columns() const override { return {{"Object", {}, HeapUnit::Text}, {"Distance", {}, HeapUnit::Distance}}; }
    std::vector<HeapRow> top() const override
    {
        std::vector<std::uint32_t> nodes(file()->graph.nodeCount());
        std::iota(nodes.begin(), nodes.end(), 0);
        return greatest(*file(), std::move(nodes));
    }
};

} // namespace

/// The views of snapshots that Node has just taken of a program that we know.
class HeapViewsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        const QString node = qEnvironmentVariable("LOOPSCOPE_BUILD_DIR") + "/lib/loopscope/node/bin/node";
        if (!QFile::exists(node)) QSKIP("Node has not been built");
        QStringList paths;
        for (int i = 1; i <= 3; ++i) paths << m_folder.filePath(QString("%1.heapsnapshot").arg(i));
        QCOMPARE(QProcess::execute(node, QStringList{"-e", kProgram, "--"} + paths), 0);
        for (const QString& path : paths) {
            heap::WorkProgress progress;
            QString problem;
            m_files.push_back(readHeapFile(path, path, progress, &problem));
            QVERIFY2(m_files.back(), qPrintable(problem));
            QCOMPARE(progress.part(), 1.0);
        }
    }

    void theSummaryIsSortedAndFiltered()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Summary, 3).rows, "leaf");
        QCOMPARE(cells(model, 0).mid(0, 1), QStringList{"Leaf"});
        QCOMPARE(cells(model, 0)[2], "1,130");
        model.setFilter({});
        QVERIFY(model.rowCount() > 20);
        const auto bytes = [&](int row) { return model.rowAt(model.index(row, 0))->numbers[3]; };
        for (int row = 1; row < model.rowCount(); ++row) QVERIFY(bytes(row - 1) >= bytes(row));
        model.sort(0, Qt::AscendingOrder);
        for (int row = 1; row < model.rowCount(); ++row) QVERIFY(cells(model, row - 1)[0].localeAwareCompare(cells(model, row)[0]) <= 0);
    }

    void theComparisonCountsWhatCameAndWent()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Comparison, 2).rows, "Leaf");
        QCOMPARE(cells(model, 0).sliced(0, 4), (QStringList{"Leaf", "300", "100", "+200"}));
        const QModelIndex leaf = model.index(0, 0);
        model.fetchMore(leaf);
        QCOMPARE(model.rowCount(leaf), 201 + 100); // the most of the new ones, and a note; then those that went
        QVERIFY(model.rowAt(model.index(0, 0, leaf))->text.startsWith("+ Leaf @"));
        const HeapRow* gone = model.rowAt(model.index(300, 0, leaf));
        QVERIFY(gone->isOfBase && gone->text.startsWith(QString::fromUtf8("\u2212 Leaf @")));
    }

    void survivorsAreThoseOfTheSecondSnapshotThatLiveInTheThird()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Survivors, 3).rows, "Leaf");
        QCOMPARE(cells(model, 0)[2], "230");
    }

    void containmentBeginsWithTheGlobalObjectAndLeadsToALeaf()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Containment, 3).rows);
        const QModelIndex global = model.index(0, 0);
        QVERIFY2(global.data().toString().startsWith("globalThis: global"), qPrintable(global.data().toString()));
        QVERIFY(find(model, "(GC roots)").isValid());
        model.fetchMore(global);
        const QModelIndex leaves = find(model, "leaves: Array @", global); // retains much, so it is among the first, whatever the order in V8's table
        QVERIFY(leaves.isValid() && leaves.row() < 20);
        model.fetchMore(leaves);
        QVERIFY(model.index(0, 0, leaves).data().toString().startsWith("[0]: Leaf @"));
        QVERIFY(model.index(7, 0, leaves).data().toString().startsWith("[7]: Leaf @"));
        model.sort(0, Qt::AscendingOrder);
        QVERIFY(model.index(0, 0).data().toString().startsWith("globalThis: global"));
    }

    void aNoteOfMoreRowsLeadsToThem()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Containment, 3).rows);
        const QModelIndex global = model.index(0, 0);
        model.fetchMore(global);
        const QModelIndex leaves = find(model, "leaves: Array @", global);
        model.fetchMore(leaves);
        QCOMPARE(model.rowCount(leaves), 201);
        QVERIFY(!model.showMore(model.index(0, 0, leaves)).isValid()); // no note
        const QModelIndex next = model.showMore(model.index(200, 0, leaves));
        QVERIFY2(next.data().toString().startsWith("[200]: Leaf @"), qPrintable(next.data().toString()));
        QCOMPARE(next.row(), 200);
        QCOMPARE(model.rowCount(leaves), 401);
        while (model.showMore(model.index(model.rowCount(leaves) - 1, 0, leaves)).isValid()) { }
        QSet<QString> names;
        for (int row = 0; row < model.rowCount(leaves); ++row) names << model.index(row, 0, leaves).data().toString();
        QCOMPARE(names.size(), model.rowCount(leaves));
        QVERIFY(find(model, "[1129]: Leaf @", leaves).isValid());
        QVERIFY(!find(model, "more", leaves).isValid());
    }

    void aNoteBetweenRowsGivesItsRowsItsOwnSign()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Comparison, 2).rows, "Leaf");
        const QModelIndex leaf = model.index(0, 0);
        model.fetchMore(leaf);
        model.showMore(model.index(200, 0, leaf));
        QCOMPARE(model.rowCount(leaf), 300 + 100);
        for (int row = 0; row < 400; ++row) {
            const QModelIndex one = model.index(row, 0, leaf);
            QCOMPARE(one.row(), row);
            QCOMPARE(one.data().toString()[0], row < 300 ? QChar('+') : QChar(0x2212));
        }
    }

    void aNoteOfTheTopPutsItsRowsInOrder()
    {
        HeapModel model(m_themes);
        model.show(std::make_shared<AllObjects>(m_files[2]));
        QCOMPARE(model.rowCount(), 201);
        model.sort(1, Qt::AscendingOrder);
        const QPersistentModelIndex kept = model.index(5, 0);
        const QString name = kept.data().toString();
        QVERIFY(model.showMore(model.index(200, 0)).isValid());
        QCOMPARE(model.rowCount(), 401);
        QCOMPARE(kept.data().toString(), name);
        qint64 before = -1;
        for (int row = 0; row < model.rowCount(); ++row) {
            const HeapRow* one = model.rowAt(model.index(row, 0));
            if (one->isNote) continue;
            QVERIFY(one->numbers[0] >= before);
            before = one->numbers[0];
        }
    }

    void retainersThatAreAlikeAreOneRow()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Summary, 3).rows, "Leaf");
        const QModelIndex leaves = model.index(0, 0);
        model.fetchMore(leaves);
        const QModelIndex leaf = model.index(0, 0, leaves);
        model.fetchMore(leaf);
        const QModelIndex kind = find(model, "kind: ", leaf);
        QVERIFY(kind.isValid());
        HeapModel keepers(m_themes);
        keepers.show(std::make_shared<RetainerRows>(m_files[2], static_cast<std::uint32_t>(model.nodeOf(kind))));
        const QModelIndex alike = find(keepers, QString::fromUtf8("kind in 1,130 \u00d7 Leaf"));
        QVERIFY(alike.isValid());
        QVERIFY(keepers.rowCount() < 10);
        keepers.fetchMore(alike);
        QCOMPARE(keepers.rowCount(alike), 201);
        QVERIFY(keepers.index(7, 0, alike).data().toString().startsWith("kind in Leaf @"));
        QVERIFY(keepers.showMore(keepers.index(200, 0, alike)).data().toString().startsWith("kind in Leaf @"));
        keepers.fetchMore(keepers.index(0, 0, alike));
        QVERIFY(keepers.rowCount(keepers.index(0, 0, alike)) > 0); // and on up
    }

    void dominatorsAddUpToTheHeap()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Dominators, 3).rows);
        qint64 bytes = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            if (const HeapRow* one = model.rowAt(model.index(row, 0)); !one->isNote) bytes += one->numbers[1];
        QVERIFY(bytes > 0 && bytes <= qint64(m_files[2]->totalSize()));
        QVERIFY(bytes * 10 > qint64(m_files[2]->totalSize()) * 9);
    }

    void equalTextsAreFound()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Strings, 3).rows, "the same text");
        QCOMPARE(cells(model, 0)[0], "the same text");
        QVERIFY(model.rowAt(model.index(0, 0))->numbers[0] >= 40);
    }

    void theSearchFindsByNameAndById()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Search, 3, "lEaF").rows);
        QVERIFY(find(model, "Leaf").isValid());
        const QModelIndex leaf = find(model, "Leaf");
        model.fetchMore(leaf);
        const QString id = model.rowAt(model.index(0, 0, leaf))->text.section(' ', 1);
        model.show(look(HeapView::Search, 3, id).rows);
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(look(HeapView::Search, 3, "no such object anywhere").rows->top().empty());
        QVERIFY(!look(HeapView::Search, 3, "no such object anywhere").rows->emptyText().isEmpty());
    }

    void statisticsCountEachByteOnce()
    {
        const auto statistics = look(HeapView::Statistics, 3).statistics;
        std::uint64_t all = 0;
        for (const std::uint64_t bytes : statistics.bytes) all += bytes;
        QCOMPARE(all, m_files[2]->totalSize());
    }

    void eachViewSaysWhatItLacks()
    {
        for (const HeapView view : {HeapView::Suspects, HeapView::Comparison, HeapView::Survivors, HeapView::Search}) QVERIFY(!(HeapWish{view, {m_files[0]}, {}}.lack().isEmpty()));
        QVERIFY(HeapWish({HeapView::Summary, {m_files[0]}, {}}).lack().isEmpty());
    }

    void squaresFillTheAreaAndDoNotOverlap()
    {
        const std::vector<double> sizes{6, 6, 4, 3, 2, 2, 1};
        const QRectF area(10, 20, 600, 400);
        const auto rects = squarified(sizes, area);
        QCOMPARE(rects.size(), sizes.size());
        double all = 0;
        for (std::size_t i = 0; i < rects.size(); ++i) {
            const double own = rects[i].width() * rects[i].height();
            QVERIFY(qAbs(own - sizes[i] * 10000) < 1);
            QVERIFY(area.adjusted(-0.01, -0.01, 0.01, 0.01).contains(rects[i]));
            QVERIFY(std::max(rects[i].width() / rects[i].height(), rects[i].height() / rects[i].width()) < 3);
            for (std::size_t k = 0; k < i; ++k) QVERIFY(rects[i].intersected(rects[k]).width() < 0.01 || rects[i].intersected(rects[k]).height() < 0.01);
            all += own;
        }
        QVERIFY(qAbs(all - 240000) < 1);
        QVERIFY(squarified({}, area).empty());
    }

    void theTreemapGoesInAndOutByTheKeyboard()
    {
        TreemapView map(m_themes);
        map.resize(700, 400);
        map.show(m_files[2]);
        QVERIFY(map.tiles().size() > 10);
        QSignalSpy chosen(&map, &TreemapView::chosen);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.current(), 0);
        QCOMPARE(chosen.size(), 1);
        const std::uint32_t root = map.root(), node = map.tiles()[0].node;
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(map.root(), node);
        QTest::keyClick(&map, Qt::Key_Backspace);
        QCOMPARE(map.root(), root);
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.tiles()[0].rect.center().toPoint());
        QCOMPARE(chosen.size(), 2);
    }

    void jobsComeOneAfterAnotherAndCanBeCancelled()
    {
        HeapJobs jobs;
        QSignalSpy cancelled(&jobs, &HeapJobs::cancelled);
        QStringList done;
        std::latch begun(1);
        const quint64 first = jobs.start("first", [&](heap::WorkProgress& progress) -> HeapJobs::Then {
            begun.count_down();
            for (;;) progress.reach(0.5); // until it is cancelled
        });
        jobs.start("second", [&](heap::WorkProgress&) -> HeapJobs::Then { return [&] { done << "second"; }; });
        const quint64 third = jobs.start("third", [&](heap::WorkProgress&) -> HeapJobs::Then { return [&] { done << "third"; }; });
        begun.wait();
        QCOMPARE(jobs.title(), "first");
        jobs.cancel(third);
        jobs.cancel(first);
        QTRY_VERIFY(!jobs.isBusy());
        QCOMPARE(done, QStringList{"second"});
        QCOMPARE(cancelled.size(), 2);
    }

    void aFileWhoseReadingIsCancelledGivesNothing()
    {
        heap::WorkProgress progress;
        progress.cancel();
        QString problem;
        QVERIFY_THROWS_EXCEPTION(heap::WorkCancelled, readHeapFile(m_files[0]->path, {}, progress, &problem));
    }

private:
    HeapAnswer look(HeapView view, std::size_t files, const QString& text = {}) const
    {
        heap::WorkProgress progress;
        return answer({view, {m_files.begin(), m_files.begin() + static_cast<std::ptrdiff_t>(files)}, text}, progress);
    }
    static QStringList cells(const HeapModel& model, int row)
    {
        QStringList all;
        for (int column = 0; column < model.columnCount(); ++column) all << model.index(row, column).data().toString();
        return all;
    }
    static QModelIndex find(const HeapModel& model, const QString& part, const QModelIndex& parent = {})
    {
        for (int row = 0; row < model.rowCount(parent); ++row)
            if (model.index(row, 0, parent).data().toString().contains(part)) return model.index(row, 0, parent);
        return {};
    }

    QTemporaryDir m_folder;
    ThemeManager m_themes;
    std::vector<std::shared_ptr<const HeapFile>> m_files;
};

QTEST_MAIN(HeapViewsTest)
#include "HeapViewsTest.moc"
