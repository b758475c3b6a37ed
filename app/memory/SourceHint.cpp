#include "app/memory/SourceHint.h"

#include <QFile>
#include <QRegularExpression>

namespace loopscope {

namespace {

constexpr qint64 kLongestScript = 4 << 20; // bytes

QStringList linesOf(const QString& path)
{
    QFile file(path);
    if (path.startsWith(QLatin1String("node:")) || !file.open(QIODevice::ReadOnly) || file.size() > kLongestScript) return {};
    return QString::fromUtf8(file.readAll()).split(u'\n');
}

/// How a line adds to what has this name, the surest way first.
QList<QRegularExpression> growing(const QString& name, bool isListener)
{
    const QString escaped = QRegularExpression::escape(name);
    QList<QRegularExpression> ways;
    if (isListener) ways << QRegularExpression(QStringLiteral("\\.(on|once|addListener|prependListener|addEventListener)\\(\\s*['\"`]%1['\"`]").arg(escaped));
    ways << QRegularExpression(QStringLiteral("(^|[^\\w$])%1\\s*(\\[[^\\]]*\\])?\\??\\.(push|unshift|set|add|append|splice|on|once|addListener|addEventListener)\\(").arg(escaped))
         << QRegularExpression(QStringLiteral("(^|[^\\w$])%1\\s*\\[[^\\]]+\\]\\s*(\\|\\||\\?\\?|\\+)?=(?!=)").arg(escaped))
         << QRegularExpression(QStringLiteral("(^|[^\\w$])%1\\s*\\+=").arg(escaped))
         << QRegularExpression(QStringLiteral("^(?!.*\\b(const|let|var)\\b).*(^|[^\\w$])%1\\s*=(?!=|>).*\\b%1\\b").arg(escaped))
         << QRegularExpression(QStringLiteral("^(?!.*\\b(const|let|var)\\b).*(^|[^\\w$])%1\\s*=(?!=|>)\\s*(?!\\[\\]|\\{\\}|null|new (Map|Set|Array)\\()").arg(escaped));
    return ways;
}

bool isComment(const QString& line) { return line.trimmed().startsWith(QLatin1String("//")) || line.trimmed().startsWith(u'*'); }

SourceHint find(const QStringList& scripts, const QString& name, bool isListener)
{
    if (name.isEmpty()) return {};
    for (const QRegularExpression& way : growing(name, isListener))
        for (const QString& script : scripts) {
            const QStringList lines = linesOf(script);
            for (int i = 0; i < lines.size(); ++i)
                if (!isComment(lines[i]) && way.match(lines[i]).hasMatch()) return {script, i + 1, lines[i].trimmed()};
        }
    return {};
}

} // namespace

QString SourceHint::place() const { return script.isEmpty() ? QString() : QStringLiteral("%1:%2").arg(script.section(u'/', -1)).arg(line); }

SourceHint lineOf(const heap::Suspect& suspect, const QStringList& scripts)
{
    using heap::Cause;
    SourceHint begin{QString::fromStdString(suspect.place.script), suspect.place.line, {}};
    const bool isFunction = suspect.isMade && (suspect.cause == Cause::Timers || suspect.cause == Cause::Closures || suspect.cause == Cause::Listeners);
    const bool isNamed = suspect.kept.start != heap::KeptBy::Start::Nothing && !suspect.kept.isNodes;
    // A function that is made again and again stands where it is made. All else is added to somewhere.
    if (isNamed && (!isFunction || begin.script.isEmpty() || begin.line == 0)) {
        QStringList where = scripts;
        const QString own = QString::fromStdString(suspect.kept.place.script);
        if (!own.isEmpty() && where.removeAll(own) > 0) where.prepend(own);
        const QString name = QString::fromStdString(suspect.kept.lastName());
        if (SourceHint found = find(where, name, suspect.cause == Cause::Listeners); !found.script.isEmpty()) return found;
    }
    if (begin.line > 0) begin.code = linesOf(begin.script).value(begin.line - 1).trimmed();
    return begin.line > 0 ? begin : SourceHint();
}

} // namespace loopscope
