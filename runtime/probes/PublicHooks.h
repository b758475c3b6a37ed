#pragma once

#include <v8.h>

namespace loopscope {

class IoCallbacks;

/// The native side of agent/hooks.js, the fall-back by public means.
/// Thread: the loop's. Lifetime: as long as its probes.
class PublicHooks
{
public:
    struct Missing {
        bool timers = false, ticks = false, io = false, microtasks = false;
        bool any() const { return timers || ticks || io || microtasks; }
    };

    explicit PublicHooks(IoCallbacks& io) : m_io(io) {}
    PublicHooks(const PublicHooks&) = delete;
    PublicHooks& operator=(const PublicHooks&) = delete;

    void addTo(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> native, Missing missing);

private:
    IoCallbacks& m_io;
};

} // namespace loopscope
