// Becomes `node [options of the process] LIB/host.cjs ARGUMENTS...`, where LIB is ../lib/loopscope beside this file.

#include "app/cli/TraceOptions.h"
#include "runtime/host/HiddenEnvironment.h"
#include "runtime/host/NodeOptions.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

std::string libraryFolder()
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || length == sizeof path) return {};
    const std::string self(path, static_cast<std::size_t>(length));
    const std::string bin = self.substr(0, self.rfind('/'));
    return bin.substr(0, bin.rfind('/')) + "/lib/loopscope";
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

} // namespace

int main(int argc, char* argv[])
{
    const std::string library = libraryFolder();
    const std::string node = library + "/node/bin/node";
    const std::vector<std::string> arguments(argv + 1, argv + argc);

    std::vector<std::string> command{"node"};
    if (const char* options = getenv("NODE_OPTIONS")) append(command, loopscope::processPartOfNodeOptionsVariable(options));
    if (!arguments.empty() && (arguments[0] == "run" || arguments[0] == "trace")) {
        const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
        append(command, (arguments[0] == "run" ? loopscope::partNodeOptions(rest) : loopscope::partNodeOptions(rest, loopscope::kTraceOptions, loopscope::isLikeTraceOption)).process);
    }
    command.push_back(library + "/host.cjs");
    append(command, arguments);
    loopscope::hideNodeVariables();

    std::vector<char*> raw;
    for (std::string& word : command) raw.push_back(word.data());
    raw.push_back(nullptr);
    execv(node.c_str(), raw.data());
    fprintf(stderr, "loopscope: cannot start %s: %s\n", node.c_str(), strerror(errno));
    return 126;
}
