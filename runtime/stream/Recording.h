#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/events/Record.h"
#include "runtime/stream/RecordBlocks.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace loopscope {

/// What ran, as the first line of a trace says it.
struct RunInfo {
    std::string node, v8, uv;      ///< versions
    std::string script;            ///< absolute path
    std::vector<std::string> argv; ///< the script's own arguments
    std::string workingFolder;
    DetailLevel detail = DetailLevel::Off;
    std::uint64_t startedAtUnixNs = 0; ///< wall clock at time 0
};

enum class ThreadKind : std::uint8_t { Loop, Worker, Pool, Output };

/// A producing thread. Its index is Record::thread; index 0 is the main script's loop.
struct ThreadInfo {
    ThreadKind kind = ThreadKind::Loop;
    std::string name; ///< "0" the main loop, "1".. workers, "pool-1".. pool threads, "output" what children wrote
};

/// Everything that a run recorded, live or from a file: the one source of all views.
///
/// Records of all threads stand in one sequence, ordered by time as far as threads can be ordered, and exactly within
/// a thread. The sequence number of a record is its index; a cursor is an index and means "just after the first n records".
///
/// Thread: one writer; any number of readers at the same time. A record, once counted by size(), never changes.
/// Lifetime: shared by its writer and all views.
class Recording
{
public:
    static constexpr std::size_t kBlockSize = RecordBlocks::kBlockSize; ///< records

    explicit Recording(RunInfo info = {}, std::shared_ptr<Dictionary> dictionary = std::make_shared<Dictionary>());
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    // Readers.
    std::uint64_t size() const noexcept { return m_size.load(std::memory_order_acquire); }
    /// Precondition: index < size().
    const Record& at(std::uint64_t index) const noexcept { return m_blocks[index / kBlockSize][index % kBlockSize]; }
    /// The records from `first` on that lie side by side in memory and are not beyond `end`; empty only if first >= end.
    std::span<const Record> run(std::uint64_t first, std::uint64_t end) const noexcept;
    /// The records [first, end), as far as they are there, by `take(record, index)`. Of what is on the disk nothing stays in memory.
    template <typename Take> void scan(std::uint64_t first, std::uint64_t end, Take take) const
    {
        constexpr std::uint64_t kSweep = 32;
        for (end = std::min(end, size()); first < end;) {
            const std::uint64_t block = first / kBlockSize;
            for (const Record& record : run(first, end)) take(record, first++);
            const bool sweeps = first / kBlockSize % kSweep == 0; // what `take` looked at on its way, too
            if (first / kBlockSize > block) m_blocks.release(sweeps ? 0 : block, first / kBlockSize);
        }
    }
    /// The cursor just after the last record whose time is <= `time` (ns).
    std::uint64_t cursorAt(std::uint64_t time) const noexcept;
    /// Time of the newest record, ns; 0 when empty.
    std::uint64_t duration() const noexcept { return m_lastTime.load(std::memory_order_acquire); }
    /// No more will be appended.
    bool isComplete() const noexcept { return m_complete.load(std::memory_order_acquire); }
    /// Records dropped in all.
    std::uint64_t lost() const noexcept { return m_lost.load(std::memory_order_acquire); }
    /// Of one that holds only the last part of a run: it begins with so many records that tell of the part before (a Lost
    /// record, then what was open) ..
    std::uint64_t carried() const noexcept { return m_carried; }
    /// .. and goes on with the one that is this one of all the run's.
    std::uint64_t origin() const noexcept { return m_origin; }
    RunInfo info() const;
    std::vector<ThreadInfo> threads() const;
    const Dictionary& dictionary() const noexcept { return *m_dictionary; }
    const std::shared_ptr<Dictionary>& sharedDictionary() const noexcept { return m_dictionary; }
    /// What a damaged file could not give, one sentence each; empty for a sound one.
    std::vector<std::string> damages() const;

    // The writer.
    void setOrigin(std::uint64_t origin, std::uint64_t carried) ///< before anybody else knows it
    {
        m_origin = origin;
        m_carried = carried;
    }
    void append(std::span<const Record> records);
    std::uint16_t addThread(ThreadInfo info);
    void setInfo(RunInfo info);
    void addDamage(std::string sentence);
    void addLost(std::uint64_t count) { m_lost.fetch_add(count, std::memory_order_acq_rel); }
    void setComplete() { m_complete.store(true, std::memory_order_release); }

private:
    std::uint64_t m_origin = 0, m_carried = 0;
    RecordBlocks m_blocks;
    std::atomic<std::uint64_t> m_size{0};
    std::atomic<std::uint64_t> m_lastTime{0};
    std::atomic<std::uint64_t> m_lost{0};
    std::atomic<bool> m_complete{false};
    std::shared_ptr<Dictionary> m_dictionary;
    mutable std::mutex m_mutex; // guards what follows
    RunInfo m_info;
    std::vector<ThreadInfo> m_threads;
    std::vector<std::string> m_damages;
};

} // namespace loopscope
