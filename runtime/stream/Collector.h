#pragma once

#include "runtime/stream/Recording.h"
#include "runtime/stream/Ring.h"

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
/// Records of several threads are merged by time. Where a ring lost records, a Lost record with their count stands in
/// the sequence. The collector stamps Record::thread.
///
/// Thread: addProducer() from any; finish() once, from any but the collector's own.
/// Lifetime: owned by whoever runs the program; rings live as long as it does.
class Collector
{
public:
    struct Options {
        std::size_t ringCapacity = 1 << 18; ///< records, a power of two; pool threads get a sixteenth
        std::uint64_t maxRecords = 0;       ///< stop recording after so many, 0 for no bound
        std::function<void()> onLimit;      ///< called once on the collector's thread when maxRecords is reached
        std::function<void()> onProgress;   ///< called on the collector's thread after each batch appended
    };

    Collector(std::shared_ptr<Recording> recording, Options options);
    ~Collector();
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    struct Producer {
        Ring* ring = nullptr;
        std::uint16_t thread = 0;
    };
    /// A ring for one more producing thread. The name of pool and worker threads is made from their order of arrival.
    Producer addProducer(ThreadKind kind);

    /// Drains what is left, marks the recording complete and ends the thread. All producers must have stopped.
    void finish();

    const std::shared_ptr<Recording>& recording() const { return m_recording; }

private:
    struct Source {
        std::unique_ptr<Ring> ring;
        std::uint16_t thread;
        std::uint64_t lostSeen = 0;
    };
    void work();
    /// Takes what is in the rings; appends what is older than the moment the taking began, keeps the rest for next time.
    bool collect(bool last);

    const std::shared_ptr<Recording> m_recording;
    const Options m_options;
    std::mutex m_mutex; // guards m_sources' growth and m_stopping
    std::condition_variable m_wake;
    std::deque<Source> m_sources;
    std::vector<Record> m_batch;
    bool m_stopping = false;
    bool m_limitReached = false;
    std::thread m_thread;
};

} // namespace loopscope
