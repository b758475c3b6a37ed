// A native module for tests: runs programs in the carrying node's process through InProcessRunner and tells on the
// original stdout what came of them.
//
// usage: node HostDriver.cjs run KEY=VALUE... [run KEY=VALUE...]...
// script= arg= option= env= cwd= heap= memory= detail= terminal=no   describe a run
// input=TEXT       typed once the program has written something; eof=yes closes the input after it
// stop-after=TEXT  stops the run once its output has that text; stop-at-once=yes right after the start
// inspect=JSON     a message of a debugger's, before the program begins; paused=JSON one for each time that it is paused, the last again and
//                  again. stop-in=QUEUE: in its callbacks; stop-in=main: at the first line. What the program says is printed, scripts left out. wait=yes: it does not begin
// snapshot=FILE    of the heap, once the program has written something; snapshot-when-full=FILE once it is full; cancel=text|heap gives it up while
//                  V8 writes it or looks at the heap. What came of it is printed
// times=N          the whole run N times
// state=yes        before and after all runs: threads, open files, working folder, umask, title

#include "runtime/host/InProcessRunner.h"
#include "runtime/host/NodeProcess.h"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <node.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

namespace {

using namespace loopscope;

struct Step {
    RunRequest request;
    std::string input, stopAfter, snapshot, snapshotWhenFull, cancel;
    std::vector<std::string> inspect, paused;
    std::uint32_t stops = 0;
    bool closeInput = false, stopAtOnce = false, waits = false;
    int times = 1;
};

class Follower final : public HeapSnapshotFollower
{
public:
    explicit Follower(std::string cancel) : m_cancel(std::move(cancel)) {}
    bool progressed(double part) override { return ++m_steps, m_part = part, m_cancel != "heap" || part == 0; }
    bool wrote(std::string_view text) override { return m_bytes += text.size(), m_cancel != "text"; }
    void wroteAll() override { m_isWhole = true; }
    void ended(const std::string& problem) override { m_problem = problem, ++m_ends; }
    void print(const std::string& path) const
    {
        std::error_code none;
        const auto size = std::filesystem::file_size(path, none);
        printf("snapshot ends=%d part=%.1f steps=%s whole=%d told=%s problem=%s\n", m_ends, m_part, m_steps > 2 ? "many" : "few", m_isWhole,
               none ? "no file" : size == m_bytes ? "as the file" : "other", m_problem.c_str());
    }

private:
    const std::string m_cancel;
    int m_steps = 0, m_ends = 0;
    double m_part = -1;
    std::uintmax_t m_bytes = 0;
    bool m_isWhole = false;
    std::string m_problem;
};

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\\')
            out += "\\\\";
        else
            out += c;
    }
    return out;
}

std::string output(const Recording& recording, RecordKind kind)
{
    std::string text;
    for (std::uint64_t i = 0, n = recording.size(); i < n; ++i)
        if (recording.at(i).kind == kind) text += recording.dictionary().text(recording.at(i).text());
    return text;
}

// Processes that a thread of this one has started and that are not gone.
int countOfChildren()
{
    int count = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream children(task.path() / "children");
        for (int pid; children >> pid;) ++count;
    }
    return count;
}

int countOf(const char* folder)
{
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
}

void printState(const char* when)
{
    std::string resident;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) resident = std::to_string(std::atoi(line.c_str() + 6));
    const mode_t mask = umask(0);
    umask(mask);
    char title[256] = "";
    uv_get_process_title(title, sizeof title);
    printf("state %s threads=%d files=%d children=%d cwd=%s umask=%o env=%s title=%s kb=%s\n", when, countOf("/proc/self/task"), countOf("/proc/self/fd"), countOfChildren(),
           std::filesystem::current_path().c_str(), mask, getenv("HOST_DRIVER") ? getenv("HOST_DRIVER") : "", title, resident.c_str());
    fflush(stdout);
}

