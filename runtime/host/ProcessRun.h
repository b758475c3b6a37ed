#pragma once

#include "runtime/host/ProgramRun.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Collector.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace loopscope {

class Terminal;
class TerminalReader;

/// A program in a process of its own, with our node or another executable. Its output is recorded, its loop is not. A debugger reaches it as
/// it does child processes: by RunRequest::childAddress.
///
/// Thread: calls from any; one of its own starts the process and waits for it. Lifetime: its owner's, who waits for that thread.
class ProcessRun : public ProgramRun
{
public:
    ProcessRun(RunRequest request, ProgramRunner::Callbacks callbacks);
    ~ProcessRun() override;

    std::shared_ptr<Recording> recording() const override { return m_collector->recording(); }
    void stop() override;
    bool writeInput(std::string_view bytes) override;
    void closeInput() override;
    void resizeTerminal(int columns, int rows) override;
    std::optional<RunResult> result() const override;
    bool waitForEnd(std::chrono::milliseconds timeout) override;

private:
    void work();
    /// "" or why it could not be started.
    std::string launch();
    std::vector<std::string> environment() const;
    RunResult waitForProcess();
    void finish(RunResult result);

    const RunRequest m_request;
    const ProgramRunner::Callbacks m_callbacks;
    std::unique_ptr<Collector> m_collector;
    Collector::Producer m_producer;
    RunClock m_clock; // of the thread
    std::unique_ptr<Terminal> m_terminal;
    std::unique_ptr<TerminalReader> m_terminalReader;
    mutable std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    pid_t m_pid = 0; // while it may be signalled
    bool m_stopRequested = false;
    std::optional<RunResult> m_result;
    std::thread m_stopper;
    std::thread m_thread;
};

} // namespace loopscope
