#pragma once

#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

namespace loopscope {

/// Writes each garbage collection of its isolate with its length, by V8's public callbacks.
/// Thread: the isolate's. Lifetime: stop() before the isolate is disposed of.
class GcPauses
{
public:
    GcPauses(v8::Isolate* isolate, ThreadRecorder& recorder);
    ~GcPauses() { stop(); }
    GcPauses(const GcPauses&) = delete;
    GcPauses& operator=(const GcPauses&) = delete;
    void stop();

private:
    static void onBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);
    static void onEnd(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    v8::Isolate* m_isolate;
    ThreadRecorder& m_recorder;
    std::uint64_t m_began = 0;
};

} // namespace loopscope
