#include "runtime/probes/Probes.h"

#include "runtime/probes/Agent.h"
#include "runtime/probes/CallbackRecords.h"
#include "runtime/probes/CallbackStopper.h"
#include "runtime/probes/ConsoleCalls.h"
#include "runtime/probes/GcPauses.h"
#include "runtime/probes/IoCallbacks.h"
#include "runtime/probes/LessonProbe.h"
#include "runtime/probes/LoopMetrics.h"
#include "runtime/probes/LoopPhases.h"
#include "runtime/probes/LoopRest.h"
#include "runtime/probes/OpenHandles.h"
#include "runtime/probes/OutputWrites.h"
#include "runtime/probes/OwnStop.h"
#include "runtime/probes/PollSleep.h"
#include "runtime/probes/PoolOps.h"
#include "runtime/probes/PromiseHooks.h"
#include "runtime/probes/PromiseProbe.h"
#include "runtime/probes/PublicHooks.h"
#include "runtime/probes/ThreadRecorder.h"
#include "runtime/probes/Tricks.h"

#include <optional>
#include <utility>

namespace loopscope {

/// What Trace adds to Monitor.
struct Probes::TraceParts {
    TraceParts(const ProbeContext& c, ThreadRecorder& recorder, LoopPhases& phases, Dictionary& dictionary,
               OutputWrites& output)
        : loop(c.loop), phases(phases), places(dictionary), functions(std::in_place, c.isolate, places),
          callSites(std::in_place, c.isolate, places, CallSites::Options{.evenIfSlow = c.detail >= DetailLevel::Lesson}),
          promises(PromiseProbe::create(c.isolate, c.context, recorder, dictionary, *functions, *callSites)),
          callbacks(c.isolate, recorder, phases, dictionary, *functions, *callSites), remaining(c.isolate),
          console(c.isolate, recorder, dictionary), handles(c.loop, recorder, dictionary),
          io(c.isolate, c.environment, recorder, phases, dictionary, *callSites, callbacks, handles),
          pool(c.loop, recorder, dictionary, *callSites, io, PoolThreads::of(*c.collector, c.clock), output)
    {
        if (!promises) promiseHooks.emplace(c.isolate, c.context, recorder, dictionary, *functions, *callSites);
        if (c.detail >= DetailLevel::Lesson) lesson.emplace(c.isolate, recorder, places);
        else if (c.stops) stopAt(c, recorder);
    }

    void stopAt(const ProbeContext& c, ThreadRecorder& recorder)
    {
        stopper.emplace(c.isolate, recorder, *c.stops);
        ownStop.emplace(c.isolate, c.context, recorder, *c.stops);
        phases.setOnFirst([](void* own, Phase phase) { static_cast<OwnStop*>(own)->phaseBegins(phase); }, &*ownStop);
        phases.setBeforePoll([](void* self) { static_cast<TraceParts*>(self)->beforePoll(); }, this);
        pool.setOnFull([](void* self, int threads) {
            auto& own = *static_cast<OwnStop*>(self);
            if (own.wants(CallbackStops::kPoolFull)) own.stop(OwnStop::Reason::PoolFull, threads);
        }, &*ownStop);
    }

    void beforePoll()
    {
        // What wakes it without a callback of the program's, a debugger's message mostly, is no new sleep.
        if (!ownStop->wants(CallbackStops::kSleep) || phases.callbacks() == callbacksThen) return;
        const std::optional<int> sleep = sleepToCome(*loop);
        if (!sleep) return;
        callbacksThen = phases.callbacks();
        handles.lookNow(); // what keeps the program alive is what one wants to see now
        ownStop->stopAndDrain(OwnStop::Reason::Sleep, *sleep);
    }

    uv_loop_t* const loop;
    LoopPhases& phases;
    std::uint64_t callbacksThen = ~std::uint64_t{0}; ///< when it last stood before its sleep
    SourcePlaces places;
    // Until finish(): they are known to the isolate, which ends before this. Nobody asks them any more then.
    std::optional<FunctionSites> functions;
    std::optional<CallSites> callSites;
    std::unique_ptr<PromiseProbe> promises; ///< null where V8's layout is unknown; then
    std::optional<PromiseHooks> promiseHooks;
    std::optional<LessonProbe> lesson;
    std::optional<CallbackStopper> stopper;
    std::optional<OwnStop> ownStop;
    CallbackRecords callbacks;
    RemainingCallbacks remaining;
    ConsoleCalls console;
    OpenHandles handles;
    IoCallbacks io;
    PublicHooks hooks{io};
    PoolOps pool;
};

/// What the detail level asks for, in the order in which it must be made; destroyed in the reverse order.
class Probes::Parts
{
public:
    explicit Parts(const ProbeContext& c)
        : isolate(c.isolate),
          isWorker(c.collector->recording()->threads().at(c.producer.thread).kind == ThreadKind::Worker),
          context(c.isolate, c.context), recorder(*c.producer.ring, c.clock, c.producer.thread, c.producer.looks),
          phases(recorder, c.loop), sleep(phases, recorder, c.loop), gc(c.isolate, recorder),
          metrics(c.isolate, c.loop, recorder, phases, dictionaryOf(c)), output(recorder, dictionaryOf(c), c.output),
          snapshotName(dictionaryOf(c).internType("v8.heapSnapshot"))
    {
        if (c.detail < DetailLevel::Trace) return;
        trace = std::make_unique<TraceParts>(c, recorder, phases, dictionaryOf(c), output);
        sleep.setOnSleep([](void* handles) { static_cast<OpenHandles*>(handles)->lookIfDue(); }, &trace->handles);
        sleep.setOnWake([](void* pool) { static_cast<PoolOps*>(pool)->loopWakes(); }, &trace->pool);
    }

