#pragma once

#include "inspector/debugger/Breakpoint.h"
#include "inspector/debugger/CallFrame.h"
#include "inspector/debugger/ConsoleMessage.h"
#include "inspector/debugger/Scripts.h"
#include "inspector/debugger/SkipFiles.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace loopscope {

class BreakpointBinder;
struct Reply;
class Session;

/// What came of an expression. A value.
struct Evaluation {
    RemoteValue value;
    QString error; ///< "" if it went well; else the thrown value in one line, or why it could not be asked
    bool isOk() const { return error.isEmpty(); }
};

/// A program under debug: where it stands, and how it goes on. Speaks the Chrome DevTools Protocol's Debugger and Runtime
/// domains over one session.
///
/// Answers are given on the GUI's thread, never inside the call that asks, and not at all once this is gone.
///
/// Thread: the GUI's. Lifetime: the breakpoints must outlive it; the session may end at any time.
class Debugger : public QObject
{
    Q_OBJECT
public:
    enum class State : std::uint8_t { Detached, Starting, Running, Paused };
    enum class PauseOn : std::uint8_t { Nothing, Uncaught, Everything }; ///< errors thrown

    explicit Debugger(BreakpointList& breakpoints, QObject* parent = nullptr);
    ~Debugger() override;

    /// For so long after a step has begun, ms, what was told of the pause before it stands: most steps end sooner.
    static constexpr int kStepPatience = 100;

    /// Sets all up in the program behind `session`; ready() comes once it knows.
    void attach(Session& session);
    void detach();

    State state() const { return m_state; }
    bool isPaused() const { return m_state == State::Paused; }
    const Pause& pause() const { return m_pause; } ///< while it is paused
    QString sentence() const { return m_sentence; } ///< why it is
    /// Says better why it stands: asked at each pause; "" for nothing better.
    void setExplainer(std::function<QString(const Pause&)> explainer) { m_explainer = std::move(explainer); }
    const Scripts& scripts() const { return m_scripts; }
    /// Before attach().
    void setPathMap(const PathMap& map) { m_scripts.setPathMap(map); }

    PauseOn pauseOn() const { return m_pauseOn; }
    void setPauseOn(PauseOn what);
    bool showsInternals() const { return m_showsInternals; }
    /// Node's own frames are shown, and stepped into.
    void setShowInternals(bool shows);
    /// Code that is stepped past, besides Node's own.
    const SkipFiles& skipFiles() const { return m_skipFiles; }
    void setSkipFiles(const SkipFiles& files);
    /// A worker that waited for us stands at its first line: whether it stays there.
    void setStopsAtStart(bool stops) { m_stopsAtStart = stops; }
    bool areBreakpointsActive() const { return m_isActive; }
    void setBreakpointsActive(bool active);

    // Nothing where it is not paused.
    void resume() { go(QStringLiteral("Debugger.resume")); }
    void stepOver() { go(QStringLiteral("Debugger.stepOver")); }
    void stepOut() { go(QStringLiteral("Debugger.stepOut")); }
    /// Into the function that is called; what is only scheduled here is stepped into when it runs.
    void stepInto() { go(QStringLiteral("Debugger.stepInto"), {{"breakOnAsyncCall", true}}); }
    /// A call that the line holds where a frame stands; `text` is the function as it is written there.
    struct CallPlace {
        QString scriptId;
        int line = 0, column = 0;
        QString text;
    };
    /// Those that come yet, in the order of the text; none where a source map leads elsewhere.
    void callsAt(std::size_t frame, std::function<void(const std::vector<CallPlace>&)> done);
    /// Past the calls before it, of the frame on top.
    void stepIntoCall(const CallPlace& call);
    void runTo(const QString& path, int line);
    /// Where the code of that file begins, once; before it is loaded. `sentence` says why it stands then.
    void stopOnceAt(const QString& path, const QString& sentence);
    void restartFrame(std::size_t frame);
    /// Stops a program that runs, also in the midst of a loop without end.
    void interrupt();

