#pragma once

#include "runtime/probes/CallSites.h"
#include "runtime/probes/MicrotaskJobs.h"

#include <v8.h>

#include <memory>

namespace loopscope {

/// Watches promises and the jobs that they put on the microtask queue.
///
/// A promise's number lies in its embedder field, where no JavaScript can see it. V8's promise hooks tell of the making
/// and resolving of promises and of the begin of jobs, always just before V8 touches the queue: what they did to it is
/// read when the next record is about to be written. Promises that V8 makes for itself at an await are left out.
///
/// Thread: one JS thread's; the hooks run inside V8's and must not call back into JavaScript.
/// Lifetime: as long as that thread's probes, not beyond the context; stop() first when the environment goes.
class PromiseProbe
{
public:
    /// Null where V8's layout is unknown.
    static std::unique_ptr<PromiseProbe> create(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder,
                                                Dictionary& dictionary, FunctionSites& functions, CallSites& callSites);
    ~PromiseProbe();
    PromiseProbe(const PromiseProbe&) = delete;
    PromiseProbe& operator=(const PromiseProbe&) = delete;

    /// Adds what the agent's promises.js and microtasks.js need to the object that they know as `native`.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    /// Nothing more will be told. The environment is still there.
    void stop();

private:
    struct Event {
        enum class Kind : std::uint8_t { None, Made, Settled, Other };
        Kind kind = Kind::None;
        Raw promise = 0; ///< until the next garbage collection; 0 once told
        Raw parent = 0;
        bool handlesParent = false; ///< it is the first to handle its parent's rejection
        MicrotaskJobs::Cause cause;
    };

    PromiseProbe(v8::Isolate* isolate, const v8::Local<v8::Context>& context, const V8Layout& layout, ThreadRecorder& recorder,
                 Dictionary& dictionary, FunctionSites& functions, CallSites& callSites);

    static void made(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void settled(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void jobBegins(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void enqueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void markRuns(void* self);
    static void catchUp(void* self);
    static void drained(v8::Isolate*, void* self);
    static void collecting(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);
    static void collected(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    void happened(Event::Kind kind, Raw promise, Raw parent);
    void tell();
    void tellPromise();
    bool isForAwaitOnly();
    std::uint32_t numberOf(Raw promise) const;
    void write(PromiseState state, std::uint32_t number, std::uint32_t parent, StackId place);

    v8::Isolate* const m_isolate;
    const V8Layout& m_layout;
    v8::MicrotaskQueue* const m_queue;
    ThreadRecorder& m_recorder;
    CallSites& m_callSites;
    MicrotaskJobs m_jobs;
    Event m_event;
    std::uint32_t m_promises = 0; ///< numbers given
    bool m_stopped = false;
};

} // namespace loopscope
