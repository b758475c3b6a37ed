#include "runtime/probes/V8Layout.h"

#include "runtime/probes/Tricks.h"

#include <dlfcn.h>

#include <memory>
#include <mutex>
#include <optional>

namespace loopscope {

namespace {

constexpr int kWord = sizeof(Raw);

// The binary's own word on its layout.
class Exported
{
public:
    int operator()(const char* name)
    {
        const void* symbol = dlsym(RTLD_DEFAULT, name);
        if (!symbol) m_complete = false;
        return symbol ? *static_cast<const int*>(symbol) : 0;
    }
    std::uint16_t type(const char* name) { return static_cast<std::uint16_t>((*this)(name)); }
    bool complete() const { return m_complete; }

private:
    bool m_complete = true;
};

bool readExported(V8Layout& l)
{
    Exported x;
    l.typeCallable = x.type("v8dbg_type_CallableTask__CALLABLE_TASK_TYPE");
    l.typeCallback = x.type("v8dbg_type_CallbackTask__CALLBACK_TASK_TYPE");
    l.typeFulfillReaction = x.type("v8dbg_type_PromiseFulfillReactionJobTask__PROMISE_FULFILL_REACTION_JOB_TASK_TYPE");
    l.typeRejectReaction = x.type("v8dbg_type_PromiseRejectReactionJobTask__PROMISE_REJECT_REACTION_JOB_TASK_TYPE");
    l.typeThenable = x.type("v8dbg_type_PromiseResolveThenableJobTask__PROMISE_RESOLVE_THENABLE_JOB_TASK_TYPE");
    l.typeCapability = x.type("v8dbg_type_PromiseCapability__PROMISE_CAPABILITY_TYPE");
    l.typePromise = x.type("v8dbg_type_JSPromise__JS_PROMISE_TYPE");
    l.typeReaction = x.type("v8dbg_type_PromiseReaction__PROMISE_REACTION_TYPE");
    l.typeBoundFunction = x.type("v8dbg_type_JSBoundFunction__JS_BOUND_FUNCTION_TYPE");
    l.typeAsyncGenerator = x.type("v8dbg_type_JSAsyncGeneratorObject__JS_ASYNC_GENERATOR_OBJECT_TYPE");
    l.firstReceiver = x.type("v8dbg_type_JSProxy__JS_PROXY_TYPE");
    l.firstFunction = x.type("v8dbg_FirstJSFunctionType");
    l.lastFunction = x.type("v8dbg_LastJSFunctionType");
    l.typeUndefined = x.type("v8dbg_type_Oddball__ODDBALL_TYPE");
    l.mapInstanceType = x("v8dbg_class_Map__instance_type__uint16_t");
    l.functionShared = x("v8dbg_class_JSFunction__shared__SharedFunctionInfo");
    l.functionContext = x("v8dbg_class_JSFunction__context__Context");
    l.sharedScript = x("v8dbg_class_SharedFunctionInfo__raw_script__Tagged_Object_");
    return x.complete();
}

// The one offset in [from, to) at which `object` holds `value`; 0 if there is none or more than one.
int offsetOf(Raw object, Raw value, int from, int to)
{
    int found = 0;
    for (int offset = from; offset < to; offset += kWord) {
        if (wordAt(object, offset) != value) continue;
        if (found) return 0;
        found = offset;
    }
    return found;
}

// Known objects in a context and on a queue that no program sees.
class Specimens
{
public:
    explicit Specimens(v8::Isolate* isolate)
        : m_isolate(isolate), m_queue(v8::MicrotaskQueue::New(isolate, v8::MicrotasksPolicy::kExplicit)),
          m_context(v8::Context::New(isolate, nullptr, {}, {}, {}, m_queue.get())), m_scope(m_context)
    {
    }

    template <class T = v8::Value> v8::Local<T> run(const char* source)
    {
        v8::Local<v8::Script> script;
        v8::Local<v8::Value> result;
        if (!v8::Script::Compile(m_context, v8::String::NewFromUtf8(m_isolate, source).ToLocalChecked()).ToLocal(&script) ||
            !script->Run(m_context).ToLocal(&result)) {
            m_failed = true;
            return v8::Local<T>();
        }
        return result.As<T>();
    }
    v8::Local<v8::Value> item(const v8::Local<v8::Value>& array, std::uint32_t index)
    {
        return array.As<v8::Object>()->Get(m_context, index).ToLocalChecked();
    }

