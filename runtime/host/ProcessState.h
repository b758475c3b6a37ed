#pragma once

#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace loopscope {

/// What a program may change of the whole process, as it was when this was made: environment variables, working
/// folder, umask, title. restore() puts it back, so that the next run and the window find it unchanged.
///
/// Thread: one that runs while no program does. Lifetime: a value.
class ProcessState
{
public:
    ProcessState();
    void restore() const;

private:
    std::vector<std::string> m_environment; // NAME=value, in order
    std::string m_workingFolder;
    std::string m_title;
    mode_t m_umask = 0;
};

} // namespace loopscope
