#pragma once

#include "runtime/stream/Packed.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <sys/mman.h>
#include <vector>

namespace loopscope {

/// Bounded queue of records from one producing thread to the collector. When it is full, records are dropped and
/// counted: the program under observation never waits for us. Where records are missing, a Lost record stands in
/// their place as soon as there is room again.
///
/// Records lie in chunks, and a chunk that the consumer has left is the next one to be written: while it keeps up, the
/// queue lives in a few hundred kilobytes that stay in the processor's cache, whatever its capacity is.
///
/// Thread: push() by the one producer, drain() and prepareAhead() by the one consumer, lost() by any.
/// Lifetime: owned by the Collector, outlives its producer.
class Ring
{
public:
    /// `capacity` in records, a power of two, at least 2.
    explicit Ring(std::size_t capacity)
        : m_capacity(capacity), m_chunkSize(std::clamp<std::size_t>(capacity / 8, 1, kLargestChunk)), m_chunks(capacity / m_chunkSize + 1),
          m_memory(allocate(m_chunks.size() * m_chunkSize))
    {
    }
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;

    /// Wait-free; false when the record was dropped. By value: the fields go from registers to the ring. A record that
    /// is put together in memory first and then copied in larger pieces makes the processor wait for each of them.
    bool push(Record record) noexcept
    {
        const std::uint64_t head = m_head.load(std::memory_order_relaxed);
        if (head == m_goodUntil) [[unlikely]]
            return pushFurther(Record(record), head);
        m_chunk[head & (m_chunkSize - 1)] = record;
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    /// Calls `sink(std::span<const Record>)`, once a chunk, with what was published before the call, at most `most`
    /// records of it; returns how many.
    template <class Sink>
    std::size_t drain(Sink&& sink, std::size_t most = SIZE_MAX)
    {
        const std::uint64_t tail = m_tail.load(std::memory_order_relaxed);
        const std::uint64_t head = tail + std::min<std::uint64_t>(m_head.load(std::memory_order_acquire) - tail, most);
        for (std::uint64_t at = tail; at != head;) {
            const std::uint64_t within = at & (m_chunkSize - 1), count = std::min(head - at, m_chunkSize - within);
            sink(std::span<const Record>(m_chunks[at / m_chunkSize % m_chunks.size()] + within, count));
            at += count;
        }
        m_tail.store(head, std::memory_order_release);
        return head - tail;
    }

    /// Called by the consumer, now and then: has the system give the memory that the producer will write first, so that
    /// it is the consumer that waits for it.
    void prepareAhead() noexcept
    {
        constexpr std::size_t ahead = 1 << 16;
        const std::size_t all = m_chunks.size() * m_chunkSize;
        const std::size_t wanted = std::min(m_fresh.load(std::memory_order_relaxed) * m_chunkSize + ahead, all);
        if (m_prepared == all || (wanted < m_prepared + ahead / 2 && wanted != all)) return;
#ifdef MADV_POPULATE_WRITE
        constexpr std::size_t page = 4096 / sizeof(Record);
        const std::size_t from = m_prepared / page * page;
        madvise(&m_memory[from], (wanted - from) * sizeof(Record), MADV_POPULATE_WRITE); // changes no content
#endif
        m_prepared = wanted;
    }

    /// Whether the next record would be kept. Thread: the producer's.
    bool hasRoom() const noexcept
    {
        const std::uint64_t used = m_head.load(std::memory_order_relaxed) - m_tail.load(std::memory_order_acquire);
        return m_capacity - used >= (m_missing ? 2 : 1);
    }
    /// Records dropped since the ring was made.
    std::uint64_t lost() const noexcept { return m_lost.load(std::memory_order_relaxed); }
    /// Records published since the ring was made, Lost records among them.
    std::uint64_t published() const noexcept { return m_head.load(std::memory_order_acquire); }
    std::size_t capacity() const noexcept { return m_capacity; }
    /// Records for which memory was ever used.
    std::size_t used() const noexcept { return m_fresh.load(std::memory_order_relaxed) * m_chunkSize; }

private:
    static constexpr std::size_t kLargestChunk = 1 << 12; // records

    // Pages that the system gives when they are first written: most programs use few of them.
    struct Unmap {
        std::size_t bytes = 0;
        void operator()(Record* first) const { munmap(first, bytes); }
    };
    static std::unique_ptr<Record[], Unmap> allocate(std::size_t records)
    {
        const std::size_t bytes = records * sizeof(Record);
        void* const pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc();
        return {static_cast<Record*>(pages), Unmap{bytes}};
    }

    /// At the end of a chunk, or of the room that the producer knows of: looks again where the consumer is, and says first
    /// what was dropped meanwhile.
    [[gnu::noinline]] bool pushFurther(const Record& record, std::uint64_t head) noexcept
    {
        const std::uint64_t tail = m_tail.load(std::memory_order_acquire);
        const std::uint64_t free = m_capacity - (head - tail);
        if (free < (m_missing ? 2 : 1)) {
            if (m_missing == 0) m_missingSince = record.time;
            const std::uint64_t count = Packed::count(record);
            m_missing += count;
            m_lost.store(m_lost.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
            m_goodUntil = head; // come here again: the Lost record goes first
            return false;
        }
        if (m_missing) put({.time = m_missingSince, .id = m_missing, .kind = RecordKind::Lost}, head++, tail);
        m_missing = 0;
        put(record, head, tail);
        m_goodUntil = std::min(tail + m_capacity, (head | (m_chunkSize - 1)) + 1);
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    void put(const Record& record, std::uint64_t at, std::uint64_t tail) noexcept
    {
        const std::uint64_t within = at & (m_chunkSize - 1);
        if (within == 0) openChunk(at / m_chunkSize, tail);
        m_chunk[within] = record;
    }

    // Chunks are counted from 0 on without end; the consumer leaves them in that order. Of those that it has not left, and
    // the one opened, there are never more than m_chunks has room for.
    void openChunk(std::uint64_t number, std::uint64_t tail) noexcept
    {
        if ((m_reused + 1) * m_chunkSize <= tail) {
            m_chunk = m_chunks[m_reused++ % m_chunks.size()];
        } else {
            const std::size_t fresh = m_fresh.load(std::memory_order_relaxed);
            m_chunk = &m_memory[fresh * m_chunkSize];
            m_fresh.store(fresh + 1, std::memory_order_relaxed);
        }
        m_chunks[number % m_chunks.size()] = m_chunk;
    }

    const std::size_t m_capacity;
    const std::size_t m_chunkSize;    // records, a power of two
    std::vector<Record*> m_chunks;    // by number; an entry is the consumer's once a record in it is published
    const std::unique_ptr<Record[], Unmap> m_memory;
    alignas(64) std::atomic<std::uint64_t> m_head{0}; // written by the producer, as are those up to m_lost
    std::uint64_t m_goodUntil = 0;                    // so far m_head may go in this chunk
    Record* m_chunk = nullptr;
    std::uint64_t m_reused = 0;                       // chunks that the consumer left and that are written again
    std::atomic<std::size_t> m_fresh{0};              // chunks taken from m_memory, in order
    std::uint64_t m_missing = 0;                      // dropped and not yet told by a Lost record
    std::uint64_t m_missingSince = 0;                 // ns
    std::atomic<std::uint64_t> m_lost{0};
    alignas(64) std::atomic<std::uint64_t> m_tail{0}; // written by the consumer, as is the next one
    std::size_t m_prepared = 0;                       // records whose memory is there
};

} // namespace loopscope