    Raw queueWord(int offset) const { return *reinterpret_cast<const Raw*>(reinterpret_cast<const char*>(m_queue.get()) + offset); }
    Raw newestJob() const
    {
        const Raw size = queueWord(V8Layout::kQueueSize), start = queueWord(V8Layout::kQueueStart), capacity = queueWord(V8Layout::kQueueCapacity);
        return reinterpret_cast<const Raw*>(queueWord(V8Layout::kQueueRing))[(start + size - 1) & (capacity - 1)];
    }
    v8::MicrotaskQueue& queue() { return *m_queue; }
    v8::Isolate* isolate() const { return m_isolate; }
    bool failed() const { return m_failed; }

private:
    v8::Isolate* const m_isolate;
    const std::unique_ptr<v8::MicrotaskQueue> m_queue;
    const v8::Local<v8::Context> m_context;
    const v8::Context::Scope m_scope;
    bool m_failed = false;
};

bool findPromise(V8Layout& l, Specimens& s)
{
    const auto parts = s.run("const f = () => {}; const p = new Promise(() => {}); const d = p.then(f); [p, d, f, Promise.reject(1)]");
    if (s.failed()) return false;
    const auto promise = s.item(parts, 0).As<v8::Promise>();
    if (promise->InternalFieldCount() != 1 || l.typeOf(rawOf(promise)) != l.typePromise) return false;
    constexpr std::uint32_t sentinel = 0x5eed123;
    promise->SetInternalField(0, v8::Integer::New(s.isolate(), sentinel));
    const Raw raw = rawOf(promise);
    l.promiseId = offsetOf(raw, smi(sentinel), kWord, 12 * kWord);
    l.promiseFlags = l.promiseId - kWord;
    l.promiseReactions = l.promiseId - 2 * kWord;
    const Raw reaction = wordAt(raw, l.promiseReactions);
    if (l.promiseId < 4 * kWord || !isHeapObject(reaction) || l.typeOf(reaction) != l.typeReaction) return false;
    l.reactionHandler = offsetOf(reaction, rawOf(s.item(parts, 2)), kWord, 7 * kWord);
    l.reactionPromise = offsetOf(reaction, rawOf(s.item(parts, 1)), kWord, 7 * kWord);
    const Raw rejectedFlags = wordAt(rawOf(s.item(parts, 3)), l.promiseFlags);
    return l.reactionHandler && l.reactionPromise && isSmi(rejectedFlags) && (smiValue(rejectedFlags) & 7) == v8::Promise::kRejected;
}

bool findReactionJob(V8Layout& l, Specimens& s)
{
    const auto parts = s.run("{ const f = () => {}; [Promise.resolve().then(f), f] }");
    const Raw job = s.newestJob();
    if (s.failed() || l.typeOf(job) != l.typeFulfillReaction) return false;
    l.jobPromise = offsetOf(job, rawOf(s.item(parts, 0)), kWord, 6 * kWord);
    l.jobHandler = offsetOf(job, rawOf(s.item(parts, 1)), kWord, 6 * kWord);
    // A promise of a class of its own comes with a capability in its place.
    const auto own = s.run("class Own extends Promise {}; Own.resolve().then(() => {})");
    const Raw capability = s.failed() ? 0 : wordAt(s.newestJob(), l.jobPromise);
    if (!isHeapObject(capability) || l.typeOf(capability) != l.typeCapability) return false;
    l.capabilityPromise = offsetOf(capability, rawOf(own), kWord, 4 * kWord);
    s.run("Promise.reject(1).then(null, () => {})");
    return l.jobPromise && l.jobHandler && l.capabilityPromise && l.typeOf(s.newestJob()) == l.typeRejectReaction;
}

bool findOtherJobs(V8Layout& l, Specimens& s)
{
    const auto parts = s.run("{ const then = () => {}; [new Promise(r => r({then})), then, (function () {}).bind(parts = {}), parts] } var parts;");
    const Raw thenable = s.newestJob();
    if (s.failed() || l.typeOf(thenable) != l.typeThenable) return false;
    l.thenablePromise = offsetOf(thenable, rawOf(s.item(parts, 0)), kWord, 6 * kWord);
    l.thenableThen = offsetOf(thenable, rawOf(s.item(parts, 1)), kWord, 6 * kWord);

    const auto bound = s.item(parts, 2).As<v8::Function>();
    s.queue().EnqueueMicrotask(s.isolate(), bound);
    const Raw callable = s.newestJob();
    if (l.typeOf(callable) != l.typeCallable || l.typeOf(rawOf(bound)) != l.typeBoundFunction) return false;
    l.callableFunction = offsetOf(callable, rawOf(bound), kWord, 4 * kWord);
    l.boundTarget = offsetOf(rawOf(bound), rawOf(bound->GetBoundFunction()), 3 * kWord, 6 * kWord);
    l.boundThis = offsetOf(rawOf(bound), rawOf(s.item(parts, 3)), 3 * kWord, 6 * kWord);
    return l.thenablePromise && l.thenableThen && l.callableFunction && l.boundTarget && l.boundThis;
}

bool findAwait(V8Layout& l, Specimens& s)
{
    const auto function = s.run("async function waits() { await 1; } waits(); waits");
    const Raw closure = s.failed() ? 0 : wordAt(s.newestJob(), l.jobHandler);
    if (!isHeapObject(closure) || !l.isFunction(closure)) return false;
    const Raw context = wordAt(closure, l.functionContext);
    if (!isSmi(wordAt(context, V8Layout::kContextLength))) return false;
    const int end = V8Layout::kContextFirst + smiValue(wordAt(context, V8Layout::kContextLength)) * kWord;
    for (int slot = V8Layout::kContextFirst; slot < end && !l.awaitGenerator; slot += kWord) {
        const Raw candidate = wordAt(context, slot);
        if (!isHeapObject(candidate)) continue;
        if (const int offset = offsetOf(candidate, rawOf(function), 3 * kWord, 8 * kWord); offset) {
            l.awaitGenerator = slot;
            l.generatorFunction = offset;
            l.typeAsyncFunctionObject = l.typeOf(candidate);
        }
    }
    const auto generator = s.run("async function* makes() { await 1; } makes().next(); makes");
    if (s.failed() || !l.awaitGenerator) return false;
    const Raw made = wordAt(wordAt(wordAt(s.newestJob(), l.jobHandler), l.functionContext), l.awaitGenerator);
    return isHeapObject(made) && l.typeOf(made) == l.typeAsyncGenerator && wordAt(made, l.generatorFunction) == rawOf(generator);
}

bool findAll(V8Layout& l, v8::Isolate* isolate)
{
    if (sizeof(Raw) != 8 || !readExported(l)) return false;
    v8::HandleScope handles(isolate);
    v8::TryCatch quiet(isolate);
    Specimens s(isolate);
    if (s.queueWord(V8Layout::kQueueSize) != 0 || s.queueWord(V8Layout::kQueueFinished) != 0) return false;
    // One job, so that the very first look at the ring is a look at what must be there.
    s.queue().EnqueueMicrotask(isolate, [](void*) {}, nullptr);
    const Raw capacity = s.queueWord(V8Layout::kQueueCapacity);
    if (s.queueWord(V8Layout::kQueueSize) != 1 || capacity == 0 || (capacity & (capacity - 1)) != 0 || !s.queueWord(V8Layout::kQueueRing) ||
        !isHeapObject(s.newestJob()) || l.typeOf(s.newestJob()) != l.typeCallback)
        return false;
    const bool found = findPromise(l, s) && findReactionJob(l, s) && findOtherJobs(l, s) && findAwait(l, s);
    if (!found) return false;
    s.queue().PerformCheckpoint(isolate);
    return s.queueWord(V8Layout::kQueueSize) == 0 && s.queueWord(V8Layout::kQueueFinished) > 5;
}

} // namespace

const V8Layout* V8Layout::find(v8::Isolate* isolate)
{
    static std::mutex mutex;
    static std::optional<V8Layout> layout;
    static bool tried = false;
    std::scoped_lock lock(mutex);
    if (!tried) {
        tried = true;
        if (V8Layout candidate; isAllowed(Trick::Layout) && findAll(candidate, isolate)) layout = candidate;
    }
    return layout ? &*layout : nullptr;
}

} // namespace loopscope
