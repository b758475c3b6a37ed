// What loopscope.node has beyond the commands of app/cli: nothing. host.cjs loads it for those commands only.

#include "app/module/Commands.h"

#include <cstdio>

namespace loopscope {

std::span<const Command> commandsOfModule() { return {}; }

int openWindow(const std::vector<std::string>& arguments)
{
    fprintf(stderr, "loopscope: '%s' is not a command, and this build has no window; see loopscope --help\n",
            arguments.empty() ? "" : arguments[0].c_str());
    return kExitUsage;
}

} // namespace loopscope
