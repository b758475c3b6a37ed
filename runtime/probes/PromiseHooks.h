#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/CallSites.h"
#include "runtime/probes/FunctionSites.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// Tells of promises and jobs where V8's layout is unknown and PromiseProbe cannot: by V8's promise hooks and public API alone.
/// Everything that it tells of jobs is inferred and says so.
///
/// V8 runs a hook when a promise is made, when it is settled, and before and after the job that settles it. What follows for the
/// queue: a promise made by `then` or an await from a settled one has its job there at once; from a pending one, when that is settled.
/// Both are told as `reaction`, without a name. Of other jobs (of thenables, within `for await`) nothing is known until they begin:
/// they are told then, as `job`. What V8 makes for itself at an await is told as any promise.
/// Who waits for a promise that is never settled is remembered until the end.
///
/// Thread: one JS thread's; the hooks run inside V8's and must not call back into JavaScript.
/// Lifetime: as long as that thread's probes, not beyond the context; stop() first when the environment goes.
class PromiseHooks
{
public:
    PromiseHooks(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder, Dictionary& dictionary, FunctionSites& functions,
                 CallSites& callSites);
    ~PromiseHooks();
    PromiseHooks(const PromiseHooks&) = delete;
    PromiseHooks& operator=(const PromiseHooks&) = delete;

    /// Adds what the agent's promises.js, microtasks.js and hooks.js need to the object that they know as `native`.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    /// Nothing more will be told. The environment is still there.
    void stop();

private:
    struct Job {
        std::uint64_t number = 0;
        std::uint32_t promise = 0; ///< that the job settles or follows; 0 for a callback of queueMicrotask
        TypeId type = TypeId::None;
        SiteId site = SiteId::None;
        std::uint16_t flags = 0;
    };

    static PromiseHooks& self(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void made(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void settled(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void jobBegins(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void jobEnds(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void enqueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void callbackRuns(void* self);
    static void callbackQueued(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void callbackBegins(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void catchUp(void* self) { static_cast<PromiseHooks*>(self)->tellSettled(); }
    static void drained(v8::Isolate*, void* self);

    void tellCallback(v8::Local<v8::Function> function);
    void tellSettled();
    void wait(std::uint32_t promise, std::uint32_t parent);
    void forget(std::uint32_t promise, std::uint64_t time);
    void enqueue(Job job, std::uint64_t time, StackId place);
    void begin(std::size_t waiting, std::uint64_t time);
    void endRunning(std::uint64_t time);
    void cancelWaiting(std::uint64_t time);
    void write(RecordKind kind, const Job& job, std::uint64_t time, std::uint32_t place);
    void writePromise(PromiseState state, std::uint32_t number, std::uint32_t parent, std::uint64_t time, StackId place);
    std::uint32_t numberOf(v8::Local<v8::Promise> promise) const;

    v8::Isolate* const m_isolate;
    v8::MicrotaskQueue* const m_queue;
    ThreadRecorder& m_recorder;
    FunctionSites& m_functions;
    CallSites& m_callSites;
    const TypeId m_reaction, m_unknown, m_callable;
    v8::Global<v8::Private> m_number; ///< under which a promise has its own, where no JavaScript sees it

    std::uint32_t m_promises = 0; ///< numbers given
    std::uint64_t m_jobs = 0;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> m_waiters; ///< by the number of the pending promise, theirs
    std::unordered_map<std::uint32_t, std::uint32_t> m_waitsFor;             ///< the other way round
    std::deque<Job> m_waiting;    ///< told to be on the queue, in order
    Job m_running;
    bool m_isRunning = false;
    bool m_stopped = false;

    // The promise that V8 is about to settle: how, shows as soon as anything else happens.
    v8::Global<v8::Promise> m_settled;
    std::uint64_t m_settledAt = 0;
    StackId m_settledBy = StackId::None;
};

} // namespace loopscope
