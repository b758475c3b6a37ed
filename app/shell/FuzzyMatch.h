#pragma once

#include <QString>

#include <vector>

namespace loopscope {

/// How well a text answers what was typed. The letters typed stand in the text in that order.
struct FuzzyMatch {
    int score = -1; ///< -1: not at all; more is better
    std::vector<int> positions; ///< of the letters in the text

    explicit operator bool() const { return score >= 0; }
};

/// Letters side by side, at the start of words and early in the text count more. Case and blanks are ignored.
FuzzyMatch fuzzyMatch(const QString& typed, const QString& text);

} // namespace loopscope
