#pragma once

#include "runtime/events/Record.h"

#include <cstddef>

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

inline constexpr std::size_t kMost = 3; ///< records that one stands for

/// Writes what `packed` stands for from `to` on, and gives where they end. `lastJob`: the Begin of the microtask unpacked last.
inline Record* unpack(const Record& packed, Record* to, Record& lastJob)
{
    if (packed.kind != RecordKind::Begin && packed.kind != RecordKind::Call) {
        *to = packed;
        return to + 1;
    }
    const bool isBegin = packed.kind == RecordKind::Begin;
    if (isBegin && packed.has(RecordFlag::AfterEnd)) {
        *to = lastJob;
        to->kind = RecordKind::End;
        to->time = packed.time;
        to->place = 0;
        ++to;
    }
    *to = packed;
    to->value = 0;
    if (isBegin) {
        to->flags &= static_cast<std::uint16_t>(~RecordFlag::AfterEnd);
        if (to->queue() == Queue::Microtask) lastJob = *to;
    }
    ++to;
    if (packed.value == 0) return to;
    *to = {.time = packed.time,
           .place = packed.value,
           .thread = packed.thread,
           .kind = isBegin ? RecordKind::Call : RecordKind::Line,
           .flags = isBegin ? RecordFlag::Resume : std::uint16_t{0}};
    return to + 1;
}

} // namespace Packed

} // namespace loopscope
