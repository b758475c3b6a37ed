#pragma once

#include "runtime/host/ProgramRun.h"
#include "tests/support/RecordingBuilder.h"

#include <mutex>

namespace loopscope {

/// Programs that a test plays: what they record, when they end, what was typed for them.
///
/// Thread: play from one; the callbacks are called there, as a real runner calls them from its own threads.
class FakeRunner : public ProgramRunner
{
public:
    class Run : public ProgramRun
    {
    public:
        Run(FakeRunner& runner, Callbacks callbacks) : m_runner(runner), m_callbacks(std::move(callbacks)) {}
        ~Run() override;

        std::shared_ptr<Recording> recording() const override { return continuation ? continuation : builder.recording(); }
        void stop() override;
        bool writeInput(std::string_view bytes) override;
        void closeInput() override { inputClosed = true; }
        void resizeTerminal(int, int) override {}
        std::optional<RunResult> result() const override;
        bool waitForEnd(std::chrono::milliseconds) override { return result().has_value(); }

        /// Tells that the builder recorded more.
        void progress() { m_callbacks.progressed(); }
        void end(RunResult result);

        RecordingBuilder builder;
        std::shared_ptr<Recording> continuation; ///< in its place, once set
        std::string input;
        bool inputClosed = false;
        bool stopAsked = false;

    private:
        FakeRunner& m_runner;
        const Callbacks m_callbacks;
        mutable std::mutex m_mutex; // guards m_result
        std::optional<RunResult> m_result;
    };

    std::unique_ptr<ProgramRun> start(RunRequest request, Callbacks callbacks) override;

    std::vector<RunRequest> requests;
    Run* run = nullptr;       ///< the newest that is not destroyed
    bool endsOnStop = true;   ///< a program that is stopped ends at once
};

} // namespace loopscope
