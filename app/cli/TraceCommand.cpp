#include "app/cli/TraceCommand.h"

#include "app/cli/TraceOptions.h"
#include "app/cli/TraceRun.h"
#include "runtime/host/NodeOptions.h"
#include "runtime/host/InProcessRunner.h"

namespace loopscope {

int traceCommand(const std::vector<std::string>& arguments)
{
    const NodeCommandLine line = partNodeOptions(arguments, kTraceOptions, isLikeTraceOption);
    std::vector<std::string> own = line.own;
    own.insert(own.end(), arguments.begin() + static_cast<std::ptrdiff_t>(line.optionCount), arguments.end());
    ParsedCommand command(traceSpec(), own);
    TraceWish wish = traceWish(command);
    wish.request.nodeOptions = line.node;
    if (const auto code = answered(traceSpec(), command)) return *code;
    InProcessRunner runner;
    return runTrace(wish, runner);
}

} // namespace loopscope
