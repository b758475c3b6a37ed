#include "runtime/probes/LoopPhases.h"

#include "runtime/probes/Tricks.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

template <class Handle>
LoopPhases& self(Handle* handle)
{
    return *static_cast<LoopPhases*>(handle->data);
}

void moveToTail(uv__queue& node, uv__queue& list)
{
    node.prev->next = node.next;
    node.next->prev = node.prev;
    node.prev = list.prev;
    node.next = &list;
    list.prev->next = &node;
    list.prev = &node;
}

// That libuv's list is the ring of handles that moveToTail takes it for.
bool isHead(const uv__queue& node, const uv__queue& list)
{
    return list.next == &node && node.prev == &list && node.next->prev == &node;
}

} // namespace

LoopPhases::LoopPhases(ThreadRecorder& recorder, uv_loop_t* loop) : m_recorder(recorder), m_loop(loop) {}

bool LoopPhases::start()
{
    uv_prepare_init(m_loop, &m_prepareFirst);
    uv_prepare_init(m_loop, &m_prepareLast);
    uv_check_init(m_loop, &m_checkFirst);
    uv_check_init(m_loop, &m_checkLast);
    uv_timer_init(m_loop, &m_timersMark);
    m_prepareFirst.data = m_prepareLast.data = m_checkFirst.data = m_checkLast.data = m_timersMark.data = this;
    uv_prepare_start(&m_prepareLast, onPrepareLast);
    uv_check_start(&m_checkLast, onCheckLast);
    m_inferred = !isAllowed(Trick::Loop) ||
        !isHead(m_prepareLast.queue, m_loop->prepare_handles) || !isHead(m_checkLast.queue, m_loop->check_handles);
    if (!m_inferred) {
        moveToTail(m_prepareLast.queue, m_loop->prepare_handles);
        moveToTail(m_checkLast.queue, m_loop->check_handles);
    }
    uv_prepare_start(&m_prepareFirst, onPrepareFirst);
    uv_check_start(&m_checkFirst, onCheckFirst);
    for (auto* handle : {reinterpret_cast<uv_handle_t*>(&m_prepareFirst),
                         reinterpret_cast<uv_handle_t*>(&m_prepareLast), reinterpret_cast<uv_handle_t*>(&m_checkFirst),
                         reinterpret_cast<uv_handle_t*>(&m_checkLast), reinterpret_cast<uv_handle_t*>(&m_timersMark)})
        uv_unref(handle);
    m_started = true;
    return !m_inferred;
}

void LoopPhases::enterMain(bool isWorker)
{
    m_pollGoesOn = isWorker;
    const std::uint64_t now = m_recorder.now();
    m_busySince = now;
    enter(Phase::Main, now);
    m_recorder.releaseHeld(); // the script's run is always told
}

void LoopPhases::leaveMain()
{
    m_recorder.catchUp();
    const std::uint64_t now = m_recorder.now();
    leave(now);
    m_longestBusy = now - m_busySince;
    armTimersMark();
    if (m_guessesOutside) outsideSeen();
}

void LoopPhases::finish()
{
    m_recorder.catchUp();
    leave(m_recorder.now());
    if (!m_started) return;
    m_started = false;
    uv_close(reinterpret_cast<uv_handle_t*>(&m_prepareFirst), nullptr);
    uv_close(reinterpret_cast<uv_handle_t*>(&m_prepareLast), nullptr);
    uv_close(reinterpret_cast<uv_handle_t*>(&m_checkFirst), nullptr);
    uv_close(reinterpret_cast<uv_handle_t*>(&m_checkLast), nullptr);
    uv_close(reinterpret_cast<uv_handle_t*>(&m_timersMark), nullptr);
}

Record LoopPhases::phaseRecord(Phase phase, std::uint16_t edge) const
{
    Record record;
    record.kind = RecordKind::Phase;
    record.detail = static_cast<std::uint8_t>(phase);
    record.flags = static_cast<std::uint16_t>(edge | (m_inferred ? RecordFlag::Inferred : 0));
    record.value = m_iteration;
    return record;
}

void LoopPhases::enter(Phase phase, std::uint64_t time)
{
    leave(time);
    m_inPhase = m_isFresh = true;
    m_phase = phase;
    m_phaseBegan = time;
    m_recorder.hold(time, phaseRecord(phase, RecordFlag::BeginEdge));
}

