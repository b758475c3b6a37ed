#include "runtime/host/ProcessRun.h"

#include "runtime/child/ChildAgent.h"
#include "runtime/host/Descendants.h"
#include "runtime/host/Terminal.h"
#include "runtime/host/TerminalReader.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace loopscope {

namespace {

using namespace std::chrono_literals;

constexpr int kStoppedCode = 143;          // as if by SIGTERM
constexpr int kCannotStartCode = 126;
constexpr auto kPatienceToStop = 400ms;    // from SIGTERM to SIGKILL
constexpr auto kBetweenKills = 50ms;

std::string ownNode()
{
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).string();
}

std::string valueOf(const std::vector<std::string>& environment, std::string_view name)
{
    for (const std::string& entry : environment)
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') return entry.substr(name.size() + 1);
    return {};
}

void put(std::vector<std::string>& environment, const std::string& name, const std::string& value)
{
    std::erase_if(environment, [&](const std::string& entry) { return entry.starts_with(name + '='); });
    environment.push_back(name + '=' + value);
}

/// "" where there is none.
std::string findExecutable(const std::string& name, const std::vector<std::string>& environment, const std::string& folder)
{
    if (name.empty()) return ownNode();
    if (name.find('/') != std::string::npos) {
        const std::string path = name.front() == '/' || folder.empty() ? name : folder + '/' + name;
        return access(path.c_str(), X_OK) == 0 ? path : std::string();
    }
    const std::string places = valueOf(environment, "PATH");
    for (std::size_t from = 0; from <= places.size();) {
        const std::size_t end = std::min(places.find(':', from), places.size());
        const std::string path = places.substr(from, end - from) + '/' + name;
        std::error_code ignored;
        if (access(path.c_str(), X_OK) == 0 && !std::filesystem::is_directory(path, ignored)) return path;
        from = end + 1;
    }
    return name == "node" ? ownNode() : std::string();
}

std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

RunInfo infoOf(const RunRequest& request)
{
    RunInfo info;
    info.script = request.script;
    info.argv = request.arguments;
    info.workingFolder = request.workingFolder;
    info.detail = DetailLevel::Off;
    const std::chrono::nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
    info.startedAtUnixNs = static_cast<std::uint64_t>(now.count());
    return info;
}

} // namespace

ProcessRun::ProcessRun(RunRequest request, ProgramRunner::Callbacks callbacks) : m_request(std::move(request)), m_callbacks(std::move(callbacks)), m_clock(RunClock::startNow())
{
    Collector::Options options;
    options.onProgress = m_callbacks.progressed;
    options.waitsForBegin = true;
    m_collector = std::make_unique<Collector>(std::make_shared<Recording>(infoOf(m_request)), std::move(options));
    m_producer = m_collector->addProducer(ThreadKind::Loop);
    m_terminal = std::make_unique<Terminal>();
    if (m_terminal->error().empty()) m_terminalReader = std::make_unique<TerminalReader>(*m_terminal, *m_collector);
    m_thread = std::thread([this] { work(); });
}

ProcessRun::~ProcessRun()
{
    stop();
    m_thread.join();
    if (m_stopper.joinable()) m_stopper.join();
}

void ProcessRun::work()
{
    if (m_terminalReader) m_terminalReader->begin(m_clock);
    m_collector->begin(m_clock.now());
    if (std::string why = launch(); !why.empty()) return finish({kCannotStartCode, ExitReason::Exit, std::move(why)});
    finish(waitForProcess());
}

std::vector<std::string> ProcessRun::environment() const
{
    std::vector<std::string> all;
    for (char** entry = environ; *entry; ++entry) all.emplace_back(*entry);
    for (const auto& [name, value] : m_request.environment) put(all, name, value);
    if (m_request.childAddress.empty()) return all;
    put(all, "NODE_OPTIONS", ChildAgent::optionsWithAgent(valueOf(all, "NODE_OPTIONS")));
    put(all, ChildAgent::kAddressVariable, m_request.childAddress);
    return all;
}

