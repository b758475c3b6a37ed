#pragma once

#include <QColor>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace loopscope {

/// The line that runs at the cursor of the trace.
struct RunningLine {
    int line = 0;  ///< 1-based
    QColor color;  ///< of the kind of callback that runs it
    QString label; ///< that kind in words, so that colour is not the only sign
    bool operator==(const RunningLine&) const = default;
};

/// A mistake that the run met in this file.
struct LineProblem {
    int line = 0; ///< 1-based
    QString message;
    bool operator==(const LineProblem&) const = default;
};

/// A place where a program is to stop, as it stands at its line.
struct BreakpointMark {
    enum class Kind : std::uint8_t { Plain, Conditional, Log };
    enum class State : std::uint8_t { Set, Pending, Off, Refused };
    Kind kind = Kind::Plain;
    State state = State::Set;
    QString label; ///< in words, for the tooltip
    std::vector<int> columns; ///< 1-based: where in the line; none for the line itself
    bool operator==(const BreakpointMark&) const = default;
};

/// What a run has to say about the lines of one file. A plain value.
struct LineMarks {
    std::optional<RunningLine> running;
    std::optional<LineProblem> problem;
    std::map<int, QString> values; ///< by 1-based line: what the names in it stand for, while it is paused
    std::map<int, int> runs; ///< by 1-based line: how many callbacks whose function begins there have run
    bool operator==(const LineMarks&) const = default;
};

} // namespace loopscope
