#include "runtime/probes/PromiseProbe.h"

namespace loopscope {

constinit thread_local PromiseProbe* PromiseProbe::s_ofThread = nullptr;

std::unique_ptr<PromiseProbe> PromiseProbe::create(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder,
                                                   Dictionary& dictionary, FunctionSites& functions, CallSites& callSites)
{
    const V8Layout* layout = V8Layout::find(isolate);
    if (!layout) return nullptr;
    return std::unique_ptr<PromiseProbe>(new PromiseProbe(isolate, context, *layout, recorder, dictionary, functions, callSites));
}

PromiseProbe::PromiseProbe(v8::Isolate* isolate, const v8::Local<v8::Context>& context, const V8Layout& layout, ThreadRecorder& recorder,
                           Dictionary& dictionary, FunctionSites& functions, CallSites& callSites)
    : m_isolate(isolate), m_layout(layout), m_queue(context->GetMicrotaskQueue()), m_recorder(recorder), m_functions(functions), m_callSites(callSites),
      m_jobs(isolate, m_queue, layout, recorder, dictionary, functions)
{
    s_ofThread = this;
    m_recorder.setCatchUp(catchUp, this);
    m_queue->AddMicrotasksCompletedCallback(drained, this);
    m_isolate->AddGCPrologueCallback(collecting, this);
    m_isolate->AddGCEpilogueCallback(collected, this);
}

PromiseProbe::~PromiseProbe() { stop(); }


void PromiseProbe::stop()
{
    if (m_stopped) return;
    tell();
    m_jobs.abandon();
    m_jobs.setLesson(nullptr);
    m_lesson = nullptr;
    m_unnamed.Reset();
    for (auto& hook : m_hooks) hook.Reset();
    m_stopped = true;
    s_ofThread = nullptr;
    m_recorder.setCatchUp(nullptr, nullptr);
    m_queue->RemoveMicrotasksCompletedCallback(drained, this);
    m_isolate->RemoveGCPrologueCallback(collecting, this);
    m_isolate->RemoveGCEpilogueCallback(collected, this);
}

// There is no hook for the end of a job: the next one begins at once, or the queue is drained, and both are told.
void PromiseProbe::jobBegins(const v8::FunctionCallbackInfo<v8::Value>&)
{
    if (!s_ofThread) return;
    s_ofThread->m_jobs.noteJobBegins();
    s_ofThread->tell();
}

void PromiseProbe::made(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    if (s_ofThread) s_ofThread->happened(Event::Kind::Made, info[0], info[1]);
}

void PromiseProbe::settled(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    if (s_ofThread) s_ofThread->happened(Event::Kind::Settled, info[0], {});
}

// What Node's function of this name does, with a mark before it.
void PromiseProbe::enqueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    v8::MicrotaskQueue* const queue = isolate->GetCurrentContext()->GetMicrotaskQueue();
    if (s_ofThread && s_ofThread->m_queue == queue) {
        s_ofThread->happened(Event::Kind::Other, {}, {});
        queue->EnqueueMicrotask(isolate, markRuns, nullptr);
        s_ofThread->m_jobs.noteMark();
    }
    queue->EnqueueMicrotask(isolate, info[0].As<v8::Function>());
    if (s_ofThread) s_ofThread->tell();
}

void PromiseProbe::markRuns(void*)
{
    if (!s_ofThread) return;
    s_ofThread->tell(); // what the job before did last is the cause of what it put on the queue
    s_ofThread->m_jobs.markRuns();
}

void PromiseProbe::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto add = [&](const char* name, v8::FunctionCallback callback) {
        const auto function = v8::Function::New(context, callback, {}, 0, v8::ConstructorBehavior::kThrow).ToLocalChecked();
        native->Set(context, v8::String::NewFromUtf8(m_isolate, name).ToLocalChecked(), function).Check();
    };
    add("promiseMade", made);
    add("promiseSettled", settled);
    add("jobBegins", jobBegins);
    add("enqueueMicrotask", enqueueMicrotask);
}

