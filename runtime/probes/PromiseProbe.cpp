#include "runtime/probes/PromiseProbe.h"

#include <vector>

namespace loopscope {

namespace {

constexpr int kStateMask = 3, kHasHandler = 4; // of JSPromise's flags; V8Layout has seen them at work

// The probe of this thread. The hooks run some millions of times a second: the way through v8::External is too long.
[[gnu::tls_model("initial-exec")]] thread_local PromiseProbe* t_probe = nullptr;

// (text, url, names of parameters): a function whose places are those of the text in a file of that URL.
void compileFunction(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    const auto context = info.GetIsolate()->GetCurrentContext();
    std::vector<v8::Local<v8::String>> parameters;
    const auto names = info[2].As<v8::Array>();
    for (std::uint32_t i = 0; i < names->Length(); ++i) parameters.push_back(names->Get(context, i).ToLocalChecked().As<v8::String>());
    v8::ScriptCompiler::Source source(info[0].As<v8::String>(), v8::ScriptOrigin(info[1]));
    v8::Local<v8::Function> function;
    if (v8::ScriptCompiler::CompileFunction(context, &source, parameters.size(), parameters.data()).ToLocal(&function))
        info.GetReturnValue().Set(function);
}

} // namespace

std::unique_ptr<PromiseProbe> PromiseProbe::create(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder,
                                                   Dictionary& dictionary, FunctionSites& functions, CallSites& callSites)
{
    const V8Layout* layout = V8Layout::find(isolate);
    if (!layout) return nullptr;
    return std::unique_ptr<PromiseProbe>(new PromiseProbe(isolate, context, *layout, recorder, dictionary, functions, callSites));
}

PromiseProbe::PromiseProbe(v8::Isolate* isolate, const v8::Local<v8::Context>& context, const V8Layout& layout, ThreadRecorder& recorder,
                           Dictionary& dictionary, FunctionSites& functions, CallSites& callSites)
    : m_isolate(isolate), m_layout(layout), m_queue(context->GetMicrotaskQueue()), m_recorder(recorder), m_callSites(callSites),
      m_jobs(isolate, m_queue, layout, recorder, dictionary, functions)
{
    t_probe = this;
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
    m_stopped = true;
    t_probe = nullptr;
    m_recorder.setCatchUp(nullptr, nullptr);
    m_queue->RemoveMicrotasksCompletedCallback(drained, this);
    m_isolate->RemoveGCPrologueCallback(collecting, this);
    m_isolate->RemoveGCEpilogueCallback(collected, this);
}

// There is no hook for the end of a job: the next one begins at once, or the queue is drained, and both are told.
void PromiseProbe::jobBegins(const v8::FunctionCallbackInfo<v8::Value>&)
{
    if (!t_probe) return;
    t_probe->m_jobs.noteJobBegins();
    t_probe->tell();
}

void PromiseProbe::made(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    if (!t_probe) return;
    const Raw parent = rawOf(info[1]);
    const bool hasParent = isHeapObject(parent) && t_probe->m_layout.typeOf(parent) == t_probe->m_layout.typePromise;
    t_probe->happened(Event::Kind::Made, rawOf(info[0]), hasParent ? parent : 0);
}

void PromiseProbe::settled(const v8::FunctionCallbackInfo<v8::Value>& info) 
{
    if (t_probe) t_probe->happened(Event::Kind::Settled, rawOf(info[0]), 0);
}

// What Node's function of this name does, with a mark before it.
void PromiseProbe::enqueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    v8::MicrotaskQueue* const queue = isolate->GetCurrentContext()->GetMicrotaskQueue();
    if (t_probe && t_probe->m_queue == queue) {
        t_probe->happened(Event::Kind::Other, 0, 0);
        queue->EnqueueMicrotask(isolate, markRuns, nullptr);
        t_probe->m_jobs.noteMark();
    }
    queue->EnqueueMicrotask(isolate, info[0].As<v8::Function>());
    if (t_probe) t_probe->tell();
}

void PromiseProbe::markRuns(void*)
{
    if (t_probe) t_probe->m_jobs.markRuns();
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
    add("compileFunction", compileFunction);
}

void PromiseProbe::happened(Event::Kind kind, Raw promise, Raw parent)
{
    if (m_stopped) return;
    tell();
    // What no one knows and no one waits for (V8's own at an await) settles without a trace.
    if (kind == Event::Kind::Settled && numberOf(promise) == 0 && isSmi(wordAt(promise, m_layout.promiseReactions)))
        return m_recorder.dropMoment();
    const bool handlesParent = parent && (smiValue(wordAt(parent, m_layout.promiseFlags)) & (kStateMask | kHasHandler)) == v8::Promise::kRejected;
    m_event = {kind, promise, parent, handlesParent, {m_recorder.takeMoment(ThreadRecorder::Moment::Left), m_callSites.here()}};
}

void PromiseProbe::catchUp(void* self) { static_cast<PromiseProbe*>(self)->tell(); }

void PromiseProbe::drained(v8::Isolate*, void* self)
{
    static_cast<PromiseProbe*>(self)->tell();
}

// The promise is about to move: tell what can only be told from its address.
void PromiseProbe::collecting(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self) 
{
    static_cast<PromiseProbe*>(self)->tellPromise();
    static_cast<PromiseProbe*>(self)->m_jobs.noteCollectionBegins();
}

void PromiseProbe::collected(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    static_cast<PromiseProbe*>(self)->m_jobs.noteCollectionEnds();
}

void PromiseProbe::tell()
{
    if (m_stopped) return;
    if (m_event.kind == Event::Kind::None) return m_jobs.tell(nullptr);
    tellPromise();
    m_event.kind = Event::Kind::None;
    m_jobs.tell(&m_event.cause);
}

void PromiseProbe::tellPromise()
{
    if (m_event.promise == 0) return;
    const Raw promise = m_event.promise, parent = m_event.parent;
    if (m_event.handlesParent && numberOf(parent)) write(PromiseState::Handled, numberOf(parent), 0, m_event.cause.place);
    if (m_event.kind == Event::Kind::Made) {
        if (!isForAwaitOnly()) {
            setWordAt(promise, m_layout.promiseId, smi(++m_promises));
            write(PromiseState::Pending, m_promises, parent ? numberOf(parent) : 0, m_event.cause.place);
            if (!parent) m_recorder.noteMoment(ThreadRecorder::Moment::PromiseMade, m_event.cause.time);
        }
    } else if (const std::uint32_t number = numberOf(promise); number != 0) {
        const int state = smiValue(wordAt(promise, m_layout.promiseFlags)) & kStateMask;
        if (state == v8::Promise::kFulfilled) write(PromiseState::Fulfilled, number, 0, m_event.cause.place);
        if (state == v8::Promise::kRejected) write(PromiseState::Rejected, number, 0, m_event.cause.place);
    }
    m_event.promise = m_event.parent = 0;
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

std::uint32_t PromiseProbe::numberOf(Raw promise) const
{
    const Raw field = wordAt(promise, m_layout.promiseId);
    return isSmi(field) ? static_cast<std::uint32_t>(smiValue(field)) : 0;
}

void PromiseProbe::write(PromiseState state, std::uint32_t number, std::uint32_t parent, StackId place)
{
    Record record;
    record.kind = RecordKind::Promise;
    record.detail = static_cast<std::uint8_t>(state);
    record.id = m_recorder.id(IdSpace::Promise, number);
    record.value = parent;
    record.place = static_cast<std::uint32_t>(place);
    m_recorder.writeAt(m_event.cause.time, record);
}

} // namespace loopscope