    struct Asking {
        int frame = 0;             ///< of the pause; else, or if not paused, the global scope
        bool mayChange = true;     ///< false: fails if it would change anything (for what the user only looks at)
        bool isRepl = false;       ///< `let` may come again, `await` may stand alone
        int most = 2000;           ///< ms that it may run
        QString group = QStringLiteral("watch"); ///< of objects: see release()
    };
    void evaluate(const QString& expression, const Asking& how, std::function<void(const Evaluation&)> done);
    /// The same where it is paused, for an expression with `await` at its top level. What waits for the program is answered once it has gone on
    /// so far; `waiting` comes before, at most once.
    void evaluateAwaiting(const QString& expression, const Asking& how, std::function<void()> waiting, std::function<void(const Evaluation&)> done);
    /// The living object that heap snapshots of this program know by that number.
    void heapObject(quint32 number, const QString& group, std::function<void(const Evaluation&)> done);
    void open(const QString& objectId, std::function<void(const std::vector<RemoteProperty>&)> done);
    /// The elements [from, to) of an array that has too many to ask for all.
    void openRange(const QString& objectId, quint64 from, quint64 to, std::function<void(const std::vector<RemoteProperty>&)> done);
    /// The value of a property with a getter, by running it.
    void callGetter(const QString& objectId, const QString& name, std::function<void(const Evaluation&)> done);
    /// Sets a variable of a scope to what the expression says: its new value, or why not.
    void setVariable(std::size_t frame, std::size_t scope, const QString& name, const QString& expression, std::function<void(const Evaluation&)> done);
    /// Sets a property of an object to what the expression says, in that frame, or globally if there is none. Its new value, or why not.
    void setProperty(std::size_t frame, const QString& objectId, const QString& name, const QString& expression, std::function<void(const Evaluation&)> done);
    /// A script's text, by the protocol's id; or why there is none.
    void sourceOf(const QString& scriptId, std::function<void(const QString& text, const QString& why)> done);
    /// The script of that path goes on with this text, as far as V8 can. "" or in a sentence why not; nothing for a script that is not loaded.
    void setSource(const QString& path, const QString& text, std::function<void(const QString&)> done);
    /// The objects that were made for this group are let go.
    void release(const QString& group);

signals:
    void ready();
    /// Not for a step that ends soon: then comes paused() alone.
    void stateChanged();
    void paused();
    void resumed();
    /// A logpoint's text.
    void logged(const QString& text, const QString& path, int line);
    /// What the program told the console.
    void consoleCalled(const loopscope::ConsoleMessage& message);
    void problem(const QString& sentence);
    void scriptLoaded(const QString& scriptId);

private:
    friend class BreakpointBinder;
    void ask(const QString& method, const QJsonObject& params, std::function<void(const Reply&)> done = {});
    void go(const QString& method, const QJsonObject& params = {});
    void hear(const QString& method, const QJsonObject& params);
    void takePause(const QJsonObject& params);
    void askForRejection(Pause pause);
    void judge(Pause pause);
    void showPause(Pause pause);
    void leavePause();
    void tellLeft();
    void setState(State state);
    QJsonArray skippedPatterns() const;
    void valueFor(std::size_t frame, const QString& expression, std::function<void(const QJsonObject& argument, const Evaluation&)> done);
    void assign(const QString& objectId, const QString& name, const QJsonObject& value, std::function<void(const Evaluation&)> done);
    void settle(const QJsonObject& promise, std::function<void()> waiting, std::function<void(const Evaluation&)> done);
    static Evaluation evaluationFrom(const Reply& reply);

    BreakpointList& m_breakpoints;
    std::unique_ptr<BreakpointBinder> m_binder;
    QPointer<Session> m_session;
    Scripts m_scripts;
    Pause m_pause;
    QString m_sentence;
    QString m_runTo, m_runToSentence, m_metSentence; // the protocol's id of a breakpoint that is for once; why it stands there
    std::function<QString(const Pause&)> m_explainer;
    State m_state = State::Detached;
    PauseOn m_pauseOn = PauseOn::Uncaught;
    bool m_showsInternals = false;
    SkipFiles m_skipFiles;
    bool m_isActive = true;
    bool m_stopsAtStart = false;
    bool m_isStepping = false;
    bool m_stepsIntoThere = false; ///< where m_runTo is
    bool m_isLeaving = false; ///< it goes on, and nobody has been told
    QTimer m_patience;
    int m_stepsOut = 0; ///< of Node's own, one after another
    int m_unanswered = 0; // of attach()
};

} // namespace loopscope
