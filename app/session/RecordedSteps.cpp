#include "app/session/RecordedSteps.h"

#include "runtime/stream/Recording.h"

namespace loopscope {

namespace {

bool enters(const Record& record) { return record.kind == RecordKind::Call || record.kind == RecordKind::Begin; }
bool leaves(const Record& record) { return record.kind == RecordKind::Return || record.kind == RecordKind::End; }

/// Backwards: the next record of a statement at or before `from`, not inside of functions that ended since. One past it; 0 for none.
std::uint64_t statementBefore(const Recording& recording, std::uint64_t from, RecordedStep step)
{
    int depth = 0; // of functions that are passed by
    for (std::uint64_t i = from; i > 0; --i) {
        const Record& record = recording.at(i - 1);
        if (record.thread != 0) continue;
        if (step == RecordedStep::Over && leaves(record)) ++depth;
        else if (step == RecordedStep::Over && enters(record) && depth > 0) --depth;
        else if (record.kind == RecordKind::Line && depth == 0) return i;
    }
    return 0;
}

} // namespace

std::optional<std::uint64_t> stepBack(const Recording& recording, std::uint64_t cursor, RecordedStep step)
{
    const std::uint64_t now = statementBefore(recording, cursor, RecordedStep::Into); // where it stands
    const std::uint64_t before = now == 0 ? 0 : statementBefore(recording, now - 1, step);
    return before == 0 ? std::nullopt : std::optional(before);
}

std::optional<std::uint64_t> stepForward(const Recording& recording, std::uint64_t cursor, RecordedStep step)
{
    int depth = 0;
    for (std::uint64_t i = cursor; i < recording.size(); ++i) {
        const Record& record = recording.at(i);
        if (record.thread != 0) continue;
        if (step == RecordedStep::Over && enters(record)) ++depth;
        else if (step == RecordedStep::Over && leaves(record) && depth > 0) --depth;
        else if (record.kind == RecordKind::Line && depth == 0) return i + 1;
    }
    return step == RecordedStep::Over && depth > 0 ? stepForward(recording, cursor, RecordedStep::Into) : std::nullopt; // into the next callback
}

} // namespace loopscope
