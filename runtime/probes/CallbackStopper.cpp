#include "runtime/probes/CallbackStopper.h"

#include "runtime/probes/KnownNode.h"

namespace loopscope {

namespace {

void callV8(std::uintptr_t KnownNode::*function, v8::Isolate* isolate)
{
    if (const KnownNode* const known = KnownNode::find()) reinterpret_cast<void (*)(v8::Isolate*)>(known->*function)(isolate);
}

} // namespace

CallbackStopper::CallbackStopper(v8::Isolate* isolate, ThreadRecorder& recorder, CallbackStops& stops) : m_isolate(isolate), m_recorder(recorder), m_stops(stops)
{
    m_recorder.setAtBoundary(atBoundary, this);
}

void CallbackStopper::mainScriptBegins()
{
    if (!(m_stops.queues & CallbackStops::kMainScript)) return;
    arm(CallbackStops::kFirstLine);
    m_isArmed = false; // however much of Node's own runs before it, as for a module
}

void CallbackStopper::stop()
{
    m_recorder.setAtBoundary(nullptr, nullptr);
}

void CallbackStopper::atBoundary(void* self, RecordKind kind, Queue queue, std::uint64_t)
{
    auto& my = *static_cast<CallbackStopper*>(self);
    if (my.m_isArmed) my.disarm(); // one that called nothing that counts
    const std::uint32_t wanted = my.m_stops.queues.load(std::memory_order_relaxed);
    if (kind == RecordKind::Begin && (wanted & CallbackStops::bit(queue))) my.arm(static_cast<std::int32_t>(queue));
}

void CallbackStopper::arm(std::int32_t met)
{
    m_isArmed = true;
    m_stops.met = met;
    callV8(&KnownNode::breakOnNextCall, m_isolate);
}

void CallbackStopper::disarm()
{
    m_isArmed = false;
    m_stops.met = CallbackStops::kNothing;
    callV8(&KnownNode::clearBreakOnNextCall, m_isolate);
}

} // namespace loopscope
