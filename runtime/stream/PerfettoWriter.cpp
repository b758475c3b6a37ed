#include "runtime/stream/PerfettoWriter.h"

#include "runtime/stream/Places.h"
#include "runtime/stream/Utf8.h"

#include <protozero/pbf_writer.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace loopscope {

namespace {

using protozero::pbf_writer;

// Tags of the messages, by Perfetto's names.
namespace Trace { enum : std::uint32_t { packet = 1 }; }
namespace TracePacket { enum : std::uint32_t { timestamp = 8, trusted_packet_sequence_id = 10, track_event = 11, track_descriptor = 60 }; }
namespace TrackDescriptor { enum : std::uint32_t { uuid = 1, name = 2, process = 3, thread = 4, parent_uuid = 5, counter = 8 }; }
namespace ProcessDescriptor { enum : std::uint32_t { pid = 1, process_name = 6 }; }
namespace ThreadDescriptor { enum : std::uint32_t { pid = 1, tid = 2, thread_name = 5 }; }
namespace CounterDescriptor { enum : std::uint32_t { unit = 3, unit_name = 6 }; }
namespace TrackEvent {
enum : std::uint32_t { debug_annotations = 4, type = 9, track_uuid = 11, categories = 22, name = 23, double_counter_value = 44, flow_ids = 47, terminating_flow_ids = 48 };
}
namespace DebugAnnotation { enum : std::uint32_t { string_value = 6, name = 10 }; }

constexpr std::uint32_t kSequence = 1;
constexpr std::int32_t kProcess = 1;
constexpr std::uint64_t kProcessTrack = 1, kTracksAThread = 2, kFirstTrack = 16;

std::uint64_t trackOf(std::uint16_t thread) { return kFirstTrack + thread * kTracksAThread; }
std::uint64_t gcTrackOf(std::uint16_t thread) { return trackOf(thread) + 1; }

std::string threadName(const ThreadInfo& info)
{
    switch (info.kind) {
    case ThreadKind::Loop: return "event loop";
    case ThreadKind::Worker: return "worker " + info.name;
    case ThreadKind::Pool: return "thread " + info.name;
    case ThreadKind::Output: return "output of children";
    }
    return info.name;
}

// A string field of a protobuf message is UTF-8; what a program prints may be anything.
std::string text(std::string_view bytes)
{
    std::string result;
    while (!bytes.empty()) {
        const Utf8Sequence sequence = utf8SequenceAt(bytes);
        if (sequence.length == 0) {
            result += "\xef\xbf\xbd"; // U+FFFD
            bytes.remove_prefix(sequence.bad);
        } else {
            result += bytes.substr(0, sequence.length);
            bytes.remove_prefix(sequence.length);
        }
    }
    return result;
}

} // namespace

PerfettoWriter::PerfettoWriter(const Recording& recording) : m_recording(recording), m_dictionary(recording.dictionary()) {}

bool PerfettoWriter::write(const Sink& sink)
{
    SinkBuffer buffer(sink);
    m_bytes = &buffer.text();
    writeProcess();
    writeThreads();
    const std::uint64_t size = m_recording.size();
    for (std::uint64_t i = 0; i < size; ++i) {
        writeRecord(m_recording.at(i));
        if (!buffer.flushIfLarge()) return false;
    }
    return buffer.flush();
}

void PerfettoWriter::writePacket(std::string_view packet) { pbf_writer(*m_bytes).add_message(Trace::packet, packet.data(), packet.size()); }

void PerfettoWriter::writeProcess()
{
    std::string packet;
    pbf_writer writer(packet);
    writer.add_uint32(TracePacket::trusted_packet_sequence_id, kSequence);
    {
        pbf_writer track(writer, TracePacket::track_descriptor);
        track.add_uint64(TrackDescriptor::uuid, kProcessTrack);
        pbf_writer process(track, TrackDescriptor::process);
        process.add_int32(ProcessDescriptor::pid, kProcess);
        process.add_string(ProcessDescriptor::process_name, text(std::filesystem::path(m_recording.info().script).filename().string()) + " in Node.js " + m_recording.info().node);
    }
    writePacket(packet);
}

void PerfettoWriter::writeThreads()
{
    const auto threads = m_recording.threads();
    m_nextTrack = trackOf(static_cast<std::uint16_t>(threads.size()));
    m_threads.resize(threads.size());
    for (std::uint16_t i = 0; i < threads.size(); ++i) {
        const ThreadInfo& info = threads[i];
        m_threads[i].isPool = info.kind == ThreadKind::Pool;
        writeTrack(trackOf(i), kProcessTrack, threadName(info), true);
        if (info.kind == ThreadKind::Loop || info.kind == ThreadKind::Worker) writeTrack(gcTrackOf(i), trackOf(i), "garbage collection", false);
    }
}

