#pragma once

#include "runtime/probes/CallSites.h"
#include "runtime/probes/MicrotaskJobs.h"
#include "runtime/probes/PromiseSites.h"

#include <v8.h>

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

namespace loopscope {

class LessonProbe;

/// Watches promises and the jobs that they put on the microtask queue.
///
/// A promise's number lies in its embedder field, where no JavaScript can see it. The making and settling of promises,
/// awaits and the begin of jobs are told by PromiseSites where this V8 is known, by V8's promise hooks otherwise, always
/// just before V8 touches the queue: what they did to it is read when the next record is about to be written. Promises
/// that V8 makes for itself at an await are left out.
///
/// With PromiseSites the hooks are there too, but V8 believes that there are none. It is made to run one when a call stack
/// is met for the first time, since only a hook can ask V8 for it; and if the program sets hooks of its own, V8 runs all
/// hooks, and the sites are silent.
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
    /// After promises.js, which has set the hooks: has V8 believe that there are none, if the sites tell the same. `lesson`, if any,
    /// is told of awaits then, until stop().
    void useSites(LessonProbe* lesson);
    /// Times exactly also what puts nothing on the queue.
    void timeAll() { m_timesAll = true; }
    bool usesSites() const { return m_flags != nullptr; }
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

    /// Why V8 is to run a hook, or to go on in C++, where it can be asked for a stack or a name.
    enum class Asked : std::uint8_t { Nothing, Made, Fulfilled, Rejected, Await, UntoldAwait, Resolve };
    /// Recent: nothing is put on the queue, so that the last look at the clock will do in a storm.
    enum class Timing : std::uint8_t { Exact, Recent };

    PromiseProbe(v8::Isolate* isolate, const v8::Local<v8::Context>& context, const V8Layout& layout, ThreadRecorder& recorder,
                 Dictionary& dictionary, FunctionSites& functions, CallSites& callSites);

    static std::uint32_t* flagsOfThread();
    static void resolving();
    template <PromiseSites::What what> static const std::uint32_t* reached(Raw subject, std::uintptr_t frame, const std::uint32_t* flags);
    template <std::size_t... whats> static PromiseSites::Handlers handlers(std::index_sequence<whats...>);
    static void made(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void settled(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void jobBegins(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void enqueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void markRuns(void* self);
    static void catchUp(void* self);
    static void drained(v8::Isolate*, void* self);
    static void collecting(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);
    static void collected(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    // From hooks.
    void happened(Event::Kind kind, v8::Local<v8::Value> promise, v8::Local<v8::Value> parent);
    bool hookWasAskedFor(v8::Local<v8::Value> promise, v8::Local<v8::Value> parent);
    void askForName();
    void hideHooksAgain();

    // From sites; they return what V8 is to do: nothing special, or PromiseSites' flags.
    std::uint32_t adopts(std::uintptr_t frame);
    std::uint32_t isMade(Raw promise, Raw parent, std::uintptr_t frame);
    std::uint32_t settles(Raw promise, PromiseState state, std::uintptr_t frame);
    std::uint32_t awaits(Raw value, Raw generator, std::uintptr_t frame);
    std::uint32_t resolves(Raw value, std::uintptr_t frame);
    std::uint32_t jobBegins();
    bool isNamed(Raw generator);
    void tellAwait() const;
    bool setCause(std::uintptr_t frame, Timing timing);
    void setCause(Event::Kind kind, std::uint64_t time, StackId place)
    {
        // Field by field: see Ring::push.
        m_event.kind = kind;
        m_event.promise = m_event.parent = 0;
        m_event.cause.time = time;
        m_event.cause.place = place;
    }
    std::uint32_t ask(Asked what, std::uint32_t how);

    void tellMade(Raw promise, Raw parent);
    void tellSettled(Raw promise, PromiseState state);
    void tellHandled(Raw parent);
    int flagsIn(Raw promise) const { return smiValue(wordAt(promise, m_layout.promiseFlags)); }
    bool hasHandler(Raw promise) const { return (flagsIn(promise) & kHasHandler) != 0; }
    bool hasReactions(Raw promise) const { return !isSmi(wordAt(promise, m_layout.promiseReactions)); }
    bool isFirstToHandle(Raw parent) const { return (flagsIn(parent) & (kStateMask | kHasHandler)) == v8::Promise::kRejected; }
    /// V8's own at an await: nobody knows it and nobody waits for it.
    bool isUnknown(Raw promise) const { return numberOf(promise) == 0 && !hasReactions(promise); }
    Raw promiseIn(v8::Local<v8::Value> value) const;
    bool isPromise(Raw value) const { return isHeapObject(value) && m_layout.typeOf(value) == m_layout.typePromise; }
    PromiseState stateOf(Raw promise) const
    {
        const int state = flagsIn(promise) & kStateMask;
        return state == v8::Promise::kFulfilled ? PromiseState::Fulfilled : state == v8::Promise::kRejected ? PromiseState::Rejected : PromiseState::Pending;
    }
    void tell() { tell(MicrotaskJobs::Unnamed::Ask); }
    bool tell(MicrotaskJobs::Unnamed unnamed)
    {
        if (m_event.kind != Event::Kind::None) return tellEvent(unnamed);
        return m_jobs.tell(nullptr, unnamed);
    }
    bool tellEvent(MicrotaskJobs::Unnamed unnamed);
    void tellPromise();
    bool isForAwaitOnly();
    std::uint32_t numberOf(Raw promise) const
    {
        const Raw field = wordAt(promise, m_layout.promiseId);
        return isSmi(field) ? static_cast<std::uint32_t>(smiValue(field)) : 0;
    }
    void write(PromiseState state, std::uint32_t number, std::uint32_t parent);

    static constexpr int kStateMask = 3, kHasHandler = 4; ///< of JSPromise's flags; V8Layout has seen them at work
    // The probe of this thread. It is asked some millions of times a second: the way through v8::External is too long.
    [[gnu::tls_model("initial-exec")]] static constinit thread_local PromiseProbe* s_ofThread;

    v8::Isolate* const m_isolate;
    const V8Layout& m_layout;
    v8::MicrotaskQueue* const m_queue;
    ThreadRecorder& m_recorder;
    FunctionSites& m_functions;
    CallSites& m_callSites;
    MicrotaskJobs m_jobs;
    Event m_event;
    std::uint32_t m_promises = 0; ///< numbers given
    bool m_stopped = false;
    bool m_isCollecting = false; ///< between what the program did and what V8 puts on the queue for it there may be a collection

    // With sites.
    bool m_timesAll = false;
    std::uint32_t* m_flags = nullptr; ///< V8's own; null without sites
    std::array<v8::Global<v8::Value>, PromiseSites::kHooks> m_hooks; ///< ours
    std::uint32_t m_asked = 0;          ///< what V8 reads instead of its flags when it is to run a hook this once
    Asked m_ask = Asked::Nothing;       ///< why it is to
    LessonProbe* m_lesson = nullptr;    ///< that is told of awaits
    Raw m_named = 0;                    ///< the generator seen last whose function's name is known, until the next collection
    SiteId m_awaiting = SiteId::None;   ///< the function of the last generator seen
    v8::Global<v8::Function> m_unnamed; ///< whose name is to be asked for then
};

} // namespace loopscope
