#pragma once

#include <cstddef>
#include <cstdint>

namespace loopscope {

/// Writes the stubs that PromiseSites puts in the place of one instruction of V8's builtins. x86-64 only.
///
/// Thread: one at a time. Lifetime: the stubs stay until the process ends.
class SiteStubs
{
public:
    enum Register : std::uint8_t { Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi, R8, R9, R10, R11, R12, R13, R14, R15 };

    /// The instruction `mov target, [r13 + flags]`.
    static constexpr std::size_t kInstruction = 7;
    struct Site {
        Register target;  ///< gets what the handler returns
        Register subject; ///< the handler's first argument
        bool hasFrame;    ///< the builtin has its frame already
        bool forObjects;  ///< the handler is called only if `subject`, one of rax to rbx, is no small integer
    };

    /// Room for stubs near `code`, from which and to which they jump. False if there is none to be had.
    bool reserve(std::uintptr_t code);
    /// A new stub. Precondition: reserve().
    const unsigned char* write(const Site& site, const void* handler, std::int32_t flags);
    /// From now on the stubs can only be run.
    bool seal();

    /// Whether that instruction stands there.
    static bool isAt(std::uintptr_t address, Register target, std::int32_t flags);
    /// Replaces it by a call of the stub. The memory must be writable.
    static void put(std::uintptr_t address, const unsigned char* stub);

private:
    unsigned char* m_next = nullptr;
    unsigned char* m_start = nullptr;
};

} // namespace loopscope
