#include "app/memory/HeapJobs.h"
#include "app/memory/HeapModel.h"
#include "app/memory/HeapReading.h"
#include "app/memory/HeapView.h"
#include "app/memory/TreemapLayout.h"
#include "app/memory/TreemapView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <latch>

using namespace loopscope;

namespace {

const char* const kProgram = "class Leaf { constructor(i) { this.i = i; this.store = [i, i + 1]; } }\n"
                             "const { writeHeapSnapshot } = require('v8');\n"
                             "globalThis.leaves = Array.from({ length: 1000 }, (_, i) => new Leaf(i));\n"
                             "writeHeapSnapshot(process.argv[1]);\n"
                             "for (let i = 0; i < 300; i++) leaves.push(new Leaf(i));\n"
                             "globalThis.texts = Array.from({ length: 40 }, (_, i) => ['the same', i < 40 ? 'text' : ''].join(' '));\n"
                             "leaves.splice(0, 100);\n"
                             "writeHeapSnapshot(process.argv[2]);\n"
                             "for (let i = 0; i < 70; i++) leaves.pop();\n"
                             "writeHeapSnapshot(process.argv[3]);\n";

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

    void containmentLeadsFromTheGlobalsToALeaf()
    {
        HeapModel model(m_themes);
        model.show(look(HeapView::Containment, 3).rows);
        QVERIFY(model.rowCount() > 1);
        const QModelIndex native = find(model, "system / NativeContext");
        QVERIFY(native.isValid());
        model.fetchMore(native);
        bool isThere = false;
        for (int i = 0; i < model.rowCount(native); ++i) {
            const QModelIndex global = model.index(i, 0, native);
            if (!global.data().toString().contains("global")) continue;
            model.fetchMore(global);
            for (int row = 0; row < model.rowCount(global); ++row) isThere |= model.index(row, 0, global).data().toString().startsWith("leaves: Array @");
        }
        QVERIFY(isThere);
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
    static QModelIndex find(const HeapModel& model, const QString& begin)
    {
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row, 0).data().toString().contains(begin)) return model.index(row, 0);
        return {};
    }

    QTemporaryDir m_folder;
    ThemeManager m_themes;
    std::vector<std::shared_ptr<const HeapFile>> m_files;
};

QTEST_MAIN(HeapViewsTest)
#include "HeapViewsTest.moc"
