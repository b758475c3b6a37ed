#include "app/console/ConsolePanel.h"

#include "app/console/ConsoleInput.h"
#include "app/console/ConsoleView.h"
#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QScrollBar>
#include <QTextBlock>
#include <QtTest>

using namespace loopscope;

class ConsolePanelTest : public QObject
{
    Q_OBJECT
    ThemeManager m_themes;
    std::unique_ptr<TraceView> m_trace;
    std::unique_ptr<ConsolePanel> m_panel;

    QString shown() const { return m_panel->view().toPlainText(); }

private slots:
    void init()
    {
        m_panel.reset();
        m_trace = std::make_unique<TraceView>();
        m_panel = std::make_unique<ConsolePanel>(*m_trace, m_themes);
        m_panel->resize(700, 300);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void showsTheOutputUpToTheCursor()
    {
        RecordingBuilder rec;
        rec.out("one\n").phase(Phase::Main).err("two\n").endPhase(Phase::Main).out("three\n").exit();
        m_trace->setRecording(rec.recording());
        QTRY_COMPARE(shown(), QString("one\ntwo\nthree"));
        m_trace->setCursor(3);
        QTRY_COMPARE(shown(), QString("one\ntwo"));
        m_trace->setCursor(0);
        QTRY_COMPARE(m_panel->text(), QString());
        m_trace->setCursor(100);
        QTRY_COMPARE(shown(), QString("one\ntwo\nthree"));
    }

    void theInputTakesRoomOnlyWhileAProgramReads()
    {
        m_trace->setRecording(RecordingBuilder().out("one\n").exit().recording());
        QTRY_COMPARE(m_panel->view().height(), m_panel->height());
        m_panel->input().setReading(true);
        QTRY_VERIFY(m_panel->view().height() < m_panel->height() - m_panel->input().height());
        m_panel->input().setReading(false);
        QTRY_COMPARE(m_panel->view().height(), m_panel->height());
    }

    void growsWithALiveRun()
    {
        RecordingBuilder rec;
        m_trace->setRecording(rec.recording());
        m_trace->setFollowing(true);
        rec.out("tick\n");
        m_trace->noticeGrowth();
        QTRY_COMPARE(shown(), QString("tick"));
        rec.out("10%").out("\r20%");
        m_trace->noticeGrowth();
        QTRY_COMPARE(shown(), QString("tick\n20%"));
    }

    void saysWhyItIsEmpty()
    {
        auto* empty = m_panel->findChild<QLabel*>("consoleEmpty");
        QVERIFY(empty->isVisible());
        QVERIFY(empty->text().contains("F5"));
        RecordingBuilder rec;
        rec.phase(Phase::Main).out("late\n").exit();
        m_trace->setRecording(rec.recording());
        QTRY_VERIFY(!empty->isVisible());
        m_trace->setCursor(1);
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(empty->text().contains("nothing"));
    }

    void marksErrorsByMoreThanColour()
    {
        RecordingBuilder rec;
        rec.out("plain\n").err("bad\n");
        m_trace->setRecording(rec.recording());
        QTRY_COMPARE(shown(), QString("plain\nbad"));
        QCOMPARE(m_panel->view().document()->findBlockByNumber(0).userState(), 0);
        QCOMPARE(m_panel->view().document()->findBlockByNumber(1).userState(), 1);
    }

    void hundredThousandLinesLeaveTheWindowAlive()
    {
        RecordingBuilder rec;
        for (int i = 0; i < 100'000; ++i) rec.out("line " + std::to_string(i) + "\n");
        QElapsedTimer clock;
        clock.start();
        m_trace->setRecording(rec.recording());
        qint64 longest = clock.elapsed();
        while (!m_panel->isUpToDate()) {
            clock.restart();
            QCoreApplication::processEvents();
            longest = std::max(longest, clock.elapsed());
        }
        QCOMPARE(m_panel->view().blockCount(), int(ConsoleText::kMaxLines) - 1);
        QVERIFY(m_panel->view().verticalScrollBar()->value() > 90'000);
        qInfo("longest slice: %lld ms", longest);
        QVERIFY2(longest < 1000, qPrintable(QString::number(longest))); // generous: the machine may be busy
        m_trace->setCursor(50'000);
        QTRY_COMPARE(m_panel->view().document()->lastBlock().text(), QString("line 49999"));
    }

    void linksLeadToTheSource()
    {
        RecordingBuilder rec;
        rec.err("    at f (/tmp/a.js:3:5)\n");
        m_trace->setRecording(rec.recording());
        QTRY_VERIFY(shown().contains("a.js"));
        QSignalSpy links(m_panel.get(), &ConsolePanel::linkActivated);
        QTextCursor cursor(m_panel->view().document());
        cursor.setPosition(14);
        const QPoint at = m_panel->view().cursorRect(cursor).center();
        QTest::mouseClick(m_panel->view().viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(links.size(), 1);
        QCOMPARE(links[0], (QVariantList{"/tmp/a.js", 3, 5}));
    }

    void inputHasAHistoryAndAnEnd()
    {
        ConsoleInput& input = m_panel->input();
        input.setReading(true);
        QSignalSpy lines(&input, &ConsoleInput::submitted), ends(&input, &ConsoleInput::endOfInput);
        QTest::keyClicks(&input, "first");
        QTest::keyClick(&input, Qt::Key_Return);
        QTest::keyClicks(&input, "second");
        QTest::keyClick(&input, Qt::Key_Return);
        QCOMPARE(lines.size(), 2);
        QTest::keyClicks(&input, "thi");
        QTest::keyClick(&input, Qt::Key_Up);
        QTest::keyClick(&input, Qt::Key_Up);
        QCOMPARE(input.text(), QString("first"));
        QTest::keyClick(&input, Qt::Key_Down);
        QTest::keyClick(&input, Qt::Key_Down);
        QCOMPARE(input.text(), QString("thi"));
        input.clear();
        QTest::keyClick(&input, Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(ends.size(), 1);
    }
};

QTEST_MAIN(ConsolePanelTest)
#include "ConsolePanelTest.moc"
