#include "visualizer/timeline/Player.h"

#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"

#include <algorithm>

namespace loopscope {

namespace {
constexpr double kStep = 1e9;          ///< ns of the viewer between two callbacks
constexpr double kLongestSleep = 0.5e9; ///< ns of the viewer
} // namespace

Player::Player(TraceView& view, QObject* parent) : QObject(parent), m_view(view)
{
    m_timer.setInterval(16);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { advance(std::chrono::nanoseconds(m_clock.nsecsElapsed())); });
    connect(&view, &TraceView::recordingChanged, this, &Player::pause);
}

void Player::play()
{
    if (isPlaying() || !m_view.recording() || m_view.recording()->size() == 0) return;
    if (m_view.cursor() >= m_view.recording()->size()) m_view.setCursor(0);
    m_position = static_cast<double>(m_view.cursorTime());
    m_placed = m_view.cursorTime();
    m_sinceStep = 0;
    m_clock.start();
    m_timer.start();
    emit playingChanged();
}

void Player::pause()
{
    if (!isPlaying()) return;
    m_timer.stop();
    emit playingChanged();
}

void Player::setSpeed(double speed)
{
    if (speed == m_speed) return;
    m_speed = speed;
    m_sinceStep = 0;
    emit speedChanged();
}

void Player::advance(std::chrono::nanoseconds real)
{
    m_clock.start();
    if (!m_view.recording()) return;
    // A window that stood still must not make the picture jump.
    const double passed = std::min(static_cast<double>(real.count()), 1.2e9);
    m_speed == 0 ? advanceByCallbacks(passed) : advanceInTime(passed);
}

double Player::paceAt(std::uint64_t time) const
{
    const Track* asleep = m_view.model()->spans().track({0, TrackKind::Asleep, 0});
    if (!asleep) return m_speed;
    const std::size_t i = asleep->covering(time);
    if (i == asleep->size()) return m_speed;
    return std::max(m_speed, static_cast<double>(asleep->at(i).to - asleep->at(i).from) / kLongestSleep);
}

void Player::advanceInTime(double real)
{
    if (m_view.cursorTime() != m_placed) m_position = static_cast<double>(m_view.cursorTime());
    const Track* asleep = m_view.model()->spans().track({0, TrackKind::Asleep, 0});
    while (real > 0) {
        const auto time = static_cast<std::uint64_t>(m_position);
        const double pace = paceAt(time);
        double stretch = real * pace;
        // Not beyond the point where the pace changes.
        if (asleep) {
            const std::size_t i = asleep->firstEndingAfter(time);
            if (i < asleep->size()) {
                const Track::Span sleep = asleep->at(i);
                const double change = static_cast<double>(sleep.from > time ? sleep.from : sleep.to) - m_position;
                stretch = std::min(stretch, std::max(change, 1.0));
            }
        }
        m_position += stretch;
        real -= stretch / pace;
        if (real * pace < 1) break;
    }
    m_view.setCursorTime(static_cast<std::uint64_t>(m_position));
    m_placed = m_view.cursorTime();
    if (m_view.cursor() >= m_view.recording()->size()) pause();
}

void Player::advanceByCallbacks(double real)
{
    m_sinceStep += real;
    if (m_sinceStep < kStep) return;
    m_sinceStep -= kStep;
    if (const auto next = m_view.model()->navigation().next(Step::Callback, m_view.cursor()))
        m_view.setCursor(*next);
    else
        pause();
}

} // namespace loopscope
