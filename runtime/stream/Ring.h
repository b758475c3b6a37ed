#pragma once

#include "runtime/events/Record.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <sys/mman.h>

namespace loopscope {

/// Bounded queue of records from one producing thread to the collector. When it is full, records are dropped and
/// counted: the program under observation never waits for us. Where records are missing, a Lost record stands in
/// their place as soon as there is room again.
///
/// Thread: push() by the one producer, drain() by the one consumer, lost() by any.
/// Lifetime: owned by the Collector, outlives its producer.
class Ring
{
public:
    /// `capacity` in records, a power of two, at least 2.
    explicit Ring(std::size_t capacity) : m_mask(capacity - 1), m_slots(allocate(capacity)) {}
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;

    /// Wait-free; false when the record was dropped. By value: the fields go from registers to the ring. A record that
    /// is put together in memory first and then copied in larger pieces makes the processor wait for each of them.
    bool push(Record record) noexcept
    {
        const std::uint64_t head = m_head.load(std::memory_order_relaxed);
        if (head - m_tailSeen > m_mask) [[unlikely]]
            return pushIntoFull(Record(record), head);
        m_slots[head & m_mask] = record;
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    /// Calls `sink(std::span<const Record>)`, at most twice, with what was published before the call, at most `most`
    /// records of it; returns how many.
    template <class Sink>
    std::size_t drain(Sink&& sink, std::size_t most = SIZE_MAX)
    {
        const std::uint64_t tail = m_tail.load(std::memory_order_relaxed);
        const std::uint64_t head = tail + std::min<std::uint64_t>(m_head.load(std::memory_order_acquire) - tail, most);
        for (std::uint64_t at = tail; at != head;) {
            const std::uint64_t count = std::min(head - at, capacity() - (at & m_mask));
            sink(std::span<const Record>(&m_slots[at & m_mask], count));
            at += count;
        }
        m_tail.store(head, std::memory_order_release);
        return head - tail;
    }

    /// Called by the consumer, now and then: has the system give the memory that the producer will write next, so that
    /// it is the consumer that waits for it.
    void prepareAhead() noexcept
    {
        constexpr std::uint64_t ahead = 1 << 17;
        if (m_prepared > m_mask || capacity() * sizeof(Record) <= kLarge) return;
        const std::uint64_t wanted = std::min(m_head.load(std::memory_order_relaxed) + ahead, capacity());
        if (wanted < m_prepared + ahead / 2 && wanted != capacity()) return;
#ifdef MADV_POPULATE_WRITE
        madvise(&m_slots[m_prepared], (wanted - m_prepared) * sizeof(Record), MADV_POPULATE_WRITE); // changes no content
#endif
        m_prepared = wanted;
    }

    /// Records dropped since the ring was made.
    std::uint64_t lost() const noexcept { return m_lost.load(std::memory_order_relaxed); }
    /// Records published since the ring was made, Lost records among them.
    std::uint64_t published() const noexcept { return m_head.load(std::memory_order_acquire); }
    std::size_t capacity() const noexcept { return m_mask + 1; }

private:
    static constexpr std::size_t kLarge = 4 << 20; // bytes

    // Pages that the system gives when they are first written: most programs use few of them.
    struct Unmap {
        std::size_t bytes = 0;
        void operator()(Record* first) const { munmap(first, bytes); }
    };
    static std::unique_ptr<Record[], Unmap> allocate(std::size_t capacity)
    {
        const std::size_t bytes = capacity * sizeof(Record);
        void* const pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc();
        if (bytes > kLarge) madvise(pages, bytes, MADV_HUGEPAGE);
        return {static_cast<Record*>(pages), Unmap{bytes}};
    }

    /// The producer knows of no free slot: looks again where the consumer is, and says first what was dropped meanwhile.
    [[gnu::noinline]] bool pushIntoFull(const Record& record, std::uint64_t head) noexcept
    {
        m_tailSeen = m_tail.load(std::memory_order_acquire);
        const std::uint64_t free = capacity() - (head - m_tailSeen);
        if (free < (m_missing ? 2 : 1)) {
            if (m_missing++ == 0) m_missingSince = record.time;
            m_lost.store(m_lost.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
            m_tailSeen = head - capacity(); // come here again: the Lost record goes first
            return false;
        }
        if (m_missing) {
            m_slots[head++ & m_mask] = {.time = m_missingSince, .id = m_missing, .kind = RecordKind::Lost};
            m_missing = 0;
        }
        m_slots[head & m_mask] = record;
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    const std::uint64_t m_mask;
    const std::unique_ptr<Record[], Unmap> m_slots;
    alignas(64) std::atomic<std::uint64_t> m_head{0}; // written by the producer, as are the next four
    std::uint64_t m_tailSeen = 0;                     // the producer's last look at m_tail
    std::uint64_t m_missing = 0;                      // dropped and not yet told by a Lost record
    std::uint64_t m_missingSince = 0;                 // ns
    std::atomic<std::uint64_t> m_lost{0};
    alignas(64) std::atomic<std::uint64_t> m_tail{0}; // written by the consumer, as is the next one
    std::uint64_t m_prepared = 0;                     // slots whose memory is there; page-aligned, since powers of two
};

} // namespace loopscope
