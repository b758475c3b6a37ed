#pragma once

#include "runtime/host/Environment.h"
#include "runtime/probes/Probes.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace loopscope {

/// Gives each loop of a program (the main script's, and each worker's as it comes) its probes.
///
/// Thread: as EnvironmentObserver says. Lifetime: owned by the run; outlives the environment and all its workers.
class RunWatch : public EnvironmentObserver
{
public:
    struct Options {
        DetailLevel detail = DetailLevel::Off;
        RunClock clock;
        Collector* collector = nullptr;
        Collector::Producer mainLoop;
        OutputTap* output = nullptr;
    };
    explicit RunWatch(const Options& options) : m_options(options) {}

    /// The environment that process.kill(process.pid) of the program ends. Before it is run.
    void setEnvironment(Environment* environment) { m_environment = environment; }
    /// When the program was over; 0 before.
    std::uint64_t endTime() const { return m_endTime; }

    void prepare(const EnvironmentPlace&) override;
    void preload(const EnvironmentPlace&, v8::Local<v8::Object> process, v8::Local<v8::Function> require) override;
    void beforeLoop(const EnvironmentPlace&) override;
    void aboutToEnd(const EnvironmentPlace&) override;
    void ended() override;

private:
    ProbeContext contextOf(const EnvironmentPlace&, Collector::Producer) const;
    Probes* addWorker(const EnvironmentPlace&);

    const Options m_options;
    Environment* m_environment = nullptr;
    std::uint64_t m_endTime = 0;
    std::unique_ptr<Probes> m_main;
    std::mutex m_mutex; // guards m_workers
    std::vector<std::unique_ptr<Probes>> m_workers; // kept until their loops are surely gone
};

} // namespace loopscope
