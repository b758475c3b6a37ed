#include "runtime/host/Descendants.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <utility>
#include <vector>

namespace loopscope {

namespace {

constexpr std::size_t kMostLooks = 20;

// Children are listed by the thread that made them.
void collectChildren(const std::filesystem::path& process, pid_t spared, std::vector<pid_t>& found)
{
    std::error_code ignored;
    for (const auto& task : std::filesystem::directory_iterator(process / "task", ignored)) {
        if (task.path().filename() == std::to_string(spared)) continue;
        std::ifstream children(task.path() / "children");
        for (pid_t child; children >> child;) {
            found.push_back(child);
            collectChildren("/proc/" + std::to_string(child), 0, found);
        }
    }
}

} // namespace

int killDescendants(pid_t spared)
{
    // A shell that makes a child between our look and our kill would leave it to nobody, out of our reach. So all are halted first: one
    // that is halted makes no more, and what it has made until then is found by the next look.
    std::vector<pid_t> found;
    for (std::size_t halted = 0, look = 0; look < kMostLooks; ++look) {
        found.clear();
        collectChildren("/proc/self", spared, found);
        for (const pid_t pid : found) kill(pid, SIGSTOP);
        if (std::exchange(halted, found.size()) == found.size()) break;
    }
    for (const pid_t pid : found) kill(pid, SIGKILL);
    return static_cast<int>(found.size());
}

void reapChildren(pid_t spared)
{
    std::error_code ignored;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
        if (task.path().filename() == std::to_string(spared)) continue;
        std::ifstream children(task.path() / "children");
        for (pid_t child; children >> child;) waitpid(child, nullptr, 0);
    }
}

} // namespace loopscope
