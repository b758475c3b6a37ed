#include "runtime/host/InProcessRunner.h"

#include "runtime/host/InProcessRun.h"
#include "runtime/host/ProcessRun.h"

namespace loopscope {

namespace {

/// The owner's side of a run. The run itself may outlive it: a thread that met a fatal error stands still for ever.
class Handle : public ProgramRun
{
public:
    Handle(RunRequest request, ProgramRunner::Callbacks callbacks)
        : m_run(std::make_shared<InProcessRun>(std::move(request), std::move(callbacks)))
    {
        m_run->start();
    }
    ~Handle() override
    {
        m_run->stop();
        m_run->join();
    }

    std::shared_ptr<Recording> recording() const override { return m_run->recording(); }
    void stop() override { m_run->stop(); }
    bool writeInput(std::string_view bytes) override { return m_run->writeInput(bytes); }
    void closeInput() override { m_run->closeInput(); }
    void resizeTerminal(int columns, int rows) override { m_run->resizeTerminal(columns, rows); }
    bool inspect(std::string_view message) override { return m_run->inspect(message); }
    void letGo() override { m_run->letGo(); }
    bool takeHeapSnapshot(std::string path, std::shared_ptr<HeapSnapshotFollower> follower, HeapSnapshotMoment moment) override
    {
        return m_run->takeHeapSnapshot(std::move(path), std::move(follower), moment);
    }
    bool beginProfile(ProfileKind kind, std::string path, std::function<void(ProfileEnd)> done) override { return m_run->beginProfile(kind, std::move(path), std::move(done)); }
    void endProfile() override { m_run->endProfile(); }
    CallbackStops* callbackStops() override { return m_run->callbackStops(); }
    std::optional<RunResult> result() const override { return m_run->result(); }
    bool waitForEnd(std::chrono::milliseconds timeout) override { return m_run->waitForEnd(timeout); }

private:
    const std::shared_ptr<InProcessRun> m_run;
};

} // namespace

std::unique_ptr<ProgramRun> InProcessRunner::start(RunRequest request, Callbacks callbacks)
{
    if (request.ownProcess) return std::make_unique<ProcessRun>(std::move(request), std::move(callbacks));
    return std::make_unique<Handle>(std::move(request), std::move(callbacks));
}

} // namespace loopscope
