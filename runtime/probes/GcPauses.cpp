#include "runtime/probes/GcPauses.h"

namespace loopscope {

namespace {

GcType typeOf(v8::GCType type)
{
    switch (type) {
    case v8::kGCTypeScavenge:
        return GcType::Scavenge;
    case v8::kGCTypeMinorMarkSweep:
        return GcType::MinorMarkSweep;
    case v8::kGCTypeIncrementalMarking:
        return GcType::Incremental;
    case v8::kGCTypeProcessWeakCallbacks:
        return GcType::WeakCallbacks;
    default:
        return GcType::MarkCompact;
    }
}

} // namespace

GcPauses::GcPauses(v8::Isolate* isolate, ThreadRecorder& recorder) : m_isolate(isolate), m_recorder(recorder)
{
    isolate->AddGCPrologueCallback(onBegin, this);
    isolate->AddGCEpilogueCallback(onEnd, this);
}

void GcPauses::stop()
{
    if (!m_isolate) return;
    m_isolate->RemoveGCPrologueCallback(onBegin, this);
    m_isolate->RemoveGCEpilogueCallback(onEnd, this);
    m_isolate = nullptr;
}

void GcPauses::onBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    auto& my = *static_cast<GcPauses*>(self);
    my.m_began = my.m_recorder.now();
}

void GcPauses::onEnd(v8::Isolate*, v8::GCType type, v8::GCCallbackFlags, void* self)
{
    auto& my = *static_cast<GcPauses*>(self);
    Record record;
    record.kind = RecordKind::Gc;
    record.detail = static_cast<std::uint8_t>(typeOf(type));
    const std::uint64_t now = my.m_recorder.now();
    record.id = now - my.m_began;
    // Objects are where the collector left them, but no other probe should read the heap from in here.
    my.m_recorder.writeAt(now, record);
}

} // namespace loopscope
