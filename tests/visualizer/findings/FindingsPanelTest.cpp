#include "runtime/stream/RecordingReader.h"
#include "tests/support/RecordingBuilder.h"
#include "visualizer/findings/FindingsModel.h"
#include "visualizer/findings/FindingsPanel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

using namespace loopscope;

static constexpr std::uint64_t kMs = 1000000;

/// Real keys and clicks. With LOOPSCOPE_PICTURES=FOLDER pictures are kept in three themes, for eyes; LOOPSCOPE_RECORDING=FILE
/// adds those of a real recording.
class FindingsPanelTest : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_themes.setScale(1);
        m_themes.dressApplication();
        m_view = std::make_unique<TraceView>();
        m_panel = std::make_unique<FindingsPanel>(*m_view, m_themes);
        m_panel->resize(1000, 260);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void theGravestFirstThenByTime()
    {
        m_view->setRecording(some().exit().recording());
        QStringList rows;
        for (int row = 0; row < model().rowCount(); ++row) rows << textOf(row, FindingsModel::Weight) + ' ' + textOf(row, FindingsModel::Place);
        QCOMPARE(rows, (QStringList{"Problem a.js:9", "Warning a.js:3", "Warning a.js:4", "Note a.js:8"}));
        QCOMPARE(textOf(1, FindingsModel::Worst), QString("80.0 ms"));
        QCOMPARE(textOf(2, FindingsModel::Moment), QString("100.0 ms"));
        QCOMPARE(m_panel->countText(), QString("4 findings"));
        QVERIFY(!iconOf(0).isNull() && iconOf(0).toImage() != iconOf(1).toImage() && iconOf(1).toImage() != iconOf(3).toImage());
    }

    void choosingARowMovesTheCursorAndLightsIt()
    {
        m_view->setRecording(some().exit().recording());
        const std::uint64_t end = m_view->cursor();
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(1));
        QCOMPARE(m_view->highlighted(), 1u);
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).kind, RecordKind::Begin);
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).id, 1u);
        QTest::keyClick(&table(), Qt::Key_Down);
        QCOMPARE(m_view->highlighted(), 2u);
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).id, 2u);
        m_view->setCursor(end);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(2)); // once more
        QCOMPARE(m_view->recording()->at(m_view->cursor() - 1).id, 2u);
    }

    void nothingMovesTheCursorUnasked()
    {
        RecordingBuilder rec = some();
        m_view->setRecording(rec.exit().recording());
        QCOMPARE(m_view->cursor(), rec.recording()->size());
        m_panel->search().setFocus();
        QTest::keyClicks(&m_panel->search(), "work");
        QCOMPARE(m_view->cursor(), rec.recording()->size());
        QCOMPARE(m_view->highlighted(), 0u);
    }

    void enterAndDoubleClickAskForThePlace()
    {
        m_view->setRecording(some().exit().recording());
        QSignalSpy asked(m_panel.get(), &FindingsPanel::siteRequested);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(1));
        QCOMPARE(asked.count(), 0);
        QTest::keyClick(&table(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(m_view->recording()->dictionary().site(asked[0][0].value<SiteId>()).line, 3u);
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(2));
        QTest::mouseDClick(table().viewport(), Qt::LeftButton, {}, centreOf(2));
        QCOMPARE(asked.count(), 2);
        QCOMPARE(m_view->recording()->dictionary().site(asked[1][0].value<SiteId>()).line, 4u);
    }

    void typedTextFilters()
    {
        m_view->setRecording(some().exit().recording());
        QTest::keyClicks(&m_panel->search(), "WORK ran");
        QCOMPARE(model().rowCount(), 1);
        QCOMPARE(m_panel->countText(), QString("1 of 4"));
        m_panel->search().clear();
        QTest::keyClicks(&m_panel->search(), "nowhere");
        QCOMPARE(model().rowCount(), 0);
        QVERIFY(m_panel->emptyText().contains("nowhere"));
        m_panel->search().clear();
        QTest::keyClicks(&m_panel->search(), "setImmediate, or give"); // in what to do
        QCOMPARE(model().rowCount(), 2);
    }

    void theSelectionFilters()
    {
        RecordingBuilder rec = some();
        rec.at(300000000);
        run(rec, 3, 55, "work@a.js:3:1"); // again, but not as long
        m_view->setRecording(rec.exit().recording());
        QCOMPARE(m_panel->countText(), QString("4 findings"));
        const auto select = [this](std::uint64_t fromMs, std::uint64_t toMs) { m_view->setSelection(TimeRange{fromMs * kMs, toMs * kMs}); };
        select(120, 130); // in the middle of the second
        QCOMPARE(model().rowCount(), 1);
        QCOMPARE(textOf(0, FindingsModel::Place), QString("a.js:4"));
        QCOMPARE(m_panel->countText(), QString("1 of 4, with a moment in the selected 10.0 ms"));
        select(290, 400);
        QCOMPARE(model().rowCount(), 1);
        QCOMPARE(textOf(0, FindingsModel::Place), QString("a.js:3"));
        QCOMPARE(textOf(0, FindingsModel::Worst), QString("80.0 ms")); // the worst of all its moments
        select(200, 250);
        QCOMPARE(model().rowCount(), 0);
        QVERIFY(m_panel->emptyText().contains("selected 50.0 ms"));
        m_view->setSelection(std::nullopt);
        QCOMPARE(model().rowCount(), 4);
    }

    void aChosenRowStaysChosenWhileARunGrows()
    {
        RecordingBuilder rec;
        run(rec, 2, 80, "later@a.js:4:1");
        m_view->setRecording(rec.recording());
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(0));
        const std::uint64_t cursor = m_view->cursor();
        QSignalSpy told(m_panel.get(), &FindingsPanel::countChanged);
        for (std::uint64_t i = 0; i < 60; ++i) run(rec, 10 + i, 60, "f@b.js:" + std::to_string(i + 1) + ":1");
        rec.phase(Phase::Main).promise(1, PromiseState::Pending, "a.js:9:1").promise(1, PromiseState::Rejected, "a.js:9:1").endPhase(Phase::Main);
        m_view->noticeGrowth();
        QTRY_COMPARE(model().rowCount(), 62);
        QCOMPARE(told.count(), 1);
        QCOMPARE(told[0][0].toInt(), 62);
        QCOMPARE(table().currentIndex().row(), 1); // a graver one came above
        QCOMPARE(m_view->cursor(), cursor);
        QCOMPARE(table().verticalScrollBar()->value(), 0);
        run(rec, 99, 120, "later@a.js:4:1"); // the same again, worse: it moves down
        m_view->noticeGrowth();
        QTRY_COMPARE(textOf(table().currentIndex().row(), FindingsModel::Place), QString("a.js:4"));
        QTRY_COMPARE(textOf(table().currentIndex().row(), FindingsModel::Worst), QString("120 ms"));
        QCOMPARE(m_view->cursor(), cursor);
    }

    void aChosenRowStaysChosenWhereARunGoesOnInANewRecording()
    {
        RecordingBuilder rec;
        run(rec, 1, 70, "other@a.js:3:1");
        run(rec, 2, 80, "later@a.js:4:1");
        m_view->setRecording(rec.recording());
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(1));
        const auto next = std::make_shared<Recording>(rec.recording()->info(), rec.recording()->sharedDictionary());
        next->setOrigin(2, 1);
        std::vector<Record> last{Record{.time = 71'000'000, .id = 2, .kind = RecordKind::Lost}, rec.recording()->at(2), rec.recording()->at(3)};
        next->append(last);
        m_view->continueIn(next);
        QTRY_COMPARE(model().rowCount(), 2); // the loss and the later one
        QCOMPARE(textOf(table().currentIndex().row(), FindingsModel::Place), QString("a.js:4"));
        m_view->setRecording(some().exit().recording());
        QVERIFY(!table().currentIndex().isValid());
    }

    void emptyStatesSayWhatTheyMean()
    {
        QVERIFY(m_panel->emptyText().contains("F5"));
        RecordingBuilder rec;
        rec.out("x");
        m_view->setRecording(rec.recording());
        QVERIFY2(m_panel->emptyText().startsWith("Nothing stands out so far"), qPrintable(m_panel->emptyText()));
        rec.exit();
        m_view->noticeGrowth();
        QTRY_VERIFY(m_panel->emptyText().startsWith("Nothing stands out:"));
        RecordingBuilder coarse(DetailLevel::Monitor);
        m_view->setRecording(coarse.exit().recording());
        QVERIFY(m_panel->emptyText().contains("level of detail"));
        QVERIFY(m_panel->countText().isEmpty());
    }

    void nothingIsCutOff()
    {
        m_view->setRecording(some().exit().recording());
        for (const double scale : {1.0, 1.5})
            for (const int width : {420, 640, 1000, 1600}) {
                m_themes.setScale(scale);
                m_panel->resize(width, 300);
                for (int i = 0; i < 5; ++i) QCoreApplication::processEvents();
                for (int row = 0; row < model().rowCount(); ++row)
                    for (int column = 0; column < FindingsModel::ColumnCount; ++column)
                        if (!table().isColumnHidden(column)) fits(row, column);
                QCOMPARE(table().horizontalScrollBar()->maximum(), 0);
                if (width == 1600) QVERIFY(table().rowHeight(1) < QFontMetrics(m_themes.theme().font(TextSize::Small)).height() * 4); // nor empty
            }
    }

    void pictures()
    {
        if (qEnvironmentVariable("LOOPSCOPE_PICTURES").isEmpty()) QSKIP("LOOPSCOPE_PICTURES names no folder");
        keep("findings-empty");
        m_view->setRecording(some().exit().recording());
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, centreOf(1));
        keep("findings");
        const std::string file = qEnvironmentVariable("LOOPSCOPE_RECORDING").toStdString();
        if (file.empty()) return;
        const LoadedRecording loaded = loadRecording(file);
        QVERIFY2(loaded.recording, loaded.error.c_str());
        m_view->setRecording(loaded.recording);
        QTRY_VERIFY(m_panel->emptyText().isEmpty());
        for (int row = 0; row < model().rowCount(); ++row)
            qInfo("%s | %s | %s | %s\n      %s\n      %s", qPrintable(textOf(row, FindingsModel::Weight)), qPrintable(textOf(row, FindingsModel::Worst)),
                  qPrintable(textOf(row, FindingsModel::Place)), qPrintable(textOf(row, FindingsModel::Moment)), qPrintable(textOf(row, FindingsModel::What)),
                  qPrintable(model().index(row, FindingsModel::What).data(FindingsModel::AdviceRole).toString()));
        keep("findings-real");
    }

