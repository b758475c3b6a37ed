#include "app/console/SourceLink.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

namespace loopscope {

namespace {

// A URL may hold blanks as %20; a bare path is taken up to the first blank, bracket or quote.
const QRegularExpression& linkPattern()
{
    static const QRegularExpression pattern(QStringLiteral(R"re((file://[^\s()'"<>]+?|(?<![\w:/.])/[^\s():'"<>]+):(\d+)(?::(\d+))?)re"));
    return pattern;
}

const QRegularExpression& messagePattern()
{
    static const QRegularExpression pattern(QStringLiteral(R"re(^(?:Uncaught )?([A-Za-z_$][\w$.]*(?:Error|Exception|Warning)\b.*|Error: .*|Uncaught .*)$)re"));
    return pattern;
}

} // namespace

std::vector<SourceLink> findSourceLinks(const QString& line)
{
    std::vector<SourceLink> links;
    auto matches = linkPattern().globalMatch(line);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        SourceLink link;
        link.path = match.captured(1);
        if (link.path.startsWith(QLatin1String("file://"))) link.path = QUrl(link.path).toLocalFile();
        link.line = match.captured(2).toInt();
        link.column = match.hasCaptured(3) ? match.captured(3).toInt() : 1;
        link.start = match.capturedStart();
        link.length = match.capturedLength();
        if (!link.path.isEmpty() && link.line > 0) links.push_back(link);
    }
    return links;
}

/// Node prints: the place on a line of its own, the source, a caret, and then name and message of the error, below which
/// stands the stack. An error without the first part has its place in the first frame that is no internal one.
std::optional<ProgramProblem> findProblem(const QString& errorOutput)
{
    const QStringList lines = errorOutput.split(u'\n');
    std::optional<SourceLink> header;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString text = lines[i];
        if (text.endsWith(u'\r')) text.chop(1);
        const auto links = findSourceLinks(text);
        if (links.size() == 1 && links[0].start == 0 && links[0].length == text.size()) header = links[0];
        const QRegularExpressionMatch match = messagePattern().match(text);
        if (!match.hasMatch()) continue;
        if (header) return ProgramProblem{*header, match.captured(1)};
        for (qsizetype frame = i + 1; frame < lines.size() && lines[frame].trimmed().startsWith(QLatin1String("at ")); ++frame)
            if (const auto places = findSourceLinks(lines[frame]); !places.empty()) return ProgramProblem{places[0], match.captured(1)};
    }
    return std::nullopt;
}

} // namespace loopscope
