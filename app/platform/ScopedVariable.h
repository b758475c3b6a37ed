#pragma once

#include <optional>
#include <string>

namespace loopscope {

/// Sets (or, with no value, unsets) an environment variable and puts it back as it was: for libraries that can be
/// told something in no other way, while the programs that we run must not see it.
///
/// Thread: main, while no program runs.
class ScopedVariable
{
public:
    ScopedVariable(const char* name, const std::optional<std::string>& value);
    ~ScopedVariable();
    ScopedVariable(const ScopedVariable&) = delete;
    ScopedVariable& operator=(const ScopedVariable&) = delete;

private:
    const char* const m_name;
    std::optional<std::string> m_before;
};

} // namespace loopscope
