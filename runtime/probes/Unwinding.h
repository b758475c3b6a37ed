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

    /// Frame pointer of the last handler since it was forgotten, 0 if none. What V8 compiled into one frame it also unwinds by
    /// itself: as long as nothing else ran, the exception is on its way there.
    static std::uintptr_t frame() { return t_frame; }
    static void remember(std::uintptr_t frame) { t_frame = frame; }
    static void forget() { t_frame = 0; }

private:
    friend struct UnwindHook;
    [[gnu::tls_model("initial-exec")]] inline static thread_local std::uintptr_t t_frame = 0;
};

} // namespace loopscope
