#pragma once

#include "runtime/probes/ThreadRecorder.h"

#include <uv.h>

namespace loopscope {

/// Tells in which phase its loop is, and writes the phases' beginnings and ends.
///
/// The trick: libuv runs prepare and check handles in the order of their lists, and a handle that is started is put at
/// the head. So one handle started last runs first, and one moved to the tail runs last; between the two the phase
/// lies. The timers phase is met by a timer that is due at time 0: it sorts before all others, fires in the very next
/// timers phase, and is gone before libuv computes how long it may sleep. All handles are unref'd: they keep no loop
/// alive.
///
/// A phase in which nothing was recorded and that took less than kWorthTelling is not written.
///
/// Thread: the loop's. Lifetime: must outlive the loop, since libuv holds the handles until it is closed.
class LoopPhases
{
public:
    static constexpr std::uint64_t kWorthTelling = 20'000; ///< ns

    LoopPhases(ThreadRecorder& recorder, uv_loop_t* loop);
    LoopPhases(const LoopPhases&) = delete;
    LoopPhases& operator=(const LoopPhases&) = delete;

    /// Starts the handles. False if libuv's lists are not as assumed; phases then have inexact borders (isInferred()).
    bool start();
    bool isInferred() const { return m_inferred; }
    /// The script's own run begins. A worker's is a callback of its poll phase, which goes on afterwards.
    void enterMain(bool isWorker);
    /// The loop comes next.
    void leaveMain();
    /// The program is over.
    void finish();

    // What other probes see of the phases.
    void sleepBegins(std::uint64_t time);
    void sleepEnds(std::uint64_t began, std::uint64_t ended);
    /// A callback that no timer made runs after the timers and before `prepare`: the pending phase of the next
    /// iteration.
    void pendingSeen();
    /// Node runs its timers. This is also how the timers are met that uv_run runs before its loop when it is called
    /// again.
    void timersSeen();
    /// The callback in which a worker's script ran has ended, ticks and all: the poll phase goes on.
    void workerScriptIsOver();
    /// Node itself enters JavaScript: it is outside the loop ('beforeExit', 'exit'), unless timersSeen() follows.
    void outsideSeen();

    /// Called at the end of each check phase, a few times a second at most by the metrics.
    using OnIteration = void (*)(void* self, std::uint64_t time);
    void setOnIteration(OnIteration f, void* self)
    {
        m_onIteration = f;
        m_onIterationSelf = self;
    }

    /// Called before a phase's end is told, with its time.
    using OnLeave = void (*)(void* self, std::uint64_t time);
    void setOnLeave(OnLeave f, void* self)
    {
        m_onLeave = f;
        m_onLeaveSelf = self;
    }

    /// Called before the first callback of each phase but `main`, and before anything is told of it.
    using OnFirst = void (*)(void* self, Phase phase);
    void setOnFirst(OnFirst f, void* self)
    {
        m_onFirst = f;
        m_onFirstSelf = self;
    }
    /// A callback comes; told by who sees it, before its time is taken.
    void callbackComes()
    {
        ++m_callbacks;
        if (m_onFirst && m_isFresh && m_inPhase && m_phase != Phase::Main) tellFirst();
    }

    std::uint64_t callbacks() const { return m_callbacks; } ///< that have come: the loop may wake without any
    /// Called at the end of each prepare phase, when nothing is left to run before the loop asks the kernel.
    using BeforePoll = void (*)(void* self);
    void setBeforePoll(BeforePoll f, void* self)
    {
        m_beforePoll = f;
        m_beforePollSelf = self;
    }

    // With inexact borders: a callback that runs in this phase only.
    void checkSeen();
    void closingSeen();
    /// There is nobody to call outsideSeen(): what comes after the script and before a phase is outside.
    void guessOutside() { m_guessesOutside = true; }

    bool isIn(Phase phase) const { return m_inPhase && m_phase == phase; }
    std::uint32_t iteration() const { return m_iteration; }
    /// ns for which the loop was busy without a look at the kernel, at most, since the last call.
    std::uint64_t takeLongestBusy();

private:
    void enter(Phase phase, std::uint64_t time);
    void leave(std::uint64_t time);
    void armTimersMark();
    void tellFirst();
    Record phaseRecord(Phase phase, std::uint16_t edge) const;

    static void onPrepareFirst(uv_prepare_t*);
    static void onPrepareLast(uv_prepare_t*);
    static void onCheckFirst(uv_check_t*);
    static void onCheckLast(uv_check_t*);
    static void onTimersMark(uv_timer_t*);

    ThreadRecorder& m_recorder;
    uv_loop_t* const m_loop;
    bool m_started = false;
    bool m_pollGoesOn = false; ///< after the script of a worker
    bool m_inferred = false;
    bool m_inPhase = false;
    bool m_guessesOutside = false;
    bool m_isFresh = false; ///< no callback has come in this phase yet
    bool m_isGuess = false; ///< of outsideSeen(): written only if something happens in it
    Phase m_phase = Phase::Main;
    std::uint32_t m_iteration = 0;
    std::uint64_t m_callbacks = 0;
    std::uint64_t m_phaseBegan = 0;
    std::uint64_t m_asleep = 0;
    std::uint64_t m_busySince = 0;
    std::uint64_t m_longestBusy = 0;
    OnIteration m_onIteration = nullptr;
    void* m_onIterationSelf = nullptr;
    OnLeave m_onLeave = nullptr;
    void* m_onLeaveSelf = nullptr;
    OnFirst m_onFirst = nullptr;
    void* m_onFirstSelf = nullptr;
    BeforePoll m_beforePoll = nullptr;
    void* m_beforePollSelf = nullptr;
    uv_prepare_t m_prepareFirst, m_prepareLast;
    uv_check_t m_checkFirst, m_checkLast;
    uv_timer_t m_timersMark;
};

} // namespace loopscope
