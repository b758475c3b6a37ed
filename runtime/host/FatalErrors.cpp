#include "runtime/host/FatalErrors.h"

#include <mutex>
#include <node.h>
#include <unistd.h>

namespace loopscope {

namespace {

thread_local FatalErrors::OnFatal t_onFatal;

void meet(const char* location, const char* message)
{
    if (!t_onFatal) return; // node ends the process
    const auto onFatal = std::move(t_onFatal);
    t_onFatal = nullptr;
    onFatal(location ? location : "", message ? message : "");
    for (;;) pause();
}

} // namespace

void FatalErrors::install()
{
    static std::once_flag s_once;
    std::call_once(s_once, [] { node::SetAbortHandler(meet); });
}

void FatalErrors::guard(OnFatal f)
{
    t_onFatal = std::move(f);
}

} // namespace loopscope
