#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace loopscope {

/// A place in a file as programs print it: "/a/b.js:3:5", "file:///a/b.mjs:3:5".
struct SourceLink {
    QString path;
    int line = 0;   ///< 1-based
    int column = 1; ///< 1-based
    qsizetype start = 0, length = 0; ///< where it stands in the text
    bool operator==(const SourceLink&) const = default;
};

/// All places in one line of text; Node's own ("node:fs:1:2") are none.
std::vector<SourceLink> findSourceLinks(const QString& line);

/// The mistake that ended a program, as Node prints it.
struct ProgramProblem {
    SourceLink place;
    QString message; ///< "SyntaxError: Unexpected token '='"
};

/// Reads what a program printed on stderr; none if no uncaught error stands there.
std::optional<ProgramProblem> findProblem(const QString& errorOutput);

} // namespace loopscope
