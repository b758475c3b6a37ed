#pragma once

#include <cstdint>

namespace loopscope {

/// Who counts. Ids of different spaces and of different threads never meet, and all are exact in JSON (below 2^53).
enum class IdSpace : std::uint8_t {
    Async, ///< Node's async ids: timers, immediates, ticks, I/O requests
    Job,   ///< jobs of V8's microtask queue, in the order in which they were put on it
    Promise,
    Own,   ///< whatever else a probe counts itself
};

inline constexpr int kIdSequenceBits = 40;
inline constexpr int kIdThreadBits = 9;

/// Record::id of the `sequence`-th thing of a space and thread. Precondition: sequence < 2^40, thread < 512.
constexpr std::uint64_t makeId(IdSpace space, std::uint16_t thread, std::uint64_t sequence)
{
    return (std::uint64_t{static_cast<std::uint8_t>(space)} << (kIdSequenceBits + kIdThreadBits)) |
           (std::uint64_t{thread} << kIdSequenceBits) | sequence;
}

constexpr std::uint64_t idSequence(std::uint64_t id) { return id & ((std::uint64_t{1} << kIdSequenceBits) - 1); }

} // namespace loopscope
