#include "runtime/probes/LoopMetrics.h"

#include <algorithm>

namespace loopscope {

LoopMetrics::LoopMetrics(v8::Isolate* isolate, uv_loop_t* loop, ThreadRecorder& recorder, LoopPhases& phases,
                         Dictionary& dictionary)
    : m_isolate(isolate), m_loop(loop), m_recorder(recorder), m_phases(phases),
      m_heapUsed(dictionary.internType("heap_used")), m_external(dictionary.internType("external")),
      m_elu(dictionary.internType("elu")), m_delay(dictionary.internType("delay")),
      m_activeHandles(dictionary.internType("active_handles"))
{
    phases.setOnIteration([](void* self, std::uint64_t now) { static_cast<LoopMetrics*>(self)->sampleIfDue(now); },
                          this);
}

void LoopMetrics::write(TypeId name, double value)
{
    Record record;
    record.kind = RecordKind::Metric;
    record.type = name;
    record.id = std::bit_cast<std::uint64_t>(value);
    m_recorder.write(record);
}

void LoopMetrics::sample(std::uint64_t now)
{
    const std::uint64_t idle = uv_metrics_idle_time(m_loop);
    const double passed = static_cast<double>(now - m_last);
    v8::HeapStatistics heap;
    m_isolate->GetHeapStatistics(&heap);
    write(m_heapUsed, static_cast<double>(heap.used_heap_size()));
    write(m_external, static_cast<double>(heap.external_memory()));
    if (passed > 0) write(m_elu, std::clamp(1.0 - static_cast<double>(idle - m_lastIdle) / passed, 0.0, 1.0));
    write(m_delay, static_cast<double>(m_phases.takeLongestBusy()) / 1e6);
    write(m_activeHandles, static_cast<double>(m_loop->active_handles));
    m_lastIdle = idle;
    m_last = now;
    m_due = now + kInterval;
}

} // namespace loopscope
