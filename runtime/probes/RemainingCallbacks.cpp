#include "runtime/probes/RemainingCallbacks.h"

#include "runtime/probes/Pointers.h"

namespace loopscope {

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

RemainingCallbacks& self(const Info& info)
{
    return *objectOf<RemainingCallbacks>(info);
}

// The object under that name; empty if there is none.
template <class Key>
v8::Local<v8::Object> child(v8::Local<v8::Context> context, v8::Local<v8::Object> object, Key key)
{
    v8::Local<v8::Value> value;
    if (object.IsEmpty() || !object->Get(context, key).ToLocal(&value) || !value->IsObject()) return {};
    return value.As<v8::Object>();
}

std::uint32_t number(v8::Local<v8::Context> context, v8::Local<v8::Object> object, v8::Local<v8::String> key)
{
    v8::Local<v8::Value> value;
    return object->Get(context, key).ToLocal(&value) && value->IsUint32() ? value.As<v8::Uint32>()->Value() : 0;
}

} // namespace

void RemainingCallbacks::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto data = pointerTo(m_isolate, this);
    const std::pair<const char*, v8::FunctionCallback> functions[] = {
        {"timersWaitIn", timersWaitIn}, {"immediatesWaitIn", immediatesWaitIn}, {"ticksWaitIn", ticksWaitIn}};
    for (const auto& [name, callback] : functions)
        native
            ->Set(context, v8::String::NewFromUtf8(m_isolate, name).ToLocalChecked(),
                  v8::Function::New(context, callback, data).ToLocalChecked())
            .Check();
}

void RemainingCallbacks::keep(Place& place, const Info& info)
{
    place.object.Reset(m_isolate, info[0].As<v8::Object>());
    place.id.Reset(m_isolate, info[1].As<v8::Name>());
}

void RemainingCallbacks::timersWaitIn(const Info& info)
{
    self(info).keep(self(info).m_timers, info);
}
void RemainingCallbacks::immediatesWaitIn(const Info& info)
{
    self(info).keep(self(info).m_immediates, info);
}
void RemainingCallbacks::ticksWaitIn(const Info& info)
{
    self(info).keep(self(info).m_ticks, info);
}

std::uint64_t RemainingCallbacks::idOf(v8::Local<v8::Context> context, v8::Local<v8::Object> item,
                                       const Place& place) const
{
    v8::Local<v8::Value> id;
    if (!item->Get(context, place.id.Get(m_isolate)).ToLocal(&id) || !id->IsNumber()) return 0;
    return static_cast<std::uint64_t>(id.As<v8::Number>()->Value());
}

void RemainingCallbacks::forEach(v8::Local<v8::Context> context, const Visit& visit) const
{
    // process.exit() and Stop end JavaScript by a termination that would make V8 refuse even to read.
    m_isolate->CancelTerminateExecution();
    const v8::HandleScope handles(m_isolate);
    const v8::Context::Scope scope(context);
    if (!m_ticks.object.IsEmpty()) ticks(context, visit);
    if (!m_timers.object.IsEmpty()) timers(context, visit);
    if (!m_immediates.object.IsEmpty()) immediates(context, visit);
}

void RemainingCallbacks::release()
{
    for (Place* place : {&m_timers, &m_immediates, &m_ticks}) {
        place->object.Reset();
        place->id.Reset();
    }
}

void RemainingCallbacks::timers(v8::Local<v8::Context> context, const Visit& visit) const
{
    const auto next = v8::String::NewFromUtf8Literal(m_isolate, "_idlePrev"); // towards the newer
    const v8::Local<v8::Object> lists = m_timers.object.Get(m_isolate);
    v8::Local<v8::Array> durations;
    if (!lists->GetOwnPropertyNames(context).ToLocal(&durations)) return;
    for (std::uint32_t i = 0; i < durations->Length(); ++i) {
        v8::Local<v8::Value> duration;
        if (!durations->Get(context, i).ToLocal(&duration)) return;
        const v8::Local<v8::Object> list = child(context, lists, duration);
        for (auto timer = child(context, list, next); !timer.IsEmpty() && timer != list;
             timer = child(context, timer, next))
            visit(Queue::Timers, idOf(context, timer, m_timers));
    }
}

void RemainingCallbacks::immediates(v8::Local<v8::Context> context, const Visit& visit) const
{
    const auto next = v8::String::NewFromUtf8Literal(m_isolate, "_idleNext");
    const auto head = v8::String::NewFromUtf8Literal(m_isolate, "head");
    for (auto immediate = child(context, m_immediates.object.Get(m_isolate), head); !immediate.IsEmpty();
         immediate = child(context, immediate, next))
        visit(Queue::Check, idOf(context, immediate, m_immediates));
}

void RemainingCallbacks::ticks(v8::Local<v8::Context> context, const Visit& visit) const
{
    const auto list = v8::String::NewFromUtf8Literal(m_isolate, "list");
    const auto bottom = v8::String::NewFromUtf8Literal(m_isolate, "bottom");
    const auto top = v8::String::NewFromUtf8Literal(m_isolate, "top");
    const auto next = v8::String::NewFromUtf8Literal(m_isolate, "next");
    auto buffer = child(context, m_ticks.object.Get(m_isolate), v8::String::NewFromUtf8Literal(m_isolate, "tail"));
    for (; !buffer.IsEmpty(); buffer = child(context, buffer, next)) {
        const auto slots = child(context, buffer, list);
        if (slots.IsEmpty() || !slots->IsArray()) return;
        const std::uint32_t size = slots.As<v8::Array>()->Length(), end = number(context, buffer, top);
        for (std::uint32_t i = number(context, buffer, bottom); size != 0 && i != end; i = (i + 1) % size)
            if (const auto tick = child(context, slots, i); !tick.IsEmpty())
                visit(Queue::NextTick, idOf(context, tick, m_ticks));
    }
}

} // namespace loopscope
