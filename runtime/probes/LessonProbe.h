#pragma once

#include "runtime/probes/SourcePlaces.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

#include <cstdint>
#include <vector>

namespace loopscope {

/// Lesson's view of the user's own functions: entered, left, suspended at await or yield, resumed; the statement about
/// to run. The agent's lesson.js puts calls of it into the program's text.
///
/// A few ways out of and into a function pass no such call (a rejected await, for await, yield*, generators that are
/// closed): they are told as soon as the next call shows that they were taken.
///
/// Thread: one JS thread's. Lifetime: as long as that thread's probes; what was put into the text does nothing after stop().
class LessonProbe
{
public:
    LessonProbe(v8::Isolate* isolate, ThreadRecorder& recorder, SourcePlaces& places);
    ~LessonProbe() { stop(); }
    LessonProbe(const LessonProbe&) = delete;
    LessonProbe& operator=(const LessonProbe&) = delete;

    /// Adds defineProbes, internSite, noteInsertions and positionOf to the object that lesson.js knows as `native`.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    void stop();

    /// Async: V8 makes the promise of an async function just before it is entered, touches promises as soon as it
    /// is left or awaits, and goes on just after the begin of the job; the times are the same then.
    enum class Way : std::uint8_t { Plain, Async };
    /// `statement`: the first one, which runs at once; or none.
    void enter(SiteId function, SiteId statement, Way way);
    void leave(SiteId function, Way way);
    void suspend(SiteId function, Way way);
    void resume(SiteId function, Way way);
    /// Code of this function runs: what is above it was left, or it was resumed unseen.
    void isIn(SiteId function);
    void step(SiteId statement, SiteId function);

private:
    void leave(SiteId function, Way way, std::uint16_t flags);
    void write(RecordKind kind, SiteId place, std::uint16_t flags);
    void writeAt(std::uint64_t time, RecordKind kind, SiteId place, std::uint16_t flags);
    bool unwindTo(SiteId function);
    /// A callback begins, ends, or a phase does: functions never outlive the callback that entered or resumed them.
    static void atBoundary(void* self, RecordKind kind, Queue queue, std::uint64_t time);
    void closeDownTo(std::size_t depth, std::uint64_t time);

    v8::Isolate* const m_isolate;
    ThreadRecorder& m_recorder;
    SourcePlaces& m_places;
    std::vector<SiteId> m_stack;      ///< functions entered and neither left nor suspended
    std::vector<std::size_t> m_bases; ///< of each callback that runs: how many of them are older
};

} // namespace loopscope
