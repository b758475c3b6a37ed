#include "inspector/debugger/Debugger.h"

#include "inspector/client/Session.h"
#include "inspector/debugger/BreakpointBinder.h"
#include "inspector/debugger/PauseReader.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

constexpr int kAsyncDepth = 32; ///< parents of an async stack
constexpr int kMostStepsOut = 40;

/// Whether `await` before it takes all of it: nothing but names, calls, members and literals stand outside of brackets.
bool isOneOperand(const QString& text)
{
    static const QRegularExpression other(QStringLiteral("[-+*/%<>=&|^:,!~]|\\?(?!\\.)|\\b(?:in|instanceof)\\b"));
    QString outside;
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (!quote.isNull()) {
            if (c == u'\\') ++i;
            else if (c == quote) quote = QChar();
        } else if (c == u'"' || c == u'\'' || c == u'`') quote = c;
        else if (c == u'(' || c == u'[' || c == u'{') ++depth;
        else if (c == u')' || c == u']' || c == u'}') --depth;
        else if (depth == 0) outside += c;
    }
    return !outside.contains(other);
}

QString protocolName(Debugger::PauseOn what)
{
    switch (what) {
    case Debugger::PauseOn::Uncaught: return QStringLiteral("uncaught");
    case Debugger::PauseOn::Everything: return QStringLiteral("all");
    case Debugger::PauseOn::Nothing: break;
    }
    return QStringLiteral("none");
}

} // namespace

Debugger::Debugger(BreakpointList& breakpoints, QObject* parent)
    : QObject(parent), m_breakpoints(breakpoints), m_binder(std::make_unique<BreakpointBinder>(*this, breakpoints))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(kStepPatience);
    connect(&m_patience, &QTimer::timeout, this, &Debugger::tellLeft);
}

Debugger::~Debugger() = default;

void Debugger::ask(const QString& method, const QJsonObject& params, std::function<void(const Reply&)> done)
{
    if (!m_session) return;
    m_session->call(method, params, [self = QPointer(this), session = m_session, done = std::move(done)](const Reply& reply) {
        if (self && done && self->m_session == session) done(reply);
    });
}

void Debugger::attach(Session& session)
{
    detach();
    m_session = &session;
    connect(&session, &Session::event, this, &Debugger::hear);
    connect(&session, &Session::ended, this, &Debugger::detach);
    setState(State::Starting);
    const auto answered = [this] {
        if (--m_unanswered > 0 || m_state != State::Starting) return;
        setState(State::Running);
        emit ready();
    };
    const auto first = [this, answered](const QString& method, const QJsonObject& params = {}) {
        ++m_unanswered;
        ask(method, params, [this, method, answered](const Reply& reply) {
            if (reply.error && method == QLatin1String("Debugger.enable") && m_state == State::Starting) emit problem(tr("This program cannot be debugged: %1").arg(reply.error->message));
            answered();
        });
    };
    m_unanswered = 1;
    first(QStringLiteral("Runtime.enable"));
    first(QStringLiteral("Debugger.enable"));
    first(QStringLiteral("Debugger.setAsyncCallStackDepth"), {{"maxDepth", kAsyncDepth}});
    first(QStringLiteral("Debugger.setBlackboxPatterns"), {{"patterns", skippedPatterns()}});
    first(QStringLiteral("Debugger.setPauseOnExceptions"), {{"state", protocolName(m_pauseOn)}});
    if (!m_isActive) first(QStringLiteral("Debugger.setBreakpointsActive"), {{"active", false}});
    m_unanswered += static_cast<int>(m_breakpoints.all().size());
    m_binder->setAll(answered);
    // Not inside this call, even where nothing had to be asked.
    QMetaObject::invokeMethod(this, answered, Qt::QueuedConnection);
}

void Debugger::detach()
{
    if (m_session) m_session->disconnect(this);
    m_session.clear();
    m_scripts.clear();
    m_runTo.clear();
    m_binder->forget();
    leavePause();
    tellLeft();
    setState(State::Detached);
}

void Debugger::setState(State state)
{
    if (std::exchange(m_state, state) != state) emit stateChanged();
}