void PerfettoWriter::writeTrack(std::uint64_t uuid, std::uint64_t parent, const std::string& name, bool isThread)
{
    std::string packet;
    pbf_writer writer(packet);
    writer.add_uint32(TracePacket::trusted_packet_sequence_id, kSequence);
    {
        pbf_writer track(writer, TracePacket::track_descriptor);
        track.add_uint64(TrackDescriptor::uuid, uuid);
        track.add_uint64(TrackDescriptor::parent_uuid, parent);
        track.add_string(TrackDescriptor::name, name);
        if (isThread) {
            pbf_writer thread(track, TrackDescriptor::thread);
            thread.add_int32(ThreadDescriptor::pid, kProcess);
            thread.add_int32(ThreadDescriptor::tid, static_cast<std::int32_t>(uuid));
            thread.add_string(ThreadDescriptor::thread_name, name);
        }
    }
    writePacket(packet);
}

void PerfettoWriter::writeEvent(const Event& event)
{
    std::string packet;
    pbf_writer writer(packet);
    writer.add_uint64(TracePacket::timestamp, event.time);
    writer.add_uint32(TracePacket::trusted_packet_sequence_id, kSequence);
    {
        pbf_writer track(writer, TracePacket::track_event);
        track.add_enum(TrackEvent::type, static_cast<std::int32_t>(event.type));
        track.add_uint64(TrackEvent::track_uuid, event.track);
        if (!event.category.empty()) track.add_string(TrackEvent::categories, event.category.data(), event.category.size());
        if (!event.name.empty()) track.add_string(TrackEvent::name, text(event.name));
        for (const auto& [name, value] : event.annotations) {
            if (value.empty()) continue;
            pbf_writer annotation(track, TrackEvent::debug_annotations);
            annotation.add_string(DebugAnnotation::name, name.data(), name.size());
            annotation.add_string(DebugAnnotation::string_value, text(value));
        }
        if (event.flow) track.add_fixed64(TrackEvent::flow_ids, event.flow);
        if (event.endingFlow) track.add_fixed64(TrackEvent::terminating_flow_ids, event.endingFlow);
    }
    writePacket(packet);
}

void PerfettoWriter::writeRecord(const Record& record)
{
    const auto kind = [&] { return std::string(m_dictionary.type(record.type)); };
    switch (record.kind) {
    case RecordKind::Phase: return writePhase(record);
    case RecordKind::Begin: return writeBegin(record);
    case RecordKind::Return: return end(record, Slice::Function);
    case RecordKind::End: return end(record, Slice::Callback);
    case RecordKind::Call:
        return begin(Slice::Function, record, {record.time, trackOf(record.thread), Type::SliceBegin, "function", functionOr(record.site(), "(anonymous)"), 0, 0,
                                               {{"place", placeOf(record.site())}, {"resumed", record.has(RecordFlag::Resume) ? "yes" : ""}}});
    case RecordKind::Enqueue:
        return instant(record, name(record.queue()), "enqueue " + kind(), record.id,
                       {{"place", placeOf(record.stack())}, {"milliseconds", record.value ? std::to_string(record.value) : ""}});
    case RecordKind::Cancel: return instant(record, name(record.queue()), "cancel " + kind());
    case RecordKind::Op: return writeOp(record);
    case RecordKind::Handle:
        return instant(record, "handle", kind() + ' ' + std::string(name(record.handleState())), 0,
                       {{"on", std::string(m_dictionary.text(static_cast<TextId>(record.value)))}, {"place", placeOf(record.stack())}});
    case RecordKind::Gc: return writeGc(record);
    case RecordKind::Metric: return writeMetric(record);
    case RecordKind::Console: return instant(record, "console", "console." + std::string(name(record.consoleLevel())), 0, {{"text", std::string(m_dictionary.text(record.text()))}});
    case RecordKind::Stdout: return instant(record, "output", "stdout", 0, {{"text", std::string(m_dictionary.text(record.text()))}});
    case RecordKind::Stderr: return instant(record, "output", "stderr", 0, {{"text", std::string(m_dictionary.text(record.text()))}});
    case RecordKind::Lost: return instant(record, "loopscope", std::to_string(record.id) + " records lost here");
    case RecordKind::Exit: return instant(record, "loopscope", "exit with code " + std::to_string(record.exitCode()));
    default: return;
    }
}

void PerfettoWriter::writePhase(const Record& record)
{
    if (record.has(RecordFlag::EndEdge)) return end(record, Slice::Phase);
    begin(Slice::Phase, record, {record.time, trackOf(record.thread), Type::SliceBegin, "phase", std::string(name(record.phase())), 0, 0,
                                 {{"iteration", std::to_string(record.value)}, {"inferred", record.has(RecordFlag::Inferred) ? "yes" : ""}}});
}

