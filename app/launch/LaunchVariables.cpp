#include "app/launch/LaunchVariables.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <optional>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Launch", text); }

/// Nothing for a name that is not known.
std::optional<QString> valueOf(const LaunchVariables& of, const QString& name)
{
    const QFileInfo file(of.file);
    if (name.startsWith(QLatin1String("env:"))) return qEnvironmentVariable(name.mid(4).toUtf8().constData());
    if (const auto answer = name.startsWith(QLatin1String("input:")) ? of.inputs.find(name.mid(6)) : of.inputs.end(); answer != of.inputs.end()) return *answer;
    if (name == QLatin1String("workspaceFolder") || name == QLatin1String("workspaceRoot") || name == QLatin1String("cwd") || name.startsWith(QLatin1String("workspaceFolder:"))) return of.workspace;
    if (name == QLatin1String("workspaceFolderBasename")) return QFileInfo(of.workspace).fileName();
    if (name == QLatin1String("userHome")) return QDir::homePath();
    if (name == QLatin1String("pathSeparator") || name == QLatin1String("/")) return QStringLiteral("/");
    if (name == QLatin1String("file")) return of.file;
    if (name == QLatin1String("fileBasename")) return file.fileName();
    if (name == QLatin1String("fileBasenameNoExtension")) return file.completeBaseName();
    if (name == QLatin1String("fileExtname")) return file.suffix().isEmpty() ? QString() : u'.' + file.suffix();
    if (name == QLatin1String("fileDirname")) return file.absolutePath();
    if (name == QLatin1String("fileWorkspaceFolder")) return of.workspace;
    if (name == QLatin1String("relativeFile")) return QDir(of.workspace).relativeFilePath(of.file);
    if (name == QLatin1String("relativeFileDirname")) return QDir(of.workspace).relativeFilePath(file.absolutePath());
    return std::nullopt;
}

} // namespace

QString LaunchVariables::expand(const QString& text, QString& problem) const
{
    static const QRegularExpression variable(QStringLiteral("\\$\\{([^}]*)\\}"));
    QString made;
    qsizetype from = 0;
    for (auto it = variable.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString name = match.captured(1);
        const std::optional<QString> value = valueOf(*this, name);
        const bool wantsFile = name.contains(QLatin1String("ile")) && name != QLatin1String("fileWorkspaceFolder") && value.has_value() && !name.startsWith(QLatin1String("env:"));
        if (problem.isEmpty() && !value) problem = tr("${%1} is not known here.").arg(name);
        else if (problem.isEmpty() && wantsFile && file.isEmpty()) problem = tr("${%1} needs a file in the editor.").arg(name);
        made += text.sliced(from, match.capturedStart() - from) + value.value_or(QString());
        from = match.capturedEnd();
    }
    return made + text.sliced(from);
}

} // namespace loopscope