void Debugger::hear(const QString& method, const QJsonObject& params)
{
    if (method == QLatin1String("Debugger.scriptParsed")) {
        m_scripts.note(params);
        if (const auto map = m_scripts.mapOf(params["scriptId"].toString())) m_binder->noteSources(map->sources());
        emit scriptLoaded(params["scriptId"].toString());
    } else if (method == QLatin1String("Runtime.consoleAPICalled")) {
        if (!isEchoOfNode(params)) emit consoleCalled(consoleMessageFromJson(params, m_scripts));
    } else if (method == QLatin1String("Runtime.exceptionThrown")) {
        emit consoleCalled(thrownMessageFromJson(params, m_scripts));
    } else if (method == QLatin1String("Debugger.breakpointResolved")) {
        m_binder->resolved(params);
    } else if (method == QLatin1String("Debugger.paused")) {
        takePause(params);
    } else if (method == QLatin1String("Debugger.resumed")) {
        if (m_state == State::Paused) leavePause(), tellLeft();
        else if (!m_isLeaving) setState(State::Running);
    }
}

void Debugger::takePause(const QJsonObject& params)
{
    Pause pause = pauseFromJson(params, m_scripts);
    m_metSentence.clear();
    if (!m_runTo.isEmpty()) {
        const bool isThere = std::erase(pause.breakpoints, m_runTo) > 0;
        if (isThere) m_metSentence = std::exchange(m_runToSentence, QString());
        ask(QStringLiteral("Debugger.removeBreakpoint"), {{"breakpointId", std::exchange(m_runTo, QString())}});
        if (std::exchange(m_stepsIntoThere, false) && isThere && pause.breakpoints.empty()) {
            m_isStepping = true;
            return ask(QStringLiteral("Debugger.stepInto"), {});
        }
    }
    const bool isStart = pause.reason == QLatin1String("Break on start");
    if (isStart && !m_stopsAtStart && pause.breakpoints.empty()) return ask(QStringLiteral("Debugger.resume"), {});
    // Where V8 cannot skip Node's own (its start-up snapshot belongs to no context): out of it again.
    const bool isInside = pause.reason == QLatin1String("other") || pause.reason == QLatin1String("step");
    if (isInside && pause.breakpoints.empty() && !m_showsInternals && m_stepsOut < kMostStepsOut && !pause.frames.empty() && pause.frames.front().place.isInternal() && m_isStepping) {
        ++m_stepsOut;
        return ask(QStringLiteral("Debugger.stepOut"), {});
    }
    // Out of the function that only made it stand: into what is called next.
    if (pause.loopStop.isOne() && pause.reason == QLatin1String("step")) return ask(QStringLiteral("Debugger.stepInto"), {});
    m_stepsOut = 0;
    m_isStepping = false;
    if (pause.loopStop.kind == QLatin1String("unhandledRejection") && !pause.exception.isValid()) return askForRejection(std::move(pause));
    judge(std::move(pause));
}

/// Its reason is a variable of Node's own function.
void Debugger::askForRejection(Pause pause)
{
    const auto node = std::ranges::find(pause.frames, QStringLiteral("processPromiseRejections"), &CallFrame::function);
    if (node == pause.frames.end()) return judge(std::move(pause));
    const QJsonObject params{{"callFrameId", node->id}, {"expression", "promiseInfo.reason"}, {"silent", true}, {"generatePreview", true}, {"objectGroup", "watch"}};
    ask(QStringLiteral("Debugger.evaluateOnCallFrame"), params, [this, pause](const Reply& reply) mutable {
        if (const Evaluation reason = evaluationFrom(reply); reason.isOk()) pause.exception = reason.value;
        judge(std::move(pause));
    });
}

void Debugger::judge(Pause pause)
{
    m_binder->judge(pause, [this, pause](BreakpointBinder::Verdict verdict) mutable {
        if (verdict == BreakpointBinder::Verdict::Stop) showPause(std::move(pause));
        else ask(QStringLiteral("Debugger.resume"), {});
    });
}

void Debugger::showPause(Pause pause)
{
    if (!m_showsInternals) hideInternalFrames(pause);
    m_pause = std::move(pause);
    const QString better = m_explainer ? m_explainer(m_pause) : QString();
    m_sentence = !better.isEmpty() ? better : m_metSentence.isEmpty() ? pauseSentence(m_pause) : m_metSentence;
    if (std::exchange(m_isLeaving, false)) {
        m_patience.stop();
        release(QStringLiteral("watch")); // of the pause before
        m_state = State::Paused;
    } else {
        setState(State::Paused);
    }
    emit paused();
}

