#include "app/cli/ShowCommand.h"

#include "app/cli/Command.h"
#include "app/cli/TraceFormat.h"
#include "runtime/stream/RecordingReader.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace loopscope {

const CommandSpec& showSpec()
{
    static const CommandSpec spec{
        .name = "show",
        .usage = "RECORDING [--format text|jsonl|perfetto]",
        .summary = "Prints a recording to stdout, running nothing. Of a damaged one it prints what is readable and ends with 1.",
        .options = {{"format", 'f', "FORMAT", "text (a timeline to read, the default), jsonl or perfetto", {"text", "jsonl", "perfetto"}}},
        .leastOperands = 1,
        .mostOperands = 1,
        .operand = "RECORDING",
    };
    return spec;
}

std::string damageLine(const std::string& path, const std::vector<std::string>& damages)
{
    std::string line = "loopscope show: '" + path + "': " + damages.front();
    if (damages.size() > 1)
        line += " (and " + std::to_string(damages.size() - 1) + " more such; all that could be read is shown)";
    return line;
}

int showCommand(const std::vector<std::string>& arguments)
{
    ParsedCommand command(showSpec(), arguments);
    const TraceFormat format = traceFormatFromName(command.value("format").value_or("text")).value_or(TraceFormat::Text);
    if (const auto why = notThereYet(format); !why.empty()) command.fail(std::string(why));
    if (const auto code = answered(showSpec(), command)) return *code;

    const std::string& path = command.operands()[0];
    const LoadedRecording loaded = loadRecording(path);
    if (!loaded.recording) {
        fprintf(stderr, "loopscope show: %s\n", loaded.error.c_str());
        return kExitDamaged;
    }
    if (!writeTrace(*loaded.recording, format, descriptorSink(STDOUT_FILENO)) && errno != EPIPE) {
        fprintf(stderr, "loopscope show: cannot write to stdout: %s\n", strerror(errno));
        return kExitDamaged;
    }
    const auto damages = loaded.recording->damages();
    if (damages.empty()) return 0;
    fprintf(stderr, "%s\n", damageLine(path, damages).c_str());
    return kExitDamaged;
}

} // namespace loopscope
