#include "app/module/Commands.h"

#include "app/cli/Command.h"
#include "app/cli/RunCommand.h"

#include <cstdio>

namespace loopscope {

namespace {

constexpr Command kCommands[] = {
    {"run", "[node options] SCRIPT [args...]", "runs a script as node would, with no window", runCommand},
};

void printUsage(FILE* stream)
{
    fprintf(stream, "usage: loopscope COMMAND\n");
    for (const Command& command : kCommands) {
        fprintf(stream, "  %.*s %.*s\n      %.*s\n", int(command.name.size()), command.name.data(), int(command.usage.size()),
                command.usage.data(), int(command.summary.size()), command.summary.data());
    }
}

} // namespace

int dispatch(const std::vector<std::string>& arguments)
{
    if (!arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help")) {
        printUsage(stdout);
        return 0;
    }
    for (const Command& command : kCommands)
        if (!arguments.empty() && arguments[0] == command.name) return command.run({arguments.begin() + 1, arguments.end()});
    if (!arguments.empty()) fprintf(stderr, "loopscope: '%s' is not a command\n", arguments[0].c_str());
    printUsage(stderr);
    return kExitUsage;
}

} // namespace loopscope
