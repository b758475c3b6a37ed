#pragma once

#include "runtime/events/CallbackStops.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

namespace loopscope {

/// Has V8 stop at the first function that a callback calls, if a debugger wants to stop in callbacks of its kind. (Which
/// functions count is V8's to know: those that the debugger skips do not.) In builds of node that KnownNode knows.
///
/// Thread: the loop's. Lifetime: as long as its probes.
class CallbackStopper
{
public:
    CallbackStopper(v8::Isolate* isolate, ThreadRecorder& recorder, CallbackStops& stops);
    ~CallbackStopper() { stop(); }
    CallbackStopper(const CallbackStopper&) = delete;
    CallbackStopper& operator=(const CallbackStopper&) = delete;

    /// Nothing but Node's own runs before it.
    void mainScriptBegins();
    void stop();

private:
    static void atBoundary(void* self, RecordKind kind, Queue queue, std::uint64_t time);
    void arm(std::int32_t met);
    void disarm();

    v8::Isolate* const m_isolate;
    ThreadRecorder& m_recorder;
    CallbackStops& m_stops;
    bool m_isArmed = false;
};

} // namespace loopscope
