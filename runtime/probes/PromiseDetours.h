#pragma once

#include <cstdint>

namespace loopscope {

/// What PromiseSites are for V8's builtins, for what V8 does with promises in C++ (embedders' promises, modules, rejections
/// that nobody handles yet): while one of these functions runs, V8's flags say that there are promise hooks, so V8 runs them.
///
/// Thread: install() once, before a watched program starts; the rest on whichever thread V8 runs. Lifetime: static.
class PromiseDetours
{
public:
    struct Watcher {
        std::uint32_t* (*flags)(); ///< V8's flags of the isolate on this thread, null if it is not to run hooks there
        void (*resolving)();       ///< a promise is about to be resolved; V8 can be asked for the stack. Only if there are flags.
    };
    /// False, with nothing changed, for a build that is not known.
    static bool install(const Watcher& watcher);
};

} // namespace loopscope
