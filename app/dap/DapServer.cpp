#include "app/dap/DapServer.h"

#include "app/debugger/BreakpointText.h"
#include "app/debugger/LoopMoments.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

std::vector<LoopMoment> loopFilters()
{
    std::vector<LoopMoment> all = callbackMoments();
    for (const auto& more : {phaseMoments(), otherMoments()}) all.insert(all.end(), more.begin(), more.end());
    return all;
}

QJsonObject capabilities()
{
    QJsonArray filters{QJsonObject{{"filter", "uncaught"}, {"label", "Uncaught errors"}, {"default", true}}, QJsonObject{{"filter", "all"}, {"label", "All errors"}}};
    for (const LoopMoment& moment : loopFilters()) filters.append(QJsonObject{{"filter", moment.id}, {"label", moment.whole}});
    return {{"supportsConfigurationDoneRequest", true}, {"supportsConditionalBreakpoints", true}, {"supportsHitConditionalBreakpoints", true}, {"supportsLogPoints", true},
        {"supportsEvaluateForHovers", true}, {"supportsSetVariable", true}, {"supportsExceptionInfoRequest", true}, {"supportsLoadedSourcesRequest", true}, {"supportsStepInTargetsRequest", true}, {"supportsRestartFrame", true}, {"supportsTerminateRequest", true}, {"supportTerminateDebuggee", true},
        {"exceptionBreakpointFilters", filters}};
}

} // namespace

DapServer::DapServer(ProgramRunner& runner, std::function<void(const QByteArray&)> write, QObject* parent)
    : QObject(parent), m_write(std::move(write)), m_run(runner, m_trace), m_debug(m_run, m_trace)
{
    connect(&m_trace, &TraceView::grew, this, &DapServer::forwardOutput);
    connect(&m_run, &RunSession::ended, this, [this] {
        forwardOutput();
        const RunResult& result = *m_run.result();
        if (!result.report.empty()) tell("output", {{"category", "console"}, {"output", QString::fromStdString(result.report) + '\n'}});
        tell("exited", {{"exitCode", result.exitCode}});
        tell("terminated");
        if (m_isLeaving) emit finished();
    });
    connect(&m_debug, &DebugSession::paused, this, &DapServer::stopped);
    connect(&m_debug, &DebugSession::targetsChanged, this, [this] {
        const auto before = std::exchange(m_threads, {});
        for (const DebugSession::Target& target : m_debug.targets()) { // workers and child processes
            if (const int id = before.value(target.debugger); id != 0) m_threads.insert(target.debugger, id);
            else tell("thread", {{"reason", "started"}, {"threadId", threadOf(target.debugger)}});
        }
        for (auto it = before.cbegin(); it != before.cend(); ++it)
            if (!m_threads.contains(it.key())) tell("thread", {{"reason", "exited"}, {"threadId", it.value()}});
    });
    connect(&m_debug, &DebugSession::logged, this, [this](const QString& text, const QString& path, int line) {
        tell("output", {{"category", "console"}, {"output", text + '\n'}, {"source", QJsonObject{{"path", path}}}, {"line", line}});
    });
    connect(&m_debug, &DebugSession::problem, this, [this](const QString& sentence) { tell("output", {{"category", "important"}, {"output", sentence + '\n'}}); });
    connect(&m_debug, &DebugSession::attached, this, [this] { tell("process", {{"name", "node"}, {"startMethod", "attach"}}); });
    connect(&m_debug, &DebugSession::detached, this, [this] { tell("terminated"); });
    connect(&m_debug.breakpoints(), &BreakpointList::stateChanged, this, [this](int id) { tell("breakpoint", {{"reason", "changed"}, {"breakpoint", breakpointJson(id)}}); });
    threadOf(&m_debug.debugger());
    connect(&m_debug.debugger(), &Debugger::scriptLoaded, this, [this, own = &m_debug.debugger()](const QString& id) {
        const ScriptPlace place = own->scripts().beginOf(id);
        if (!place.path.isEmpty()) tell("loadedSource", {{"reason", "new"}, {"source", sourceJson(place, *own)}});
    });
}

DapServer::~DapServer() = default;

void DapServer::take(const QByteArray& bytes)
{
    m_stream.take(bytes);
    while (const auto message = m_stream.next())
        if ((*message)["type"] == QLatin1String("request")) perform({(*message)["seq"].toInt(), (*message)["command"].toString(), (*message)["arguments"].toObject()});
}

void DapServer::send(QJsonObject message)
{
    message["seq"] = ++m_last;
    m_write(DapStream::packed(message));
}

void DapServer::answer(const Request& request, const QJsonObject& body)
{
    send({{"type", "response"}, {"request_seq", request.number}, {"command", request.command}, {"success", true}, {"body", body}});
}

