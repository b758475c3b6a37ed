#include "tests/visualizer/timeline/SamplePrograms.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/timeline/Player.h"

#include <QSignalSpy>
#include <QtTest>

using namespace loopscope;
using namespace std::chrono_literals;

class PlayerTest : public QObject
{
    Q_OBJECT

    RecordingBuilder m_rec = smallProgram(); // asleep in poll from 2.1 to 4.8 ms, see SamplePrograms.cpp
    TraceView m_view;

private slots:
    void init() { m_view.setRecording(m_rec.recording()); }

    void playsFromTheStartWhenAtTheEnd()
    {
        Player player(m_view);
        QSignalSpy changed(&player, &Player::playingChanged);
        player.play();
        QVERIFY(player.isPlaying());
        QCOMPARE(m_view.cursor(), std::uint64_t{0});
        player.pause();
        QCOMPARE(changed.count(), 2);
    }

    void movesInTheProgramsTime()
    {
        Player player(m_view);
        player.setSpeed(0.01);
        m_view.setCursor(0);
        player.play();
        player.advance(100ms);
        QCOMPARE(m_view.cursorTime(), std::uint64_t{1'000'000});
        player.advance(10ms);
        QCOMPARE(m_view.cursorTime(), std::uint64_t{1'100'000});
    }

    void slowestSpeedStillAdvances()
    {
        Player player(m_view);
        player.setSpeed(0.001);
        m_view.setCursor(0);
        player.play();
        for (int i = 0; i < 100; ++i) player.advance(16ms);
        QCOMPARE(m_view.cursorTime(), std::uint64_t{1'600'000});
    }

    void sleepIsPassedOverInHalfASecond()
    {
        Player player(m_view);
        player.setSpeed(0.001);
        const Track& asleep = *m_view.model()->spans().track({0, TrackKind::Asleep, 0});
        m_view.setCursorTime(asleep.at(0).from);
        player.play();
        player.advance(500ms);
        QVERIFY(qAbs(double(m_view.cursorTime()) - double(asleep.at(0).to)) < 10);
        const std::uint64_t woke = m_view.cursorTime();
        player.advance(100ms);
        QVERIFY(qAbs(double(m_view.cursorTime() - woke) - 100'000) < 10);
    }

    void goesOnFromWhereTheUserPutTheCursor()
    {
        Player player(m_view);
        player.setSpeed(0.01);
        m_view.setCursor(0);
        player.play();
        player.advance(10ms);
        m_view.setCursorTime(12'400'000);
        player.advance(10ms);
        QCOMPARE(m_view.cursorTime(), std::uint64_t{12'500'000});
    }

    void stopsAtTheEnd()
    {
        Player player(m_view);
        player.setSpeed(8);
        m_view.setCursor(0);
        player.play();
        for (int i = 0; i < 20 && player.isPlaying(); ++i) player.advance(100ms);
        QVERIFY(!player.isPlaying());
        QCOMPARE(m_view.cursor(), m_rec.recording()->size());
    }

    void stepsOnceASecond()
    {
        Player player(m_view);
        player.setSpeed(0);
        m_view.setCursor(0);
        player.play();
        std::vector<std::uint64_t> expected, seen;
        for (auto c = m_view.model()->navigation().next(Step::Callback, 0); c; c = m_view.model()->navigation().next(Step::Callback, *c)) expected.push_back(*c);
        while (player.isPlaying()) {
            const std::uint64_t before = m_view.cursor();
            player.advance(500ms);
            QCOMPARE(m_view.cursor(), before);
            player.advance(500ms);
            if (m_view.cursor() != before) seen.push_back(m_view.cursor());
        }
        QCOMPARE(seen, expected);
    }

    void theTimerMovesTheCursorByItself()
    {
        Player player(m_view);
        player.setSpeed(0.01);
        m_view.setCursor(0);
        player.play();
        QTRY_VERIFY(m_view.cursorTime() > 200'000);
    }

    void anotherRecordingEndsPlaying()
    {
        Player player(m_view);
        player.play();
        m_view.setRecording(nullptr);
        QVERIFY(!player.isPlaying());
        player.play();
        QVERIFY(!player.isPlaying());
    }
};

QTEST_GUILESS_MAIN(PlayerTest)
#include "PlayerTest.moc"
