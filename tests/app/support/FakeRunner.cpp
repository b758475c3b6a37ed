#include "tests/app/support/FakeRunner.h"

namespace loopscope {

FakeRunner::Run::~Run()
{
    if (m_runner.run == this) m_runner.run = nullptr;
}

void FakeRunner::Run::stop()
{
    stopAsked = true;
    if (m_runner.endsOnStop) end({130, ExitReason::Stopped, {}});
}

bool FakeRunner::Run::writeInput(std::string_view bytes)
{
    if (result() || inputClosed) return false;
    input += bytes;
    return true;
}

std::optional<RunResult> FakeRunner::Run::result() const
{
    const std::lock_guard lock(m_mutex);
    return m_result;
}

void FakeRunner::Run::end(RunResult result)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_result) return;
        m_result = result;
    }
    builder.exit(result.exitCode, result.reason);
    recording()->setComplete();
    m_callbacks.progressed();
    m_callbacks.ended();
}

std::unique_ptr<ProgramRun> FakeRunner::start(RunRequest request, Callbacks callbacks)
{
    requests.push_back(std::move(request));
    auto made = std::make_unique<Run>(*this, std::move(callbacks));
    RunInfo info;
    info.node = "26.10.0";
    info.script = requests.back().script;
    info.detail = requests.back().detail;
    made->recording()->setInfo(info);
    run = made.get();
    return made;
}

} // namespace loopscope
