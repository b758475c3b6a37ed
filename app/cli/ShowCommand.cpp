#include "app/cli/ShowCommand.h"

#include "app/cli/Command.h"
#include "app/cli/TraceFormat.h"
#include "runtime/stream/RecordingOutline.h"
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
        .usage = "RECORDING [--format text|jsonl|perfetto] [--summary]",
        .summary = "Prints a recording to stdout, running nothing. Of a damaged one it prints what is readable and ends with 1.",
        .options = {{"format", 'f', "FORMAT", "text (a timeline to read, the default), jsonl or perfetto", {"text", "jsonl", "perfetto"}},
                    {"summary", 's', "", "a few lines on what it holds, without reading all of it"}},
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

namespace {

int showSummary(const std::string& path)
{
    const auto outline = recordingOutline(path);
    if (!outline) {
        fprintf(stderr, "loopscope show: '%s' has no sound index: no recording, or an unfinished or damaged one; show it without --summary\n",
                path.c_str());
        return kExitDamaged;
    }
    std::string arguments;
    for (const std::string& argument : outline->info.argv) arguments += ' ' + argument;
    printf("script   %s%s\n", outline->info.script.c_str(), arguments.c_str());
    printf("runtime  Node.js %s, V8 %s, libuv %s\n", outline->info.node.c_str(), outline->info.v8.c_str(), outline->info.uv.c_str());
    printf("detail   %.*s\n", static_cast<int>(name(outline->info.detail).size()), name(outline->info.detail).data());
    printf("lasted   %.3f ms\n", static_cast<double>(outline->duration) / 1e6);
    printf("records  %llu, %llu lost, in %llu bytes\n", static_cast<unsigned long long>(outline->records),
           static_cast<unsigned long long>(outline->lost), static_cast<unsigned long long>(outline->fileSize));
    return 0;
}

} // namespace

int showCommand(const std::vector<std::string>& arguments)
{
    ParsedCommand command(showSpec(), arguments);
    const TraceFormat format = traceFormatFromName(command.value("format").value_or("text")).value_or(TraceFormat::Text);
    if (const auto code = answered(showSpec(), command)) return *code;

    const std::string& path = command.operands()[0];
    if (command.has("summary")) return showSummary(path);
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