private:
    FindingsModel& model() const { return m_panel->model(); }
    QTableView& table() const { return m_panel->table(); }
    QString textOf(int row, int column) const { return model().index(row, column).data().toString(); }
    QPixmap iconOf(int row) const { return model().index(row, FindingsModel::Weight).data(Qt::DecorationRole).value<QIcon>().pixmap(16, 16); }
    QPoint centreOf(int row) const { return table().visualRect(model().index(row, FindingsModel::What)).center(); }

    static void run(RecordingBuilder& rec, std::uint64_t id, std::uint64_t ms, std::string_view site)
    {
        const std::uint64_t start = rec.now();
        rec.begin(id, Queue::Check, "Immediate", site).at(start + ms * 1'000'000).end(id, Queue::Check);
    }
    /// A rejection, two long callbacks, a promise that stays pending.
    static RecordingBuilder some()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).promise(1, PromiseState::Pending, "a.js:8:1").promise(2, PromiseState::Pending, "a.js:9:1").promise(2, PromiseState::Rejected, "a.js:9:1");
        rec.endPhase(Phase::Main).phase(Phase::Check, 1);
        run(rec, 1, 80, "work@a.js:3:1");
        rec.at(100'000'000);
        run(rec, 2, 60, "other@a.js:4:1");
        return rec;
    }

    void fits(int row, int column) const
    {
        const QModelIndex index = model().index(row, column);
        const QRect cell = table().visualRect(index);
        QStyleOptionViewItem option;
        option.initFrom(&table());
        option.font = index.data(Qt::FontRole).value<QFont>();
        option.rect = cell;
        option.decorationSize = table().iconSize();
        const QSize wanted = table().itemDelegateForIndex(index)->sizeHint(option, index);
        const QString what = QString("%1: %2 of %3, %4 of %5").arg(index.data().toString()).arg(cell.width()).arg(wanted.width()).arg(cell.height()).arg(wanted.height());
        QVERIFY2(cell.width() >= wanted.width() && cell.height() >= wanted.height(), qPrintable(what));
    }

    void keep(const QString& name)
    {
        const QString folder = qEnvironmentVariable("LOOPSCOPE_PICTURES");
        for (const auto& [choice, word] : {std::pair(ThemeChoice::Dark, "dark"), {ThemeChoice::Light, "light"}, {ThemeChoice::Contrast, "contrast"}}) {
            m_themes.setChoice(choice);
            QCoreApplication::processEvents();
            QVERIFY(m_panel->grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, word)));
        }
    }

    ThemeManager m_themes;
    std::unique_ptr<TraceView> m_view;
    std::unique_ptr<FindingsPanel> m_panel;
};

QTEST_MAIN(FindingsPanelTest)
#include "FindingsPanelTest.moc"
