#include "runtime/host/HiddenEnvironment.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unistd.h>

namespace loopscope {

namespace {

constexpr std::string_view kPrefix = "LOOPSCOPE_HIDDEN_";
constexpr std::string_view kHidden[] = {
    "NODE_OPTIONS=", "NODE_CHANNEL_FD=", "NODE_CHANNEL_SERIALIZATION_MODE=", "NODE_UNIQUE_ID=", "NODE_V8_COVERAGE=",
    "NODE_COMPILE_CACHE=", "NODE_TEST_CONTEXT=", "NODE_DEBUG=", "NODE_DEBUG_NATIVE=", "NODE_INSPECTOR_IPC=",
    "WATCH_REPORT_DEPENDENCIES=",
};

} // namespace

void hideNodeVariables()
{
    for (char** entry = environ; *entry; ++entry) {
        for (std::string_view name : kHidden) {
            if (!std::string_view(*entry).starts_with(name)) continue;
            // Never freed: it is part of the environment from now on.
            *entry = strdup((std::string(kPrefix) + *entry).c_str());
            break;
        }
    }
}

void restoreNodeVariables()
{
    for (char** entry = environ; *entry; ++entry)
        if (std::string_view(*entry).starts_with(kPrefix)) *entry += kPrefix.size();
}

} // namespace loopscope
