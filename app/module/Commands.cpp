#include "app/module/Commands.h"

#include "app/cli/Command.h"
#include "app/cli/HeapCommand.h"
#include "app/cli/RunCommand.h"
#include "app/cli/ShowCommand.h"
#include "app/cli/TraceCommand.h"

#include <algorithm>
#include <cstdio>
#include <node_version.h>

namespace loopscope {

namespace {

constexpr Command kCommands[] = {
    {"run", "[node options] SCRIPT [args...]", "runs a script as node would, with no window", runCommand},
    {"trace", "[options] SCRIPT [args...]", "runs a script and records what its event loop does", traceCommand},
    {"show", "RECORDING [--format text|jsonl|perfetto]", "prints a recording, running nothing", showCommand},
    {"heap", "SNAPSHOT [--top N] [--compare OTHER] [--retainers ID] [--json]", "tells what is in a heap snapshot", heapCommand},
};

void print(FILE* stream, const Command& command)
{
    fprintf(stream, "  %.*s %.*s\n      %.*s\n", int(command.name.size()), command.name.data(), int(command.usage.size()),
            command.usage.data(), int(command.summary.size()), command.summary.data());
}

void printUsage(FILE* stream)
{
    fprintf(stream, "usage: loopscope [COMMAND]\n  [FILE or FOLDER]\n      opens the window\n");
    for (const Command& command : kCommands) print(stream, command);
    for (const Command& command : commandsOfModule()) print(stream, command);
    fprintf(stream, "  --version\n      says which Loopscope this is, and which Node.js is in it\n"
                    "loopscope COMMAND --help tells more about one of them.\n");
}

const Command* find(std::span<const Command> commands, std::string_view name)
{
    const auto found = std::ranges::find(commands, name, &Command::name);
    return found == commands.end() ? nullptr : &*found;
}

} // namespace

int dispatch(const std::vector<std::string>& arguments)
{
    if (!arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help")) {
        printUsage(stdout);
        return 0;
    }
    if (!arguments.empty() && arguments[0] == "--version") {
        printf("Loopscope %s on Node.js %s\n", LOOPSCOPE_VERSION, NODE_VERSION + 1);
        return 0;
    }
    if (arguments.empty()) return openWindow(arguments);
    const Command* command = find(kCommands, arguments[0]);
    if (!command) command = find(commandsOfModule(), arguments[0]);
    return command ? command->run({arguments.begin() + 1, arguments.end()}) : openWindow(arguments);
}

} // namespace loopscope
