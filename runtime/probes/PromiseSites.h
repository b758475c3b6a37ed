#pragma once

#include "runtime/probes/BuiltinCode.h"
#include "runtime/probes/V8Memory.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace loopscope {

/// Makes V8's builtins tell what they do with promises at the very points at which they look whether there are promise
/// hooks, but with no hook set: a hook is a call of JavaScript, makes V8 give each await a promise of its own, and costs
/// more than all that we record.
///
/// The trick: at such a point stands one instruction of seven bytes that loads the address of V8's flags. It is replaced
/// by a call of a stub of ours, which keeps all registers, calls the handler, and loads the address that the handler
/// gives: V8's own flags, or others, by which the handler can have V8 run its hooks this once. Which points these are is
/// known for builds that were looked at; each is refused, and nothing is changed, unless all have the bytes expected.
///
/// Handlers run in the middle of a builtin: they must not allocate in V8's heap, run JavaScript, or ask V8 for a stack.
///
/// Thread: install() on a thread that has entered an isolate and a context, while no other runs JavaScript; handlers on
/// whichever thread a builtin runs. Lifetime: static, until the process ends.
class PromiseSites
{
public:
    enum class What : std::uint8_t {
        JobBegins,  ///< a job other than a plain function comes next; no subject
        Made,       ///< subject: a new promise, complete
        MadeByThen, ///< the same, by `then`; its parent is parentAt(frame)
        Fulfills,   ///< subject: a pending promise that will be fulfilled
        Rejects,    ///< subject: a pending promise that will be rejected
        Awaits,     ///< subject: the value that is awaited
        Again,      ///< the same await looks again, since it had to call something meanwhile; no subject
        Resolves,   ///< subject: the value that a promise is resolved with
        Adopts,     ///< V8 itself is about to wait for a promise or to queue a job; no subject
    };
    static constexpr std::size_t kWhats = 9;
    /// `frame` is a frame pointer: what lies there was called by the code that did it.
    using Handler = const std::uint32_t* (*)(Raw subject, std::uintptr_t frame, const std::uint32_t* flags);
    using Handlers = std::array<Handler, kWhats>; ///< by What

    // Bits of V8's flags.
    static constexpr std::uint32_t kContextHooks = 1; ///< run the context's hooks: the functions given to SetPromiseHooks
    static constexpr std::uint32_t kInRuntime = 2;    ///< resolve in C++

    /// True if the builtins that this isolate runs tell `handlers`, the same ones at each call.
    static bool install(v8::Isolate* isolate, const Handlers& handlers);
    /// Whether code at this address (where V8's builtins run) is what runs a job or resumes a function in one: on the stack
    /// nothing of the program's lies beyond that. False for builds that are not known.
    static bool isBaseOfJob(const BuiltinCode& code, std::uintptr_t address);
    /// V8's flags of this isolate. Precondition: install() was successful.
    static std::uint32_t* flagsOf(v8::Isolate* isolate);
    /// What was given to SetPromiseHooks in this context: a function or undefined for each.
    static constexpr std::size_t kHooks = 4;
    static Raw hookOf(v8::Local<v8::Context> context, std::size_t which);
    static Raw parentAt(std::uintptr_t frame);    ///< of MadeByThen
    static Raw generatorAt(std::uintptr_t frame); ///< of Awaits: what stands for the function that awaits
};

} // namespace loopscope
