#pragma once

#include "runtime/host/Environment.h"
#include "runtime/probes/Probes.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
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
        Collector* collector = nullptr;
        Collector::Producer mainLoop;
        OutputTap* output = nullptr;
        CallbackStops* stops = nullptr; ///< of a debugger
        std::string childAddress;       ///< where child processes ask to be debugged; "": they do not
        std::function<RunClock()> begin;           ///< called once, when the probes are about to be made
        std::function<void(std::uint64_t)> started; ///< called once, when they are in place and the program comes next, with that time
    };
    explicit RunWatch(Options options) : m_options(std::move(options)) {}

    /// The environment that process.kill(process.pid) of the program ends. Before it is run.
    void setEnvironment(Environment* environment) { m_environment = environment; }
    /// When the program was over; nothing before.
    std::optional<std::uint64_t> endTime() const { return m_endTime; }

    void preload(const EnvironmentPlace&, v8::Local<v8::Object> process, v8::Local<v8::Function> require) override;
    void beforeLoop(const EnvironmentPlace&) override;
    void heapSnapshot(OpState state) override;
    void aboutToEnd(const EnvironmentPlace&) override;
    void ended() override;

private:
    ProbeContext contextOf(const EnvironmentPlace&, Collector::Producer) const;
    Probes* addWorker(const EnvironmentPlace&);

    const Options m_options;
    Environment* m_environment = nullptr;
    RunClock m_clock;
    std::optional<std::uint64_t> m_endTime;
    std::unique_ptr<Probes> m_main;
    std::mutex m_mutex; // guards m_workers
    std::vector<std::unique_ptr<Probes>> m_workers; // kept until their loops are surely gone
};

} // namespace loopscope
