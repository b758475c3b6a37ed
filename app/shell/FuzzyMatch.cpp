#include "app/shell/FuzzyMatch.h"

#include <algorithm>

namespace loopscope {

namespace {

bool startsWord(const QString& text, int at)
{
    if (at == 0) return true;
    const QChar before = text[at - 1], here = text[at];
    return !before.isLetterOrNumber() || (before.isLower() && here.isUpper());
}

} // namespace

// For each letter and place the best score with that letter there: texts and patterns are short.
FuzzyMatch fuzzyMatch(const QString& typed, const QString& text)
{
    QString wanted;
    for (const QChar c : typed)
        if (!c.isSpace()) wanted += c.toLower();
    const int letters = int(wanted.size()), places = int(text.size());
    if (letters == 0) return {0, {}};
    if (letters > places || letters > 64 || places > 512) return {};
    constexpr int kNever = -1000000;
    std::vector<std::vector<int>> best(std::size_t(letters), std::vector<int>(std::size_t(places), kNever));
    std::vector<std::vector<int>> from(std::size_t(letters), std::vector<int>(std::size_t(places), -1));
    for (int i = 0; i < letters; ++i) {
        for (int at = i; at < places; ++at) {
            if (text[at].toLower() != wanted[i]) continue;
            const int own = 10 + (startsWord(text, at) ? 12 : 0);
            if (i == 0) {
                best[0][std::size_t(at)] = own - std::min(at, 10);
                continue;
            }
            for (int before = i - 1; before < at; ++before) {
                const int score = best[std::size_t(i - 1)][std::size_t(before)];
                if (score == kNever) continue;
                const int total = score + own + (before == at - 1 ? 15 : -std::min(at - before, 8));
                if (total <= best[std::size_t(i)][std::size_t(at)]) continue;
                best[std::size_t(i)][std::size_t(at)] = total;
                from[std::size_t(i)][std::size_t(at)] = before;
            }
        }
    }
    const auto& last = best.back();
    const auto end = std::max_element(last.begin(), last.end());
    if (*end == kNever) return {};
    FuzzyMatch match{std::max(0, *end + 100 - places / 8), {}};
    int at = int(end - last.begin());
    for (int i = letters - 1; i >= 0; --i) {
        match.positions.insert(match.positions.begin(), at);
        at = from[std::size_t(i)][std::size_t(at)];
    }
    return match;
}

} // namespace loopscope
