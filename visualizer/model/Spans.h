#pragma once

#include "runtime/stream/Recording.h"
#include "visualizer/model/StateFold.h"
#include "visualizer/model/Track.h"

#include <compare>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace loopscope {

/// What a track shows. In the order in which they stand under one another.
enum class TrackKind : std::uint8_t {
    Phases,    ///< of a loop
    Asleep,    ///< in poll; lies over the phases
    Callbacks, ///< that the loop called; nested ones in deeper rows
    Drains,    ///< ticks and promise jobs
    Functions, ///< that were entered (Lesson); by depth
    Gc,        ///< pauses of a loop's thread
    Output,    ///< what was printed; spans without length
    Pool,      ///< a slot of the thread pool; `depth` is the slot, from 0
    Lost,      ///< where records of a thread were dropped
    Delay,     ///< for how long a loop did not look at the kernel; no track: `Series` has it
};

/// Names one track.
struct TrackKey {
    std::uint16_t thread = 0; ///< of the loop; 0 for the pool
    TrackKind kind = TrackKind::Phases;
    std::uint16_t depth = 0;
    auto operator<=>(const TrackKey&) const = default;
};

/// What callbacks have in common that look the same when there is no room for their names.
struct SpanSort {
    Queue queue = Queue::Pending;
    TypeId type = TypeId::None;
    bool isInternal = false; ///< of Node's own
    bool isInferred = false;
    bool operator==(const SpanSort&) const = default;
};

/// The rows of the timeline: when what ran, built record by record in the same pass as the states, with the same
/// mending of damaged traces.
///
/// Thread: one. Lifetime: that of the TraceModel.
class Spans : public StackListener
{
public:
    static constexpr std::uint16_t kDeepest = 32; ///< rows of functions; what is called deeper is not shown

    explicit Spans(const Recording& recording) : m_recording(recording) {}

    /// In the order of their keys; grows, never shrinks.
    const std::map<TrackKey, Track>& tracks() const { return m_tracks; }
    /// Null when nothing of that kind happened.
    const Track* track(const TrackKey& key) const;
    /// `Track::Span::sort` of a phase is the Phase; else an index into these: of a callback, tick or job its own; of a function that of the tick or job in
    /// which it was entered, else of the outermost callback; 0 for none. Grows, never shrinks.
    const std::vector<SpanSort>& sorts() const { return m_sorts; }
    static constexpr std::uint8_t kOtherSort = 255; ///< there are more than are told apart: the record knows
    /// How many rows a loop has of a kind.
    std::uint16_t depth(std::uint16_t thread, TrackKind kind) const;

    /// After the fold of the record.
    void note(const Record& record, std::uint64_t index);
    void framePushed(std::uint16_t thread, std::size_t depth, const StackFrame& frame, std::uint64_t record) override;
    void framePopped(std::uint16_t thread, std::size_t depth, const StackFrame& frame, std::uint64_t time) override;

private:
    /// What is open on one thread.
    struct Thread {
        std::vector<Track*> open; ///< the track of each frame on the stack; null for one that is too deep
        std::uint16_t callbacks = 0, functions = 0;
        std::uint8_t drain = 0, callback = 0; ///< sorts of what runs now: the tick or job, the outermost callback
        std::uint64_t newest = 0; ///< time of its newest record
        TextId console = TextId::None; ///< what console printed last, until it was seen written
        Track* phases = nullptr;
        Track* lost = nullptr; ///< while nothing was told since
        std::vector<Track*> byDepth; ///< of functions, to find them quickly
    };
    Thread& thread(std::uint16_t index);
    std::uint8_t sortOf(const Record& record);
    Track* trackFor(Thread& t, std::uint16_t thread, const StackFrame& frame);
    void phase(Thread& t, const Record& record, std::uint64_t index);
    void operation(const Record& record, std::uint64_t index);
    void output(Thread& t, const Record& record, std::uint64_t index);

    const Recording& m_recording;
    std::map<TrackKey, Track> m_tracks;
    std::vector<SpanSort> m_sorts{{}}; // the first stands for none
    std::unordered_map<std::uint32_t, std::uint8_t> m_sortNumbers;
    std::vector<Thread> m_threads;
    std::map<std::uint64_t, std::uint32_t> m_slotOf; // of the operations that run in the pool
};

} // namespace loopscope
