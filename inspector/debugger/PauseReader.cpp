#include "inspector/debugger/PauseReader.h"

#include "inspector/debugger/Scripts.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Debugger", text); }

Scope scopeFromJson(const QJsonObject& scope)
{
    return {scope["type"].toString(), scope["name"].toString(), scope["object"].toObject()["objectId"].toString()};
}

CallFrame frameFromJson(const QJsonObject& frame, const Scripts& scripts)
{
    CallFrame made;
    made.id = frame["callFrameId"].toString();
    made.function = frame["functionName"].toString();
    made.place = scripts.place(frame["location"].toObject());
    if (frame.contains("functionLocation")) made.firstLine = frame["functionLocation"].toObject()["lineNumber"].toInt() + 1;
    made.self = RemoteValue::fromJson(frame["this"].toObject());
    made.returnValue = RemoteValue::fromJson(frame["returnValue"].toObject());
    made.canRestart = frame["canBeRestarted"].toBool();
    for (const auto& scope : frame["scopeChain"].toArray()) made.scopes.push_back(scopeFromJson(scope.toObject()));
    return made;
}

/// Of a stack of Runtime.StackTrace, whose frames tell their url themselves.
CallFrame parentFrameFromJson(const QJsonObject& frame, const Scripts& scripts)
{
    CallFrame made;
    made.function = frame["functionName"].toString();
    const QString url = frame["url"].toString();
    made.place = {frame["scriptId"].toString(), url, scripts.pathOf(url), frame["lineNumber"].toInt() + 1, frame["columnNumber"].toInt() + 1};
    return made;
}

} // namespace

Pause pauseFromJson(const QJsonObject& paused, const Scripts& scripts)
{
    Pause pause;
    pause.reason = paused["reason"].toString();
    const QJsonObject data = paused["data"].toObject();
    if (pause.reason == QLatin1String("exception") || pause.reason == QLatin1String("promiseRejection")) {
        pause.exception = RemoteValue::fromJson(data);
        pause.isUncaught = data["uncaught"].toBool();
    }
    for (const auto& id : paused["hitBreakpoints"].toArray()) pause.breakpoints.push_back(id.toString());
    for (const auto& frame : paused["callFrames"].toArray()) pause.frames.push_back(frameFromJson(frame.toObject(), scripts));
    takeLoopStop(pause);
    for (QJsonObject parent = paused["asyncStackTrace"].toObject(); !parent.isEmpty(); parent = parent["parent"].toObject()) {
        AsyncParent made{parent["description"].toString(), {}};
        for (const auto& frame : parent["callFrames"].toArray()) made.frames.push_back(parentFrameFromJson(frame.toObject(), scripts));
        pause.parents.push_back(std::move(made));
    }
    return pause;
}

void hideInternalFrames(Pause& pause)
{
    const auto isInternal = [](const CallFrame& frame) { return frame.place.isInternal(); };
    if (pause.loopStop.isOne() || !std::ranges::all_of(pause.frames, isInternal)) std::erase_if(pause.frames, isInternal);
    for (AsyncParent& parent : pause.parents) std::erase_if(parent.frames, isInternal);
    std::erase_if(pause.parents, [](const AsyncParent& parent) { return parent.frames.empty(); });
}

QString pauseSentence(const Pause& pause)
{
    if (pause.loopStop.isOne()) return loopStopSentence(pause);
    if (pause.reason == QLatin1String("exception"))
        return (pause.isUncaught ? tr("Paused on an uncaught error: %1") : tr("Paused on an error: %1")).arg(pause.exception.text);
    if (pause.reason == QLatin1String("promiseRejection"))
        return (pause.isUncaught ? tr("Paused on a rejection that nothing handles, as V8 guesses: %1") : tr("Paused on a rejection: %1")).arg(pause.exception.text);
    if (!pause.breakpoints.empty()) return tr("Paused on a breakpoint");
    if (pause.reason == QLatin1String("assert")) return tr("Paused on an assertion that failed");
    if (pause.reason == QLatin1String("Break on start")) return tr("Paused at the first line");
    if (pause.reason == QLatin1String("OOM")) return tr("Paused before the heap is full");
    return tr("Paused");
}

} // namespace loopscope
