#include "app/session/RunSession.h"

#include "visualizer/model/Labels.h"
#include "visualizer/model/TraceView.h"

#include <QElapsedTimer>

#include <algorithm>

namespace loopscope {

namespace {
constexpr int kFrame = 16, kLongestFrame = 100; // ms
}

RunSession::RunSession(ProgramRunner& runner, TraceView& trace, QObject* parent) : QObject(parent), m_runner(runner), m_trace(trace)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrame);
    connect(&m_frame, &QTimer::timeout, this, &RunSession::showGrowth);
}

RunSession::~RunSession() = default;

void RunSession::start(const RunRequest& request, bool isDebugged)
{
    if (!isRunning()) return launch(request, isDebugged);
    stop();
    m_next = request;
    m_isNextDebugged = isDebugged;
}

void RunSession::restart()
{
    if (m_request) start(RunRequest(*m_request), m_isDebugged);
}

void RunSession::stop()
{
    m_next.reset();
    if (m_state != State::Running) return;
    setState(State::Stopping);
    m_run->stop();
}

void RunSession::launch(const RunRequest& request, bool isDebugged)
{
    m_run.reset();
    m_isDebugged = isDebugged;
    m_request = request;
    m_result.reset();
    m_progressed = false;
    m_state = State::Running;
    ProgramRunner::Callbacks callbacks;
    callbacks.progressed = [this] {
        if (!m_progressed.exchange(true)) QMetaObject::invokeMethod(this, &RunSession::noteProgress, Qt::QueuedConnection);
    };
    callbacks.ended = [this] { QMetaObject::invokeMethod(this, &RunSession::finish, Qt::QueuedConnection); };
    if (isDebugged)
        callbacks.inspected = [this, number = ++m_number](std::string_view message) {
            const auto tell = [this, number, text = QByteArray(message.data(), qsizetype(message.size()))] { if (number == m_number) emit inspected(text); };
            QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
        };
    m_run = m_runner.start(request, std::move(callbacks));
    emit begun();
    m_recording = m_run->recording();
    m_trace.setRecording(m_recording);
    m_trace.setFollowing(true);
    emit stateChanged();
}

void RunSession::noteProgress()
{
    if (!m_frame.isActive()) m_frame.start();
}

// What a storm of events asks of the window is more than a frame's time: the user has as much of it as the storm.
void RunSession::showGrowth()
{
    m_progressed = false;
    QElapsedTimer since;
    since.start();
    QTimer::singleShot(0, this, [this, since] { m_frame.setInterval(std::clamp(static_cast<int>(since.elapsed()), kFrame, kLongestFrame)); }); // once all is painted
    const bool isShown = m_trace.recording() == m_recording;
    if (const auto recording = m_run->recording(); recording != m_recording) {
        m_recording = recording;
        if (isShown) m_trace.continueIn(recording);
        emit recordingContinues();
    } else if (isShown) {
        m_trace.noticeGrowth();
    }
}

void RunSession::finish()
{
    // A call that belongs to the run before this one.
    if (!m_run || m_result || !m_run->result()) return;
    m_result = m_run->result();
    m_frame.stop();
    showGrowth();
    setState(State::Ended);
    emit ended();
    if (!m_next) return;
    const RunRequest next = *std::exchange(m_next, std::nullopt);
    launch(next, m_isNextDebugged);
}

void RunSession::setState(State state)
{
    if (state == m_state) return;
    m_state = state;
    emit stateChanged();
}

QString RunSession::sentence() const
{
    switch (m_state) {
    case State::Idle: return tr("Ready");
    case State::Running: return tr("Running");
    case State::Stopping: return tr("Stopping");
    case State::Ended: break;
    }
    const QString after = Labels::duration(m_recording ? m_recording->duration() : 0);
    switch (m_result->reason) {
    case ExitReason::Exit: return tr("Ended with code %1 after %2").arg(m_result->exitCode).arg(after);
    case ExitReason::Stopped: return tr("Stopped after %1").arg(after);
    case ExitReason::Uncaught: return tr("Ended by an uncaught error after %1, code %2").arg(after).arg(m_result->exitCode);
    case ExitReason::OutOfMemory: return tr("Out of memory after %1").arg(after);
    }
    return {};
}

void RunSession::letGo()
{
    if (isDebugged()) m_run->letGo();
}

bool RunSession::beginProfile(ProfileKind kind, const QString& path)
{
    if (!isRunning() || !m_run) return false;
    return m_run->beginProfile(kind, path.toStdString(), [this, path](const ProfileEnd& end) {
        QMetaObject::invokeMethod(this, [this, path, end] { emit profileRecorded(path, QString::fromStdString(end.problem), end.begin); }, Qt::QueuedConnection);
    });
}

void RunSession::endProfile()
{
    if (isRunning() && m_run) m_run->endProfile();
}

bool RunSession::writeInput(const QByteArray& bytes)
{
    return isRunning() && m_run->writeInput({bytes.constData(), std::size_t(bytes.size())});
}

void RunSession::closeInput()
{
    if (isRunning()) m_run->closeInput();
}

void RunSession::resizeTerminal(int columns, int rows)
{
    if (isRunning() && columns > 0 && rows > 0) m_run->resizeTerminal(columns, rows);
}

} // namespace loopscope
