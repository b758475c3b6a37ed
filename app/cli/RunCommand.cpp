#include "app/cli/RunCommand.h"

#include "runtime/host/Environment.h"
#include "runtime/host/NodeOptions.h"
#include "runtime/host/NodeProcess.h"

#include <cstdio>
#include <cstdlib>

namespace loopscope {

namespace {

constexpr int kInvalidArgument = 9; // what node exits with

/// True if there is something to report, after having done so.
bool report(const std::vector<std::string>& errors)
{
    for (const std::string& error : errors) fprintf(stderr, "node: %s\n", error.c_str());
    return !errors.empty();
}

} // namespace

int runCommand(const std::vector<std::string>& arguments)
{
    const NodeCommandLine line = partNodeOptions(arguments);
    if (const char* variable = getenv("NODE_OPTIONS"))
        if (report(NodeProcess::applyVariableOptions(splitNodeOptionsVariable(variable)))) return kInvalidArgument;
    if (report(NodeProcess::applyOptions(line.program))) return kInvalidArgument;

    Environment::Options options;
    options.ownsProcess = true;
    options.nodeOptions.assign(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(line.optionCount));
    options.arguments.push_back("node");
    options.arguments.insert(options.arguments.end(), arguments.begin() + static_cast<std::ptrdiff_t>(line.optionCount), arguments.end());
    Environment environment(std::move(options));
    const Environment::Result result = environment.run();
    report(result.errors);
    return result.exitCode;
}

} // namespace loopscope
