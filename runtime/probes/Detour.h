#pragma once

#include <cstdint>

namespace loopscope {

/// Makes a function of the node executable run one of ours instead, which may go on to the original.
///
/// The trick: the first eight bytes of the function, which lie in one aligned word, are replaced in one store by a
/// jump. They must be exactly the prologue that is expected: it does not depend on where it runs, so a copy of it,
/// followed by a jump to the ninth byte, is the original. Refused, with nothing changed, when the bytes differ, the
/// word is not aligned, no memory is to be had near enough for a jump, or the system forbids to write code; and on
/// other CPUs.
///
/// Thread: one at a time, while no thread runs in those eight bytes: before a watched program starts.
/// Lifetime: static, until the process ends.
class Detour
{
public:
    /// push rbp; mov rbp, rsp; push r15; push r14
    static constexpr std::uint64_t kUsualPrologue = 0x56415741'e5894855;

    /// `*original` gets the way to the original, before anyone can arrive in `replacement`. Null `original`: it is not
    /// needed, and the prologue may depend on its place.
    static bool install(std::uintptr_t function, std::uint64_t prologue, void* replacement, void** original);
};

} // namespace loopscope
