#pragma once

#include "runtime/events/Record.h"

namespace loopscope {

/// What happens at one moment, told by one record while it is in a Ring: the thread that is watched writes less. The
/// collector makes it several again, and what is lost is counted as several.
///
/// Of Begin, with RecordFlag::AfterEnd: the job before it ends just then. Of Begin, `value`: the function that is resumed.
/// Of Call, `value`: its first statement, which is about to run.
namespace Packed {

inline std::uint64_t count(const Record& record)
{
    const bool isOpen = record.kind == RecordKind::Begin || record.kind == RecordKind::Call;
    return 1 + (record.kind == RecordKind::Begin && record.has(RecordFlag::AfterEnd)) + (isOpen && record.value != 0);
}

/// Appends to `records` what `packed` stands for. `lastJob`: the Begin of the microtask unpacked last.
template <class Records> void unpack(const Record& packed, Records& records, Record& lastJob)
{
    if (packed.kind != RecordKind::Begin && packed.kind != RecordKind::Call) {
        records.push_back(packed);
        return;
    }
    const bool isBegin = packed.kind == RecordKind::Begin;
    if (isBegin && packed.has(RecordFlag::AfterEnd)) {
        Record& end = records.emplace_back(lastJob);
        end.kind = RecordKind::End;
        end.time = packed.time;
        end.place = 0;
    }
    Record& first = records.emplace_back(packed);
    first.value = 0;
    if (isBegin) {
        first.flags &= static_cast<std::uint16_t>(~RecordFlag::AfterEnd);
        if (first.queue() == Queue::Microtask) lastJob = first;
    }
    if (packed.value == 0) return;
    Record second;
    second.time = packed.time;
    second.thread = packed.thread;
    second.place = packed.value;
    second.kind = isBegin ? RecordKind::Call : RecordKind::Line;
    second.flags = isBegin ? RecordFlag::Resume : std::uint16_t{0};
    records.push_back(second);
}

} // namespace Packed

} // namespace loopscope
