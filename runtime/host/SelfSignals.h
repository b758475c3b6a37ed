#pragma once

#include "runtime/host/Environment.h"

namespace loopscope {

/// process.kill(process.pid, signal) of a program whose process is not its own alone. With a listener for the signal it
/// is sent as ever; without one, a signal that would end or stop the process ends the program only.
///
/// Thread: preload() on each thread of the program. Lifetime: the environment's.
class SelfSignals
{
public:
    /// Puts our process.kill in place. `environment` is ended by it, from this thread or any other.
    static void preload(Environment& environment, const EnvironmentPlace&, v8::Local<v8::Object> process,
                        v8::Local<v8::Function> require);
};

} // namespace loopscope