void perform(const Step& step)
{
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t progress = 0;
    bool ended = false;
    InProcessRunner runner;
    const auto notify = [&](auto change) {
        std::scoped_lock lock(mutex);
        change();
        changed.notify_all();
    };
    const auto begun = std::chrono::steady_clock::now();
    std::deque<std::string> said;
    ProgramRunner::Callbacks callbacks{[&] { notify([&] { ++progress; }); }, [&] { notify([&] { ended = true; }); }, {}};
    if (!step.inspect.empty()) callbacks.inspected = [&](std::string_view message) { notify([&] { said.emplace_back(message); }); };
    const auto run = runner.start(step.request, std::move(callbacks));
    const auto follower = std::make_shared<Follower>(step.cancel);
    if (!step.snapshotWhenFull.empty()) run->takeHeapSnapshot(step.snapshotWhenFull, follower, HeapSnapshotMoment::HeapIsFull);
    bool asksForSnapshot = !step.snapshot.empty();
    auto stoppedAt = begun;
    if (step.stopAtOnce) run->stop();
    bool typed = step.input.empty() && !step.closeInput, stopped = step.stopAfter.empty();
    if (step.stops) run->callbackStops()->queues = step.stops;
    std::size_t asked = 0, answers = 0, pauses = 0;
    std::string heard;
    std::unique_lock lock(mutex);
    while (!ended) {
        for (; asked < step.inspect.size(); ++asked) run->inspect(step.inspect[asked]);
        for (; !said.empty(); said.pop_front()) {
            if (said.front().find("Debugger.scriptParsed") == std::string::npos) heard += "cdp " + escaped(said.front()) + "\n";
            if (said.front().starts_with("{\"id\":")) ++answers;
            if (said.front().find("\"Debugger.paused\"") == std::string::npos || step.paused.empty()) continue;
            run->inspect(step.paused[std::min(pauses++, step.paused.size() - 1)]);
        }
        if (answers >= step.inspect.size() && answers > 0 && !step.waits) run->letGo();
        const std::uint64_t seen = progress;
        const std::string written = output(*run->recording(), RecordKind::Stdout) + output(*run->recording(), RecordKind::Stderr);
        if (!typed && !written.empty()) {
            run->writeInput(step.input);
            if (step.closeInput) run->closeInput();
            typed = true;
        }
        if (asksForSnapshot && !written.empty()) asksForSnapshot = !run->takeHeapSnapshot(step.snapshot, follower);
        if (!stopped && written.find(step.stopAfter) != std::string::npos) {
            stoppedAt = std::chrono::steady_clock::now();
            run->stop();
            stopped = true;
        }
        changed.wait(lock, [&] { return ended || progress != seen || !said.empty(); });
    }
    lock.unlock();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - stoppedAt).count();
    const RunResult result = *run->result();
    const std::string reason(name(result.reason));
    printf("ended code=%d reason=%s after-stop-ms=%lld records=%llu complete=%d\n", result.exitCode, reason.c_str(), static_cast<long long>(ms),
           static_cast<unsigned long long>(run->recording()->size()), run->recording()->isComplete());
    fputs(heard.c_str(), stdout);
    for (std::uint64_t i = 0; i < run->recording()->size(); ++i)
        if (const Record r = run->recording()->at(i); r.kind == RecordKind::Op && run->recording()->dictionary().type(r.type) == "v8.heapSnapshot")
            printf("snapshot is recorded: %s\n", std::string(name(r.opState())).c_str());
    for (const std::string& path : {step.snapshot, step.snapshotWhenFull})
        if (!path.empty()) follower->print(path);
    printf("report %s\n", escaped(result.report).c_str());
    printf("stdout %s\n", escaped(output(*run->recording(), RecordKind::Stdout)).c_str());
    printf("stderr %s\n", escaped(output(*run->recording(), RecordKind::Stderr)).c_str());
    fflush(stdout);
}

std::uint32_t stopBit(std::string_view what)
{
    for (int q = 0; q < kQueueCount; ++q)
        if (name(static_cast<Queue>(q)) == what) return CallbackStops::bit(static_cast<Queue>(q));
    return CallbackStops::kMainScript;
}

void set(Step& step, bool& state, const std::string& key, const std::string& value)
{
    RunRequest& r = step.request;
    if (key == "script") r.script = value;
    else if (key == "arg") r.arguments.push_back(value);
    else if (key == "option") r.nodeOptions.push_back(value);
    else if (key == "env") r.environment.emplace_back(value.substr(0, value.find('=')), value.substr(value.find('=') + 1));
    else if (key == "cwd") r.workingFolder = value;
    else if (key == "heap") r.heapLimitMb = static_cast<std::uint32_t>(std::stoi(value));
    else if (key == "memory") r.memoryLimitMb = static_cast<std::uint32_t>(std::stoi(value));
    else if (key == "detail") r.detail = detailLevelFromName(value).value_or(DetailLevel::Off);
    else if (key == "terminal") r.ownTerminal = value != "no";
    else if (key == "input") step.input = value;
    else if (key == "snapshot") step.snapshot = value;
    else if (key == "snapshot-when-full") step.snapshotWhenFull = value;
    else if (key == "cancel") step.cancel = value;
    else if (key == "inspect") step.inspect.push_back(value);
    else if (key == "paused") step.paused.push_back(value);
    else if (key == "stop-in") step.stops |= stopBit(value);
    else if (key == "wait") step.waits = true;
    else if (key == "eof") step.closeInput = true;
    else if (key == "stop-after") step.stopAfter = value;
    else if (key == "stop-at-once") step.stopAtOnce = true;
    else if (key == "times") step.times = std::stoi(value);
    else if (key == "state") state = true;
    else { fprintf(stderr, "HostDriver: what is %s?\n", key.c_str()); exit(2); }
}

void main(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    NodeProcess::attach(node::GetCurrentEnvironment(context));
    std::vector<Step> steps;
    bool state = false;
    const auto list = info[0].As<v8::Array>();
    for (std::uint32_t i = 0; i < list->Length(); ++i) {
        const std::string word = *v8::String::Utf8Value(isolate, list->Get(context, i).ToLocalChecked());
        if (word == "run") {
            steps.emplace_back().request.detail = DetailLevel::Off;
            continue;
        }
        const std::size_t equals = word.find('=');
        set(steps.back(), state, word.substr(0, equals), word.substr(equals + 1));
    }
    bool first = state;
    if (state) printState("before");
    for (const Step& step : steps)
        for (int i = 0; i < step.times; ++i) {
            perform(step);
            if (std::exchange(first, false)) printState("first");
        }
    if (state) printState("after");
}

} // namespace

NODE_MODULE_INIT(/* exports, module, context */)
{
    static_cast<void>(module);
    const auto name = v8::String::NewFromUtf8Literal(v8::Isolate::GetCurrent(), "main");
    exports->Set(context, name, v8::Function::New(context, main).ToLocalChecked()).Check();
}
