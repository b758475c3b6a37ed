#include "app/platform/ScopedVariable.h"

#include <cstdlib>

namespace loopscope {

namespace {

void assign(const char* name, const std::optional<std::string>& value)
{
    if (value)
        setenv(name, value->c_str(), 1);
    else
        unsetenv(name);
}

} // namespace

ScopedVariable::ScopedVariable(const char* name, const std::optional<std::string>& value) : m_name(name)
{
    if (const char* before = getenv(name)) m_before = before;
    assign(name, value);
}

ScopedVariable::~ScopedVariable() { assign(m_name, m_before); }

} // namespace loopscope
