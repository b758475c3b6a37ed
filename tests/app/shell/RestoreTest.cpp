#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/EditorTabs.h"
#include "app/launch/LaunchList.h"
#include "app/project/ProjectPanel.h"
#include "app/shell/ActionTable.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Opener.h"
#include "app/shell/RunControl.h"
#include "app/shell/Workbench.h"
#include "tests/app/support/FakeRunner.h"
#include "tests/app/support/TestFolder.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QApplication>
#include <QDockWidget>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <cstdio>

using namespace loopscope;

namespace {

MainWindow::Options optionsFor(const QString& folder) { return {folder, {}, "26.10.0"}; }

/// The child of the kill test: holds a window, types into it, says so, and waits to be killed.
int holdWindow(const QString& state, const QString& script)
{
    ThemeManager themes;
    FakeRunner runner;
    MainWindow window(themes, runner, optionsFor(state));
    window.restore();
    window.show();
    window.bench().opener.open(script);
    QTest::keyClicks(window.bench().tabs.currentEditor(), "typed ");
    window.bench().tabs.newFile();
    QTest::keyClicks(window.bench().tabs.currentEditor(), "never saved");
    puts("typed");
    fflush(stdout);
    return QApplication::exec();
}

} // namespace

class RestoreTest : public QObject
{
    Q_OBJECT
    TestFolder m_folder;

    QString put(const QString& name, const QByteArray& bytes) const { return m_folder.put(name, bytes); }

private slots:
    void theChosenConfigurationComesBack()
    {
        ThemeManager themes;
        FakeRunner runner;
        const QString state = m_folder.filePath("chosen"), folder = m_folder.filePath("shop");
        QDir().mkpath(folder);
        QFile script(folder + "/main.js");
        QVERIFY(script.open(QIODevice::WriteOnly) && script.write("1\n") == 2);
        script.close();
        {
            MainWindow window(themes, runner, optionsFor(state));
            window.restore();
            window.bench().project.setFolder(folder);
            QVERIFY(window.bench().launch.save({}, {.name = "Main", .script = "main.js", .arguments = {"x"}}));
            window.bench().launch.choose("Main");
            window.close();
        }
        MainWindow window(themes, runner, optionsFor(state));
        window.restore();
        QVERIFY(window.bench().launch.chosen());
        window.actions().find("run.start")->trigger();
        QCOMPARE(runner.requests.size(), 1u);
        QCOMPARE(QString::fromStdString(runner.requests[0].script), folder + "/main.js");
        QCOMPARE(runner.requests[0].arguments, std::vector<std::string>{"x"});
        window.bench().launch.choose({});
        window.bench().opener.open(folder + "/main.js");
        window.actions().find("run.start")->trigger();
        runner.run->end({});
        QTRY_COMPARE(runner.requests.size(), 2u);
        QVERIFY(runner.requests[1].arguments.empty());
    }

    void comesBackAfterARestart()
    {
        ThemeManager themes;
        FakeRunner runner;
        const QString state = m_folder.filePath("restart"), a = put("a.js", "aaa\nbbb\n"), b = put("b.js", "ccc\n");
        {
            MainWindow window(themes, runner, optionsFor(state));
            window.restore();
            window.show();
            window.bench().opener.open(a);
            window.bench().opener.open(b);
            window.bench().tabs.showPage(window.bench().tabs.pages()[0]);
            window.bench().tabs.currentEditor()->goTo(2, 3);
            QTest::keyClicks(window.bench().tabs.currentEditor(), "x");
            window.bench().run.setDetail(DetailLevel::Monitor);
            window.findChild<QDockWidget*>("dock.lessons")->close();
            themes.setChoice(ThemeChoice::Contrast);
            window.close();
        }
        themes.setChoice(ThemeChoice::Dark);
        MainWindow window(themes, runner, optionsFor(state));
        window.restore();
        window.show();
        const QList<EditorPage*> pages = window.bench().tabs.pages();
        QCOMPARE(pages.size(), 2);
        QCOMPARE(window.bench().tabs.current(), pages[0]);
        QCOMPARE(pages[0]->editor().toPlainText(), QString("aaa\nbbxb\n"));
        QVERIFY(pages[0]->isModified());
        QVERIFY(!pages[1]->isModified());
        QCOMPARE(pages[0]->editor().currentLine(), 2);
        QCOMPARE(pages[0]->editor().currentColumn(), 4);
        QCOMPARE(window.bench().run.detail(), DetailLevel::Monitor);
        QCOMPARE(themes.choice(), ThemeChoice::Contrast);
        QVERIFY(window.findChild<QDockWidget*>("dock.lessons")->isHidden());
        themes.setChoice(ThemeChoice::Dark);
    }

    void comesBackAfterAKill()
    {
        const QString state = m_folder.filePath("kill"), script = put("k.js", "text");
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--hold-window", state, script});
        QVERIFY(child.waitForStarted());
        while (child.canReadLine() || child.waitForReadyRead(30'000))
            if (child.readLine().trimmed() == "typed") break;
        const QString journal = state + "/session.json";
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(journal), 10'000);
        const auto stored = [&] {
            QFile file(journal);
            return file.open(QIODevice::ReadOnly) && file.readAll().contains("never saved");
        };
        QTRY_VERIFY_WITH_TIMEOUT(stored(), 10'000);
        ::kill(pid_t(child.processId()), SIGKILL);
        QVERIFY(child.waitForFinished());

        ThemeManager themes;
        FakeRunner runner;
        MainWindow window(themes, runner, optionsFor(state));
        window.restore();
        const QList<EditorPage*> pages = window.bench().tabs.pages();
        QCOMPARE(pages.size(), 2);
        QCOMPARE(pages[0]->editor().toPlainText(), QString("typed text"));
        QVERIFY(pages[0]->isModified());
        QCOMPARE(pages[1]->editor().toPlainText(), QString("never saved"));
        QVERIFY(pages[1]->path().isEmpty());
        QFile onDisk(script);
        QVERIFY(onDisk.open(QIODevice::ReadOnly));
        QCOMPARE(onDisk.readAll(), QByteArray("text"));
    }

    void theLastRunComesBack()
    {
        ThemeManager themes;
        FakeRunner runner;
        const QString state = m_folder.filePath("run"), script = put("r.js", "1");
        {
            MainWindow window(themes, runner, optionsFor(state));
            window.restore();
            window.bench().opener.open(script);
            window.bench().run.run();
            runner.run->builder.out("kept\n");
            runner.run->end({0, ExitReason::Exit, {}});
            QTRY_VERIFY(window.bench().trace.recording()->isComplete());
        }
        MainWindow window(themes, runner, optionsFor(state));
        window.restore();
        QVERIFY(window.bench().trace.recording());
        QCOMPARE(window.bench().trace.recording()->size(), std::uint64_t(2));
    }
};

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    const QStringList words = QApplication::arguments();
    if (words.size() == 4 && words[1] == "--hold-window") return holdWindow(words[2], words[3]);
    RestoreTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "RestoreTest.moc"
