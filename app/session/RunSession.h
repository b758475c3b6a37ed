#pragma once

#include "runtime/host/ProgramRun.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

namespace loopscope {

class TraceView;

/// One program at a time: starts it, hands its recording to the TraceView, tells of its growth once a frame, stops it.
///
/// Thread: the GUI's; the program's own threads only set a flag. Never waits for the program, except when destroyed.
/// Lifetime: as long as the window; runner and view must outlive it.
class RunSession : public QObject
{
    Q_OBJECT
public:
    enum class State { Idle, Running, Stopping, Ended };

    RunSession(ProgramRunner& runner, TraceView& trace, QObject* parent = nullptr);
    ~RunSession() override;

    /// Starts a program; one that runs is stopped first. `isDebugged`: it begins once letGo() is called.
    void start(const RunRequest& request, bool isDebugged = false);
    /// Nor does one begin that waits for its end.
    void stop();
    /// The same request again, of the program that runs or ran last.
    void restart();

    State state() const { return m_state; }
    bool isRunning() const { return m_state == State::Running || m_state == State::Stopping; }
    bool canRestart() const { return m_request.has_value(); }
    const std::optional<RunRequest>& request() const { return m_request; }
    const std::optional<RunResult>& result() const { return m_result; }
    std::shared_ptr<Recording> recording() const { return m_recording; } ///< of the last run; null before
    /// One sentence on where it stands: "running", "ended with code 0 after 1.20 s", ..
    QString sentence() const;

    // Of a run that is debugged.
    bool isDebugged() const { return m_isDebugged && isRunning(); }
    bool inspect(const QByteArray& message) { return isDebugged() && m_run->inspect({message.constData(), std::size_t(message.size())}); }
    void letGo();
    CallbackStops* callbackStops() const { return isDebugged() ? m_run->callbackStops() : nullptr; }

    /// A snapshot of the program's heap into this file. False if no program runs; the follower is told nothing then.
    bool takeHeapSnapshot(const QString& path, std::shared_ptr<HeapSnapshotFollower> follower, HeapSnapshotMoment moment = HeapSnapshotMoment::Now)
    {
        return isRunning() && m_run->takeHeapSnapshot(path.toStdString(), std::move(follower), moment);
    }

    /// A profile of the program's main thread into this file: profileRecorded() comes once it is ended, or the program is. False if no program runs.
    bool beginProfile(ProfileKind kind, const QString& path);
    void endProfile();

    bool writeInput(const QByteArray& bytes);
    void closeInput();
    void resizeTerminal(int columns, int rows);

signals:
    void stateChanged();
    /// recording() is another one, with the last part of what was recorded.
    void recordingContinues();
    /// What the inspector of a program that is debugged says, JSON.
    void inspected(const QByteArray& message);
    /// `problem` is "" where all went well; `begin` as in ProfileEnd.
    void profileRecorded(const QString& path, const QString& problem, qint64 begin);
    /// A program has been started; nothing of it has run.
    void begun();
    /// The recording is complete: worth saving.
    void ended();

private:
    void launch(const RunRequest& request, bool isDebugged);
    void setState(State state);
    void noteProgress();
    void showGrowth();
    void finish();

    ProgramRunner& m_runner;
    TraceView& m_trace;
    State m_state = State::Idle;
    std::optional<RunRequest> m_request;
    std::optional<RunRequest> m_next; // to be started once the present one has ended
    bool m_isDebugged = false, m_isNextDebugged = false;
    int m_number = 0; // of the run
    std::optional<RunResult> m_result;
    std::shared_ptr<Recording> m_recording;
    std::atomic<bool> m_progressed{false}; // set by any thread, taken by the GUI's
    QTimer m_frame;
    std::unique_ptr<ProgramRun> m_run; // last: it is waited for before anything above goes
};

} // namespace loopscope
