#pragma once

#include "inspector/debugger/Breakpoint.h"
#include "inspector/debugger/Debugger.h"
#include "runtime/events/CallbackStops.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace loopscope {

class ChildProcesses;
class Connection;
class InspectorOfProcess;
class InspectorTargets;
class RunSession;
class Session;
class Transport;
class TraceView;

/// What the debugger is asked for from one run to the next, and the debugger of the run that there is.
///
/// Thread: the GUI's. Lifetime: the window's; run and view must outlive it.
class DebugSession : public QObject
{
    Q_OBJECT
public:
    DebugSession(RunSession& run, TraceView& trace, QObject* parent = nullptr);
    ~DebugSession() override;

    BreakpointList& breakpoints() { return m_breakpoints; }
    /// Of the thread that is looked at: the main one, or a worker or child process that the user chose or that was the last to pause.
    Debugger& debugger() { return *m_current; }
    const Debugger& debugger() const { return *m_current; }

    struct Target {
        QString name;
        Debugger* debugger;
    };
    std::vector<Target> targets() const; ///< the main thread first, then workers, child processes and their workers as they came
    void setCurrent(Debugger& debugger);

    // Of all threads.
    void setPauseOn(Debugger::PauseOn what);
    void setShowInternals(bool shows);
    void setBreakpointsActive(bool active);
    void setSkipFiles(const SkipFiles& files);

    /// Where the files of the next program that is attached to, and of its workers, lie here.
    void setPathMap(const PathMap& map) { m_pathMap = map; }
    /// Debugs a program of another process, at a host and port, or at the address of a WebSocket. It is not recorded. attached() or
    /// problem() tells what came of it.
    void attachTo(const QString& place);
    /// The same for a node that runs without an inspector: it is asked to open one.
    void attachToProcess(qint64 pid);
    /// To the program in this process, while it is debugged; null else. For measuring.
    Connection* connection() const { return m_connection.get(); }
    bool isAttached() const { return m_connection && m_isForeign; }
    void detach();

    /// For RunRequest::childAddress of the next run that is debugged: its child processes are debugged too.
    QString listenToChildren();

    /// Whether a run has anything to stop at.
    bool hasStops() const;

    /// To stop in the next callback of these kinds, and at these moments of the loop: bits of CallbackStops. Until it is changed.
    std::uint32_t callbackStops() const { return m_stops; }
    void setCallbackStops(std::uint32_t queues);
    void setStopsIn(Queue queue, bool stops) { setStopsAt(CallbackStops::bit(queue), stops); }
    void setStopsAt(std::uint32_t bit, bool stops);
    /// To stop inside a callback that has run for so long, ms; 0: never.
    int longest() const { return m_longest; }
    void setLongest(int ms);
    /// Workers stop at their first line.
    bool stopsAtWorkers() const { return m_stopsAtWorkers; }
    void setStopsAtWorkers(bool stops);
    /// The next run stops at its first line.
    void setStopsAtFirstLine(bool stops) { m_stopsAtFirstLine = stops; }
    /// While it is paused: because it begins.
    bool isAtFirstLine() const { return m_isAtFirstLine; }

    /// What is asked for, and what the debugger is asked to stop at; for the session's file.
    QJsonObject toJson() const;
    void fromJson(const QJsonObject& json);

signals:
    // Of debugger(), whichever it is.
    void stateChanged();
    void paused();
    /// debugger() is another one, or targets() has changed.
    void targetsChanged();
    void attached(const QString& title);
    void detached(const QString& why);
    // Of any.
    void logged(const QString& text, const QString& path, int line);
    /// `thread`: of targets(); "" for the main one.
    void consoleCalled(const loopscope::ConsoleMessage& message, const QString& thread);
    void problem(const QString& sentence);
    /// Any of the wishes above.
    void wishesChanged();

private:
    void follow();
    void begin();
    void adopt(Session& session, std::function<void()> go);
    void connectTo(const QUrl& address, const QString& title);
    void open(std::unique_ptr<Transport> transport);
    void sayStops();
    QString explain(const Pause& pause);
    void watchLength();
    void listen(Debugger& debugger, bool knowsLoop);
    void addThread(Session& session, const QString& name, std::function<void()> go);
    void removeThread(const Session* session);
    void removeThreads();

    RunSession& m_run;
    TraceView& m_trace;
    BreakpointList m_breakpoints;
    Debugger m_debugger; ///< of the main thread
    struct Thread {
        const Session* session;
        QString name;
        std::unique_ptr<Debugger> debugger;
    };
    std::vector<Thread> m_threads; ///< all others
    ChildProcesses* m_children;
    Debugger* m_current = &m_debugger;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<InspectorTargets> m_question;
    std::unique_ptr<InspectorOfProcess> m_processQuestion;
    bool m_awaitsMain = false; ///< the run is in a process of its own, which has not come yet
    bool m_isForeign = false; ///< the connection is to another process
    PathMap m_pathMap;
    std::uint32_t m_stops = 0;
    int m_longest = 0;
    bool m_stopsAtFirstLine = false;
    bool m_isAtFirstLine = false;
    bool m_stopsAtWorkers = false;
    bool m_isLong = false; ///< it is stopped because it has run for long
    QTimer m_watch;
    std::uint64_t m_recordsThen = 0; ///< when it was last looked at
    qint64 m_since = 0;              ///< ms, of the GUI's clock: since then there are no more
};

} // namespace loopscope