void PerfettoWriter::writeBegin(const Record& record)
{
    const std::string kind(m_dictionary.type(record.type));
    begin(Slice::Callback, record, {record.time, trackOf(record.thread), Type::SliceBegin, name(record.queue()), functionOr(record.site(), kind), 0, record.id,
                                    {{"kind", kind}, {"place", placeOf(record.site())}, {"inferred", record.has(RecordFlag::Inferred) ? "yes" : ""}}});
}

void PerfettoWriter::begin(Slice slice, const Record& record, const Event& event)
{
    m_threads[record.thread].open.push_back(slice);
    writeEvent(event);
}

// An end ends the innermost slice of a track: what was left open inside (a function that awaits is told to have returned
// after its callback) is ended first, and what was begun before the recording was has no end.
void PerfettoWriter::end(const Record& record, Slice slice)
{
    std::vector<Slice>& open = m_threads[record.thread].open;
    const auto found = std::find(open.rbegin(), open.rend(), slice);
    if (found == open.rend() || (slice == Slice::Function && found != open.rbegin())) return;
    Event event{record.time, trackOf(record.thread), Type::SliceEnd};
    for (; open.back() != slice; open.pop_back()) writeEvent(event);
    open.pop_back();
    event.annotations = {{"left", record.has(RecordFlag::Throw) ? "by an exception" : record.has(RecordFlag::Suspend) ? "suspended" : ""}};
    writeEvent(event);
}

// What a pool thread does is a slice of it. Where only its begin and end for the loop are known there is no such slice.
void PerfettoWriter::writeOp(const Record& record)
{
    const std::string kind(m_dictionary.type(record.type));
    const bool isOnPool = m_threads[record.thread].isPool;
    if (isOnPool && record.opState() == OpState::Running) {
        return begin(Slice::Work, record, {record.time, trackOf(record.thread), Type::SliceBegin, "pool", kind, 0, record.id, {}});
    }
    if (isOnPool && record.opState() == OpState::Done) return end(record, Slice::Work);
    const bool isGiven = record.opState() == OpState::Start;
    instant(record, "operation", kind + ' ' + std::string(name(record.opState())), isGiven ? record.id : 0, {{"place", placeOf(record.stack())}});
}

// It is told when it is over.
void PerfettoWriter::writeGc(const Record& record)
{
    const std::uint64_t track = gcTrackOf(record.thread), began = record.time - std::min(record.time, record.id);
    writeEvent({began, track, Type::SliceBegin, "gc", std::string(name(record.gcType())), 0, 0, {}});
    writeEvent({record.time, track, Type::SliceEnd, {}, {}, 0, 0, {}});
}

void PerfettoWriter::writeMetric(const Record& record)
{
    std::uint64_t& track = m_counters[{record.thread, record.type}];
    if (track == 0) {
        track = m_nextTrack++;
        std::string packet;
        pbf_writer writer(packet);
        writer.add_uint32(TracePacket::trusted_packet_sequence_id, kSequence);
        {
            pbf_writer descriptor(writer, TracePacket::track_descriptor);
            descriptor.add_uint64(TrackDescriptor::uuid, track);
            descriptor.add_uint64(TrackDescriptor::parent_uuid, trackOf(record.thread));
            descriptor.add_string(TrackDescriptor::name, std::string(m_dictionary.type(record.type)));
            pbf_writer(descriptor, TrackDescriptor::counter).add_enum(CounterDescriptor::unit, 0);
        }
        writePacket(packet);
    }
    std::string packet;
    pbf_writer writer(packet);
    writer.add_uint64(TracePacket::timestamp, record.time);
    writer.add_uint32(TracePacket::trusted_packet_sequence_id, kSequence);
    {
        pbf_writer event(writer, TracePacket::track_event);
        event.add_enum(TrackEvent::type, static_cast<std::int32_t>(Type::Counter));
        event.add_uint64(TrackEvent::track_uuid, track);
        event.add_double(TrackEvent::double_counter_value, record.metric());
    }
    writePacket(packet);
}

void PerfettoWriter::instant(const Record& record, std::string_view category, std::string name, std::uint64_t flow, Annotations annotations)
{
    writeEvent({record.time, trackOf(record.thread), Type::Instant, category, std::move(name), flow, 0, std::move(annotations)});
}

std::string perfettoBytes(const Recording& recording) { return allOf(PerfettoWriter(recording)); }

std::string PerfettoWriter::functionOr(SiteId site, std::string_view otherwise) const
{
    const std::string_view function = site == SiteId::None ? std::string_view() : m_dictionary.text(m_dictionary.site(site).function);
    return std::string(function.empty() ? otherwise : function);
}

std::string PerfettoWriter::placeOf(SiteId site) const { return site == SiteId::None ? std::string() : placeText(m_dictionary, m_dictionary.site(site)); }

std::string PerfettoWriter::placeOf(StackId stack) const
{
    const std::optional<Site> site = userFrame(m_dictionary, stack);
    return site ? placeText(m_dictionary, *site) : std::string();
}

} // namespace loopscope
