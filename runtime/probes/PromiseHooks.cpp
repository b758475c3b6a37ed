#include "runtime/probes/PromiseHooks.h"

#include "runtime/probes/Pointers.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

v8::Local<v8::Promise> promiseIn(v8::Local<v8::Value> value)
{
    return !value.IsEmpty() && value->IsPromise() ? value.As<v8::Promise>() : v8::Local<v8::Promise>();
}

PromiseState stateOf(v8::Local<v8::Promise> promise)
{
    switch (promise->State()) {
    case v8::Promise::kFulfilled: return PromiseState::Fulfilled;
    case v8::Promise::kRejected: return PromiseState::Rejected;
    case v8::Promise::kPending: break;
    }
    return PromiseState::Pending;
}

} // namespace

PromiseHooks::PromiseHooks(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder, Dictionary& dictionary, FunctionSites& functions,
                           CallSites& callSites)
    : m_isolate(isolate), m_queue(context->GetMicrotaskQueue()), m_recorder(recorder), m_functions(functions), m_callSites(callSites),
      m_reaction(dictionary.internType("reaction")), m_unknown(dictionary.internType("job")), m_callable(dictionary.internType("queueMicrotask")),
      m_number(isolate, v8::Private::New(isolate))
{
    m_recorder.setCatchUp(catchUp, this);
    m_queue->AddMicrotasksCompletedCallback(drained, this);
}

PromiseHooks::~PromiseHooks() { stop(); }

void PromiseHooks::stop()
{
    if (std::exchange(m_stopped, true)) return;
    tellSettled();
    const std::uint64_t now = m_recorder.now();
    endRunning(now);
    cancelWaiting(now);
    m_recorder.setCatchUp(nullptr, nullptr);
    m_queue->RemoveMicrotasksCompletedCallback(drained, this);
    m_settled.Reset();
    m_number.Reset();
}

void PromiseHooks::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto data = pointerTo(m_isolate, this);
    const std::pair<const char*, v8::FunctionCallback> functions[] = {{"promiseMade", made},
                                                                      {"promiseSettled", settled},
                                                                      {"jobBegins", jobBegins},
                                                                      {"jobEnds", jobEnds},
                                                                      {"enqueueMicrotask", enqueueMicrotask},
                                                                      {"callbackQueued", callbackQueued},
                                                                      {"callbackBegins", callbackBegins}};
    for (const auto& [name, callback] : functions) {
        const auto function = v8::Function::New(context, callback, data, 0, v8::ConstructorBehavior::kThrow).ToLocalChecked();
        native->Set(context, v8::String::NewFromUtf8(m_isolate, name).ToLocalChecked(), function).Check();
    }
}

PromiseHooks& PromiseHooks::self(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    return *objectOf<PromiseHooks>(info);
}

void PromiseHooks::made(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    PromiseHooks& my = self(info);
    const auto promise = promiseIn(info[0]), parent = promiseIn(info[1]);
    if (my.m_stopped || promise.IsEmpty()) return;
    my.m_recorder.catchUp();
    const std::uint64_t time = my.m_recorder.now();
    const StackId place = my.m_callSites.here();
    const std::uint32_t number = ++my.m_promises, parentNumber = parent.IsEmpty() ? 0 : my.numberOf(parent);
    promise->SetPrivate(info.GetIsolate()->GetCurrentContext(), my.m_number.Get(info.GetIsolate()), v8::Integer::NewFromUnsigned(info.GetIsolate(), number)).Check();
    if (!parent.IsEmpty() && parent->State() == v8::Promise::kRejected && !parent->HasHandler() && parentNumber != 0)
        my.writePromise(PromiseState::Handled, parentNumber, 0, time, place);
    my.writePromise(PromiseState::Pending, number, parentNumber, time, place);
    if (parent.IsEmpty()) return;
    if (parent->State() != v8::Promise::kPending) my.enqueue({.promise = number, .type = my.m_reaction}, time, place);
    else if (parentNumber != 0) my.wait(number, parentNumber);
}

