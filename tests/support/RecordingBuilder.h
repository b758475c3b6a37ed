#pragma once

#include "runtime/stream/Recording.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace loopscope {

/// Writes recordings for tests as a probe would, record by record:
///
///     RecordingBuilder rec;
///     rec.phase(Phase::Main).call("main@a.js:1:1").enqueue(5, Queue::Timers, "Timeout", "a.js:2:1", 10)
///        .ret("main@a.js:1:1").endPhase(Phase::Main);
///     rec.at(10'000'000).phase(Phase::Timers, 1).begin(5, Queue::Timers, "Timeout", "tick@a.js:2:12").end(5, Queue::Timers);
///     view.setRecording(rec.recording());
///
/// Each record stands 1 us after the one before unless at(), after() or step() say otherwise. Places are written
/// "function@script:line:column", every part but the script optional.
///
/// The recording grows with each call; readers may look meanwhile.
class RecordingBuilder
{
public:
    explicit RecordingBuilder(DetailLevel detail = DetailLevel::Lesson);

    // Time, ns.
    RecordingBuilder& at(std::uint64_t time);     ///< of the next record
    RecordingBuilder& after(std::uint64_t delta); ///< the next record stands so much after the last
    RecordingBuilder& step(std::uint64_t delta);  ///< between records from now on
    std::uint64_t now() const { return m_time; }  ///< of the next record

    // Who speaks from now on.
    RecordingBuilder& loop();         ///< the main script's loop (the beginning)
    RecordingBuilder& worker(int n);  ///< the n-th worker, from 1
    RecordingBuilder& pool(int n);    ///< the n-th pool thread, from 1

    RecordingBuilder& phase(Phase, std::uint32_t iteration = 0);
    RecordingBuilder& endPhase(Phase, std::uint32_t iteration = 0, std::uint64_t asleep = 0);
    RecordingBuilder& enqueue(std::uint64_t id, Queue, std::string_view type, std::string_view place = {}, std::uint32_t ms = 0,
                              std::uint16_t flags = 0);
    RecordingBuilder& begin(std::uint64_t id, Queue, std::string_view type, std::string_view site = {}, std::uint16_t flags = 0);
    RecordingBuilder& end(std::uint64_t id, Queue, std::uint16_t flags = 0);
    RecordingBuilder& cancel(std::uint64_t id, Queue);
    RecordingBuilder& call(std::string_view site, std::uint16_t flags = 0);
    RecordingBuilder& ret(std::string_view site, std::uint16_t flags = 0);
    RecordingBuilder& line(std::string_view site);
    RecordingBuilder& op(std::uint64_t id, OpState, std::string_view what, std::uint32_t slot = 0, std::string_view place = {});
    RecordingBuilder& handle(std::uint64_t id, HandleState, std::string_view type, std::string_view on = {}, std::string_view place = {});
    RecordingBuilder& promise(std::uint64_t id, PromiseState, std::string_view place = {}, std::uint32_t parent = 0);
    RecordingBuilder& gc(GcType, std::uint64_t duration);
    RecordingBuilder& metric(std::string_view name, double value);
    RecordingBuilder& console(ConsoleLevel, std::string_view text);
    RecordingBuilder& out(std::string_view text);
    RecordingBuilder& err(std::string_view text);
    RecordingBuilder& lost(std::uint64_t count);
    RecordingBuilder& exit(int code = 0, ExitReason = ExitReason::Exit); ///< and marks the recording complete on the main loop
    /// As it is; only time and thread are filled in.
    RecordingBuilder& add(Record record);

    const std::shared_ptr<Recording>& recording() const { return m_recording; }
    Dictionary& dictionary() { return *m_recording->sharedDictionary(); }
    SiteId site(std::string_view place);
    StackId stack(std::string_view place);

private:
    std::uint16_t thread(ThreadKind kind, std::string_view name);

    std::shared_ptr<Recording> m_recording;
    std::uint64_t m_time = 0;
    std::uint64_t m_step = 1000;
    std::uint16_t m_thread = 0;
};

} // namespace loopscope
