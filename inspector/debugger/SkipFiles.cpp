#include "inspector/debugger/SkipFiles.h"

#include <QUrl>

namespace loopscope {

namespace {

/// As it stands in the url of a file.
QString escaped(const QString& text)
{
    return QRegularExpression::escape(QString::fromLatin1(QUrl::toPercentEncoding(text, "/!$&'()+,;=:@[]")));
}

/// What urls a glob means: of node's own code, or of files.
QString patternOf(const QString& glob)
{
    if (glob.startsWith(QLatin1String("<node_internals>"))) return QStringLiteral("^node:.*$");
    static const QRegularExpression part(QStringLiteral("\\*\\*/|\\*\\*|\\*|\\?|\\{|\\}|,"));
    QString made;
    qsizetype from = 0;
    int depth = 0; // of {a,b}
    for (auto it = part.globalMatch(glob); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString what = match.captured();
        made += escaped(glob.sliced(from, match.capturedStart() - from));
        from = match.capturedEnd();
        if (what == QLatin1String("**/")) made += QStringLiteral("(?:.*/)?");
        else if (what == QLatin1String("**")) made += QStringLiteral(".*");
        else if (what == QLatin1String("*")) made += QStringLiteral("[^/]*");
        else if (what == QLatin1String("?")) made += QStringLiteral("[^/]");
        else if (what == QLatin1String("{")) made += QStringLiteral("(?:"), ++depth;
        else if (what == QLatin1String("}") && depth > 0) made += u')', --depth;
        else if (what == QLatin1String(",") && depth > 0) made += u'|';
        else made += escaped(what);
    }
    made += escaped(glob.sliced(from)) + QString(u')').repeated(depth);
    // A path from the root, or from anywhere.
    return (glob.startsWith(u'/') ? QStringLiteral("^file://") : QStringLiteral("^file:///(?:.*/)?")) + made + u'$';
}

} // namespace

SkipFiles::SkipFiles(const QStringList& globs)
{
    for (const QString& glob : globs) {
        if (!glob.startsWith(u'!')) {
            m_patterns << patternOf(glob);
            continue;
        }
        const QString kept = patternOf(glob.mid(1));
        for (QString& pattern : m_patterns) pattern = QStringLiteral("^(?!%1)").arg(kept.mid(1)) + pattern.mid(1);
    }
    if (!m_patterns.isEmpty()) m_all.setPattern(QStringLiteral("(?:%1)").arg(m_patterns.join(QStringLiteral(")|(?:"))));
}

bool SkipFiles::matches(const QString& url) const { return !m_patterns.isEmpty() && m_all.match(url).hasMatch(); }

} // namespace loopscope