void DapServer::refuse(const Request& request, const QString& why)
{
    send({{"type", "response"}, {"request_seq", request.number}, {"command", request.command}, {"success", false}, {"message", why}});
}

void DapServer::tell(const QString& event, const QJsonObject& body) { send({{"type", "event"}, {"event", event}, {"body", body}}); }

void DapServer::perform(const Request& r)
{
    const QString& command = r.command;
    if (command == QLatin1String("initialize")) {
        answer(r, capabilities());
        tell("initialized");
    } else if (command == QLatin1String("launch")) {
        launch(r);
    } else if (command == QLatin1String("attach")) {
        const QString host = r.arguments["host"].toString(r.arguments["address"].toString("127.0.0.1"));
        setSkipFiles(r);
        m_debug.setPathMap({r.arguments["localRoot"].toString(), r.arguments["remoteRoot"].toString()});
        m_debug.attachTo(host + ':' + QString::number(r.arguments["port"].toInt(9229)));
        answer(r);
    } else if (command == QLatin1String("setBreakpoints")) {
        setBreakpoints(r);
    } else if (command == QLatin1String("setExceptionBreakpoints")) {
        setFilters(r);
    } else if (command == QLatin1String("configurationDone")) {
        answer(r);
        begin();
    } else if (command == QLatin1String("threads")) {
        QJsonArray threads;
        for (const DebugSession::Target& target : m_debug.targets()) threads.append(QJsonObject{{"id", threadOf(target.debugger)}, {"name", target.name}});
        answer(r, {{"threads", threads}});
    } else if (command == QLatin1String("stackTrace")) {
        stackTrace(r);
    } else if (command == QLatin1String("scopes")) {
        scopes(r);
    } else if (command == QLatin1String("variables")) {
        variables(r);
    } else if (command == QLatin1String("setVariable")) {
        setVariable(r);
    } else if (command == QLatin1String("evaluate")) {
        evaluate(r);
    } else if (command == QLatin1String("exceptionInfo")) {
        exceptionInfo(r);
    } else if (command == QLatin1String("stepInTargets")) {
        stepInTargets(r);
    } else if (command == QLatin1String("loadedSources")) {
        loadedSources(r);
    } else if (command == QLatin1String("source")) {
        source(r);
    } else if (command == QLatin1String("terminate") || command == QLatin1String("disconnect")) {
        leave(r);
    } else if (!step(r)) {
        refuse(r, tr("%1 is not a request that this debugger knows.").arg(command));
    }
}

void DapServer::launch(const Request& r)
{
    const QString cwd = r.arguments["cwd"].toString(), program = QDir(cwd.isEmpty() ? QDir::currentPath() : cwd).absoluteFilePath(r.arguments["program"].toString());
    if (!QFileInfo(program).isFile()) return refuse(r, tr("There is no script %1.").arg(program));
    m_wish = {};
    m_wish.script = program.toStdString();
    m_wish.workingFolder = (cwd.isEmpty() ? QFileInfo(program).absolutePath() : cwd).toStdString();
    for (const auto& argument : r.arguments["args"].toArray()) m_wish.arguments.push_back(argument.toString().toStdString());
    const QJsonObject environment = r.arguments["env"].toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it) m_wish.environment.emplace_back(it.key().toStdString(), it.value().toString().toStdString());
    m_wish.detail = DetailLevel::Trace;
    m_wish.keepLast = 1'000'000;
    m_isDebugged = !r.arguments["noDebug"].toBool();
    setSkipFiles(r);
    m_debug.setStopsAtFirstLine(m_isDebugged && r.arguments["stopOnEntry"].toBool());
    answer(r);
}

void DapServer::setSkipFiles(const Request& r)
{
    QStringList globs;
    for (const auto& glob : r.arguments["skipFiles"].toArray()) globs << glob.toString();
    m_debug.setSkipFiles(SkipFiles(globs));
}

void DapServer::begin()
{
    if (m_wish.script.empty()) return; // attached
    m_printed = 0;
    if (m_isDebugged) m_wish.childAddress = m_debug.listenToChildren().toStdString();
    m_run.start(m_wish, m_isDebugged);
    m_run.resizeTerminal(120, 40);
}

QJsonObject DapServer::breakpointJson(int id) const
{
    auto& list = const_cast<DapServer*>(this)->m_debug.breakpoints();
    const BreakpointState state = list.state(id);
    const Breakpoint* b = list.find(id);
    QJsonObject json{{"id", id}, {"verified", state.kind == BreakpointState::Kind::Bound}, {"line", state.kind == BreakpointState::Kind::Bound ? state.line : b ? b->line : 0}};
    if (b) json["message"] = breakpointStory(*b, state).section('\n', 1);
    return json;
}

