#include "runtime/probes/CallbackRecords.h"

#include "runtime/probes/IoCallbacks.h"

#include <algorithm>

namespace loopscope {

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

// Nearer than what a function carries with it: the agent's functions are called by their own thread only.
thread_local __attribute__((tls_model("initial-exec"))) CallbackRecords* t_current = nullptr;

// In V8's public headers too, a small integer is told by its lowest bit and carries its value itself.
std::uint64_t numberOf(v8::Local<v8::Value> value)
{
    const Raw raw = rawOf(value);
    if ((raw & 1) == 0) return static_cast<std::uint64_t>(v8::internal::Internals::SmiValue(raw));
    return value->IsNumber() ? static_cast<std::uint64_t>(value.As<v8::Number>()->Value())
                             : 0; // async ids are whole and below 2^53
}

// The first argument of all: the queue, and flags from bit 8 on.
Queue queueOf(std::uint64_t what)
{
    return static_cast<Queue>(what & 0xff);
}
std::uint16_t flagsOf(std::uint64_t what)
{
    return static_cast<std::uint16_t>(what >> 8);
}

void enqueue(const Info& info)
{
    const std::uint64_t what = numberOf(info[0]);
    if (!t_current) return;
    t_current->enqueue(queueOf(what), numberOf(info[1]), info[2], static_cast<std::uint32_t>(numberOf(info[3])),
                       flagsOf(what));
}

void begin(const Info& info)
{
    const std::uint64_t what = numberOf(info[0]);
    if (t_current) t_current->begin(queueOf(what), numberOf(info[1]), info[2], flagsOf(what));
}

void end(const Info& info)
{
    if (t_current) t_current->end(queueOf(numberOf(info[0])));
}

void cancel(const Info& info)
{
    if (t_current) t_current->cancel(queueOf(numberOf(info[0])), numberOf(info[1]));
}

} // namespace

CallbackRecords::CallbackRecords(v8::Isolate* isolate, ThreadRecorder& recorder, LoopPhases& phases,
                                 Dictionary& dictionary, FunctionSites& functions, CallSites& callSites)
    : m_isolate(isolate), m_recorder(recorder), m_phases(phases), m_functions(functions), m_callSites(callSites),
      m_readsRaw(V8Layout::find(isolate) != nullptr), m_timeout(dictionary.internType("Timeout")),
      m_interval(dictionary.internType("Interval")), m_immediate(dictionary.internType("Immediate")),
      m_tick(dictionary.internType("TickObject"))
{
    t_current = this;
    m_phases.setOnLeave(phaseEnds, this);
}

CallbackRecords::~CallbackRecords()
{
    if (t_current == this) t_current = nullptr;
    m_phases.setOnLeave(nullptr, nullptr);
}

void CallbackRecords::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const std::pair<const char*, v8::FunctionCallback> functions[] = {{"enqueue", loopscope::enqueue},
                                                                      {"begin", loopscope::begin},
                                                                      {"end", loopscope::end},
                                                                      {"cancel", loopscope::cancel}};
    for (const auto& [name, callback] : functions) {
        const auto function =
            v8::Function::New(context, callback, {}, 0, v8::ConstructorBehavior::kThrow).ToLocalChecked();
        native->Set(context, v8::String::NewFromUtf8(m_isolate, name).ToLocalChecked(), function).Check();
    }
}

TypeId CallbackRecords::typeOf(Queue queue, std::uint16_t flags) const
{
    switch (queue) {
    case Queue::Timers:
        return (flags & RecordFlag::Repeat) != 0 ? m_interval : m_timeout;
    case Queue::Check:
        return m_immediate;
    default:
        return m_tick;
    }
}

CallbackRecords::Known CallbackRecords::identify(v8::Local<v8::Value> function)
{
    FunctionPlace place;
    if (m_readsRaw) {
        if (const Raw raw = rawOf(function); isHeapObject(raw)) place = m_functions.of(raw);
    } else if (function->IsFunction()) {
        place = m_functions.of(function.As<v8::Function>());
    }
    return {place.site, place.internal ? RecordFlag::Internal : std::uint16_t{0}};
}

