#pragma once

#include <functional>

namespace loopscope {

/// Meets process.abort(), V8's fatal errors and the checks of its own that fail on a thread that runs a program: they must not take the window with them.
/// Such a thread cannot go on and cannot be unwound either; it tells its owner that the program is over and then stands
/// still for the rest of the process's life. Elsewhere (the main thread, V8's own threads) they end the process as ever.
///
/// Thread: install() on any, once before the first program; guard() on the thread that it guards.
class FatalErrors
{
public:
    using OnFatal = std::function<void(const char* location, const char* message)>;

    static void install();
    /// From now on a fatal error of this thread calls `f` and ends nothing else. An empty function ends the guard.
    static void guard(OnFatal f);
};

} // namespace loopscope
