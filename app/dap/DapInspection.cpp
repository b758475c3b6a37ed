// What DapServer answers about a program that is paused: stacks, values, texts.
#include "app/dap/DapServer.h"

#include <QFileInfo>

#include <algorithm>

namespace loopscope {

QJsonObject DapServer::sourceJson(const ScriptPlace& place, Debugger& debugger)
{
    QJsonObject json{{"name", place.path.isEmpty() ? place.url : QFileInfo(place.path).fileName()}};
    if (!place.path.isEmpty()) {
        json["path"] = place.path;
    } else {
        const LoadedText text{&debugger, place.scriptId};
        const auto known = std::ranges::find(m_texts, text);
        json["sourceReference"] = static_cast<int>(known - m_texts.begin()) + 1;
        if (known == m_texts.end()) m_texts.push_back(text);
    }
    if (const bool isSkipped = debugger.skipFiles().matches(place.url); isSkipped || place.path.isEmpty()) {
        json["presentationHint"] = "deemphasize";
        if (isSkipped) json["origin"] = tr("skipped by skipFiles");
    }
    return json;
}

void DapServer::stackTrace(const Request& r)
{
    const int thread = r.arguments["threadId"].toInt();
    Debugger* const debugger = debuggerOf(thread);
    if (!debugger || !debugger->isPaused()) return refuse(r, tr("The thread is not paused."));
    QJsonArray frames;
    int number = 0;
    const auto add = [&](const CallFrame& frame, const QString& hint) {
        QJsonObject json{{"id", thread * kFramesAThread + number++}, {"name", frame.function.isEmpty() ? QStringLiteral("(anonymous)") : frame.function}, {"line", frame.place.line}, {"column", frame.place.column}};
        json["source"] = sourceJson(frame.place, *debugger);
        const bool isSkipped = debugger->skipFiles().matches(frame.place.url);
        if (!hint.isEmpty() || isSkipped) json["presentationHint"] = isSkipped ? QStringLiteral("subtle") : hint;
        frames.append(json);
    };
    for (const CallFrame& frame : debugger->pause().frames) add(frame, {});
    if (frames.isEmpty()) // a moment of the loop: what can be looked at are globals
        frames.append(QJsonObject{{"id", thread * kFramesAThread + number++}, {"name", tr("(no function of yours runs)")}, {"line", 0}, {"column", 0}});
    for (const AsyncParent& parent : debugger->pause().parents) {
        frames.append(QJsonObject{{"id", thread * kFramesAThread + number++}, {"name", parent.how.isEmpty() ? QStringLiteral("async") : parent.how}, {"line", 0}, {"column", 0}, {"presentationHint", "label"}});
        for (const CallFrame& frame : parent.frames) add(frame, QStringLiteral("subtle"));
    }
    const int from = r.arguments["startFrame"].toInt(), most = r.arguments["levels"].toInt();
    QJsonArray part;
    for (int i = from; i < frames.size() && (most == 0 || i < from + most); ++i) part.append(frames[i]);
    answer(r, {{"stackFrames", part}, {"totalFrames", frames.size()}});
}

int DapServer::reference(const QString& objectId, Debugger& debugger, int frame, int scope)
{
    m_references.push_back({objectId, &debugger, frame, scope});
    return static_cast<int>(m_references.size());
}

void DapServer::scopes(const Request& r)
{
    const int id = r.arguments["frameId"].toInt(), number = id % kFramesAThread;
    Debugger* debugger = debuggerOf(id / kFramesAThread);
    if (debugger && debugger->isPaused() && debugger->pause().frames.empty() && !debugger->pause().globals.isEmpty())
        return answer(r, {{"scopes", QJsonArray{QJsonObject{{"name", tr("Global")}, {"variablesReference", reference(debugger->pause().globals, *debugger)}, {"expensive", true}}}}});
    if (!debugger || !debugger->isPaused() || static_cast<std::size_t>(number) >= debugger->pause().frames.size()) return answer(r, {{"scopes", QJsonArray()}});
    QJsonArray all;
    const CallFrame& frame = debugger->pause().frames[static_cast<std::size_t>(number)];
    for (std::size_t i = 0; i < frame.scopes.size(); ++i) {
        const Scope& scope = frame.scopes[i];
        const QString name = scope.type == QLatin1String("closure") && !scope.name.isEmpty() ? tr("Closure (%1)").arg(scope.name) : scope.type.left(1).toUpper() + scope.type.mid(1);
        all.append(QJsonObject{{"name", name}, {"variablesReference", reference(scope.objectId, *debugger, number, static_cast<int>(i))}, {"expensive", scope.type == QLatin1String("global")}});
    }
    answer(r, {{"scopes", all}});
}

QJsonObject DapServer::variableJson(const RemoteProperty& property, Debugger& debugger)
{
    const bool isGetter = property.kind == RemoteProperty::Kind::Accessor;
    return {{"name", property.name}, {"value", isGetter ? QStringLiteral("(getter)") : property.value.text}, {"type", property.value.className.isEmpty() ? property.value.type : property.value.className},
        {"variablesReference", !isGetter && property.value.canOpen() ? reference(property.value.objectId, debugger) : 0}};
}

void DapServer::variables(const Request& r)
{
    const auto at = static_cast<std::size_t>(r.arguments["variablesReference"].toInt() - 1);
    if (at >= m_references.size()) return answer(r, {{"variables", QJsonArray()}});
    Debugger* const debugger = m_references[at].debugger;
    debugger->open(m_references[at].objectId, [this, r, debugger](const std::vector<RemoteProperty>& properties) {
        QJsonArray all;
        for (const RemoteProperty& property : properties) all.append(variableJson(property, *debugger));
        answer(r, {{"variables", all}});
    });
}

void DapServer::setVariable(const Request& r)
{
    const auto at = static_cast<std::size_t>(r.arguments["variablesReference"].toInt() - 1);
    const QString name = r.arguments["name"].toString(), value = r.arguments["value"].toString();
    if (at >= m_references.size()) return refuse(r, tr("%1 cannot be set here; assign to it in the console.").arg(name));
    const Reference own = m_references[at];
    const auto done = [this, r, own](const Evaluation& set) {
        if (set.isOk()) answer(r, {{"value", set.value.text}, {"variablesReference", set.value.canOpen() ? reference(set.value.objectId, *own.debugger) : 0}});
        else refuse(r, set.error);
    };
    const auto frame = static_cast<std::size_t>(std::max(0, own.frame));
    if (own.scope < 0) own.debugger->setProperty(frame, own.objectId, name, value, done);
    else own.debugger->setVariable(frame, static_cast<std::size_t>(own.scope), name, value, done);
}

void DapServer::evaluate(const Request& r)
{
    const QString context = r.arguments["context"].toString();
    const int id = r.arguments["frameId"].toInt(-1);
    Debugger* const debugger = id < 0 ? &m_debug.debugger() : debuggerOf(id / kFramesAThread);
    if (!debugger) return refuse(r, tr("The thread is gone."));
    const Debugger::Asking how{.frame = id < 0 ? 0 : id % kFramesAThread, .mayChange = context != QLatin1String("hover"), .isRepl = context == QLatin1String("repl"), .most = 5000, .group = QStringLiteral("dap")};
    debugger->evaluate(r.arguments["expression"].toString(), how, [this, r, debugger](const Evaluation& evaluation) {
        if (!evaluation.isOk()) return refuse(r, evaluation.error);
        answer(r, {{"result", evaluation.value.text}, {"type", evaluation.value.type}, {"variablesReference", evaluation.value.canOpen() ? reference(evaluation.value.objectId, *debugger) : 0}});
    });
}

void DapServer::exceptionInfo(const Request& r)
{
    const Debugger* const debugger = debuggerOf(r.arguments["threadId"].toInt());
    if (!debugger || !debugger->isPaused() || !debugger->pause().exception.isValid()) return refuse(r, tr("The thread is not paused on an error."));
    const Pause& pause = debugger->pause();
    const RemoteValue& error = pause.exception;
    const QString name = error.className.isEmpty() ? error.type : error.className;
    const bool isUnhandled = pause.isUncaught || pause.loopStop.isOne();
    answer(r, {{"exceptionId", name}, {"description", error.text}, {"breakMode", isUnhandled ? "unhandled" : "always"},
        {"details", QJsonObject{{"message", error.text}, {"typeName", name}, {"stackTrace", error.description}}}});
}

void DapServer::stepInTargets(const Request& r)
{
    const int id = r.arguments["frameId"].toInt();
    Debugger* const debugger = debuggerOf(id / kFramesAThread);
    if (!debugger || !debugger->isPaused() || id % kFramesAThread != 0) return answer(r, {{"targets", QJsonArray()}});
    debugger->callsAt(0, [this, r](const std::vector<Debugger::CallPlace>& calls) {
        QJsonArray targets;
        for (const Debugger::CallPlace& call : calls) {
            m_calls.push_back(call);
            targets.append(QJsonObject{{"id", static_cast<int>(m_calls.size())}, {"label", call.text.isEmpty() ? tr("(a call)") : call.text}, {"line", call.line}, {"column", call.column}});
        }
        answer(r, {{"targets", targets}});
    });
}

std::optional<Debugger::CallPlace> DapServer::targetOf(const Request& r) const
{
    const int number = r.arguments["targetId"].toInt();
    if (number < 1 || static_cast<std::size_t>(number) > m_calls.size()) return std::nullopt;
    return m_calls[static_cast<std::size_t>(number - 1)];
}

void DapServer::loadedSources(const Request& r)
{
    QJsonArray all;
    for (const DebugSession::Target& target : m_debug.targets())
        for (const ScriptPlace& place : target.debugger->scripts().all()) all.append(sourceJson(place, *target.debugger));
    answer(r, {{"sources", all}});
}

void DapServer::source(const Request& r)
{
    const int number = r.arguments["source"].toObject()["sourceReference"].toInt(r.arguments["sourceReference"].toInt());
    if (number < 1 || static_cast<std::size_t>(number) > m_texts.size() || !m_texts[static_cast<std::size_t>(number - 1)].debugger) return refuse(r, tr("That text is no longer there."));
    const LoadedText& text = m_texts[static_cast<std::size_t>(number - 1)];
    text.debugger->sourceOf(text.scriptId, [this, r](const QString& content, const QString& why) {
        if (why.isEmpty()) answer(r, {{"content", content}, {"mimeType", "text/javascript"}});
        else refuse(r, why);
    });
}

} // namespace loopscope
