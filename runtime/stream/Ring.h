#pragma once

#include "runtime/events/Record.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>

namespace loopscope {

/// Bounded queue of records from one producing thread to the collector. When it is full, records are dropped and
/// counted: the program under observation never waits for us.
///
/// Thread: push() by the one producer, drain() by the one consumer, lost() by any.
/// Lifetime: owned by the Collector, outlives its producer.
class Ring
{
public:
    /// `capacity` in records, a power of two.
    explicit Ring(std::size_t capacity) : m_mask(capacity - 1), m_slots(new Record[capacity]) {}
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;

    /// Wait-free; false when the record was dropped.
    bool push(const Record& record) noexcept
    {
        const std::uint64_t head = m_head.load(std::memory_order_relaxed);
        if (head - m_tailSeen > m_mask) {
            m_tailSeen = m_tail.load(std::memory_order_acquire);
            if (head - m_tailSeen > m_mask) {
                m_lost.store(m_lost.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
                return false;
            }
        }
        m_slots[head & m_mask] = record;
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    /// Calls `sink(const Record&)` for all that was published before the call; returns how many.
    template <class Sink> std::size_t drain(Sink&& sink)
    {
        const std::uint64_t head = m_head.load(std::memory_order_acquire);
        const std::uint64_t tail = m_tail.load(std::memory_order_relaxed);
        for (std::uint64_t i = tail; i != head; ++i) sink(m_slots[i & m_mask]);
        m_tail.store(head, std::memory_order_release);
        return head - tail;
    }

    /// Records dropped since the ring was made.
    std::uint64_t lost() const noexcept { return m_lost.load(std::memory_order_relaxed); }
    /// Records published since the ring was made.
    std::uint64_t published() const noexcept { return m_head.load(std::memory_order_acquire); }

private:
    const std::uint64_t m_mask;
    const std::unique_ptr<Record[]> m_slots;
    alignas(64) std::atomic<std::uint64_t> m_head{0}; // written by the producer
    std::uint64_t m_tailSeen = 0;                     // the producer's last look at m_tail
    std::atomic<std::uint64_t> m_lost{0};
    alignas(64) std::atomic<std::uint64_t> m_tail{0}; // written by the consumer
};

} // namespace loopscope
