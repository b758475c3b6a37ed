#include "app/cli/TraceRun.h"

#include "app/cli/Command.h"
#include "runtime/stream/OutputFile.h"
#include "runtime/stream/RecordingSaver.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <signal.h>
#include <unistd.h>

namespace loopscope {

namespace {

using namespace std::chrono_literals;

std::atomic<int> signalSeen = 0;

/// While it lives, SIGINT and SIGTERM are noted instead of ending the process.
class SignalsNoted
{
public:
    SignalsNoted()
    {
        signalSeen = 0;
        struct sigaction action {};
        action.sa_handler = [](int number) { signalSeen = number; };
        sigaction(SIGINT, &action, &m_interrupt);
        sigaction(SIGTERM, &action, &m_terminate);
    }
    ~SignalsNoted()
    {
        sigaction(SIGINT, &m_interrupt, nullptr);
        sigaction(SIGTERM, &m_terminate, nullptr);
    }
    SignalsNoted(const SignalsNoted&) = delete;
    SignalsNoted& operator=(const SignalsNoted&) = delete;

private:
    struct sigaction m_interrupt {}, m_terminate {};
};

void complain(const std::string& sentence) { fprintf(stderr, "loopscope trace: %s\n", sentence.c_str()); }

// As node looks for a main script: also without its ending, and the index of a folder.
bool scriptIsThere(const std::string& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) || std::filesystem::exists(path + ".js", ignored);
}

void waitForEnd(ProgramRun& run, std::optional<double> maxSeconds)
{
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    bool stopped = false;
    while (!run.waitForEnd(20ms)) {
        const bool late = maxSeconds && std::chrono::duration<double>(Clock::now() - start).count() >= *maxSeconds;
        if (stopped || (!late && !signalSeen)) continue;
        run.stop();
        stopped = true;
    }
}

bool neverBegan(const Recording& recording) { return recording.size() <= 1; } // its exit only

/// What node itself has not told on stderr.
void tellReport(const RunResult& result, const Recording& recording)
{
    const bool nodeToldIt = result.reason == ExitReason::Exit || result.reason == ExitReason::Uncaught;
    const bool askedFor = result.reason == ExitReason::Stopped;
    if (!result.report.empty() && (neverBegan(recording) || !nodeToldIt) && !askedFor) complain(result.report);
}

bool writeFile(const Recording& recording, const TraceWish& wish)
{
    if (const std::string why = refusal(recording, wish.format); !why.empty()) {
        complain("there is no '" + wish.output + "': " + why);
        return false;
    }
    OutputFile file(wish.output, OutputFile::Appears::WhenWhole);
    const bool good = writeTrace(recording, wish.format, [&](std::string_view bytes) { return file.write(bytes); }) && file.commit();
    if (!good) complain(file.error());
    return good;
}

bool writeToStdout(const Recording& recording, TraceFormat format)
{
    if (writeTrace(recording, format, descriptorSink(STDOUT_FILENO)) || errno == EPIPE) return true;
    complain(std::string("cannot write the trace to stdout: ") + strerror(errno));
    return false;
}

} // namespace

const CommandSpec& traceSpec()
{
    static const CommandSpec spec{
        .name = "trace",
        .usage = "[options] [node options] SCRIPT [args...]",
        .summary = "Runs a script and records what its event loop does. The script's own output stays where it is;\n"
                   "the trace follows on stdout after the script has ended, or goes to a file.",
        .options = {{"detail", 'd', "LEVEL", "monitor (phases, metrics), trace (and callbacks: the default) or lesson (and calls)",
                     {"monitor", "trace", "lesson"}},
                    {"format", 'f', "FORMAT", "text (a timeline to read, the default), jsonl; with -o also loopscope, perfetto (opens in ui.perfetto.dev) or html (a page that plays it)",
                     {"loopscope", "jsonl", "text", "perfetto", "html"}},
                    {"output", 'o', "FILE", "where the trace goes; .loopscope, .jsonl, .txt, .pftrace or .html also says its format"},
                    {"max-seconds", 0, "N", "ends the script after so long"},
                    {"max-events", 0, "N", "records no more than so many; the script goes on"},
                    {"keep-last", 0, "N", "holds the recording to the last N events, or up to twice as many; older ones are counted as lost"}},
        .leastOperands = 1,
        .operand = "SCRIPT",
        .optionsEndAtOperand = true,
    };
    return spec;
}

TraceWish traceWish(ParsedCommand& command)
{
    TraceWish wish;
    wish.output = command.value("output").value_or("");
    if (command.has("output") && wish.output.empty()) command.fail("-o needs the name of a file");
    wish.format = traceFormatFromName(command.value("format").value_or(""))
                      .value_or(wish.output.empty() ? TraceFormat::Text
                                                    : traceFormatOfFile(wish.output).value_or(TraceFormat::Loopscope));
    if (!isText(wish.format) && wish.output.empty())
        command.fail("--format " + std::string(name(wish.format)) + " is nothing to read here: say with -o which file it shall go to");
    wish.maxSeconds = command.positive("max-seconds");
    wish.request.maxRecords = command.number("max-events", 1).value_or(0);
    wish.request.keepLast = command.number("keep-last", 1).value_or(0);
    if (wish.request.maxRecords && wish.request.keepLast) command.fail("--max-events keeps the first events and --keep-last the last ones: give one of them");
    wish.request.detail = detailLevelFromName(command.value("detail").value_or("trace")).value_or(DetailLevel::Trace);
    wish.request.ownTerminal = false;
    if (command.error().empty() && !command.wantsHelp()) {
        std::error_code ignored;
        wish.request.script = std::filesystem::absolute(command.operands()[0], ignored).lexically_normal().string();
        wish.request.arguments.assign(command.operands().begin() + 1, command.operands().end());
    }
    return wish;
}

int runTrace(const TraceWish& wish, ProgramRunner& runner)
{
    SignalsNoted signals;
    if (!wish.output.empty()) { // a place that cannot be written to is told before anything runs
        if (OutputFile probe(wish.output, OutputFile::Appears::WhenWhole); !probe.error().empty()) {
            complain(probe.error());
            return kExitDamaged;
        }
    }
    if (!scriptIsThere(wish.request.script)) {
        complain("there is no script '" + wish.request.script + "'");
        return kExitDamaged;
    }
    const auto run = runner.start(wish.request, {});
    std::optional<RecordingSaver> saver;
    const bool saves = wish.format == TraceFormat::Loopscope;
    if (saves && !wish.request.keepLast) saver.emplace(run->recording(), wish.output, OutputFile::Appears::WhenWhole);
    waitForEnd(*run, wish.maxSeconds);
    const auto recording = run->recording();
    if (saves && !saver) saver.emplace(recording, wish.output, OutputFile::Appears::WhenWhole);
    const RunResult result = run->result().value_or(RunResult{});
    tellReport(result, *recording);
    if (neverBegan(*recording) && result.exitCode != 0) return result.exitCode; // nothing to tell of

    bool good = true;
    if (saver) {
        good = saver->finish();
        if (!good) complain(saver->error());
    } else {
        good = wish.output.empty() ? writeToStdout(*recording, wish.format) : writeFile(*recording, wish);
    }
    // As a shell sees a node that the signal has ended.
    const int code = result.reason == ExitReason::Stopped && signalSeen ? 128 + signalSeen : result.exitCode;
    return good || code != 0 ? code : kExitDamaged;
}

} // namespace loopscope
