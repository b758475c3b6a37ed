#include "visualizer/model/OperationSteps.h"

namespace loopscope {

namespace {

/// What the record is about; 0 if it has no id. (In others the field holds a figure.)
std::uint64_t idOf(const Record& record)
{
    switch (record.kind) {
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel:
    case RecordKind::Op:
    case RecordKind::Handle:
    case RecordKind::Promise: return record.id;
    default: return 0;
    }
}

} // namespace

std::uint64_t operationAt(TraceModel& model, std::uint64_t cursor)
{
    if (cursor == 0 || cursor > model.extent()) return 0;
    const Record& record = model.recording().at(cursor - 1);
    if (const std::uint64_t id = idOf(record)) return id;
    const auto& loops = model.stateAt(cursor).loops;
    const auto loop = loops.find(record.thread);
    const StackFrame* callback = loop == loops.end() ? nullptr : loop->second.callback();
    return callback ? callback->id : 0;
}

std::optional<std::uint64_t> nextOf(const Recording& recording, std::uint64_t id, std::uint64_t cursor)
{
    const std::uint64_t size = recording.size();
    for (std::uint64_t index = cursor; index < size;)
        for (const Record& record : recording.run(index, size)) {
            ++index;
            if (idOf(record) == id) return index;
        }
    return std::nullopt;
}

std::optional<std::uint64_t> previousOf(const Recording& recording, std::uint64_t id, std::uint64_t cursor)
{
    for (std::uint64_t index = cursor > 0 ? cursor - 1 : 0; index-- > 0;)
        if (idOf(recording.at(index)) == id) return index + 1;
    return std::nullopt;
}

} // namespace loopscope
