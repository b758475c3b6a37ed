#pragma once

#include <cstdint>

#include <uv.h>

namespace loopscope {

class LoopPhases;
class ThreadRecorder;

/// Tells how long, within the poll phase, the loop really slept in the kernel.
///
/// The trick: the slot through which node calls epoll_pwait holds a function of ours, which looks whether the call is
/// that of a watched loop, on its own thread, with a time-out. (libuv first looks without one; only a call that may
/// sleep counts.) Where that cannot be done, poll's end says 0 ns asleep and the phase is longer than its work.
///
/// Thread: the loop's. Lifetime: as long as the loop's probes.
class PollSleep
{
public:
    /// Called on the loop's thread when the loop has work from the kernel, before any of its callbacks.
    using OnWake = void (*)(void* self);

    PollSleep(LoopPhases& phases, ThreadRecorder& recorder, uv_loop_t* loop);
    ~PollSleep();
    PollSleep(const PollSleep&) = delete;
    PollSleep& operator=(const PollSleep&) = delete;

    /// Whether sleep can be seen in this process at all.
    static bool isSupported();
    /// Called on the loop's thread when it is about to sleep.
    using OnSleep = void (*)(void* self);
    void setOnSleep(OnSleep onSleep, void* self)
    {
        m_onSleep = onSleep;
        m_onSleepSelf = self;
    }
    void setOnWake(OnWake onWake, void* self)
    {
        m_onWake = onWake;
        m_onWakeSelf = self;
    }
    /// No more is told; called before the environment is destroyed.
    void stop();

private:
    friend struct EpollHook;
    LoopPhases& m_phases;
    ThreadRecorder& m_recorder;
    uv_loop_t* const m_loop;
    OnSleep m_onSleep = nullptr;
    void* m_onSleepSelf = nullptr;
    OnWake m_onWake = nullptr;
    void* m_onWakeSelf = nullptr;
};

} // namespace loopscope
