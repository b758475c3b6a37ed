#include "app/cli/TraceCommand.h"

#include "app/cli/TraceRun.h"
#include "runtime/host/InProcessRunner.h"

namespace loopscope {

int traceCommand(const std::vector<std::string>& arguments)
{
    ParsedCommand command(traceSpec(), arguments);
    const TraceWish wish = traceWish(command);
    if (const auto code = answered(traceSpec(), command)) return *code;
    InProcessRunner runner;
    return runTrace(wish, runner);
}

} // namespace loopscope