std::string ProcessRun::launch()
{
    if (!m_terminalReader) return m_terminal->error();
    std::vector<std::string> variables = environment();
    const std::string executable = findExecutable(m_request.runtime, variables, m_request.workingFolder);
    if (executable.empty()) return "There is no program " + m_request.runtime + " that could be started.";
    std::error_code error;
    if (!m_request.workingFolder.empty() && !std::filesystem::is_directory(m_request.workingFolder, error)) return "The working folder " + m_request.workingFolder + " is not there.";
    std::vector<std::string> words{m_request.runtime.empty() ? std::string("node") : m_request.runtime};
    words.insert(words.end(), m_request.nodeOptions.begin(), m_request.nodeOptions.end());
    if (!m_request.script.empty()) words.push_back(m_request.script);
    words.insert(words.end(), m_request.arguments.begin(), m_request.arguments.end());
    const std::vector<char*> argv = pointersTo(words), envp = pointersTo(variables);
    int told[2];
    if (pipe2(told, O_CLOEXEC) != 0) return std::string("No pipe could be made: ") + strerror(errno) + ".";
    std::unique_lock lock(m_mutex);
    const pid_t pid = m_stopRequested ? -1 : fork();
    if (pid == 0) { // nothing but what is safe between fork and exec
        setsid();
        m_terminal->takeOver();
        if (m_request.workingFolder.empty() || chdir(m_request.workingFolder.c_str()) == 0) {
            signal(SIGPIPE, SIG_DFL);
            sigset_t none;
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, nullptr);
            execve(executable.c_str(), argv.data(), envp.data());
        }
        const int why = errno;
        static_cast<void>(!write(told[1], &why, sizeof why));
        _exit(kCannotStartCode);
    }
    const int forkError = errno;
    close(told[1]);
    int why = 0;
    if (pid > 0) m_pid = pid;
    const bool stopped = m_stopRequested;
    lock.unlock();
    const bool failed = pid > 0 && read(told[0], &why, sizeof why) == sizeof why;
    close(told[0]);
    if (stopped) return "The program was stopped before it began.";
    if (pid < 0) return std::string("No process could be made: ") + strerror(forkError) + ".";
    if (!failed) return {};
    waitForProcess();
    return executable + " cannot be started: " + strerror(why) + ".";
}

RunResult ProcessRun::waitForProcess()
{
    int status = 0;
    while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {}
    std::scoped_lock lock(m_mutex);
    m_pid = 0;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (m_stopRequested) return {kStoppedCode, ExitReason::Stopped, "The program was stopped."};
    if (WIFSIGNALED(status)) return {code, ExitReason::Exit, std::string("The program was ended by a signal (") + strsignal(WTERMSIG(status)) + ")."};
    return {code, ExitReason::Exit, {}};
}

void ProcessRun::finish(RunResult result)
{
    if (m_terminalReader) m_terminalReader->finish();
    m_producer.ring->push({.time = m_clock.now(), .value = static_cast<std::uint32_t>(result.exitCode), .kind = RecordKind::Exit, .detail = static_cast<std::uint8_t>(result.reason)});
    m_collector->finish();
    {
        std::scoped_lock lock(m_mutex);
        m_result = std::move(result);
    }
    m_changed.notify_all();
    if (m_callbacks.ended) m_callbacks.ended();
}

void ProcessRun::stop()
{
    std::scoped_lock lock(m_mutex);
    if (std::exchange(m_stopRequested, true) || m_result || m_pid == 0) return;
    kill(-m_pid, SIGTERM); // with all that it has started in its session
    m_stopper = std::thread([this] {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, kPatienceToStop, [this] { return m_result.has_value(); });
        while (!m_result && m_pid != 0) {
            killDescendants(getpid());
            m_changed.wait_for(lock, kBetweenKills, [this] { return m_result.has_value(); });
        }
    });
}

bool ProcessRun::writeInput(std::string_view bytes) { return !result() && m_terminalReader && m_terminalReader->writeInput(bytes); }

void ProcessRun::closeInput()
{
    if (m_terminalReader) m_terminalReader->closeInput();
}

void ProcessRun::resizeTerminal(int columns, int rows) { m_terminal->resize(columns, rows); }

std::optional<RunResult> ProcessRun::result() const
{
    std::scoped_lock lock(m_mutex);
    return m_result;
}

bool ProcessRun::waitForEnd(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, timeout, [this] { return m_result.has_value(); });
}

} // namespace loopscope