    static Dictionary& dictionaryOf(const ProbeContext& c) { return *c.collector->recording()->sharedDictionary(); }

    v8::Isolate* const isolate;
    const bool isWorker;
    v8::Global<v8::Context> context; // until finish()
    ThreadRecorder recorder;
    LoopPhases phases;
    PollSleep sleep;
    GcPauses gc;
    LoopMetrics metrics;
    OutputWrites output;
    const TypeId snapshotName;
    std::unique_ptr<TraceParts> trace;
};

Probes::Probes(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Probes::~Probes() = default;

std::unique_ptr<Probes> Probes::create(const ProbeContext& context)
{
    auto parts = std::make_unique<Parts>(context);
    return std::unique_ptr<Probes>(new Probes(std::move(parts)));
}

void Probes::preload(v8::Local<v8::Object> process, v8::Local<v8::Function> require)
{
    if (m_parts->trace) preloadTrace(process, require);
    m_parts->phases.start(); // node has just started its own handles: ours frame them
    m_parts->phases.enterMain(m_parts->isWorker);
    if (m_parts->trace && m_parts->trace->stopper) m_parts->trace->stopper->mainScriptBegins();
}

void Probes::preloadTrace(v8::Local<v8::Object> process, v8::Local<v8::Function> require)
{
    TraceParts& trace = *m_parts->trace;
    const v8::Local<v8::Context> context = m_parts->isolate->GetCurrentContext();
    Agent agent(m_parts->isolate, context, process, require);
    trace.callbacks.addTo(context, agent.native());
    trace.remaining.addTo(context, agent.native());
    trace.console.addTo(context, agent.native());
    if (trace.promises) trace.promises->addTo(context, agent.native());
    else trace.promiseHooks->addTo(context, agent.native());
    PublicHooks::Missing missing;
    missing.timers = !isAllowed(Trick::Timers) || !agent.run("timers.js");
    missing.ticks = !isAllowed(Trick::Ticks) || !agent.run("ticks.js");
    missing.io = !IoCallbacks::isSupported();
    const bool marksMicrotasks = isAllowed(Trick::Microtasks) && agent.run("microtasks.js");
    missing.microtasks = !trace.promises && !marksMicrotasks;
    if (missing.any()) {
        trace.hooks.addTo(m_parts->isolate, context, agent.native(), missing);
        agent.run("hooks.js");
    }
    if (missing.io) m_parts->phases.guessOutside();
    if (isAllowed(Trick::Console)) agent.run("console.js");
    if (trace.ownStop) {
        trace.ownStop->addTo(context, agent.native());
        agent.run("rejections.js");
    }
    if (trace.lesson) {
        trace.lesson->addTo(context, agent.native());
        agent.runApart("lesson.js");
    }
    if (agent.run("promises.js") && trace.promises) trace.promises->useSites(trace.lesson ? &*trace.lesson : nullptr);
    if (trace.promises && trace.lesson) trace.promises->timeAll();
}

void Probes::beforeLoop()
{
    m_parts->phases.leaveMain();
    m_parts->metrics.sample(m_parts->recorder.now());
}

void Probes::heapSnapshot(OpState state)
{
    constexpr std::uint64_t kFirst = std::uint64_t{1} << (kIdSequenceBits - 1); // far from what the pool's operations count
    if (state == OpState::Start) ++m_snapshots;
    Record record;
    record.kind = RecordKind::Op;
    record.detail = static_cast<std::uint8_t>(state);
    record.type = m_parts->snapshotName;
    record.id = m_parts->recorder.id(IdSpace::Own, kFirst + m_snapshots);
    m_parts->recorder.write(record);
}

void Probes::finish()
{
    const v8::HandleScope handles(m_parts->isolate); // a worker's end has none
    if (m_parts->trace && m_parts->trace->promises) m_parts->trace->promises->stop();
    if (m_parts->trace && m_parts->trace->promiseHooks) m_parts->trace->promiseHooks->stop();
    m_parts->gc.stop();
    m_parts->sleep.stop();
    m_parts->output.stop();
    if (m_parts->trace) {
        m_parts->trace->pool.stop();
        m_parts->trace->callbacks.stop(m_parts->context.Get(m_parts->isolate), m_parts->trace->remaining);
        m_parts->trace->io.stop();
        m_parts->trace->remaining.release();
        m_parts->trace->console.stop();
        m_parts->trace->callSites.reset();
        m_parts->trace->functions.reset();
    }
    m_parts->context.Reset();
    if (m_parts->trace && m_parts->trace->lesson) m_parts->trace->lesson->stop();
    if (m_parts->trace && m_parts->trace->stopper) m_parts->trace->stopper->stop();
    if (m_parts->trace && m_parts->trace->ownStop) m_parts->trace->ownStop->finish();
    m_parts->phases.finish();
    m_parts->metrics.sample(m_parts->recorder.now());
}

} // namespace loopscope
