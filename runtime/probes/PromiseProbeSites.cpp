// PromiseProbe: what PromiseSites and PromiseDetours tell.

#include "runtime/probes/LessonProbe.h"
#include "runtime/probes/PromiseDetours.h"
#include "runtime/probes/PromiseProbe.h"
#include "runtime/probes/Tricks.h"

#include <utility>

namespace loopscope {

using What = PromiseSites::What;
using Unnamed = MicrotaskJobs::Unnamed;

namespace {
constexpr std::uint32_t kContextHooks = PromiseSites::kContextHooks;
constexpr std::size_t kAfterHook = 2;
}

template <PromiseSites::What what>
const std::uint32_t* PromiseProbe::reached(Raw subject, std::uintptr_t frame, const std::uint32_t* flags)
{
    PromiseProbe* const probe = s_ofThread;
    if (!probe || !probe->m_flags) return flags;
    if (*flags & kContextHooks) {
        if (probe->m_lesson) probe->m_lesson->awaitsMayBeUnseen();
        return flags;
    }
    std::uint32_t more = 0;
    if constexpr (what == What::JobBegins) more = probe->jobBegins();
    else if constexpr (what == What::Made) more = probe->isMade(subject, 0, frame);
    else if constexpr (what == What::MadeByThen) more = probe->isMade(subject, PromiseSites::parentAt(frame), frame);
    else if constexpr (what == What::Fulfills) more = probe->settles(subject, PromiseState::Fulfilled, frame);
    else if constexpr (what == What::Rejects) more = probe->settles(subject, PromiseState::Rejected, frame);
    else if constexpr (what == What::Awaits) more = probe->awaits(subject, PromiseSites::generatorAt(frame), frame);
    else if constexpr (what == What::Again) more = probe->m_ask == Asked::Nothing ? 0 : kContextHooks;
    else if constexpr (what == What::Resolves) more = probe->resolves(subject, frame);
    else if constexpr (what == What::Adopts) more = probe->adopts(frame);
    if (more == 0) return flags;
    probe->m_asked = *flags | more;
    return &probe->m_asked;
}

template <std::size_t... whats> PromiseSites::Handlers PromiseProbe::handlers(std::index_sequence<whats...>)
{
    return {&reached<static_cast<What>(whats)>...};
}

void PromiseProbe::useSites(LessonProbe* lesson)
{
    if (!isAllowed(Trick::Sites) || !m_callSites.isFast() || !PromiseSites::install(m_isolate, handlers(std::make_index_sequence<PromiseSites::kWhats>()))) return;
    static const bool hasDetours = PromiseDetours::install({flagsOfThread, resolving});
    std::uint32_t* const flags = PromiseSites::flagsOf(m_isolate);
    if (!hasDetours || *flags != kContextHooks) return; // they tell of the hooks just set, if they are the flags
    const v8::HandleScope handles(m_isolate);
    for (std::size_t i = 0; i < m_hooks.size(); ++i) {
        Raw hook = PromiseSites::hookOf(m_isolate->GetCurrentContext(), i);
        if (!isHeapObject(hook) || m_layout.isFunction(hook) == (i == kAfterHook)) return; // promises.js has set all but that
        m_hooks[i].Reset(m_isolate, localAt<v8::Value>(&hook));
    }
    m_flags = flags;
    *flags = 0;
    if (!lesson) return;
    m_lesson = lesson;
    m_jobs.setLesson(lesson);
    lesson->expectAwaits(m_functions);
}

// V8 has run a hook unasked. If all are ours, a context was made with them, or hooks of the program's are gone.
void PromiseProbe::hideHooksAgain()
{
    if (!m_flags || (*m_flags & kContextHooks) == 0) return;
    const v8::HandleScope handles(m_isolate);
    const auto context = m_isolate->GetCurrentContext();
    if (context.IsEmpty()) return;
    for (std::size_t i = 0; i < m_hooks.size(); ++i)
        if (PromiseSites::hookOf(context, i) != rawOf(m_hooks[i].Get(m_isolate))) return;
    *m_flags &= ~kContextHooks;
}

std::uint32_t* PromiseProbe::flagsOfThread()
{
    const PromiseProbe* const probe = s_ofThread;
    return probe ? probe->m_flags : nullptr;
}

std::uint32_t PromiseProbe::jobBegins()
{
    m_jobs.noteJobBegins();
    if (tell(Unnamed::PutOff)) return 0;
    if (m_jobs.takenHasPromise()) return kContextHooks;
    tell(Unnamed::Later); // V8 has no hook for it
    return 0;
}

std::uint32_t PromiseProbe::isMade(Raw promise, Raw parent, std::uintptr_t frame)
{
    if (!tell(Unnamed::PutOff)) return kContextHooks;
    if (!isPromise(parent)) parent = 0;
    const bool isQueued = parent && stateOf(parent) != PromiseState::Pending;
    if (!setCause(frame, isQueued ? Timing::Exact : Timing::Recent)) return ask(Asked::Made, kContextHooks);
    if (parent && isFirstToHandle(parent)) tellHandled(parent);
    tellMade(promise, parent);
    return 0;
}

std::uint32_t PromiseProbe::settles(Raw promise, PromiseState state, std::uintptr_t frame)
{
    // V8 goes on in C++ where nobody handles the rejection yet, and it is told there.
    if (state == PromiseState::Rejected && !hasHandler(promise)) return 0;
    if (isUnknown(promise)) return 0; // V8's own at an await
    if (!tell(Unnamed::PutOff)) return kContextHooks;
    const bool isAwaited = hasReactions(promise);
    if (!setCause(frame, isAwaited ? Timing::Exact : Timing::Recent)) return ask(state == PromiseState::Fulfilled ? Asked::Fulfilled : Asked::Rejected, kContextHooks);
    tellSettled(promise, state);
    return 0;
}

std::uint32_t PromiseProbe::awaits(Raw value, Raw generator, std::uintptr_t frame)
{
    m_ask = Asked::Nothing;
    const bool isOfPromise = isPromise(value);
    const bool isNamedNow = isNamed(generator); // later there may be no hook in which to ask for it
    const bool isSilent = isOfPromise && stateOf(value) == PromiseState::Pending && isNamedNow; // nothing is put on the queue
    if (isSilent && !m_lesson) return 0;
    if (!tell(Unnamed::PutOff)) return ask(Asked::UntoldAwait, kContextHooks);
    tellAwait();
    if (isSilent) return 0;
    if (!setCause(frame, Timing::Exact) || !isNamedNow) return ask(Asked::Await, kContextHooks);
    if (isOfPromise && isFirstToHandle(value)) tellHandled(value);
    return 0;
}

bool PromiseProbe::isNamed(Raw generator)
{
    if (generator == m_named) return true;
    m_awaiting = SiteId::None;
    if (!isHeapObject(generator) || !m_layout.isGenerator(generator)) return true;
    Raw function = wordAt(generator, m_layout.generatorFunction);
    if (FunctionPlace place; m_functions.known(function, place)) {
        m_named = generator;
        m_awaiting = place.site;
        return true;
    }
    const v8::HandleScope handles(m_isolate);
    m_unnamed.Reset(m_isolate, localAt<v8::Function>(&function));
    return false;
}

void PromiseProbe::tellAwait() const
{
    if (m_lesson && m_awaiting != SiteId::None) m_lesson->awaitBegins(m_awaiting);
}

// With an object V8 puts a job on the queue if it has a method `then`; with anything else the promise is fulfilled next.
std::uint32_t PromiseProbe::resolves(Raw value, std::uintptr_t frame)
{
    if (!isHeapObject(value) || m_layout.typeOf(value) < m_layout.firstReceiver) return 0;
    const bool isTold = tell(Unnamed::PutOff);
    if (isTold && setCause(frame, Timing::Exact)) return 0;
    return ask(isTold ? Asked::Resolve : Asked::Nothing, PromiseSites::kInRuntime);
}

std::uint32_t PromiseProbe::adopts(std::uintptr_t frame)
{
    if (!tell(Unnamed::PutOff)) return kContextHooks; // V8 does the same in pieces then, with hooks
    setCause(frame, Timing::Exact);
    m_event.kind = Event::Kind::Other;
    return 0;
}

void PromiseProbe::resolving()
{
    PromiseProbe& probe = *s_ofThread;
    const bool isAsked = std::exchange(probe.m_ask, Asked::Nothing) == Asked::Resolve;
    if (!isAsked) probe.tell();
    const std::uint64_t time = isAsked ? probe.m_event.cause.time : probe.m_recorder.takeMoment(ThreadRecorder::Moment::Left);
    const StackId place = isAsked ? probe.m_callSites.learnUnknown() : probe.m_callSites.here();
    probe.setCause(Event::Kind::Other, time, place);
}

// What the next jobs on the queue are there for: timed exactly if there may be any. False if the place is not known:
// then V8 has to be asked.
bool PromiseProbe::setCause(std::uintptr_t frame, Timing timing)
{
    StackId place = StackId::None;
    const bool isKnown = m_callSites.known(frame, place);
    const bool mayQueue = timing == Timing::Exact;
    setCause(isKnown && mayQueue ? Event::Kind::Other : Event::Kind::None, m_recorder.takeMoment(ThreadRecorder::Moment::Left, mayQueue || m_timesAll), place);
    m_ask = Asked::Nothing;
    return isKnown;
}

std::uint32_t PromiseProbe::ask(Asked what, std::uint32_t how)
{
    m_ask = what;
    return how;
}

bool PromiseProbe::hookWasAskedFor(v8::Local<v8::Value> promise, v8::Local<v8::Value> parent)
{
    const Asked asked = std::exchange(m_ask, Asked::Nothing);
    if (asked == Asked::Nothing || promise.IsEmpty()) return false;
    if (asked == Asked::UntoldAwait) {
        tell();
        tellAwait();
        m_event.cause = {m_recorder.takeMoment(ThreadRecorder::Moment::Left), m_callSites.here()};
    } else if (m_event.kind == Event::Kind::None) {
        m_event.cause.place = m_callSites.learnUnknown();
    }
    m_event.kind = Event::Kind::Other;
    const Raw rawParent = promiseIn(parent);
    if (rawParent && isFirstToHandle(rawParent)) tellHandled(rawParent);
    if (asked == Asked::Made) tellMade(promiseIn(promise), rawParent);
    if (asked == Asked::Fulfilled) tellSettled(promiseIn(promise), PromiseState::Fulfilled);
    if (asked == Asked::Rejected) tellSettled(promiseIn(promise), PromiseState::Rejected);
    return true;
}

void PromiseProbe::askForName()
{
    if (m_unnamed.IsEmpty()) return;
    const v8::HandleScope handles(m_isolate);
    m_functions.of(m_unnamed.Get(m_isolate));
    m_unnamed.Reset();
}

} // namespace loopscope
