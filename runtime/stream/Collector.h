#pragma once

#include "runtime/stream/RecordQueue.h"
#include "runtime/stream/Recording.h"
#include "runtime/stream/Ring.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace loopscope {

/// Empties all rings of a run into its recording, from a thread of its own.
///
/// Records of several threads are merged by time; each is held back until every ring was looked at once more, so that
/// only a thread which was suspended for longer than that between taking the time and publishing comes late. A late
/// record gets the time of the record before it: in a recording, time never goes back. Where a ring lost records, a
/// Lost record with their count stands in the sequence. The collector stamps Record::thread.
///
/// Thread: addProducer() from any; finish() once, from any but the collector's own.
/// Lifetime: owned by whoever runs the program; rings live as long as it does.
class Collector
{
public:
    struct Options {
        std::size_t ringCapacity = 1 << 22; ///< records, a power of two; pool threads get a sixteenth
        std::uint64_t maxRecords = 0;       ///< stop recording after so many (Exit and Lost still follow), 0 for no bound
        std::uint64_t keepLast = 0;         ///< hold the recording to the last so many records, to twice as many for a while; 0: keep all
        bool waitsForBegin = false;         ///< rings keep what they get until begin()
        std::function<void()> onLimit;      ///< called once on the collector's thread when maxRecords is reached
        std::function<void()> onProgress;   ///< called on the collector's thread after each batch appended
    };

    Collector(std::shared_ptr<Recording> recording, Options options);
    ~Collector(); ///< finishes, if nobody has
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    /// Only with Options::waitsForBegin, once, from any thread: collecting begins, and `zero` becomes time 0. What is older
    /// has time 0 too.
    void begin(std::uint64_t zero);

    struct Producer {
        Ring* ring = nullptr;
        std::uint16_t thread = 0;
        const std::atomic<std::uint32_t>* looks = nullptr; ///< counts on with each look at the rings: a clock that costs nothing to read
    };
    /// A ring for one more producing thread. The name of pool and worker threads is made from their order of arrival.
    /// The main script's loop comes first, so that it has index 0.
    Producer addProducer(ThreadKind kind);

    /// Drains what is left, marks the recording complete and ends the thread. All producers must have stopped.
    void finish();

    /// The one that grows. With Options::keepLast another takes its place now and then, with the same dictionary and threads: it
    /// begins with a Lost record that counts what was let go, and the one before grows no more. Thread: any.
    std::shared_ptr<Recording> recording() const;

private:
    struct Source {
        std::unique_ptr<Ring> ring;
        std::uint16_t thread = 0;
        std::uint64_t lostSeen = 0;   // by the ring's own count
        std::uint64_t lostTold = 0;   // by the Lost records that came out of it
        std::uint64_t lastTime = 0;   // of what came out of it, ns
        Record lastJob;               // the Begin of the microtask that began last
        RecordQueue held;             // taken from the ring, not yet appended
    };
    void work();
    /// One look at all rings. Appends what is not younger than the youngest record of the look before, holds the rest
    /// for the next look; on the last ones appends all. Returns how long to wait for the next: not at all while a ring
    /// has more than one look takes.
    std::chrono::microseconds collect(bool last);
    void unpack(std::span<const Record> records, Source& source) const;
    /// True if the ring has more.
    bool take(Source& source);
    void merge(std::span<Source* const> sources, std::uint64_t until);
    void append(std::span<Record> records);
    void letGoOfOld();
    void appendAfterLimit(std::span<const Record> records);
    void tellWhatRingsNeverTold();

    std::shared_ptr<Recording> m_recording; // changed by the collector's thread, under the mutex
    const Options m_options;
    mutable std::mutex m_mutex; // guards m_sources' growth, m_stopping, m_hasBegun and which recording it is
    std::condition_variable m_wake;
    std::deque<Source> m_sources;
    bool m_stopping = false;
    bool m_hasBegun;
    std::uint64_t m_zero = 0; // set before m_hasBegun
    // The collector's thread only.
    std::uint64_t m_youngest = 0;     // time of the youngest record seen, ns
    std::uint64_t m_lastAppended = 0; // ns
    std::uint64_t m_dropped = 0;      // after the limit
    int m_idleLooks = 0;
    bool m_limitReached = false;
    std::vector<Record> m_batch;
    alignas(64) std::atomic<std::uint32_t> m_looks{0}; // written by the collector's thread only
    alignas(64) std::thread m_thread;
};

} // namespace loopscope
