#pragma once

#include "runtime/events/CallbackStops.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

#include <array>
#include <cstdint>

namespace loopscope {

/// Has the debugger stop at a moment of the loop at which no function of the program's is called: it calls one of ours, which does nothing but to
/// stop. What the program has on the stack at that moment (nothing, mostly) is below it. The name of the function says why, its `this` a number:
/// inspector/debugger/LoopStop.h knows both.
///
/// With no debugger there, or if its breakpoints are off, the call returns at once.
///
/// Thread: the loop's. Lifetime: as long as its probes; after finish() nothing stops.
class OwnStop
{
public:
    enum class Reason : std::uint8_t { TimersPhase, PendingPhase, PollPhase, CheckPhase, ClosingPhase, Sleep, PoolFull, Rejection };

    OwnStop(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder, CallbackStops& stops);
    OwnStop(const OwnStop&) = delete;
    OwnStop& operator=(const OwnStop&) = delete;

    /// The script's side: `native.rejectionComes()` when Node looks at a rejection that nobody has handled.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);

    bool wants(std::uint32_t bit) const { return (m_stops.queues.load(std::memory_order_relaxed) & bit) != 0; }
    /// Before the first callback of that phase, if it is asked for.
    void phaseBegins(Phase phase);
    /// Returns when the debugger lets it go on. What is older is told first.
    void stop(Reason why, int value);
    /// The same where no callback follows by itself: what ticks and jobs were made meanwhile run then.
    void stopAndDrain(Reason why, int value);
    void finish();

private:
    static constexpr std::size_t kReasons = 8;
    v8::MaybeLocal<v8::Function> function(v8::Local<v8::Context> context, Reason why);

    v8::Isolate* const m_isolate;
    ThreadRecorder& m_recorder;
    CallbackStops& m_stops;
    v8::Global<v8::Context> m_context;
    std::array<v8::Global<v8::Function>, kReasons> m_functions; ///< made when they are first needed
};

} // namespace loopscope
