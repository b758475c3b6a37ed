#include "runtime/probes/Probes.h"

#include "runtime/probes/GcPauses.h"
#include "runtime/probes/LoopMetrics.h"
#include "runtime/probes/LoopPhases.h"
#include "runtime/probes/PollSleep.h"
#include "runtime/probes/ThreadRecorder.h"

namespace loopscope {

/// What the detail level asks for, in the order in which it must be made; destroyed in the reverse order.
class Probes::Parts
{
public:
    explicit Parts(const ProbeContext& c)
        : recorder(*c.producer.ring, c.clock, c.producer.thread), phases(recorder, c.loop), sleep(phases, recorder, c.loop),
          gc(c.isolate, recorder), metrics(c.isolate, c.loop, recorder, phases, *c.collector->recording()->sharedDictionary())
    {
    }

    ThreadRecorder recorder;
    LoopPhases phases;
    PollSleep sleep;
    GcPauses gc;
    LoopMetrics metrics;
};

Probes::Probes(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Probes::~Probes() = default;

std::unique_ptr<Probes> Probes::create(const ProbeContext& context)
{
    auto parts = std::make_unique<Parts>(context);
    parts->phases.start();
    return std::unique_ptr<Probes>(new Probes(std::move(parts)));
}

void Probes::preload(v8::Local<v8::Object>, v8::Local<v8::Function>) { m_parts->phases.enterMain(); }

void Probes::beforeLoop()
{
    m_parts->phases.leaveMain();
    m_parts->metrics.sample(m_parts->recorder.now());
}

void Probes::finish()
{
    m_parts->metrics.sample(m_parts->recorder.now());
    m_parts->gc.stop();
    m_parts->sleep.stop();
    m_parts->phases.finish();
}

} // namespace loopscope
