#include "runtime/host/RunWatch.h"

#include "runtime/child/ChildAgent.h"
#include "runtime/host/SelfSignals.h"

namespace loopscope {

ProbeContext RunWatch::contextOf(const EnvironmentPlace& place, Collector::Producer producer) const
{
    ProbeContext context;
    context.isolate = place.isolate;
    context.context = place.context;
    context.environment = place.environment;
    context.loop = place.loop;
    context.detail = m_options.detail;
    context.clock = m_clock;
    context.collector = m_options.collector;
    context.producer = producer;
    context.output = m_options.output;
    context.stops = m_options.stops;
    return context;
}

void RunWatch::preload(const EnvironmentPlace& place, v8::Local<v8::Object> process, v8::Local<v8::Function> require)
{
    if (place.isMain) m_clock = m_options.begin();
    SelfSignals::preload(*m_environment, place, process, require);
    if (!m_options.childAddress.empty()) ChildAgent::preload(place.context, process, require, m_options.childAddress);
    if (m_options.detail != DetailLevel::Off) {
        if (place.isMain) m_main = Probes::create(contextOf(place, m_options.mainLoop));
        Probes* const probes = place.isMain ? m_main.get() : addWorker(place);
        probes->preload(process, require);
    }
    if (place.isMain) m_options.started(m_clock.now());
}

Probes* RunWatch::addWorker(const EnvironmentPlace& place)
{
    auto owned = Probes::create(contextOf(place, m_options.collector->addProducer(ThreadKind::Worker)));
    Probes* const probes = owned.get();
    node::AddEnvironmentCleanupHook(place.isolate, [](void* p) { static_cast<Probes*>(p)->finish(); }, probes);
    std::scoped_lock lock(m_mutex);
    m_workers.push_back(std::move(owned));
    return probes;
}

void RunWatch::beforeLoop(const EnvironmentPlace&)
{
    if (m_main) m_main->beforeLoop();
}

void RunWatch::heapSnapshot(OpState state)
{
    if (m_main) m_main->heapSnapshot(state);
}

void RunWatch::aboutToEnd(const EnvironmentPlace&)
{
    m_endTime = m_clock.now();
    if (m_main) m_main->finish();
}

void RunWatch::ended()
{
    m_main.reset();
    std::scoped_lock lock(m_mutex);
    m_workers.clear();
}

} // namespace loopscope
