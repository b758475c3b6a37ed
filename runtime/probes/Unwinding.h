#pragma once

#include <v8.h>

#include <cstdint>

namespace loopscope {

/// To which frame V8 took an exception last: a function whose `finally` runs cannot tell by itself whether one is on its way.
///
/// The trick: V8's Isolate::UnwindAndFindHandler is detoured, through which each throw and rethrow goes to its handler;
/// where no exception is thrown it costs nothing. That the frame is the handler's is proved by a throw.
///
/// Thread: any JS thread, of its own exceptions. Lifetime: static.
class Unwinding
{
public:
    /// Puts the detour in and proves it, at the first call; with a context entered, before the program runs.
    static bool isSupported(v8::Isolate* isolate);

    /// Frame pointer of the last handler since it was asked for or forgotten, 0 if none.
    static std::uintptr_t takeFrame()
    {
        const std::uintptr_t frame = t_frame;
        t_frame = 0;
        return frame;
    }
    static void forget() { t_frame = 0; }

private:
    friend struct UnwindHook;
    [[gnu::tls_model("initial-exec")]] inline static thread_local std::uintptr_t t_frame = 0;
};

} // namespace loopscope
