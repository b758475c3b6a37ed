#include "app/launch/LaunchConfiguration.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>

namespace loopscope {

namespace {

using Target = LaunchConfiguration::Target;

constexpr std::pair<Target, const char*> kTargets[] = {
    {Target::InProcess, "in-process"}, {Target::OwnProcess, "own-process"}, {Target::AttachPlace, "attach"}, {Target::AttachPid, "attach-pid"}};

QString tr(const char* text) { return QCoreApplication::translate("Launch", text); }

/// A list, or a line with words in it.
QStringList words(const QJsonValue& value)
{
    if (value.isString()) return QProcess::splitCommand(value.toString());
    QStringList all;
    for (const auto& one : value.toArray()) all << one.toVariant().toString();
    return all;
}

QList<std::pair<QString, QString>> variables(const QJsonObject& json)
{
    QList<std::pair<QString, QString>> all;
    for (auto it = json.begin(); it != json.end(); ++it)
        if (!it->isNull()) all.append({it.key(), it->toVariant().toString()});
    return all;
}

} // namespace

QStringList LaunchConfiguration::inputs() const
{
    static const QRegularExpression input(QStringLiteral("\\$\\{input:([^}]*)\\}"));
    QStringList texts = QStringList{script, folder, runtime, environmentFile, place, pid, localRoot, remoteRoot} + arguments + nodeOptions + skipFiles, ids;
    for (const auto& [name, value] : environment) texts << value;
    for (auto it = input.globalMatch(texts.join(u'\n')); it.hasNext();) ids << it.next().captured(1);
    ids.removeDuplicates();
    return ids;
}

QString LaunchConfiguration::summary() const
{
    switch (target) {
    case Target::InProcess: return (QStringList{script} + arguments).join(u' ');
    case Target::OwnProcess: return tr("%1, in a process of its own").arg((QStringList{runtime.isEmpty() ? QStringLiteral("node") : runtime} + nodeOptions + QStringList{script} + arguments).join(u' ').simplified());
    case Target::AttachPlace: return tr("attach to %1").arg(place);
    case Target::AttachPid: break;
    }
    return pid.isEmpty() ? tr("attach to a process") : tr("attach to process %1").arg(pid);
}

QJsonObject LaunchConfiguration::toJson() const
{
    QJsonObject json{{"name", name}, {"target", std::ranges::find(kTargets, target, &std::pair<Target, const char*>::first)->second}};
    const auto put = [&json](const char* key, const QJsonValue& value, bool isThere) { if (isThere) json[QLatin1String(key)] = value; };
    put("script", script, !script.isEmpty());
    put("arguments", QJsonArray::fromStringList(arguments), !arguments.isEmpty());
    put("folder", folder, !folder.isEmpty());
    put("nodeOptions", QJsonArray::fromStringList(nodeOptions), !nodeOptions.isEmpty());
    put("runtime", runtime, !runtime.isEmpty());
    QJsonObject variables;
    for (const auto& [key, value] : environment) variables[key] = value;
    put("environment", variables, !variables.isEmpty());
    put("environmentFile", environmentFile, !environmentFile.isEmpty());
    put("place", place, !place.isEmpty());
    put("pid", pid, !pid.isEmpty());
    put("skipFiles", QJsonArray::fromStringList(skipFiles), !skipFiles.isEmpty());
    put("localRoot", localRoot, !localRoot.isEmpty());
    put("remoteRoot", remoteRoot, !remoteRoot.isEmpty());
    put("stopAtFirstLine", true, stopsAtFirstLine);
    return json;
}

LaunchConfiguration LaunchConfiguration::fromJson(const QJsonObject& json)
{
    LaunchConfiguration made;
    made.name = json["name"].toString();
    const QString target = json["target"].toString();
    for (const auto& [value, text] : kTargets)
        if (target == QLatin1String(text)) made.target = value;
    made.script = json["script"].toString();
    made.arguments = words(json["arguments"]);
    made.folder = json["folder"].toString();
    made.nodeOptions = words(json["nodeOptions"]);
    made.runtime = json["runtime"].toString();
    made.environment = variables(json["environment"].toObject());
    made.environmentFile = json["environmentFile"].toString();
    made.place = json["place"].toVariant().toString();
    made.pid = json["pid"].toVariant().toString();
    made.skipFiles = words(json["skipFiles"]);
    made.localRoot = json["localRoot"].toString();
    made.remoteRoot = json["remoteRoot"].toString();
    made.stopsAtFirstLine = json["stopAtFirstLine"].toBool();
    return made;
}

LaunchConfiguration LaunchConfiguration::fromCode(const QJsonObject& json)
{
    LaunchConfiguration made;
    const QString type = json["type"].toString();
    if (type != QLatin1String("node") && type != QLatin1String("pwa-node") && type != QLatin1String("node2")) return made;
    made.name = json["name"].toString();
    made.folder = json["cwd"].toString();
    made.skipFiles = words(json["skipFiles"]);
    made.localRoot = json["localRoot"].toString();
    made.remoteRoot = json["remoteRoot"].toString();
    if (json["request"] == QLatin1String("attach")) {
        const QString process = json["processId"].toVariant().toString();
        made.target = process.isEmpty() ? Target::AttachPlace : Target::AttachPid;
        if (!process.startsWith(QLatin1String("${command:"))) made.pid = process; // else it is asked for
        const QString host = json["address"].toString(json["host"].toString(QStringLiteral("127.0.0.1")));
        if (process.isEmpty()) made.place = json["websocketAddress"].toString(QStringLiteral("%1:%2").arg(host, json["port"].toVariant().toString().isEmpty() ? QStringLiteral("9229") : json["port"].toVariant().toString()));
        return made;
    }
    made.script = json["program"].toString();
    made.arguments = words(json["args"]);
    made.nodeOptions = words(json["runtimeArgs"]);
    const QString runtime = json["runtimeExecutable"].toString();
    const QString version = json["runtimeVersion"].toString();
    const bool isOurs = (runtime.isEmpty() || runtime == QLatin1String("node")) && (version.isEmpty() || version == QLatin1String("default"));
    if (!isOurs || made.script.isEmpty()) {
        made.target = Target::OwnProcess;
        made.runtime = runtime.isEmpty() ? QStringLiteral("node") : runtime;
    }
    made.environment = variables(json["env"].toObject());
    made.environmentFile = json["envFile"].toString();
    made.stopsAtFirstLine = json["stopOnEntry"].toBool();
    return made;
}

} // namespace loopscope
