#include "runtime/host/ProcessState.h"

#include <climits>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

namespace loopscope {

namespace {

std::vector<std::string> currentEnvironment()
{
    std::vector<std::string> entries;
    for (char** entry = environ; entry && *entry; ++entry) entries.emplace_back(*entry);
    return entries;
}

} // namespace

ProcessState::ProcessState() : m_environment(currentEnvironment())
{
    char path[PATH_MAX];
    if (getcwd(path, sizeof path)) m_workingFolder = path;
    char title[1024] = "";
    if (uv_get_process_title(title, sizeof title) == 0) m_title = title;
    m_umask = umask(0);
    umask(m_umask);
}

void ProcessState::restore() const
{
    if (currentEnvironment() != m_environment) {
        clearenv();
        for (const std::string& entry : m_environment) {
            const std::size_t equals = entry.find('=', 1);
            if (equals != std::string::npos) setenv(entry.substr(0, equals).c_str(), entry.c_str() + equals + 1, 1);
        }
    }
    if (!m_workingFolder.empty()) static_cast<void>(chdir(m_workingFolder.c_str()));
    umask(m_umask);
    char title[1024] = "";
    if (uv_get_process_title(title, sizeof title) == 0 && title != m_title) uv_set_process_title(m_title.c_str());
}

} // namespace loopscope
