#include "runtime/probes/PollSleep.h"

#include "runtime/probes/ImportPatch.h"
#include "runtime/probes/LoopPhases.h"
#include "runtime/probes/Tricks.h"

#include <signal.h>
#include <sys/epoll.h>

#include <cerrno>

namespace loopscope {

namespace {

// That of the loop which runs on this thread, if it is watched.
thread_local __attribute__((tls_model("initial-exec"))) PollSleep* t_current = nullptr;

using EpollPwait = int (*)(int, epoll_event*, int, int, const sigset_t*);
EpollPwait g_original = nullptr;

} // namespace

struct EpollHook {
    static int wait(int fd, epoll_event* events, int maximum, int timeout, const sigset_t* mask)
    {
        PollSleep* const my = t_current;
        if (!my || fd != my->m_loop->backend_fd) return g_original(fd, events, maximum, timeout, mask);
        if (timeout == 0) {
            const int ready = g_original(fd, events, maximum, 0, mask);
            if (ready > 0 && my->m_onWake) my->m_onWake(my->m_onWakeSelf);
            return ready;
        }
        if (my->m_onSleep) my->m_onSleep(my->m_onSleepSelf);
        const std::uint64_t began = my->m_recorder.now();
        my->m_phases.sleepBegins(began);
        const int ready = g_original(fd, events, maximum, timeout, mask);
        const int error = errno;
        my->m_phases.sleepEnds(began, my->m_recorder.now());
        if (my->m_onWake) my->m_onWake(my->m_onWakeSelf);
        errno = error;
        return ready;
    }
};

bool PollSleep::isSupported()
{
    static const bool supported =
        isAllowed(Trick::Sleep) && ImportPatch::apply("epoll_pwait", reinterpret_cast<void*>(&EpollHook::wait),
                                                        reinterpret_cast<void**>(&g_original));
    return supported;
}

PollSleep::PollSleep(LoopPhases& phases, ThreadRecorder& recorder, uv_loop_t* loop)
    : m_phases(phases), m_recorder(recorder), m_loop(loop)
{
    if (isSupported()) t_current = this;
}

PollSleep::~PollSleep()
{
    stop();
}

void PollSleep::stop()
{
    if (t_current == this) t_current = nullptr;
}

} // namespace loopscope
