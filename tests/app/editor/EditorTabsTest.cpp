#include "app/editor/EditorTabs.h"

#include "app/editor/CodeEditor.h"
#include "app/editor/EditorPage.h"
#include "app/editor/FindBar.h"
#include "app/editor/NoticeBar.h"
#include "tests/app/support/TestFolder.h"
#include "visualizer/theme/ThemeManager.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace loopscope;

class EditorTabsTest : public QObject
{
    Q_OBJECT
    TestFolder m_folder;
    ThemeManager m_themes;
    std::unique_ptr<EditorTabs> m_tabs;

    QString put(const QString& name, const QByteArray& bytes) const { return m_folder.put(name, bytes); }
    template <class T> T* part(const char* name) const { return m_tabs->findChild<T*>(QLatin1String(name)); }
    QString tabText(int i) const { return part<QTabWidget>("editorTabs")->tabText(i); }
    void type(const QString& text) const { QTest::keyClicks(m_tabs->currentEditor(), text); }
    static void answerNextQuestion(QMessageBox::StandardButton answer)
    {
        QTimer::singleShot(0, qApp, [answer] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            QVERIFY(box);
            QTest::mouseClick(box->button(answer), Qt::LeftButton);
        });
    }

private slots:
    void init()
    {
        m_tabs = std::make_unique<EditorTabs>(m_themes);
        m_tabs->resize(800, 500);
        m_tabs->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_tabs.get()));
    }

    void marksAndSavesChanges()
    {
        const QString path = put("a.js", "one");
        EditorPage* page = m_tabs->open(path);
        QVERIFY(page);
        type("x");
        QVERIFY(tabText(0).contains(u'\u25cf'));
        QVERIFY(m_tabs->save(page));
        QCOMPARE(tabText(0), QString("a.js"));
        QCOMPARE(bytesOf(path), QByteArray("xone"));
    }

    void opensAFileOnce()
    {
        const QString path = put("a.js", "one");
        EditorPage* page = m_tabs->open(path);
        m_tabs->open(put("b.js", "two"));
        QVERIFY(QFile::link(path, m_folder.filePath("link.js")));
        QCOMPARE(m_tabs->open(m_folder.filePath("link.js")), page);
        QCOMPARE(m_tabs->pages().size(), 2);
        QCOMPARE(m_tabs->current(), page);
    }

    void saysWhatItCannotOpen()
    {
        QSignalSpy problems(m_tabs.get(), &EditorTabs::problem);
        QVERIFY(!m_tabs->open(m_folder.filePath("absent.js")));
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems[0][0].toString().contains("absent.js"));
    }

    void asksBeforeItForgetsChanges()
    {
        const QString path = put("c.js", "old");
        EditorPage* page = m_tabs->open(path);
        type("new ");
        answerNextQuestion(QMessageBox::Cancel);
        QVERIFY(!m_tabs->close(page));
        QCOMPARE(m_tabs->pages().size(), 1);
        answerNextQuestion(QMessageBox::Save);
        QVERIFY(m_tabs->close(page));
        QCOMPARE(bytesOf(path), QByteArray("new old"));
        page = m_tabs->open(path);
        type("lost");
        answerNextQuestion(QMessageBox::Discard);
        QVERIFY(m_tabs->close(page));
        QCOMPARE(bytesOf(path), QByteArray("new old"));
    }

    void anUnmodifiedTextFollowsTheDisk()
    {
        const QString path = put("d.js", "before");
        EditorPage* page = m_tabs->open(path);
        put("d.js", "after");
        QTRY_COMPARE(page->editor().toPlainText(), QString("after"));
        QVERIFY(!page->isModified());
        // Replaced as a whole, as editors and git do it.
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::rename(put("d.tmp", "replaced"), path));
        QTRY_COMPARE(page->editor().toPlainText(), QString("replaced"));
    }

    void aModifiedTextIsAskedAbout()
    {
        const QString path = put("e.js", "before");
        EditorPage* page = m_tabs->open(path);
        type("mine ");
        put("e.js", "theirs");
        QTRY_VERIFY(page->notice().sentence().contains("e.js"));
        QCOMPARE(page->editor().toPlainText(), QString("mine before"));
        QTest::mouseClick(part<QPushButton>("keepMine"), Qt::LeftButton);
        QCOMPARE(page->editor().toPlainText(), QString("mine before"));
        put("e.js", "theirs again");
        QTRY_VERIFY(!page->notice().sentence().isEmpty());
        QTest::mouseClick(page->notice().findChildren<QPushButton*>("reloadFromDisk").constLast(), Qt::LeftButton);
        QCOMPARE(page->editor().toPlainText(), QString("theirs again"));
        QVERIFY(!page->isModified());
    }

    void aRemovedFileIsNotLost()
    {
        const QString path = put("f.js", "text");
        EditorPage* page = m_tabs->open(path);
        QVERIFY(QFile::remove(path));
        QTRY_VERIFY(page->isModified());
        QVERIFY(m_tabs->save(page));
        QCOMPARE(bytesOf(path), QByteArray("text"));
    }

    void findsAndReplacesByKeysAndButtons()
    {
        EditorPage* page = m_tabs->open(put("g.js", "cat Cat concat\ncat"));
        m_tabs->findBar().open(true);
        QTest::keyClicks(part<QLineEdit>("findPattern"), "cat");
        auto* count = part<QLabel>("findCount");
        QCOMPARE(count->text(), QString("4 hits"));
        QTest::mouseClick(part<QToolButton>("findWord"), Qt::LeftButton);
        QCOMPARE(count->text(), QString("3 hits"));
        QTest::keyClick(part<QToolButton>("findCase"), Qt::Key_Space);
        QCOMPARE(count->text(), QString("2 hits"));
        QTest::keyClick(part<QLineEdit>("findPattern"), Qt::Key_Return);
        QCOMPARE(count->text(), QString("1 of 2"));
        QCOMPARE(page->editor().textCursor().selectedText(), QString("cat"));
        QTest::keyClicks(part<QLineEdit>("findReplacement"), "dog");
        QTest::mouseClick(part<QToolButton>("replaceOne"), Qt::LeftButton);
        QCOMPARE(page->editor().toPlainText(), QString("dog Cat concat\ncat"));
        QTest::mouseClick(part<QToolButton>("findWord"), Qt::LeftButton);
        QTest::mouseClick(part<QToolButton>("replaceAll"), Qt::LeftButton);
        QCOMPARE(page->editor().toPlainText(), QString("dog Cat condog\ndog"));
        QTest::keyClick(part<QLineEdit>("findPattern"), Qt::Key_Escape);
        QVERIFY(!m_tabs->findBar().isVisible());
        QVERIFY(page->editor().hasFocus());
    }

    void aBrokenPatternIsToldAndHarmless()
    {
        EditorPage* page = m_tabs->open(put("h.js", "a(b"));
        m_tabs->findBar().open(true);
        QTest::mouseClick(part<QToolButton>("findRegex"), Qt::LeftButton);
        QTest::keyClicks(part<QLineEdit>("findPattern"), "(");
        QCOMPARE(part<QLabel>("findCount")->text(), QString("not a pattern"));
        QTest::mouseClick(part<QToolButton>("replaceAll"), Qt::LeftButton);
        QCOMPARE(page->editor().toPlainText(), QString("a(b"));
    }

    void tabsCanBeDragged()
    {
        m_tabs->open(put("i.js", "1"));
        m_tabs->open(put("j.js", "2"));
        QTabBar* bar = part<QTabWidget>("editorTabs")->tabBar();
        const QPoint from = bar->tabRect(1).center(), to = bar->tabRect(0).center() - QPoint(10, 0);
        QTest::mousePress(bar, Qt::LeftButton, {}, from);
        for (int i = 1; i <= 10; ++i) {
            const QPoint at = from + (to - from) * i / 10;
            QMouseEvent move(QEvent::MouseMove, at, bar->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(bar, &move);
        }
        QTest::mouseRelease(bar, Qt::LeftButton, {}, to);
        QTRY_COMPARE(m_tabs->pages()[0]->title(), QString("j.js"));
    }
};

QTEST_MAIN(EditorTabsTest)
#include "EditorTabsTest.moc"
