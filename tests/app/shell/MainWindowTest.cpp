#include "app/console/ConsoleInput.h"
#include "app/console/ConsolePanel.h"
#include "app/console/ConsoleView.h"
#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/editor/FindBar.h"
#include "app/editor/NoticeBar.h"
#include "app/project/ProjectPanel.h"
#include "app/session/RunSession.h"
#include "app/shell/ActionTable.h"
#include "app/shell/Docks.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "runtime/stream/RecordingSaver.h"
#include "tests/app/support/FakeRunner.h"
#include "tests/app/support/TestFolder.h"
#include "tests/support/RecordingBuilder.h"
#include "visualizer/findings/FindingsModel.h"
#include "visualizer/findings/FindingsPanel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/panels/EventsModel.h"
#include "visualizer/panels/EventsPanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace loopscope;

class MainWindowTest : public QObject
{
    Q_OBJECT
    TestFolder m_folder;
    ThemeManager m_themes;
    FakeRunner m_runner;
    std::unique_ptr<MainWindow> m_window;

    const Workbench& bench() const { return m_window->bench(); }
    QString put(const QString& name, const QByteArray& bytes) const { return m_folder.put(name, bytes); }
    QWidget* focus() const { return m_window->focusWidget() ? m_window->focusWidget() : m_window.get(); }
    template <class T> T* part(const char* name) const { return m_window->findChild<T*>(QLatin1String(name)); }
    QString status(const char* name) const { return part<QLabel>(name)->text(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(focus(), key, modifiers); }

private slots:
    void init()
    {
        m_window.reset();
        m_runner.requests.clear();
        m_window = std::make_unique<MainWindow>(m_themes, m_runner, MainWindow::Options{{}, {}, "26.10.0"});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void welcomesWhenNothingIsOpen()
    {
        QVERIFY(part<QWidget>("welcome")->isVisible());
        bench().opener.open(put("w.js", "1"));
        QVERIFY(!part<QWidget>("welcome")->isVisible());
    }

    void typesSavesAndRunsByKeys()
    {
        const QString path = put("run.js", "");
        bench().opener.open(path);
        QTest::keyClicks(focus(), "let a = 1;");
        QVERIFY(m_window->isWindowModified());
        press(Qt::Key_F5);
        QCOMPARE(bytesOf(path), QByteArray("let a = 1;"));
        QCOMPARE(m_runner.requests.size(), std::size_t(1));
        QCOMPARE(m_runner.requests[0].script, path.toStdString());
        QCOMPARE(m_runner.requests[0].workingFolder, m_folder.path().toStdString());
        QVERIFY(m_runner.requests[0].ownTerminal);
        QCOMPARE(status("status.state"), QString("Running"));
        press(Qt::Key_F5, Qt::ShiftModifier);
        QTRY_VERIFY(status("status.state").startsWith("Stopped"));
        press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_runner.requests.size(), std::size_t(2));
    }

    void consoleAndLineMarkFollowTheCursor()
    {
        const QString path = put("marks.js", "one();\ntwo();\nthree();\n");
        const std::string site = path.toStdString();
        bench().opener.open(path);
        press(Qt::Key_F5);
        m_runner.run->builder.phase(Phase::Main).call("a@" + site + ":1:1").line("a@" + site + ":1:1").out("one\n").line("a@" + site + ":2:1").out("two\n")
            .ret("a@" + site + ":1:1").endPhase(Phase::Main);
        m_runner.run->end({0, ExitReason::Exit, {}});
        QTRY_COMPARE(bench().console.view().toPlainText(), QString("one\ntwo"));
        const CodeEditor& editor = *bench().tabs.currentEditor();
        QTRY_VERIFY(!editor.marks().running);
        bench().trace.setCursor(4);
        QTRY_COMPARE(bench().console.view().toPlainText(), QString("one"));
        QVERIFY(editor.marks().running);
        QCOMPARE(editor.marks().running->line, 1);
        bench().trace.setCursor(5);
        QTRY_COMPARE(editor.marks().running->line, 2);
        QTRY_VERIFY(status("status.events").contains("9 "));
        QVERIFY(status("status.node").contains("26.10.0"));
    }

    void theStatusBarSaysThePlaceAtOnce()
    {
        bench().opener.open(put("place.js", "one();\ntwo();\nthree();\n"));
        bench().opener.goTo(m_folder.path() + "/place.js", 3, 2);
        QCOMPARE(status("status.place"), QString("Line 3, column 2"));
    }

    void eventsShowRowsEnoughAndGiveTheirRoomBack()
    {
        m_window->resize(1280, 800);
        bench().docks.reset();
        RecordingBuilder rec;
        for (int i = 0; i < 100; ++i) rec.out("line\n");
        bench().trace.setRecording(rec.exit().recording());
        const QTableView& table = bench().events.table();
        const auto rows = [&] { return table.viewport()->height() / table.rowHeight(0); };
        const auto heights = [&] {
            return QList<int>{bench().docks.timeline()->height(), bench().docks.stage()->height(), bench().docks.console()->height()};
        };
        QTRY_VERIFY(bench().console.isVisible() && heights()[2] < 200);
        const QList<int> before = heights();
        Docks::show(bench().docks.events());
        QTRY_VERIFY2(rows() >= 6, qPrintable(QString::number(rows())));
        QVERIFY2(bench().docks.stage()->height() >= 300 && bench().docks.timeline()->height() >= 155,
                 qPrintable(QString("%1 %2").arg(heights()[0]).arg(heights()[1])));
        Docks::show(bench().docks.console());
        QTRY_COMPARE(heights(), before);
        Docks::show(bench().docks.events());
        QTRY_VERIFY(rows() >= 6);
        bench().docks.reset();
        QTRY_COMPARE(heights(), before);
    }

    void aSyntaxErrorIsShownAtItsLine()
    {
        const QString path = put("wrong.js", "let a;\nlet = ;\n");
        bench().opener.open(path);
        press(Qt::Key_F5);
        m_runner.run->builder.err(path.toStdString() + ":2\nlet = ;\n    ^\n\nSyntaxError: Unexpected token\n");
        m_runner.run->end({1, ExitReason::Uncaught, {}});
        QTRY_VERIFY(bench().tabs.currentEditor()->marks().problem);
        QCOMPARE(bench().tabs.currentEditor()->marks().problem->line, 2);
        QVERIFY(status("status.state").contains("uncaught"));
    }

    void typedLinesGoToTheProgram()
    {
        bench().opener.open(put("input.js", "x"));
        QVERIFY(!bench().console.input().isEnabled());
        press(Qt::Key_F5);
        QVERIFY(bench().console.input().isEnabled());
        press(Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(bench().console.input().hasFocus());
        QTest::keyClicks(focus(), "hello");
        press(Qt::Key_Return);
        QCOMPARE(m_runner.run->input, std::string("hello\n"));
        press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(m_runner.run->inputClosed);
    }

    void theEventsTabLeadsToThePlace()
    {
        const QString path = put("events.js", "one();\ntwo();\n");
        bench().opener.open(path);
        press(Qt::Key_F5);
        m_runner.run->builder.phase(Phase::Main).call("two@" + path.toStdString() + ":2:1").endPhase(Phase::Main);
        m_runner.run->end({0, ExitReason::Exit, {}});
        QVERIFY(!bench().events.isVisible()); // the Console is in front: the list does nothing
        press(Qt::Key_7, Qt::ControlModifier);
        QTRY_COMPARE(bench().trace.cursor(), 4u); // and the exit
        QCOMPARE(bench().events.model().rowCount(), 4);
        QTRY_VERIFY(bench().events.table().hasFocus());
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        QCOMPARE(bench().trace.cursor(), 2u);
        press(Qt::Key_Return);
        QTRY_COMPARE(bench().tabs.currentEditor()->currentLine(), 2);
        QVERIFY(bench().tabs.currentEditor()->hasFocus());
    }

    void theFindingsTabCountsAndLeadsToThePlace()
    {
        const QString path = put("found.js", "one();\ntwo();\n");
        bench().opener.open(path);
        QCOMPARE(bench().docks.findings()->windowTitle(), QString("Findings"));
        press(Qt::Key_F5);
        RecordingBuilder& rec = m_runner.run->builder;
        rec.phase(Phase::Check, 1).begin(1, Queue::Check, "Immediate", "two@" + path.toStdString() + ":2:1").at(rec.now() + 80'000'000).end(1, Queue::Check);
        m_runner.run->end({0, ExitReason::Exit, {}});
        QTRY_COMPARE(bench().docks.findings()->windowTitle(), QString("Findings (1)"));
        QCOMPARE(bench().docks.findings()->toggleViewAction()->text(), QString("Findings"));
        QVERIFY(bench().findings.visibleRegion().isEmpty()); // the Console is in front
        press(Qt::Key_8, Qt::ControlModifier);
        QTRY_VERIFY(bench().findings.table().hasFocus());
        press(Qt::Key_Down);
        QCOMPARE(bench().trace.cursor(), 2u);
        press(Qt::Key_Return);
        QTRY_COMPARE(bench().tabs.currentEditor()->currentLine(), 2);
    }

    void aReportIsTold()
    {
        bench().opener.open(put("report.js", "x"));
        press(Qt::Key_F5);
        m_runner.run->end({134, ExitReason::OutOfMemory, "The heap was full at 128 MB."});
        QTRY_COMPARE(bench().notice.sentence(), QString("The heap was full at 128 MB."));
        QVERIFY(status("status.state").startsWith("Out of memory"));
    }

    void everyActionIsInThePalette()
    {
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto* chooser = part<QDialog>("chooser");
        QVERIFY(chooser);
        auto* list = chooser->findChild<QListWidget*>("chooserList");
        QCOMPARE(list->count(), m_window->actions().all().size());
        QVERIFY(list->count() > 60);
        for (const QAction* action : m_window->actions().all()) QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
        chooser->close();
    }

    void noTwoActionsHaveOneKey()
    {
        QHash<QString, QString> seen;
        for (const QAction* action : m_window->actions().all()) {
            if (action->shortcutContext() == Qt::WidgetShortcut || action->shortcutContext() == Qt::WidgetWithChildrenShortcut) continue;
            for (const QKeySequence& key : action->shortcuts()) {
                const QString text = key.toString();
                QVERIFY2(!seen.contains(text), qPrintable(text + ": " + seen.value(text) + " and " + action->objectName()));
                seen.insert(text, action->objectName());
            }
        }
    }

    void thePaletteRunsWhatIsTyped()
    {
        m_themes.setChoice(ThemeChoice::Dark);
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto* line = part<QDialog>("chooser")->findChild<QLineEdit*>("chooserLine");
        QTest::keyClicks(line, "theme light");
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(m_themes.choice(), ThemeChoice::Light);
        m_themes.setChoice(ThemeChoice::Dark);
    }

    void quickOpenFindsFilesOfTheFolder()
    {
        QVERIFY(QDir(m_folder.path()).mkpath("deep/node_modules"));
        put("deep/target.js", "x");
        put("deep/node_modules/target.js", "x");
        bench().opener.openFolder(m_folder.path());
        press(Qt::Key_P, Qt::ControlModifier);
        auto* chooser = part<QDialog>("chooser");
        auto* line = chooser->findChild<QLineEdit*>("chooserLine");
        QTest::keyClicks(line, "target");
        QCOMPARE(chooser->findChild<QListWidget*>("chooserList")->count(), 1);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(bench().tabs.current()->path(), m_folder.filePath("deep/target.js"));
    }

    void findBarOpensByKey()
    {
        bench().opener.open(put("find.js", "aXbX"));
        press(Qt::Key_F, Qt::ControlModifier);
        QVERIFY(bench().tabs.findBar().isVisible());
        QTest::keyClicks(focus(), "X");
        QCOMPARE(part<QLabel>("findCount")->text(), QString("2 hits"));
    }

    void saysWhatItCannotOpen()
    {
        QVERIFY(!bench().opener.open(m_folder.filePath("absent.js")));
        QVERIFY(bench().notice.sentence().contains("absent.js"));
        QVERIFY(bench().opener.open(put("a.heapsnapshot", "{}")));
        QTRY_VERIFY(bench().notice.sentence().contains("a.heapsnapshot: "));
        bench().opener.open(put("broken.loopscope", "no recording"));
        QVERIFY(bench().notice.sentence().contains("broken.loopscope"));
    }

    void aDamagedRecordingIsShownAsFarAsItGoes()
    {
        const QString path = m_folder.filePath("killed.loopscope");
        {
            RecordingBuilder rec;
            rec.phase(Phase::Main).out("one\n");
            RecordingSaver saver(rec.recording(), path.toStdString()); // ends before the recording does
        }
        QVERIFY(bench().opener.open(path));
        QVERIFY(bench().notice.sentence().startsWith("killed.loopscope is damaged"));
        QTRY_COMPARE(bench().console.view().toPlainText(), QString("one"));
    }

    void nothingIsCutOffAtTheSmallestSize()
    {
        QTest::failOnWarning(QRegularExpression("Negative sizes"));
        m_window->bench().docks.reset();
        m_window->resize(1280, 800);
        QCoreApplication::processEvents();
        QCOMPARE(m_window->size(), QSize(1280, 800));
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Contrast}) {
            m_themes.setChoice(choice);
            QCoreApplication::processEvents();
            QVERIFY2(m_window->minimumSizeHint().width() <= 1280, qPrintable(QString::number(m_window->minimumSizeHint().width())));
            QVERIFY2(m_window->minimumSizeHint().height() <= 800, qPrintable(QString::number(m_window->minimumSizeHint().height())));
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