void PromiseHooks::settled(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    PromiseHooks& my = self(info);
    const auto promise = promiseIn(info[0]);
    if (my.m_stopped || promise.IsEmpty()) return;
    my.m_recorder.catchUp();
    my.m_settledAt = my.m_recorder.now();
    my.m_settledBy = my.m_callSites.here();
    my.m_settled.Reset(info.GetIsolate(), promise);
}

void PromiseHooks::tellSettled()
{
    if (m_settled.IsEmpty()) return;
    const v8::HandleScope handles(m_isolate);
    const auto promise = m_settled.Get(m_isolate);
    m_settled.Reset();
    const std::uint32_t number = numberOf(promise);
    const PromiseState state = stateOf(promise);
    if (number == 0 || state == PromiseState::Pending) return;
    writePromise(state, number, 0, m_settledAt, m_settledBy);
    if (!m_isRunning || m_running.promise != number) forget(number, m_settledAt);
    const auto found = m_waiters.find(number);
    if (found == m_waiters.end()) return;
    for (const std::uint32_t waiter : found->second) {
        m_waitsFor.erase(waiter);
        enqueue({.promise = waiter, .type = m_reaction}, m_settledAt, m_settledBy);
    }
    m_waiters.erase(found);
}

void PromiseHooks::wait(std::uint32_t promise, std::uint32_t parent)
{
    m_waiters[parent].push_back(promise);
    m_waitsFor[promise] = parent;
}

// It was settled without its job: it only seemed to wait. (V8 names the async function's promise as the parent of what wraps the value
// that it awaits.)
void PromiseHooks::forget(std::uint32_t promise, std::uint64_t time)
{
    if (const auto parent = m_waitsFor.find(promise); parent != m_waitsFor.end()) {
        std::erase(m_waiters[parent->second], promise);
        m_waitsFor.erase(parent);
    }
    if (const auto job = std::ranges::find(m_waiting, promise, &Job::promise); job != m_waiting.end()) {
        write(RecordKind::Cancel, *job, time, 0);
        m_waiting.erase(job);
    }
}

void PromiseHooks::jobBegins(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    PromiseHooks& my = self(info);
    const auto promise = promiseIn(info[0]);
    if (my.m_stopped || promise.IsEmpty()) return;
    my.m_recorder.catchUp();
    const std::uint64_t now = my.m_recorder.now();
    my.endRunning(now);
    const std::uint32_t number = my.numberOf(promise);
    auto found = std::ranges::find(my.m_waiting, number, &Job::promise);
    if (number == 0 || found == my.m_waiting.end()) {
        my.enqueue({.promise = number, .type = my.m_unknown}, now, StackId::None);
        found = std::prev(my.m_waiting.end());
    }
    my.begin(static_cast<std::size_t>(found - my.m_waiting.begin()), now);
}

void PromiseHooks::jobEnds(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    PromiseHooks& my = self(info);
    if (my.m_stopped) return;
    my.m_recorder.catchUp();
    my.endRunning(my.m_recorder.now());
}

// What Node's function of this name does, with a mark before it.
void PromiseHooks::enqueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    PromiseHooks& my = self(info);
    v8::Isolate* const isolate = info.GetIsolate();
    v8::MicrotaskQueue* const queue = isolate->GetCurrentContext()->GetMicrotaskQueue();
    const auto function = info[0].As<v8::Function>();
    if (!my.m_stopped && my.m_queue == queue) {
        my.tellCallback(function);
        queue->EnqueueMicrotask(isolate, callbackRuns, &my);
    }
    queue->EnqueueMicrotask(isolate, function);
}

void PromiseHooks::callbackQueued(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    if (PromiseHooks& my = self(info); !my.m_stopped) my.tellCallback({});
}

