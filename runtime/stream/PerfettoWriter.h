#pragma once

#include "runtime/stream/Recording.h"
#include "runtime/stream/Sink.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope {

/// Writes a recording as a Perfetto trace (TrackEvent protobuf), which its UI and its trace processor open.
///
/// A track each: the loop of the main script and of each worker (phases, in them callbacks and drains, in them functions at
/// Lesson; output, console and losses as instants), each pool thread (its work), garbage collections, each metric. Arrows
/// (flows) go from where something was queued to where it ran, and from work given to the pool to the work. Promises are left out.
///
/// Field numbers: protos/perfetto/trace in Perfetto's repository. Thread: one. Lifetime: one use for one recording.
class PerfettoWriter
{
public:
    explicit PerfettoWriter(const Recording& recording);

    /// False when the sink took no more.
    bool write(const Sink& sink);

private:
    using Annotations = std::vector<std::pair<std::string_view, std::string>>;
    enum class Slice : std::uint8_t { Phase, Callback, Function, Work };
    /// TrackEvent's `type`.
    enum class Type : std::int32_t { SliceBegin = 1, SliceEnd = 2, Instant = 3, Counter = 4 };
    struct Event {
        std::uint64_t time = 0, track = 0;
        Type type = Type::Instant;
        std::string_view category = {};
        std::string name = {};
        std::uint64_t flow = 0, endingFlow = 0; ///< ids, 0 for none
        Annotations annotations = {};
    };

    void writeProcess();
    void writeThreads();
    void writeTrack(std::uint64_t uuid, std::uint64_t parent, const std::string& name, bool isThread);
    void writeRecord(const Record& record);
    void writePhase(const Record& record);
    void writeBegin(const Record& record);
    void writeOp(const Record& record);
    void writeGc(const Record& record);
    void writeMetric(const Record& record);
    void writeEvent(const Event& event);
    void begin(Slice slice, const Record& record, const Event& event);
    void end(const Record& record, Slice slice);
    void instant(const Record& record, std::string_view category, std::string name, std::uint64_t flow = 0, Annotations annotations = {});
    void writePacket(std::string_view packet);
    std::string functionOr(SiteId site, std::string_view otherwise) const;
    std::string placeOf(SiteId site) const;
    std::string placeOf(StackId stack) const;

    const Recording& m_recording;
    const Dictionary& m_dictionary;
    std::string* m_bytes = nullptr;                                  // where packets go
    std::map<std::pair<std::uint16_t, TypeId>, std::uint64_t> m_counters; // tracks of metrics
    std::uint64_t m_nextTrack = 0;
    struct ThreadState {
        bool isPool = false;
        std::vector<Slice> open = {}; ///< begun and not ended, the innermost last
    };
    std::vector<ThreadState> m_threads; // as numbered in the recording
};

/// All of it at once.
std::string perfettoBytes(const Recording& recording);

} // namespace loopscope
