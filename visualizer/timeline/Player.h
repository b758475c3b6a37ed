#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>

namespace loopscope {

class TraceView;

/// Moves the cursor by itself: in the program's own time at a chosen speed, or from callback to callback once a second.
/// A loop asleep is passed over in half a second at most, since nothing is to be seen in it.
///
/// Thread: the GUI's. Lifetime: view must outlive it.
class Player : public QObject
{
    Q_OBJECT
public:
    explicit Player(TraceView& view, QObject* parent = nullptr);

    /// Speeds that are offered: time of the program by time of the viewer. 0 stands for one callback a second.
    static constexpr double kSpeeds[]{0, 0.001, 0.01, 0.1, 0.25, 1, 2, 8};
    static constexpr int kUsualSpeed = 2; ///< index

    bool isPlaying() const { return m_timer.isActive(); }
    /// From the cursor on; from the beginning if it stands at the end.
    void play();
    void pause();
    void toggle() { isPlaying() ? pause() : play(); }

    double speed() const { return m_speed; }
    void setSpeed(double speed);

    /// What the timer does: lets so much of the viewer's time pass. Pauses at the end.
    void advance(std::chrono::nanoseconds real);

signals:
    void playingChanged();
    void speedChanged();

private:
    void advanceInTime(double real);
    void advanceByCallbacks(double real);
    /// ns of the program that pass in one of the viewer's, here.
    double paceAt(std::uint64_t time) const;

    TraceView& m_view;
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_speed = kSpeeds[kUsualSpeed];
    double m_position = 0;      ///< ns of the program, with what is less than one
    double m_sinceStep = 0;     ///< ns of the viewer
    std::uint64_t m_placed = 0; ///< where it put the cursor: elsewhere means that the user moved it
};

} // namespace loopscope
