#pragma once

#include "runtime/events/Record.h"
#include "runtime/probes/Ids.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Ring.h"

namespace loopscope {

/// The one way by which the probes of a thread put records into its ring.
///
/// Some facts are found a moment after they happened: V8 tells nobody when it puts a job on the microtask queue, so the
/// probe that reads the queue looks at it before each further record. It hangs in here, so that the records of a
/// thread stand in the order of the facts whichever probe writes them.
///
/// Thread: the one it records, only. Lifetime: as long as that thread's probes; the ring outlives it.
class ThreadRecorder
{
public:
    using CatchUp = void (*)(void* self);

    ThreadRecorder(Ring& ring, const RunClock& clock, std::uint16_t thread) : m_ring(ring), m_clock(clock), m_thread(thread) {}
    ThreadRecorder(const ThreadRecorder&) = delete;
    ThreadRecorder& operator=(const ThreadRecorder&) = delete;

    /// Writes the record with the present time.
    void write(Record record) noexcept
    {
        catchUp();
        record.time = m_clock.now();
        push(record);
    }

    /// Tells what is older and not yet told. Whoever needs a time before it knows the record calls this first.
    void catchUp() noexcept
    {
        if (m_catchUp) m_catchUp(m_catchUpSelf);
    }

    /// Writes a record whose time was taken since the last catchUp(); for those who called it, or are called by it.
    void writeAt(std::uint64_t time, Record record) noexcept
    {
        record.time = time;
        push(record);
    }

    /// Keeps a record back until another one is written: the beginning of a phase in which perhaps nothing happens.
    /// One at a time; a second one takes the place of the first.
    void hold(std::uint64_t time, Record record) noexcept
    {
        m_held = record;
        m_held.time = time;
        m_isHolding = true;
    }
    /// True if the record held was dropped, false if it has been written meanwhile.
    bool dropHeld() noexcept
    {
        const bool dropped = m_isHolding;
        m_isHolding = false;
        return dropped;
    }
    void releaseHeld() noexcept
    {
        if (!m_isHolding) return;
        m_isHolding = false;
        m_ring.push(m_held);
    }

    std::uint64_t now() const noexcept { return m_clock.now(); }

    /// What V8 follows up at once by itself, so that the next fact needs no look at the clock.
    enum class Moment : std::uint8_t {
        None,
        PromiseMade, ///< an async function begins
        JobBegun,    ///< an await is over
        Left,        ///< an async function awaits or ends: it touches promises now
    };
    /// The record just written is of this moment. Good until the next one is written.
    void noteMoment(Moment moment, std::uint64_t time) noexcept
    {
        m_moment = moment;
        m_momentTime = time;
    }
    /// The time of that record if nothing but `moment` has been since, the present time otherwise. Good for once.
    std::uint64_t takeMoment(Moment moment) noexcept
    {
        const bool isSame = m_moment == moment;
        m_moment = Moment::None;
        return isSame ? m_momentTime : now();
    }
    void dropMoment() noexcept { m_moment = Moment::None; }

    std::uint16_t thread() const noexcept { return m_thread; }
    std::uint64_t id(IdSpace space, std::uint64_t sequence) const noexcept { return makeId(space, m_thread, sequence); }

    void setCatchUp(CatchUp catchUp, void* self)
    {
        m_catchUp = catchUp;
        m_catchUpSelf = self;
    }

    /// Called before each Begin, End and Phase is written, with what is about to be: what a callback left open is closed then.
    using AtBoundary = void (*)(void* self, const Record& next);
    void setAtBoundary(AtBoundary atBoundary, void* self)
    {
        m_atBoundary = atBoundary;
        m_atBoundarySelf = self;
    }

private:
    void push(const Record& record) noexcept
    {
        m_moment = Moment::None;
        if (m_atBoundary && (record.kind == RecordKind::Begin || record.kind == RecordKind::End || record.kind == RecordKind::Phase))
            m_atBoundary(m_atBoundarySelf, record);
        releaseHeld();
        m_ring.push(record);
    }

    Ring& m_ring;
    const RunClock m_clock;
    const std::uint16_t m_thread;
    bool m_isHolding = false;
    Moment m_moment = Moment::None;
    std::uint64_t m_momentTime = 0;
    Record m_held;
    CatchUp m_catchUp = nullptr;
    void* m_catchUpSelf = nullptr;
    AtBoundary m_atBoundary = nullptr;
    void* m_atBoundarySelf = nullptr;
};

} // namespace loopscope
