#pragma once

#include "runtime/host/ProgramRun.h"

namespace loopscope {

/// Runs programs in the Node that carries this process, each in an environment and on a thread of its own, one after
/// another: stdio, working folder and environment variables belong to the whole process, so a second run waits for the
/// first. All that a run changed of them is put back at its end.
///
/// Thread: any. Precondition: NodeProcess::attach() was called.
class InProcessRunner : public ProgramRunner
{
public:
    std::unique_ptr<ProgramRun> start(RunRequest request, Callbacks callbacks) override;
};

} // namespace loopscope
