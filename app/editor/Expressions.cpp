#include "app/editor/Expressions.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace loopscope {

namespace {

constexpr qsizetype kLongest = 40; ///< characters of one value

bool isPartOfName(QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$'; }

bool isKeyword(const QString& word)
{
    static const QSet<QString> keywords{"await", "async", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "export", "extends", "finally",
        "for", "function", "if", "import", "in", "instanceof", "let", "new", "of", "return", "static", "super", "switch", "throw", "try", "typeof", "var", "void", "while", "with", "yield"};
    return keywords.contains(word);
}

/// Where the bracket that is closed at `at` was opened; -1 if not in this line.
qsizetype openingOf(const QString& line, qsizetype at)
{
    int depth = 0;
    for (; at >= 0; --at) {
        if (line[at] == u']') ++depth;
        if (line[at] == u'[' && --depth == 0) return at;
    }
    return -1;
}

} // namespace

QString expressionAt(const QString& line, int column)
{
    qsizetype from = column, to = column;
    if (column < 0 || column >= line.size() || !isPartOfName(line[column])) return {};
    while (from > 0 && isPartOfName(line[from - 1])) --from;
    while (to < line.size() && isPartOfName(line[to])) ++to;
    const QString word = line.mid(from, to - from);
    if (word.front().isDigit() || isKeyword(word)) return {};
    // Names, points and brackets before it.
    for (qsizetype at = from; at > 0;) {
        if (line[at - 1] != u'.' || (at > 1 && line[at - 2] == u'.')) break;
        at -= at > 1 && line[at - 2] == u'?' ? 2 : 1;
        while (at > 0 && line[at - 1] == u']') {
            const qsizetype open = openingOf(line, at - 1);
            if (open < 0) return {};
            at = open;
        }
        const qsizetype end = at;
        while (at > 0 && isPartOfName(line[at - 1])) --at;
        if (at == end) return {}; // what comes of a call: it would be called again
        from = at;
    }
    return line.mid(from, to - from);
}

std::map<int, QString> valuesBeside(const QStringList& lines, int first, int last, const QHash<QString, QString>& values)
{
    static const QRegularExpression name(QStringLiteral("[\\p{L}_$][\\p{L}\\p{N}_$]*"), QRegularExpression::UseUnicodePropertiesOption);
    std::map<int, QString> notes;
    for (int number = std::max(1, first); number <= last && number <= lines.size(); ++number) {
        const QString& line = lines[number - 1];
        QStringList parts;
        QSet<QString> seen;
        for (const auto& match : name.globalMatch(line)) {
            const QString word = match.captured();
            const bool isMember = match.capturedStart() > 0 && line[match.capturedStart() - 1] == u'.';
            const auto value = values.find(word);
            if (isMember || value == values.end() || seen.contains(word)) continue;
            seen.insert(word);
            parts << word + QStringLiteral(" = ") + (value->size() > kLongest ? value->left(kLongest) + u'…' : *value);
        }
        if (!parts.isEmpty()) notes[number] = parts.join(QStringLiteral(", "));
    }
    return notes;
}

} // namespace loopscope
