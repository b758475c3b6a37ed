// What window.node has beyond the commands of app/cli: the window, and pictures of it.

#include "app/module/Commands.h"

#include "app/dap/DapCommand.h"
#include "app/shell/Picture.h"
#include "app/shell/WindowCommand.h"
#include "runtime/host/InProcessRunner.h"

#include <cstdio>

#include <node_version.h>
#include <unistd.h>

namespace loopscope {

namespace {

/// Ends the process without its static destructors: a program that was stopped may still be collecting garbage on its
/// own thread for a while, and V8's tables must not go before it. All of ours is written and closed by now.
int leave(int code)
{
    fflush(nullptr);
    _exit(code);
}

int picture(const std::vector<std::string>& arguments)
{
    InProcessRunner runner;
    return leave(pictureCommand(arguments, {runner, &NODE_VERSION[1]}));
}

int dap(const std::vector<std::string>& arguments)
{
    InProcessRunner runner;
    return leave(dapCommand(arguments, runner));
}

constexpr Command kCommands[] = {
    {"dap", "", "speaks the Debug Adapter Protocol on stdin and stdout, for other editors", dap},
    {"picture", "INPUT -o FILE.png [--at TIME] [--size WxH] [--theme dark|light|contrast] [--panel NAME]",
     "draws the window, or one panel, for a script or a recording, at a moment of it, with no display", picture},
};

} // namespace

std::span<const Command> commandsOfModule() { return kCommands; }

int openWindow(const std::vector<std::string>& arguments)
{
    InProcessRunner runner;
    return leave(windowCommand(arguments, {runner, &NODE_VERSION[1]}));
}

} // namespace loopscope