void DapServer::setBreakpoints(const Request& r)
{
    const QString path = r.arguments["source"].toObject()["path"].toString();
    BreakpointList& list = m_debug.breakpoints();
    std::vector<int> old;
    for (const Breakpoint& b : list.all())
        if (b.path == path) old.push_back(b.id);
    for (const int id : old) list.remove(id);
    QJsonArray answers;
    for (const auto& value : r.arguments["breakpoints"].toArray()) {
        const QJsonObject one = value.toObject();
        QString hits = one["hitCondition"].toString();
        hits.removeIf([](QChar c) { return !c.isDigit(); });
        const int id = list.add({.path = path, .line = one["line"].toInt(), .column = one["column"].toInt(), .condition = one["condition"].toString(), .hits = hits.toInt(), .logMessage = one["logMessage"].toString()});
        answers.append(breakpointJson(id));
    }
    answer(r, {{"breakpoints", answers}});
}

void DapServer::setFilters(const Request& r)
{
    const QJsonArray filters = r.arguments["filters"].toArray();
    std::uint32_t moments = 0;
    for (const LoopMoment& moment : loopFilters())
        if (filters.contains(moment.id)) moments |= moment.bit;
    m_debug.setCallbackStops(moments);
    m_debug.setPauseOn(filters.contains(QLatin1String("all")) ? Debugger::PauseOn::Everything : filters.contains(QLatin1String("uncaught")) ? Debugger::PauseOn::Uncaught : Debugger::PauseOn::Nothing);
    answer(r);
}

int DapServer::threadOf(const Debugger* debugger)
{
    int& id = m_threads[debugger];
    if (id == 0) id = ++m_lastThread;
    return id;
}

Debugger* DapServer::debuggerOf(int thread)
{
    for (const DebugSession::Target& target : m_debug.targets())
        if (threadOf(target.debugger) == thread) return target.debugger;
    return nullptr;
}

/// The protocol's word.
QString DapServer::stopReason(const Pause& pause) const
{
    if (pause.exception.isValid()) return QStringLiteral("exception");
    if (m_debug.isAtFirstLine()) return QStringLiteral("entry");
    if (!pause.breakpoints.empty()) return QStringLiteral("breakpoint");
    return pause.reason == QLatin1String("step") ? pause.reason : QStringLiteral("pause");
}

void DapServer::stopped()
{
    m_references.clear();
    m_calls.clear();
    Debugger& debugger = m_debug.debugger();
    const Pause& pause = debugger.pause();
    QJsonObject body{{"reason", stopReason(pause)}, {"description", debugger.sentence()}, {"threadId", threadOf(&debugger)}, {"allThreadsStopped", false}};
    if (pause.exception.isValid()) body["text"] = pause.exception.text;
    tell("stopped", body);
}

bool DapServer::step(const Request& r)
{
    const bool isFrame = r.command == QLatin1String("restartFrame");
    const int frame = r.arguments["frameId"].toInt();
    Debugger* const debugger = debuggerOf(isFrame ? frame / kFramesAThread : r.arguments["threadId"].toInt(1));
    const std::pair<QLatin1String, std::function<void()>> all[] = {
        {QLatin1String("continue"), [debugger] { debugger->resume(); }}, {QLatin1String("next"), [debugger] { debugger->stepOver(); }}, {QLatin1String("stepIn"), [debugger, call = targetOf(r)] { call ? debugger->stepIntoCall(*call) : debugger->stepInto(); }},
        {QLatin1String("stepOut"), [debugger] { debugger->stepOut(); }}, {QLatin1String("pause"), [debugger] { debugger->interrupt(); }},
        {QLatin1String("restartFrame"), [debugger, frame] { debugger->restartFrame(static_cast<std::size_t>(frame % kFramesAThread)); }}};
    const auto known = std::ranges::find(all, r.command, [](const auto& one) { return QString(one.first); });
    if (known == std::end(all)) return false;
    if (!debugger) return refuse(r, tr("There is no such thread.")), true;
    answer(r, r.command == QLatin1String("continue") ? QJsonObject{{"allThreadsContinued", false}} : QJsonObject());
    known->second();
    return true;
}

void DapServer::leave(const Request& r)
{
    m_isLeaving |= r.command == QLatin1String("disconnect");
    answer(r);
    m_debug.detach();
    if (m_run.isRunning()) m_run.stop();
    else if (m_isLeaving) emit finished();
}

void DapServer::forwardOutput()
{
    const auto recording = m_run.recording();
    if (!recording) return;
    for (const std::uint64_t end = recording->size(); m_printed < end; ++m_printed) {
        const Record& record = recording->at(m_printed);
        if (record.kind != RecordKind::Stdout && record.kind != RecordKind::Stderr) continue;
        const std::string_view text = recording->dictionary().text(record.text());
        tell("output", {{"category", record.kind == RecordKind::Stdout ? "stdout" : "stderr"}, {"output", QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))}});
    }
}

} // namespace loopscope