void PromiseHooks::callbackBegins(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    PromiseHooks& my = self(info);
    if (my.m_stopped) return;
    const auto found = std::ranges::find(my.m_waiting, my.m_callable, &Job::type);
    if (found != my.m_waiting.end() && info[0]->IsFunction()) found->site = my.m_functions.of(info[0].As<v8::Function>()).site;
    callbackRuns(&my);
}

void PromiseHooks::tellCallback(v8::Local<v8::Function> function)
{
    m_recorder.catchUp();
    const std::uint64_t now = m_recorder.now();
    const FunctionPlace place = function.IsEmpty() ? FunctionPlace{} : m_functions.of(function);
    enqueue({.type = m_callable, .site = place.site, .flags = place.internal ? RecordFlag::Internal : std::uint16_t{0}}, now, m_callSites.here());
}

void PromiseHooks::callbackRuns(void* self)
{
    auto& my = *static_cast<PromiseHooks*>(self);
    if (my.m_stopped) return;
    my.m_recorder.catchUp();
    const std::uint64_t now = my.m_recorder.now();
    my.endRunning(now);
    const auto found = std::ranges::find(my.m_waiting, my.m_callable, &Job::type);
    if (found != my.m_waiting.end()) my.begin(static_cast<std::size_t>(found - my.m_waiting.begin()), now);
}

void PromiseHooks::drained(v8::Isolate*, void* self)
{
    auto& my = *static_cast<PromiseHooks*>(self);
    my.m_recorder.catchUp();
    const std::uint64_t now = my.m_recorder.now();
    my.endRunning(now);
    my.cancelWaiting(now); // what was taken for a job, and what V8 has thrown away when the program was terminated
}

void PromiseHooks::enqueue(Job job, std::uint64_t time, StackId place)
{
    job.number = m_jobs++;
    m_waiting.push_back(job);
    write(RecordKind::Enqueue, job, time, static_cast<std::uint32_t>(place));
}

void PromiseHooks::begin(std::size_t waiting, std::uint64_t time)
{
    m_running = m_waiting[waiting];
    m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(waiting));
    m_isRunning = true;
    write(RecordKind::Begin, m_running, time, static_cast<std::uint32_t>(m_running.site));
}

void PromiseHooks::endRunning(std::uint64_t time)
{
    if (std::exchange(m_isRunning, false)) write(RecordKind::End, m_running, time, 0);
}

void PromiseHooks::cancelWaiting(std::uint64_t time)
{
    for (const Job& job : m_waiting) write(RecordKind::Cancel, job, time, 0);
    m_waiting.clear();
}

void PromiseHooks::write(RecordKind kind, const Job& job, std::uint64_t time, std::uint32_t place)
{
    Record record;
    record.kind = kind;
    record.id = m_recorder.id(IdSpace::Job, job.number);
    record.detail = static_cast<std::uint8_t>(Queue::Microtask);
    record.type = job.type;
    record.place = place;
    record.flags = static_cast<std::uint16_t>(job.flags | RecordFlag::Inferred);
    m_recorder.writeAt(time, record);
}

void PromiseHooks::writePromise(PromiseState state, std::uint32_t number, std::uint32_t parent, std::uint64_t time, StackId place)
{
    Record record;
    record.kind = RecordKind::Promise;
    record.detail = static_cast<std::uint8_t>(state);
    record.id = m_recorder.id(IdSpace::Promise, number);
    record.value = parent;
    record.flags = RecordFlag::Inferred;
    record.place = static_cast<std::uint32_t>(place);
    m_recorder.writeWithin(time, record);
}

std::uint32_t PromiseHooks::numberOf(v8::Local<v8::Promise> promise) const
{
    v8::Local<v8::Value> number;
    const auto context = m_isolate->GetCurrentContext();
    const bool isKnown = !context.IsEmpty() && promise->GetPrivate(context, m_number.Get(m_isolate)).ToLocal(&number) && number->IsUint32();
    return isKnown ? number.As<v8::Uint32>()->Value() : 0;
}

} // namespace loopscope
