#pragma once

#include "runtime/events/Kinds.h"

#include <bit>
#include <cstdint>
#include <type_traits>

namespace loopscope {

// Typed indices into a Dictionary. 0 always means "none".
enum class TextId : std::uint32_t { None };
enum class SiteId : std::uint32_t { None };
enum class StackId : std::uint32_t { None };
enum class TypeId : std::uint16_t { None };

/// One fact, as a probe saw it. Trivially copyable; travels from the producing thread's ring to the recording,
/// the file and the model unchanged. Fields are used as the comments of RecordKind say.
struct Record {
    std::uint64_t time = 0;                   ///< ns since the run began, monotonic, one clock for all threads
    std::uint64_t id = 0;                     ///< callback, operation or promise; or a 64-bit value. See RecordKind.
    std::uint32_t place = 0;                  ///< a TextId, SiteId or StackId, by kind
    std::uint32_t value = 0;                  ///< by kind
    std::uint16_t thread = 0;                 ///< index of ThreadInfo in the recording; set by the collector
    TypeId type = TypeId::None;               ///< interned name: "Timeout", "reaction", "fs.stat", a metric's name
    RecordKind kind = RecordKind::None;
    std::uint8_t detail = 0;                  ///< Phase, Queue, OpState, .. by kind
    std::uint16_t flags = 0;                  ///< RecordFlag bits

    Phase phase() const { return static_cast<Phase>(detail); }
    Queue queue() const { return static_cast<Queue>(detail); }
    OpState opState() const { return static_cast<OpState>(detail); }
    HandleState handleState() const { return static_cast<HandleState>(detail); }
    PromiseState promiseState() const { return static_cast<PromiseState>(detail); }
    GcType gcType() const { return static_cast<GcType>(detail); }
    ConsoleLevel consoleLevel() const { return static_cast<ConsoleLevel>(detail); }
    ExitReason exitReason() const { return static_cast<ExitReason>(detail); }
    TextId text() const { return static_cast<TextId>(place); }
    SiteId site() const { return static_cast<SiteId>(place); }
    StackId stack() const { return static_cast<StackId>(place); }
    double metric() const { return std::bit_cast<double>(id); }
    std::int32_t exitCode() const { return static_cast<std::int32_t>(value); }
    bool has(std::uint16_t flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(Record) == 32 && std::is_trivially_copyable_v<Record>);

} // namespace loopscope
