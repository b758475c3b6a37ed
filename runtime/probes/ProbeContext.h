#pragma once

#include "runtime/events/CallbackStops.h"
#include "runtime/events/Kinds.h"
#include "runtime/probes/OutputTap.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Collector.h"

#include <node.h>
#include <uv.h>

namespace loopscope {

/// What a loop's probes are given. Everything in it outlives them.
struct ProbeContext {
    v8::Isolate* isolate = nullptr;
    v8::Local<v8::Context> context; ///< of the environment; a handle of the caller's scope
    node::Environment* environment = nullptr;
    uv_loop_t* loop = nullptr;
    DetailLevel detail = DetailLevel::Monitor;
    RunClock clock;                 ///< the run's
    Collector* collector = nullptr; ///< the run's: pool threads get rings of their own from it
    Collector::Producer producer;   ///< this loop's
    CallbackStops* stops = nullptr; ///< of a debugger that may want to stop in callbacks; at Trace
    OutputTap* output = nullptr;    ///< where stdout and stderr go; null: nobody records what the probes do not
};

} // namespace loopscope
