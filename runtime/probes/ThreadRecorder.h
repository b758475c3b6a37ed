#pragma once

#include "runtime/events/Record.h"
#include "runtime/probes/Ids.h"
#include "runtime/probes/RunClock.h"
#include "runtime/stream/Ring.h"

#include <array>
#include <atomic>

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

    /// `looks`: the collector's, if recent() is to be used; null: every time is exact.
    ThreadRecorder(Ring& ring, const RunClock& clock, std::uint16_t thread, const std::atomic<std::uint32_t>* looks = nullptr)
        : m_ring(ring), m_clock(clock), m_thread(thread), m_looks(looks)
    {
    }
    ThreadRecorder(const ThreadRecorder&) = delete;
    ThreadRecorder& operator=(const ThreadRecorder&) = delete;

    /// Writes the record with the present time.
    void write(Record record) noexcept
    {
        catchUp();
        record.time = now();
        push(record);
    }

    /// Tells what is older and not yet told. Whoever needs a time before it knows the record calls this first.
    void catchUp() noexcept
    {
        if (m_catchUp) m_catchUp(m_catchUpSelf);
    }

    /// Writes a record whose time was taken since the last catchUp(); for those who called it, or are called by it.
    [[gnu::always_inline]] void writeAt(std::uint64_t time, Record record) noexcept
    {
        record.time = time;
        push(record);
    }

    /// The same for what is no boundary: neither Begin nor End nor Phase.
    [[gnu::always_inline]] void writeWithin(std::uint64_t time, Record record) noexcept
    {
        record.time = time;
        m_moment = Moment::None;
        put(record);
    }
    /// Writes the Begin of a microtask and the End of the one before it, which ends just then.
    [[gnu::always_inline]] void writeNextJob(std::uint64_t time, Record begin) noexcept
    {
        if (m_atBoundary) tellBoundary(RecordKind::End, Queue::Microtask, time);
        begin.flags |= RecordFlag::AfterEnd;
        writeAt(time, begin);
    }

    /// Keeps a record back until another one is written: the beginning of a phase in which perhaps nothing happens.
    /// One at a time; a second one takes the place of the first.
    void hold(std::uint64_t time, Record record) noexcept
    {
        if (m_isNameable) releaseHeld();
        m_held[0] = record;
        m_held[0].time = time;
        m_heldCount = 1;
        m_isNameable = false;
    }
    /// Keeps the Begin of a callback back until its function is known, or something is written that cannot wait behind it.
    void holdForName(std::uint64_t time, Record begin) noexcept
    {
        releaseHeld();
        hold(time, begin);
        m_isNameable = true;
    }
    void nameHeld(SiteId function) noexcept
    {
        if (m_heldCount == 0 || !m_isNameable) return;
        m_held[0].place = static_cast<std::uint32_t>(function);
        releaseHeld();
    }
    /// True if the record held was dropped, false if it has been written meanwhile.
    bool dropHeld() noexcept
    {
        const bool dropped = m_heldCount != 0;
        m_heldCount = 0;
        return dropped;
    }
    void releaseHeld() noexcept
    {
        if (m_heldCount != 0) [[unlikely]]
            pushHeld();
    }

    std::uint64_t now() noexcept
    {
        if (m_looks) countTime(m_looks->load(std::memory_order_relaxed));
        return m_lastTime = m_clock.now();
    }
    /// For facts whose order counts more than their very moment. In a storm of facts the last look at the clock is mostly
    /// less than a microsecond old, and its time is good for them; it is a storm if there were many such looks since the
    /// collector has looked at the rings, as it does each millisecond while there is something to collect.
    std::uint64_t recent() noexcept
    {
        return m_timesThen >= kStorm && m_looks->load(std::memory_order_relaxed) == m_looksThen ? m_lastTime : now();
    }

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
    std::uint64_t takeMoment(Moment moment, bool isExact = true) noexcept
    {
        const bool isSame = m_moment == moment;
        m_moment = Moment::None;
        return isSame ? m_momentTime : isExact ? now() : recent();
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
    using AtBoundary = void (*)(void* self, RecordKind kind, Queue queue, std::uint64_t time);
    void setAtBoundary(AtBoundary atBoundary, void* self)
    {
        m_atBoundary = atBoundary;
        m_atBoundarySelf = self;
    }

private:
    // Always inline, and no reference to `record`: see Ring::push.
    [[gnu::always_inline]] void push(Record record) noexcept
    {
        m_moment = Moment::None;
        if (m_atBoundary && (record.kind == RecordKind::Begin || record.kind == RecordKind::End || record.kind == RecordKind::Phase))
            tellBoundary(record.kind, record.queue(), record.time);
        put(record);
    }
    [[gnu::always_inline]] void put(Record record) noexcept
    {
        if (m_heldCount != 0) [[unlikely]]
            return pushBehindHeld(Record(record));
        m_ring.push(record);
    }
    [[gnu::noinline]] void pushBehindHeld(const Record& record) noexcept
    {
        // What other threads answer (work given to the pool) must not wait, or the answer would stand before it.
        const bool canWait = record.kind == RecordKind::Promise || record.kind == RecordKind::Enqueue || record.kind == RecordKind::Cancel;
        if (m_isNameable && canWait && m_heldCount < m_held.size()) {
            m_held[m_heldCount++] = record;
            return;
        }
        pushHeld();
        m_ring.push(record);
    }
    [[gnu::noinline]] void tellBoundary(RecordKind kind, Queue queue, std::uint64_t time) noexcept
    {
        m_atBoundary(m_atBoundarySelf, kind, queue, time);
    }

    void countTime(std::uint32_t looks) noexcept
    {
        m_timesThen = looks == m_looksThen ? m_timesThen + 1 : 0;
        m_looksThen = looks;
    }
    [[gnu::noinline]] void pushHeld() noexcept
    {
        for (std::size_t i = 0; i < m_heldCount; ++i) m_ring.push(m_held[i]);
        m_heldCount = 0;
    }

    Ring& m_ring;
    const RunClock m_clock;
    const std::uint16_t m_thread;
    const std::atomic<std::uint32_t>* const m_looks;
    static constexpr std::uint32_t kStorm = 256;
    std::uint32_t m_looksThen = ~std::uint32_t{0}; ///< the collector's at the last look at the clock
    std::uint32_t m_timesThen = 0;                 ///< looks at the clock since that look of the collector's
    std::uint64_t m_lastTime = 0;
    bool m_isNameable = false; ///< what is held
    Moment m_moment = Moment::None;
    std::uint64_t m_momentTime = 0;
    std::size_t m_heldCount = 0;
    std::array<Record, 16> m_held; ///< the one held back, and what waits behind it
    CatchUp m_catchUp = nullptr;
    void* m_catchUpSelf = nullptr;
    AtBoundary m_atBoundary = nullptr;
    void* m_atBoundarySelf = nullptr;
};

} // namespace loopscope