void LoopPhases::leave(std::uint64_t time)
{
    if (!m_inPhase) return;
    if (m_onLeave) m_onLeave(m_onLeaveSelf, time);
    m_inPhase = false;
    const bool isLong = !m_isGuess && time - m_phaseBegan >= kWorthTelling;
    m_isGuess = false;
    if (!isLong && m_recorder.dropHeld()) {
        m_asleep = 0;
        return;
    }
    Record end = phaseRecord(m_phase, RecordFlag::EndEdge);
    if (m_phase == Phase::Poll) end.id = m_asleep;
    m_asleep = 0;
    m_recorder.writeAt(time, end);
}

void LoopPhases::armTimersMark()
{
    const std::uint64_t now = m_loop->time;
    m_loop->time = 0;
    uv_timer_start(&m_timersMark, onTimersMark, 0, 0);
    m_loop->time = now;
}

void LoopPhases::onPrepareFirst(uv_prepare_t* handle)
{
    LoopPhases& my = self(handle);
    my.m_recorder.catchUp();
    const std::uint64_t now = my.m_recorder.now();
    const bool isCounted = my.isIn(Phase::Pending);
    my.leave(now);
    if (!isCounted) ++my.m_iteration;
    my.enter(Phase::Prepare, now);
}

void LoopPhases::onPrepareLast(uv_prepare_t* handle)
{
    LoopPhases& my = self(handle);
    my.m_recorder.catchUp();
    const std::uint64_t now = my.m_recorder.now();
    my.m_longestBusy = std::max(my.m_longestBusy, now - my.m_busySince);
    my.m_busySince = now;
    my.enter(Phase::Poll, now);
    if (my.m_beforePoll) my.m_beforePoll(my.m_beforePollSelf);
}

void LoopPhases::tellFirst()
{
    m_isFresh = false;
    m_onFirst(m_onFirstSelf, m_phase);
}

void LoopPhases::onCheckFirst(uv_check_t* handle)
{
    LoopPhases& my = self(handle);
    my.m_recorder.catchUp();
    my.enter(Phase::Check, my.m_recorder.now());
}

void LoopPhases::onCheckLast(uv_check_t* handle)
{
    LoopPhases& my = self(handle);
    my.m_recorder.catchUp();
    const std::uint64_t now = my.m_recorder.now();
    if (my.m_onIteration) my.m_onIteration(my.m_onIterationSelf, now);
    my.enter(Phase::Closing, now);
    my.armTimersMark();
}

void LoopPhases::onTimersMark(uv_timer_t* handle)
{
    LoopPhases& my = self(handle);
    my.m_recorder.catchUp();
    my.enter(Phase::Timers, my.m_recorder.now());
}

void LoopPhases::sleepBegins(std::uint64_t time)
{
    m_recorder.releaseHeld(); // who looks on must see that the loop sleeps
    if (isIn(Phase::Poll)) m_longestBusy = std::max(m_longestBusy, time - m_busySince);
}

void LoopPhases::sleepEnds(std::uint64_t began, std::uint64_t ended)
{
    m_asleep += ended - began;
    m_busySince = ended;
}

void LoopPhases::pendingSeen()
{
    if (!isIn(Phase::Timers)) return;
    m_recorder.catchUp();
    const std::uint64_t now = m_recorder.now();
    leave(now);
    ++m_iteration;
    enter(Phase::Pending, now);
}

void LoopPhases::timersSeen()
{
    if (isIn(Phase::Timers)) return;
    m_recorder.catchUp();
    enter(Phase::Timers, m_recorder.now());
}

void LoopPhases::checkSeen()
{
    if (!m_inferred || !isIn(Phase::Closing)) return;
    m_recorder.catchUp();
    enter(Phase::Check, m_recorder.now());
}

void LoopPhases::closingSeen()
{
    if (!m_inferred || !isIn(Phase::Check)) return;
    m_recorder.catchUp();
    enter(Phase::Closing, m_recorder.now());
}

void LoopPhases::workerScriptIsOver()
{
    if (!m_pollGoesOn) return;
    m_pollGoesOn = false;
    m_recorder.catchUp();
    enter(Phase::Poll, m_recorder.now());
}

void LoopPhases::outsideSeen()
{
    if (m_inPhase && m_phase != Phase::Timers && m_phase != Phase::Pending) return;
    m_recorder.catchUp();
    enter(Phase::Main, m_recorder.now());
    m_isGuess = true;
}

std::uint64_t LoopPhases::takeLongestBusy()
{
    return std::exchange(m_longestBusy, 0);
}

} // namespace loopscope
