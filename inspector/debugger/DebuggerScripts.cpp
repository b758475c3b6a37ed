// What Debugger does with scripts, and how it sets variables.
#include "inspector/debugger/Debugger.h"

#include "inspector/client/Session.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace loopscope {

QJsonArray Debugger::skippedPatterns() const
{
    QJsonArray patterns = QJsonArray::fromStringList(m_skipFiles.patterns());
    if (!m_showsInternals) patterns.append(QStringLiteral("^node:"));
    return patterns;
}

void Debugger::setSkipFiles(const SkipFiles& files)
{
    m_skipFiles = files;
    ask(QStringLiteral("Debugger.setBlackboxPatterns"), {{"patterns", skippedPatterns()}});
}

void Debugger::sourceOf(const QString& scriptId, std::function<void(const QString&, const QString&)> done)
{
    if (!m_session) return done({}, tr("No program is being debugged."));
    ask(QStringLiteral("Debugger.getScriptSource"), {{"scriptId", scriptId}}, [done = std::move(done)](const Reply& reply) {
        done(reply.result["scriptSource"].toString(), reply.error ? reply.error->message : QString());
    });
}

void Debugger::setVariable(std::size_t frame, std::size_t scope, const QString& name, const QString& expression, std::function<void(const Evaluation&)> done)
{
    if (!isPaused() || frame >= m_pause.frames.size()) return done({{}, tr("The program goes on: its variables cannot be set.")});
    const QString frameId = m_pause.frames[frame].id, scopeId = scope < m_pause.frames[frame].scopes.size() ? m_pause.frames[frame].scopes[scope].objectId : QString();
    valueFor(frame, expression, [this, frameId, scope, scopeId, name, done](const QJsonObject& value, const Evaluation& evaluation) {
        if (!evaluation.isOk()) return done(evaluation);
        ask(QStringLiteral("Debugger.setVariableValue"), {{"scopeNumber", static_cast<int>(scope)}, {"variableName", name}, {"newValue", value}, {"callFrameId", frameId}},
            [this, scopeId, name, value, done](const Reply& set) {
                if (!set.error) return assign(scopeId, name, value, done); // V8 made the scope's object when it stood, and leaves it as it was
                // V8's words for a loop that it has compiled to machine code while it ran.
                const bool isCompiled = set.error->message == QLatin1String("Internal error");
                done({{}, isCompiled ? tr("%1 keeps its value: V8 has compiled the loop that runs here to machine code, whose variables cannot be set.").arg(name) : set.error->message});
            });
    });
}

void Debugger::setProperty(std::size_t frame, const QString& objectId, const QString& name, const QString& expression, std::function<void(const Evaluation&)> done)
{
    if (!isPaused()) return done({{}, tr("The program goes on: its variables cannot be set.")});
    valueFor(frame, expression, [this, objectId, name, done](const QJsonObject& value, const Evaluation& evaluation) {
        if (evaluation.isOk()) assign(objectId, name, value, done);
        else done(evaluation);
    });
}

/// What the expression gives in that frame, or globally, as an argument of further calls.
void Debugger::valueFor(std::size_t frame, const QString& expression, std::function<void(const QJsonObject& argument, const Evaluation&)> done)
{
    const bool isOnFrame = frame < m_pause.frames.size();
    QJsonObject params{{"expression", u'(' + expression + u')'}, {"silent", true}, {"timeout", 2000}, {"objectGroup", "watch"}};
    if (isOnFrame) params["callFrameId"] = m_pause.frames[frame].id;
    ask(isOnFrame ? QStringLiteral("Debugger.evaluateOnCallFrame") : QStringLiteral("Runtime.evaluate"), params, [done = std::move(done)](const Reply& reply) {
        const QJsonObject object = reply.result["result"].toObject();
        QJsonObject value;
        for (const char* key : {"objectId", "unserializableValue", "value"})
            if (value.isEmpty() && object.contains(QLatin1String(key))) value[QLatin1String(key)] = object[QLatin1String(key)];
        done(value, evaluationFrom(reply));
    });
}

void Debugger::assign(const QString& objectId, const QString& name, const QJsonObject& value, std::function<void(const Evaluation&)> done)
{
    ask(QStringLiteral("Runtime.callFunctionOn"),
        {{"objectId", objectId}, {"functionDeclaration", "function (name, value) { 'use strict'; this[name] = value; return this[name]; }"}, {"arguments", QJsonArray{QJsonObject{{"value", name}}, value}},
            {"silent", true}, {"generatePreview", true}, {"objectGroup", "watch"}},
        [done = std::move(done)](const Reply& reply) { done(evaluationFrom(reply)); });
}

void Debugger::setSource(const QString& path, const QString& text, std::function<void(const QString&)> done)
{
    const QString id = m_scripts.idOf(path), file = path.section(u'/', -1);
    if (id.isEmpty()) return;
    static const QRegularExpression typed(QStringLiteral("\\.[cm]?ts$"));
    if (path.contains(typed)) return done(tr("%1 is TypeScript: the program goes on with what it had. Restart it to run the new text.").arg(file));
    ask(QStringLiteral("Debugger.setScriptSource"), {{"scriptId", id}, {"scriptSource", text}, {"allowTopFrameEditing", true}}, [file, done = std::move(done)](const Reply& reply) {
        const QString status = reply.result["status"].toString();
        const QJsonObject details = reply.result["exceptionDetails"].toObject();
        if (!reply.error && (status.isEmpty() || status == QLatin1String("Ok")) && details.isEmpty()) return done({});
        const QString still = tr("The program goes on with the text that it had.");
        if (!details.isEmpty() || status == QLatin1String("CompileError")) {
            const QString said = details["exception"].toObject()["description"].toString(details["text"].toString()).section(u'\n', 0, 0).remove(QStringLiteral("Uncaught "));
            return done(tr("%1, line %2: %3. %4").arg(file).arg(details["lineNumber"].toInt() + 1).arg(said, still));
        }
        if (status == QLatin1String("BlockedByActiveGenerator")) return done(tr("%1: an async function or a generator that has changed is under way. %2").arg(file, still));
        if (status == QLatin1String("BlockedByActiveFunction")) return done(tr("%1: a function that has changed is on the stack. %2").arg(file, still));
        if (status == QLatin1String("BlockedByTopLevelEsModuleChange")) return done(tr("%1: the top level of a module cannot change. %2").arg(file, still));
        done(tr("%1: V8 does not take the change (%2). %3").arg(file, reply.error ? reply.error->message : status, still));
    });
}

} // namespace loopscope