void Debugger::leavePause()
{
    if (m_state != State::Paused) return;
    m_state = State::Running;
    m_isLeaving = true;
    m_patience.start();
}

/// What was shown of the pause is no more.
void Debugger::tellLeft()
{
    if (!std::exchange(m_isLeaving, false)) return;
    m_patience.stop();
    m_pause = {};
    m_sentence.clear();
    release(QStringLiteral("watch"));
    emit resumed();
    emit stateChanged();
}

void Debugger::go(const QString& method, const QJsonObject& params)
{
    if (!isPaused()) return;
    m_isStepping = method != QLatin1String("Debugger.resume");
    ask(method, params, [this](const Reply& reply) { if (reply.error) emit problem(reply.error->message); });
    leavePause(); // V8 says so too, later
}

void Debugger::runTo(const QString& path, int line)
{
    if (!isPaused()) return;
    ask(QStringLiteral("Debugger.setBreakpointByUrl"), {{"url", m_scripts.urlOf(path)}, {"lineNumber", line - 1}}, [this](const Reply& reply) {
        if (reply.error && reply.error->message.contains(QLatin1String("already exists"))) return resume(); // one of the user's stands there
        if (reply.error) return emit problem(reply.error->message);
        m_runTo = reply.result["breakpointId"].toString();
        resume();
    });
}

void Debugger::stopOnceAt(const QString& path, const QString& sentence)
{
    ask(QStringLiteral("Debugger.setBreakpointByUrl"), {{"url", m_scripts.urlOf(path)}, {"lineNumber", 0}}, [this, sentence](const Reply& reply) {
        m_runTo = reply.result["breakpointId"].toString();
        m_runToSentence = sentence;
    });
}

void Debugger::callsAt(std::size_t frame, std::function<void(const std::vector<CallPlace>&)> done)
{
    if (!isPaused() || frame >= m_pause.frames.size()) return done({});
    const ScriptPlace& place = m_pause.frames[frame].place;
    if (m_scripts.mapOf(place.scriptId)) return done({}); // where the calls are in the source, V8 does not know
    const auto at = [&place](int line, int column) { return QJsonObject{{"scriptId", place.scriptId}, {"lineNumber", line}, {"columnNumber", column}}; };
    ask(QStringLiteral("Debugger.getPossibleBreakpoints"), {{"start", at(place.line - 1, place.column - 1)}, {"end", at(place.line, 0)}, {"restrictToFunction", true}},
        [this, id = place.scriptId, line = place.line, done = std::move(done)](const Reply& reply) {
            std::vector<CallPlace> calls;
            for (const auto& location : reply.result["locations"].toArray())
                if (location.toObject()["type"] == QLatin1String("call")) calls.push_back({id, line, location.toObject()["columnNumber"].toInt() + 1, {}});
            sourceOf(id, [line, calls, done](const QString& text, const QString&) mutable {
                static const QRegularExpression name(QStringLiteral("^[\\w$.#]*"));
                const QString own = text.section(u'\n', line - 1, line - 1);
                for (CallPlace& call : calls) call.text = name.match(own.mid(call.column - 1)).captured();
                done(calls);
            });
        });
}

void Debugger::stepIntoCall(const CallPlace& call)
{
    if (!isPaused() || m_pause.frames.empty()) return;
    const ScriptPlace& now = m_pause.frames.front().place;
    if (now.line == call.line && now.column == call.column) return stepInto();
    const QJsonObject location{{"scriptId", call.scriptId}, {"lineNumber", call.line - 1}, {"columnNumber", call.column - 1}};
    ask(QStringLiteral("Debugger.setBreakpoint"), {{"location", location}}, [this](const Reply& reply) {
        if (reply.error) return emit problem(reply.error->message);
        m_runTo = reply.result["breakpointId"].toString();
        m_stepsIntoThere = true;
        resume();
    });
}

void Debugger::restartFrame(std::size_t frame)
{
    if (!isPaused() || frame >= m_pause.frames.size()) return;
    go(QStringLiteral("Debugger.restartFrame"), {{"callFrameId", m_pause.frames[frame].id}, {"mode", "StepInto"}});
}

