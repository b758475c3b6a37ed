#pragma once

#include "runtime/events/Kinds.h"

#include <v8.h>

#include <cstdint>
#include <functional>

namespace loopscope {

/// Reads, when the program is over, from Node's own lists which timers, immediates and ticks still wait: they will
/// never run. Only plain data properties are looked at; no JavaScript runs.
///
/// Thread: the loop's, with isolate and context entered. Lifetime: as long as its probes.
class RemainingCallbacks
{
public:
    explicit RemainingCallbacks(v8::Isolate* isolate) : m_isolate(isolate) {}
    RemainingCallbacks(const RemainingCallbacks&) = delete;
    RemainingCallbacks& operator=(const RemainingCallbacks&) = delete;

    /// Adds timersWaitIn(listsByDuration, idSymbol), immediatesWaitIn(list, idSymbol), ticksWaitIn(queue, idSymbol) to
    /// `native`.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);

    using Visit = std::function<void(Queue queue, std::uint64_t asyncId)>;
    void forEach(v8::Local<v8::Context> context, const Visit& visit) const;
    /// Lets go of the isolate, which ends before this.
    void release();

private:
    struct Place {
        v8::Global<v8::Object> object;
        v8::Global<v8::Name> id;
    };
    static void timersWaitIn(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void immediatesWaitIn(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void ticksWaitIn(const v8::FunctionCallbackInfo<v8::Value>& info);
    void keep(Place& place, const v8::FunctionCallbackInfo<v8::Value>& info);
    std::uint64_t idOf(v8::Local<v8::Context> context, v8::Local<v8::Object> item, const Place& place) const;
    void timers(v8::Local<v8::Context> context, const Visit& visit) const;
    void immediates(v8::Local<v8::Context> context, const Visit& visit) const;
    void ticks(v8::Local<v8::Context> context, const Visit& visit) const;

    v8::Isolate* const m_isolate;
    Place m_timers, m_immediates, m_ticks;
};

} // namespace loopscope
