#include "app/editor/TextSearch.h"

#include <QTextDocument>

namespace loopscope {

TextSearch::TextSearch(const QString& pattern, Options options) : m_regex(options.regex)
{
    QString expression = options.regex ? pattern : QRegularExpression::escape(pattern);
    if (options.wholeWord && !expression.isEmpty()) expression = QStringLiteral("\\b(?:%1)\\b").arg(expression);
    QRegularExpression::PatternOptions flags = QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    if (!options.matchCase) flags |= QRegularExpression::CaseInsensitiveOption;
    m_expression = QRegularExpression(expression, flags);
}

QString TextSearch::problem() const { return m_expression.isValid() ? QString() : m_expression.errorString(); }

std::vector<TextSearch::Hit> TextSearch::hits(const QTextDocument& document) const
{
    std::vector<Hit> found;
    if (isEmpty() || !m_expression.isValid()) return found;
    const QString text = document.toPlainText(); // one character a position, so offsets are positions
    auto matches = m_expression.globalMatch(text);
    while (matches.hasNext() && found.size() < kMaxHits) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength() > 0) found.push_back({int(match.capturedStart()), int(match.capturedLength())});
    }
    return found;
}

QString TextSearch::replacementFor(const QString& hit, const QString& replacement) const
{
    if (!m_regex) return replacement;
    const QRegularExpressionMatch match = m_expression.match(hit);
    QString result;
    for (qsizetype i = 0; i < replacement.size(); ++i) {
        const bool marks = replacement[i] == QLatin1Char('$') && i + 1 < replacement.size();
        if (marks && replacement[i + 1].isDigit()) result += match.captured(replacement[++i].digitValue());
        else if (marks && replacement[i + 1] == QLatin1Char('&')) result += match.captured(0), ++i;
        else result += replacement[i];
    }
    return result;
}

int TextSearch::replaceAll(QTextDocument& document, const QString& replacement) const
{
    const std::vector<Hit> found = hits(document);
    QTextCursor cursor(&document);
    cursor.beginEditBlock();
    for (auto hit = found.rbegin(); hit != found.rend(); ++hit) { // from the end, so that positions stay true
        cursor.setPosition(hit->position);
        cursor.setPosition(hit->position + hit->length, QTextCursor::KeepAnchor);
        cursor.insertText(replacementFor(cursor.selectedText(), replacement));
    }
    cursor.endEditBlock();
    return int(found.size());
}

bool TextSearch::matches(const QString& selected) const
{
    if (isEmpty() || selected.isEmpty() || !m_expression.isValid()) return false;
    return m_expression.match(selected).capturedLength() == selected.size();
}

} // namespace loopscope