void CallbackRecords::enqueue(Queue queue, std::uint64_t asyncId, v8::Local<v8::Value> function,
                              std::uint32_t milliseconds, std::uint16_t flags)
{
    if (m_stopped) return;
    Record record;
    record.kind = RecordKind::Enqueue;
    record.detail = static_cast<std::uint8_t>(queue);
    record.id = m_recorder.id(IdSpace::Async, asyncId);
    record.type = typeOf(queue, flags);
    record.flags = static_cast<std::uint16_t>(flags | identify(function).flags);
    record.value = milliseconds;
    record.place = static_cast<std::uint32_t>(m_callSites.here());
    m_recorder.write(record);
    if (flags & RecordFlag::Inferred) m_waiting[record.id] = queue;
}

void CallbackRecords::begin(Queue queue, std::uint64_t asyncId, v8::Local<v8::Value> function, std::uint16_t flags)
{
    if (m_stopped) return;
    if (queue == Queue::Timers) m_phases.timersSeen();
    if (queue == Queue::Check) m_phases.checkSeen();
    if (queue == Queue::Timers || queue == Queue::Check) m_phases.callbackComes();
    const Known known = identify(function);
    m_recorder.catchUp();
    const std::uint64_t now = m_recorder.now();
    endAt(now, queue, 0); // of the tick before: what Node does in between is no time
    open(queue) = asyncId;
    Record record;
    record.kind = RecordKind::Begin;
    record.detail = static_cast<std::uint8_t>(queue);
    record.id = m_recorder.id(IdSpace::Async, asyncId);
    record.type = typeOf(queue, flags);
    record.flags = static_cast<std::uint16_t>(flags | known.flags);
    record.place = static_cast<std::uint32_t>(known.site);
    m_recorder.writeAt(now, record);
    if (flags & RecordFlag::Inferred) m_waiting.erase(record.id);
}

void CallbackRecords::end(Queue queue, std::uint16_t flags)
{
    if (open(queue) == 0) return;
    m_recorder.catchUp();
    endAt(m_recorder.now(), queue, flags);
}

void CallbackRecords::endAt(std::uint64_t time, Queue queue, std::uint16_t flags)
{
    if (open(queue) == 0) return;
    Record record;
    record.kind = RecordKind::End;
    record.detail = static_cast<std::uint8_t>(queue);
    record.id = m_recorder.id(IdSpace::Async, open(queue));
    record.flags = flags;
    open(queue) = 0;
    m_recorder.writeAt(time, record);
}

void CallbackRecords::cancel(Queue queue, std::uint64_t asyncId)
{
    if (m_stopped) return;
    Record record;
    record.kind = RecordKind::Cancel;
    record.detail = static_cast<std::uint8_t>(queue);
    record.id = m_recorder.id(IdSpace::Async, asyncId);
    m_recorder.write(record);
    if (!m_waiting.empty()) m_waiting.erase(record.id);
}

void CallbackRecords::uncaught()
{
    end(Queue::NextTick, RecordFlag::Throw);
    end(Queue::Timers, RecordFlag::Throw);
    end(Queue::Check, RecordFlag::Throw);
}

// The loop goes on, with no JavaScript on the stack: what ran was terminated. With some, a callback runs the loop itself.
void CallbackRecords::phaseEnds(void* self, std::uint64_t time)
{
    auto& my = *static_cast<CallbackRecords*>(self);
    constexpr Queue queues[] = {Queue::NextTick, Queue::Timers, Queue::Check};
    const bool isOpen = std::ranges::any_of(queues, [&](Queue queue) { return my.open(queue) != 0; }) || (my.m_io && my.m_io->isAnyOpen());
    if (my.m_stopped || !isOpen) return;
    const v8::HandleScope handles(my.m_isolate);
    if (v8::StackTrace::CurrentStackTrace(my.m_isolate, 1)->GetFrameCount() > 0) return;
    for (const Queue queue : queues) my.endAt(time, queue, 0);
    if (my.m_io) my.m_io->endAll(time);
}

void CallbackRecords::stop(v8::Local<v8::Context> context, const RemainingCallbacks& remaining)
{
    end(Queue::NextTick);
    end(Queue::Timers);
    end(Queue::Check);
    remaining.forEach(context, [this](Queue queue, std::uint64_t asyncId) { cancel(queue, asyncId); });
    while (!m_waiting.empty()) cancel(m_waiting.begin()->second, idSequence(m_waiting.begin()->first));
    m_stopped = true;
}

} // namespace loopscope
