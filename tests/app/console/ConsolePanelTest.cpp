#include "app/console/ConsolePanel.h"

#include "app/console/ConsoleInput.h"
#include "app/console/ConsoleView.h"
#include "tests/support/CpuTime.h"
#include "tests/support/RecordingBuilder.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/ThemeManager.h"

#include <QLabel>
#include <QScrollBar>
#include <QTextBlock>
#include <QtTest>

#include <algorithm>
#include <functional>

using namespace loopscope;

class ConsolePanelTest : public QObject
{
    Q_OBJECT
    ThemeManager m_themes;
    std::unique_ptr<TraceView> m_trace;
    std::unique_ptr<ConsolePanel> m_panel;

    QString shown() const { return m_panel->view().toPlainText(); }

    template <class Work> static double cpuOf(Work&& work)
    {
        const double start = cpuTime();
        work();
        return cpuTime() - start;
    }

    /// Until all is shown: how long events took at most, in repaints of the panel, which are measured in between.
    double longestSlice(const char* what, const std::function<void()>& change)
    {
        std::vector<double> slices{cpuOf(change)}, repaints;
        while (!m_panel->isUpToDate()) {
            slices.push_back(cpuOf([] { QCoreApplication::processEvents(); }));
            if (slices.size() % 16 == 2) repaints.push_back(cpuOf([this] { m_panel->grab(); }));
        }
        std::ranges::sort(slices);
        std::ranges::sort(repaints);
        const double repaint = repaints.empty() ? 1 : repaints[repaints.size() / 2];
        qInfo("%s: %zu slices, median %.1f, longest %.1f ms; a repaint %.1f ms", what, slices.size(), slices[slices.size() / 2], slices.back(), repaint);
        return slices.back() / repaint;
    }

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

    void theSelectionIsAllThatIsShown()
    {
        RecordingBuilder rec;
        rec.at(1000).out("one\n").at(2000).err("two\n").at(3000).out("three\n").at(4000).out("four\n").exit();
        m_trace->setRecording(rec.recording());
        m_trace->setCursor(1);
        m_trace->setSelection(TimeRange{2000, 4000});
        QTRY_COMPARE(shown(), QString("two\nthree"));
        m_trace->setCursor(2); // the selection stays
        QTRY_COMPARE(shown(), QString("two\nthree"));
        m_trace->setSelection(TimeRange{3500, 9000});
        QTRY_COMPARE(shown(), QString("four"));
        QVERIFY(std::ranges::any_of(m_panel->findChildren<QLabel*>(), [](const QLabel* l) { return l->isVisible() && l->text().contains("selected"); }));
        m_trace->setSelection(TimeRange{3100, 3200});
        QTRY_COMPARE(m_panel->text(), QString());
        QVERIFY(m_panel->findChild<QLabel*>("consoleEmpty")->text().contains("selected time"));
        m_trace->setSelection(std::nullopt);
        QTRY_COMPARE(shown(), QString("one\ntwo"));
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

    void longOutputNeverHoldsUpTheWindow()
    {
        RecordingBuilder rec;
        for (int i = 0; i < 250'000; ++i) rec.out("line " + std::to_string(i) + (i % 3 ? " \x1b[32mgreen\x1b[0m and more\n" : "\n"));
        constexpr double kMost = 60; // 13 to 45 is seen, by how quick the machine paints; without slices it was up to 400
        const auto goTo = [this](std::uint64_t cursor) { return [this, cursor] { m_trace->setCursor(cursor); }; };
        m_trace->setRecording(rec.recording()); // the model's share is measured elsewhere
        QVERIFY(longestSlice("250,000 lines", [] {}) < kMost);
        const ConsoleView& view = m_panel->view();
        QCOMPARE(view.blockCount(), int(ConsoleText::kMaxLines) - 1);
        QCOMPARE(view.document()->firstBlock().text(), QString("line 150001 green and more"));
        QCOMPARE(view.document()->lastBlock().text(), QString("line 249999"));
        QVERIFY(view.verticalScrollBar()->value() > 90'000);
        QVERIFY(longestSlice("back to 200,000", goTo(200'000)) < kMost);
        QCOMPARE(view.document()->lastBlock().text(), QString("line 199999 green and more"));
        QVERIFY(longestSlice("back to 10,000", goTo(10'000)) < kMost);
        QCOMPARE(view.document()->lastBlock().text(), QString("line 9999"));
        QCOMPARE(view.document()->firstBlock().text(), QString("line 0"));
        QVERIFY(longestSlice("forth to 150,000", goTo(150'000)) < kMost);
        QVERIFY(longestSlice("in other colours", [this] { m_themes.setChoice(ThemeChoice::Light); }) < kMost);
        QCOMPARE(view.document()->lastBlock().text(), QString("line 149999 green and more"));
        m_themes.setChoice(ThemeChoice::Dark);
        QTRY_VERIFY(m_panel->isUpToDate());
        QCOMPARE(view.blockCount(), int(m_panel->text().count(u'\n')));
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
