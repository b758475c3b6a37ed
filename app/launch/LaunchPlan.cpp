#include "app/launch/LaunchPlan.h"

#include "app/launch/EnvironmentFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Launch", text); }

QString absolute(const QString& path, const QString& base) { return path.isEmpty() ? path : QDir::cleanPath(QDir(base).absoluteFilePath(path)); }

/// As node finds it: "server" may be server.js, a folder its main script.
bool isScriptThere(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() || QFileInfo::exists(path + QStringLiteral(".js"));
}

} // namespace

LaunchPlan LaunchPlan::of(const LaunchConfiguration& c, const LaunchVariables& variables)
{
    LaunchPlan plan;
    const auto expand = [&](const QString& text) { return variables.expand(text, plan.problem); };
    const auto fail = [&](const QString& sentence) { if (plan.problem.isEmpty()) plan.problem = tr("%1: %2").arg(c.name, sentence); };
    plan.place = expand(c.place);
    plan.pid = expand(c.pid).toLongLong();
    plan.stopsAtFirstLine = c.stopsAtFirstLine;
    for (const QString& one : c.skipFiles) plan.skipFiles << expand(one);
    plan.localRoot = expand(c.localRoot);
    plan.remoteRoot = expand(c.remoteRoot);
    if (c.isAttach()) {
        if (!plan.problem.isEmpty()) plan.problem = tr("%1: %2").arg(c.name, plan.problem);
        return plan;
    }
    const bool isOwn = c.target == LaunchConfiguration::Target::OwnProcess;
    const QString base = variables.workspace.isEmpty() ? QFileInfo(variables.file).absolutePath() : variables.workspace;
    const QString folder = absolute(expand(c.folder), base);
    const QString script = absolute(expand(c.script), folder.isEmpty() ? base : folder);
    const QString runtime = expand(c.runtime);
    QStringList arguments, options;
    for (const QString& one : c.arguments) arguments << expand(one);
    for (const QString& one : c.nodeOptions) options << expand(one);
    const QString environmentFile = absolute(expand(c.environmentFile), base);
    QList<std::pair<QString, QString>> environment;
    if (QFile file(environmentFile); !environmentFile.isEmpty()) {
        if (!file.open(QIODevice::ReadOnly)) fail(tr("the file of variables %1 cannot be read.").arg(environmentFile));
        environment = environmentFromText(file.readAll());
    }
    for (const auto& [name, value] : c.environment) environment.append({name, expand(value)});
    if (!plan.problem.isEmpty() && !plan.problem.startsWith(c.name + u':')) plan.problem = tr("%1: %2").arg(c.name, plan.problem);
    if (script.isEmpty() && !isOwn) fail(tr("it names no script."));
    if (!script.isEmpty() && !isScriptThere(script)) fail(tr("the script %1 is not there.").arg(script));
    if (!folder.isEmpty() && !QFileInfo(folder).isDir()) fail(tr("the folder %1 is not there.").arg(folder));
    RunRequest& request = plan.request;
    request.script = script.toStdString();
    request.workingFolder = (!folder.isEmpty() ? folder : variables.workspace.isEmpty() ? QFileInfo(script).absolutePath() : variables.workspace).toStdString();
    for (const QString& one : arguments) request.arguments.push_back(one.toStdString());
    for (const QString& one : options) request.nodeOptions.push_back(one.toStdString());
    for (const auto& [name, value] : environment) request.environment.emplace_back(name.toStdString(), value.toStdString());
    request.ownProcess = isOwn;
    request.runtime = runtime.toStdString();
    return plan;
}

} // namespace loopscope