void Debugger::interrupt()
{
    if (m_state == State::Running) ask(QStringLiteral("Debugger.pause"), {});
}

void Debugger::setPauseOn(PauseOn what)
{
    m_pauseOn = what;
    ask(QStringLiteral("Debugger.setPauseOnExceptions"), {{"state", protocolName(what)}});
    emit stateChanged();
}

void Debugger::setShowInternals(bool shows)
{
    m_showsInternals = shows;
    ask(QStringLiteral("Debugger.setBlackboxPatterns"), {{"patterns", skippedPatterns()}});
    emit stateChanged();
}

void Debugger::setBreakpointsActive(bool active)
{
    m_isActive = active;
    ask(QStringLiteral("Debugger.setBreakpointsActive"), {{"active", active}});
    emit stateChanged();
}

Evaluation Debugger::evaluationFrom(const Reply& reply)
{
    if (reply.error) return {{}, reply.error->message};
    const QJsonObject details = reply.result["exceptionDetails"].toObject();
    if (details.isEmpty()) return {RemoteValue::fromJson(reply.result["result"].toObject()), {}};
    const RemoteValue thrown = RemoteValue::fromJson(details["exception"].toObject());
    return {thrown, thrown.isValid() ? thrown.text : details["text"].toString()};
}

void Debugger::evaluate(const QString& expression, const Asking& how, std::function<void(const Evaluation&)> done)
{
    // V8 has fatal checks that an evaluation which reports its errors can trip: always silent, and never without an end.
    QJsonObject params{{"expression", expression}, {"silent", true}, {"timeout", how.most}, {"generatePreview", true}, {"objectGroup", how.group},
        {"throwOnSideEffect", !how.mayChange}, {"includeCommandLineAPI", how.isRepl}};
    const bool isOnFrame = isPaused() && how.frame >= 0 && static_cast<std::size_t>(how.frame) < m_pause.frames.size();
    if (isOnFrame) params["callFrameId"] = m_pause.frames[static_cast<std::size_t>(how.frame)].id;
    else if (how.isRepl && !isPaused()) params["replMode"] = params["awaitPromise"] = true; // both wait for a promise job, which a pause never lets run
    if (!m_session) return done({{}, tr("No program is being debugged.")});
    ask(isOnFrame ? QStringLiteral("Debugger.evaluateOnCallFrame") : QStringLiteral("Runtime.evaluate"), params,
        [done = std::move(done)](const Reply& reply) { done(evaluationFrom(reply)); });
}

void Debugger::heapObject(quint32 number, const QString& group, std::function<void(const Evaluation&)> done)
{
    if (!m_session) return done({{}, tr("No program is being debugged.")});
    ask(QStringLiteral("HeapProfiler.getObjectByHeapObjectId"), {{"objectId", QString::number(number)}, {"objectGroup", group}}, [done = std::move(done)](const Reply& reply) {
        // Numbers of tables, scopes and the like have no value; those of what was freed mean nothing any more.
        if (reply.error) return done({{}, tr("It is no longer there, or nothing that JavaScript can hold (%1).").arg(reply.error->message)});
        done(evaluationFrom(reply));
    });
}

void Debugger::evaluateAwaiting(const QString& expression, const Asking& how, std::function<void()> waiting, std::function<void(const Evaluation&)> done)
{
    // `await x` needs no function around it: what x gives can be looked at, also while no promise job can run.
    static const QRegularExpression alone(QStringLiteral("^\\s*await\\b\\s*([^;]*?);?\\s*$"));
    const QRegularExpressionMatch match = alone.match(expression);
    const bool isAlone = match.hasMatch() && !match.captured(1).contains(QRegularExpression(QStringLiteral("\\bawait\\b"))) && isOneOperand(match.captured(1));
    const QString text = isAlone ? u'(' + match.captured(1) + u')' : QStringLiteral("(async () => (%1\n))()").arg(expression);
    const bool isOnFrame = how.frame >= 0 && static_cast<std::size_t>(how.frame) < m_pause.frames.size();
    if (!isPaused() || !(isOnFrame || m_pause.frames.empty())) return done({{}, tr("The program goes on.")});
    QJsonObject params{{"expression", text}, {"silent", true}, {"timeout", how.most}, {"generatePreview", true}, {"objectGroup", how.group}, {"includeCommandLineAPI", how.isRepl}};
    if (isOnFrame) params["callFrameId"] = m_pause.frames[static_cast<std::size_t>(how.frame)].id;
    ask(isOnFrame ? QStringLiteral("Debugger.evaluateOnCallFrame") : QStringLiteral("Runtime.evaluate"), params, [this, waiting = std::move(waiting), done = std::move(done)](const Reply& reply) {
        const Evaluation evaluation = evaluationFrom(reply);
        if (!evaluation.isOk() || evaluation.value.subtype != QLatin1String("promise")) return done(evaluation);
        settle(reply.result["result"].toObject(), waiting, done);
    });
}

