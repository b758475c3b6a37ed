#pragma once

#include <functional>
#include <optional>

class QTextDocument;

namespace loopscope {

/// Two brackets that belong together, or one that has no partner.
struct BracketPair {
    int at = -1;      ///< position of the bracket beside the text cursor
    int partner = -1; ///< -1: none in this document
};

/// The bracket just before or just after `position`, and its partner. `isCode(position)` tells brackets in code from those
/// in strings and comments, which pair only among themselves. Looks at most 50,000 characters far.
std::optional<BracketPair> bracketAt(const QTextDocument& document, int position, const std::function<bool(int)>& isCode);

} // namespace loopscope
