#include "app/cli/ShowCommand.h"

#include "app/cli/Command.h"
#include "app/cli/TraceFormat.h"
#include "runtime/stream/OutputFile.h"
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
        .usage = "RECORDING [--format text|jsonl|perfetto|html] [-o FILE] [--summary]",
        .summary = "Prints a recording to stdout, running nothing. Of a damaged one it prints what is readable and ends with 1.",
        .options = {{"format", 'f', "FORMAT", "text (a timeline to read, the default), jsonl, perfetto or html (a page that plays it)", {"text", "jsonl", "perfetto", "html"}},
                    {"output", 'o', "FILE", "a file instead of stdout; .jsonl, .txt, .pftrace or .html also says its format"},
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

int complain(const std::string& sentence)
{
    fprintf(stderr, "loopscope show: %s\n", sentence.c_str());
    return kExitDamaged;
}

TraceFormat formatOf(const ParsedCommand& command, const std::string& output)
{
    if (const auto named = traceFormatFromName(command.value("format").value_or(""))) return *named;
    return traceFormatOfFile(output).value_or(TraceFormat::Text);
}

/// What went wrong; a reader that has enough is no fault.
std::string written(const Recording& recording, TraceFormat format, const std::string& output)
{
    if (output.empty()) {
        if (writeTrace(recording, format, descriptorSink(STDOUT_FILENO)) || errno == EPIPE) return {};
        return std::string("cannot write to stdout: ") + strerror(errno);
    }
    OutputFile file(output, OutputFile::Appears::WhenWhole);
    const bool good = writeTrace(recording, format, [&](std::string_view bytes) { return file.write(bytes); }) && file.commit();
    return good ? std::string() : file.error();
}

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
    const std::string output = command.value("output").value_or("");
    if (command.has("output") && output.empty()) command.fail("-o needs the name of a file");
    const TraceFormat format = formatOf(command, output);
    if (format == TraceFormat::Loopscope) command.fail("'" + output + "' would be a recording, and there is one: copy it");
    if (const auto code = answered(showSpec(), command)) return *code;

    const std::string& path = command.operands()[0];
    if (command.has("summary")) return showSummary(path);
    const LoadedRecording loaded = loadRecording(path);
    if (!loaded.recording) return complain(loaded.error);
    if (const std::string why = refusal(*loaded.recording, format); !why.empty()) return complain("'" + path + "': " + why);
    if (const std::string error = written(*loaded.recording, format, output); !error.empty()) return complain(error);
    const auto damages = loaded.recording->damages();
    if (damages.empty()) return 0;
    fprintf(stderr, "%s\n", damageLine(path, damages).c_str());
    return kExitDamaged;
}

} // namespace loopscope
