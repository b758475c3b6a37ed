#include "runtime/host/FatalErrors.h"

#include <csignal>
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

/// V8 ends a check of its own that failed with a trap, after it has printed why. The thread is where it called that, so it holds no lock
/// of the allocator's: what must be done can be done here.
void meetTrap(int number)
{
    if (t_onFatal) meet("V8", "a check of its own failed");
    signal(number, SIG_DFL);
    raise(number);
}

void catchTraps()
{
    struct sigaction action {};
    action.sa_handler = meetTrap;
    action.sa_flags = SA_NODEFER;
    for (const int number : {SIGTRAP, SIGILL}) sigaction(number, &action, nullptr);
}

} // namespace

void FatalErrors::install()
{
    static std::once_flag s_once;
    std::call_once(s_once, [] {
        node::SetAbortHandler(meet);
        catchTraps();
    });
}

void FatalErrors::guard(OnFatal f)
{
    t_onFatal = std::move(f);
}

} // namespace loopscope
