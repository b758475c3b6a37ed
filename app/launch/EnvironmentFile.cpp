#include "app/launch/EnvironmentFile.h"

#include <QRegularExpression>

namespace loopscope {

QList<std::pair<QString, QString>> environmentFromText(const QByteArray& text)
{
    static const QRegularExpression entry(
        QStringLiteral(R"(^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:=|:[ \t])[ \t]*("(?:\\[\s\S]|[^"\\])*"|'[^']*'|`[^`]*`|[^\n#]*)[ \t]*(?:#[^\n]*)?$)"),
        QRegularExpression::MultilineOption);
    QList<std::pair<QString, QString>> all;
    const QString lines = QString::fromUtf8(text).remove(u'\r').remove(QChar(0xfeff));
    for (auto it = entry.globalMatch(lines); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        QString value = match.captured(2).trimmed();
        const QChar quote = value.size() >= 2 && value.front() == value.back() ? value.front() : QChar();
        const bool isQuoted = quote == u'"' || quote == u'\'' || quote == u'`';
        if (isQuoted) value = value.sliced(1, value.size() - 2);
        if (quote == u'"') value.replace(QLatin1String("\\n"), QLatin1String("\n")).replace(QLatin1String("\\r"), QLatin1String("\r")).replace(QLatin1String("\\\""), QLatin1String("\""));
        all.append({match.captured(1), value});
    }
    return all;
}

} // namespace loopscope
