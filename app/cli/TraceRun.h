#pragma once

#include "app/cli/OptionParser.h"
#include "app/cli/TraceFormat.h"
#include "runtime/host/ProgramRun.h"

#include <optional>
#include <string>

namespace loopscope {

/// What `loopscope trace` was asked for.
struct TraceWish {
    RunRequest request;
    TraceFormat format = TraceFormat::Text;
    std::string output; ///< a file; empty for stdout
    std::optional<double> maxSeconds;
};

const CommandSpec& traceSpec();

/// Reads the command line; faults end up in command.error().
TraceWish traceWish(ParsedCommand& command);

/// Runs and records, waits for the end, writes the trace. Returns the exit code.
///
/// Thread: the main one, which waits here. SIGINT and SIGTERM end the program, not us, so that the trace is written;
/// a script that listens to them itself gets them as ever.
int runTrace(const TraceWish& wish, ProgramRunner& runner);

} // namespace loopscope
