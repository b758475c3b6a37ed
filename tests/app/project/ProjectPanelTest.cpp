#include "app/project/LessonPanel.h"
#include "app/project/ProjectPanel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QAction>
#include <QInputDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextLayout>
#include <QTreeView>
#include <QtTest>

using namespace loopscope;

class ProjectPanelTest : public QObject
{
    Q_OBJECT
    ThemeManager m_themes;

    static void put(const QString& path, const QByteArray& bytes = {})
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    static void answerName(const QString& name)
    {
        QTimer::singleShot(0, qApp, [name] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->setTextValue(name);
            dialog->accept();
        });
    }
    static QAction* action(const ProjectPanel& panel, const char* name) { return panel.findChild<QAction*>(QLatin1String(name)); }

private slots:
    void wideCodeInALessonIsBrokenAndItsProseNeverScrolls()
    {
        QTemporaryDir lessons;
        const QString code = "    const sum = await Promise.all(files.map((file) => readFile(file, 'utf8').then((text) => text.length)));";
        put(lessons.filePath("a/main.js"), "1");
        put(lessons.filePath("a/lesson.md"), "# Wide\nSome prose.\n```js\nshort();\n" + code.toUtf8() + "\n```\nMore prose.\n");
        LessonPanel panel(m_themes, lessons.path(), {});
        panel.resize(240, 600);
        panel.show();
        panel.showLessonOf(lessons.filePath("a/main.js"));
        auto* text = panel.findChild<QTextBrowser*>("lessonText");
        QVERIFY(text->toPlainText().contains(code));
        QTRY_COMPARE(text->horizontalScrollBar()->maximum(), 0);
        QTextBlock block = text->document()->find(code).block();
        QVERIFY(block.isValid());
        QVERIFY(block.layout()->lineCount() > 2);
        QVERIFY(block.layout()->lineAt(1).x() > block.layout()->lineAt(0).x()); // seen to go on
    }

    void asksForAFolderWhenThereIsNone()
    {
        ProjectPanel panel(m_themes);
        panel.show();
        QSignalSpy wanted(&panel, &ProjectPanel::folderWanted);
        auto* button = panel.findChild<QPushButton*>("openFolderButton");
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QTemporaryDir folder;
        panel.setFolder(folder.path());
        QVERIFY(!button->isVisible());
    }

    void listsFilesWithoutDependencies()
    {
        QTemporaryDir folder;
        for (const char* file : {"a.js", "lib/b.js", "node_modules/x/index.js", ".git/config"}) put(folder.filePath(file));
        ProjectPanel panel(m_themes);
        panel.setFolder(folder.path());
        QCOMPARE(panel.files(), (QStringList{"a.js", "lib/b.js"}));
        QCOMPARE(panel.files(1).size(), 1);
    }

    void makesAndRenames()
    {
        QTemporaryDir folder;
        ProjectPanel panel(m_themes);
        panel.setFolder(folder.path());
        panel.show();
        QSignalSpy opened(&panel, &ProjectPanel::fileActivated), renamed(&panel, &ProjectPanel::renamed), problems(&panel, &ProjectPanel::problem);
        answerName("new.js");
        action(panel, "project.newFile")->trigger();
        QVERIFY(QFile::exists(folder.filePath("new.js")));
        QCOMPARE(opened.size(), 1);
        answerName("new.js");
        action(panel, "project.newFile")->trigger();
        QCOMPARE(problems.size(), 1);
        answerName("sub");
        action(panel, "project.newFolder")->trigger();
        QVERIFY(QFileInfo(folder.filePath("sub")).isDir());
        QTRY_VERIFY(panel.tree().model()->rowCount(panel.tree().rootIndex()) == 2);
        panel.reveal(folder.filePath("new.js"));
        QCOMPARE(panel.selected(), folder.filePath("new.js"));
        answerName("old.js");
        action(panel, "project.rename")->trigger();
        QVERIFY(QFile::exists(folder.filePath("old.js")));
        QCOMPARE(renamed.size(), 1);
        QCOMPARE(renamed[0], (QVariantList{folder.filePath("new.js"), folder.filePath("old.js")}));
    }

    void aChosenLessonShowsItsText()
    {
        LessonPanel panel(m_themes, Lesson::defaultFolder());
        panel.show();
        QSignalSpy opened(&panel, &LessonPanel::opened);
        auto* list = panel.findChild<QListWidget*>("lessonList");
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
        QCOMPARE(opened.size(), 1);
        QVERIFY(panel.findChild<QTextBrowser*>("lessonText")->toPlainText().contains("setImmediate"));
        panel.showLessonOf(panel.lessons()[0].script);
        QCOMPARE(list->currentRow(), 0);
        QCOMPARE(opened.size(), 1);
    }
};

QTEST_MAIN(ProjectPanelTest)
#include "ProjectPanelTest.moc"