// Asking V8 for names and stacks may move the promises: their addresses are taken after that.
void PromiseProbe::happened(Event::Kind kind, v8::Local<v8::Value> promise, v8::Local<v8::Value> parent)
{
    if (m_stopped) return;
    askForName();
    if (hookWasAskedFor(promise, parent)) return;
    tell();
    // What no one knows and no one waits for (V8's own at an await) settles without a trace.
    if (kind == Event::Kind::Settled && isUnknown(promiseIn(promise))) return m_recorder.dropMoment();
    const MicrotaskJobs::Cause cause{m_recorder.takeMoment(ThreadRecorder::Moment::Left), m_callSites.here()};
    hideHooksAgain();
    const Raw rawParent = promiseIn(parent);
    m_event = {kind, promiseIn(promise), rawParent, rawParent && isFirstToHandle(rawParent), cause};
}

Raw PromiseProbe::promiseIn(v8::Local<v8::Value> value) const
{
    return !value.IsEmpty() && isPromise(rawOf(value)) ? rawOf(value) : 0;
}

void PromiseProbe::catchUp(void* self) { static_cast<PromiseProbe*>(self)->tell(); }

void PromiseProbe::drained(v8::Isolate*, void* self)
{
    auto& probe = *static_cast<PromiseProbe*>(self);
    probe.tell();
    probe.m_jobs.noteDrained();
}

// The promise is about to move: tell what can only be told from its address.
void PromiseProbe::collecting(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self) 
{
    auto& probe = *static_cast<PromiseProbe*>(self);
    if (probe.m_event.promise) probe.tellPromise();
    probe.m_isCollecting = true;
    probe.m_named = 0;
    probe.m_jobs.noteCollectionBegins();
}

void PromiseProbe::collected(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    auto& probe = *static_cast<PromiseProbe*>(self);
    probe.m_isCollecting = false;
    probe.m_jobs.noteCollectionEnds();
}

bool PromiseProbe::tellEvent(MicrotaskJobs::Unnamed unnamed)
{
    if (m_event.promise) tellPromise();
    if (!m_jobs.tell(&m_event.cause, unnamed)) return false;
    // The record of a collection is no news of the program's: the cause is still one of what comes next.
    m_event.kind = m_isCollecting ? Event::Kind::Other : Event::Kind::None;
    return true;
}

void PromiseProbe::tellPromise()
{
    const Raw promise = m_event.promise, parent = m_event.parent;
    if (m_event.handlesParent) tellHandled(parent);
    if (m_event.kind == Event::Kind::Settled) tellSettled(promise, stateOf(promise));
    else if (!isForAwaitOnly()) tellMade(promise, parent);
    m_event.promise = m_event.parent = 0;
}

void PromiseProbe::tellMade(Raw promise, Raw parent)
{
    setWordAt(promise, m_layout.promiseId, smi(++m_promises));
    write(PromiseState::Pending, m_promises, parent ? numberOf(parent) : 0);
    if (!parent) m_recorder.noteMoment(ThreadRecorder::Moment::PromiseMade, m_event.cause.time);
}

void PromiseProbe::tellSettled(Raw promise, PromiseState state)
{
    const std::uint32_t number = numberOf(promise);
    if (number != 0 && state != PromiseState::Pending) write(state, number, 0);
}

void PromiseProbe::tellHandled(Raw parent)
{
    if (const std::uint32_t number = numberOf(parent); number != 0) write(PromiseState::Handled, number, 0);
}

// V8 gives each await a promise that stands for its going on; no program ever sees it.
bool PromiseProbe::isForAwaitOnly()
{
    if (!m_event.parent) return false;
    if (m_jobs.nextIsAwaitOf(m_event.promise)) return true;
    const Raw newest = wordAt(m_event.parent, m_layout.promiseReactions);
    if (!isHeapObject(newest) || m_layout.typeOf(newest) != m_layout.typeReaction) return false;
    const MicrotaskJob job = m_jobs.reader().reaction(wordAt(newest, m_layout.reactionHandler), wordAt(newest, m_layout.reactionPromise));
    return job.kind == MicrotaskJob::Kind::Await && job.promise == m_event.promise;
}

void PromiseProbe::write(PromiseState state, std::uint32_t number, std::uint32_t parent)
{
    Record record;
    record.kind = RecordKind::Promise;
    record.detail = static_cast<std::uint8_t>(state);
    record.id = m_recorder.id(IdSpace::Promise, number);
    record.value = parent;
    record.place = static_cast<std::uint32_t>(m_event.cause.place);
    m_recorder.writeWithin(m_event.cause.time, record);
}

} // namespace loopscope
