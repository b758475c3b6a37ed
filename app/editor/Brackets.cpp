#include "app/editor/Brackets.h"

#include <QString>
#include <QTextDocument>

namespace loopscope {

namespace {

constexpr int kReach = 50'000;

QChar partnerOf(QChar c)
{
    static const QString all = QStringLiteral("()[]{}");
    const qsizetype i = all.indexOf(c);
    return i < 0 ? QChar() : all[i ^ 1];
}

bool opens(QChar c) { return c == u'(' || c == u'[' || c == u'{'; }

int findPartner(const QTextDocument& document, int at, const std::function<bool(int)>& isCode)
{
    const QChar self = document.characterAt(at);
    const QChar partner = partnerOf(self);
    const int step = opens(self) ? 1 : -1;
    const bool inCode = isCode(at);
    const int last = document.characterCount() - 1;
    int depth = 0;
    for (int i = at, walked = 0; i >= 0 && i < last && walked < kReach; i += step, ++walked) {
        const QChar c = document.characterAt(i);
        if ((c != self && c != partner) || isCode(i) != inCode) continue;
        depth += c == self ? 1 : -1;
        if (depth == 0) return i;
    }
    return -1;
}

} // namespace

std::optional<BracketPair> bracketAt(const QTextDocument& document, int position, const std::function<bool(int)>& isCode)
{
    for (const int at : {position - 1, position}) {
        if (at < 0 || at >= document.characterCount() - 1 || partnerOf(document.characterAt(at)).isNull()) continue;
        return BracketPair{at, findPartner(document, at, isCode)};
    }
    return std::nullopt;
}

} // namespace loopscope