/// What has become of a promise; V8 tells at once where it is settled.
void Debugger::settle(const QJsonObject& promise, std::function<void()> waiting, std::function<void(const Evaluation&)> done)
{
    const QString id = promise["objectId"].toString();
    ask(QStringLiteral("Runtime.getProperties"), {{"objectId", id}, {"ownProperties", true}, {"generatePreview", true}}, [this, id, waiting = std::move(waiting), done = std::move(done)](const Reply& reply) {
        QString state;
        RemoteValue result;
        for (const auto& value : reply.result["internalProperties"].toArray()) {
            const QJsonObject property = value.toObject();
            if (property["name"] == QLatin1String("[[PromiseState]]")) state = property["value"].toObject()["value"].toString();
            if (property["name"] == QLatin1String("[[PromiseResult]]")) result = RemoteValue::fromJson(property["value"].toObject());
        }
        if (state == QLatin1String("fulfilled") && result.canOpen()) // again, with a preview
            return ask(QStringLiteral("Runtime.callFunctionOn"), {{"objectId", result.objectId}, {"functionDeclaration", "function () { return this; }"}, {"silent", true}, {"generatePreview", true}, {"objectGroup", "console"}},
                [done](const Reply& shown) { done(evaluationFrom(shown)); });
        if (state == QLatin1String("fulfilled")) return done({result, {}});
        if (state == QLatin1String("rejected")) return done({result, result.text});
        waiting();
        ask(QStringLiteral("Runtime.awaitPromise"), {{"promiseObjectId", id}, {"generatePreview", true}}, [done](const Reply& settled) { done(evaluationFrom(settled)); });
    });
}

void Debugger::open(const QString& objectId, std::function<void(const std::vector<RemoteProperty>&)> done)
{
    ask(QStringLiteral("Runtime.getProperties"), {{"objectId", objectId}, {"ownProperties", true}, {"generatePreview", true}},
        [done = std::move(done)](const Reply& reply) { done(propertiesFromJson(reply.result)); });
}

void Debugger::openRange(const QString& objectId, quint64 from, quint64 to, std::function<void(const std::vector<RemoteProperty>&)> done)
{
    const QJsonArray arguments{QJsonObject{{"value", static_cast<double>(from)}}, QJsonObject{{"value", static_cast<double>(to)}}};
    const QString part = QStringLiteral("function (from, to) { const part = Object.create(null); for (let i = from; i < to; i++) if (i in this) part[i] = this[i]; return part; }");
    ask(QStringLiteral("Runtime.callFunctionOn"), {{"objectId", objectId}, {"functionDeclaration", part}, {"arguments", arguments}, {"silent", true}, {"objectGroup", "watch"}},
        [this, done = std::move(done)](const Reply& reply) { open(reply.result["result"].toObject()["objectId"].toString(), done); });
}

void Debugger::callGetter(const QString& objectId, const QString& name, std::function<void(const Evaluation&)> done)
{
    ask(QStringLiteral("Runtime.callFunctionOn"),
        {{"objectId", objectId}, {"functionDeclaration", "function (name) { return this[name]; }"}, {"arguments", QJsonArray{QJsonObject{{"value", name}}}}, {"silent", true},
            {"generatePreview", true}, {"objectGroup", "watch"}},
        [done = std::move(done)](const Reply& reply) { done(evaluationFrom(reply)); });
}

void Debugger::release(const QString& group) { ask(QStringLiteral("Runtime.releaseObjectGroup"), {{"objectGroup", group}}); }

} // namespace loopscope
