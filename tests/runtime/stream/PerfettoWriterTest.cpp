#include "runtime/stream/PerfettoWriter.h"
#include "tests/support/RecordingBuilder.h"
#include "tests/support/SampleRecordings.h"

#include <QtTest>

#include <protozero/pbf_reader.hpp>

#include <map>

using namespace loopscope;
using protozero::pbf_reader;

namespace {

/// What a reader of the format finds in one packet that is an event.
struct Event {
    std::uint64_t time = 0, track = 0;
    int type = 0;
    std::string name, categories;
    std::map<std::string, std::string> annotations;
    std::uint64_t flow = 0, endingFlow = 0;
    double counter = 0;
};

struct Track {
    std::string name;
    std::uint64_t parent = 0;
    bool isProcess = false, isThread = false, isCounter = false;
};

struct Trace {
    std::map<std::uint64_t, Track> tracks;
    std::vector<Event> events;

    const Track& trackOf(const Event& event) const { return tracks.at(event.track); }
    std::vector<Event> named(std::string_view name) const
    {
        std::vector<Event> found;
        for (const Event& event : events)
            if (event.name == name) found.push_back(event);
        return found;
    }
};

void readAnnotation(pbf_reader message, Event& event)
{
    std::string key, value;
    while (message.next()) {
        if (message.tag() == 10) key = message.get_string();
        else if (message.tag() == 6) value = message.get_string();
        else message.skip();
    }
    event.annotations[key] = value;
}

Event readEvent(pbf_reader message)
{
    Event event;
    while (message.next()) {
        switch (message.tag()) {
        case 4: readAnnotation(message.get_message(), event); break;
        case 9: event.type = message.get_enum(); break;
        case 11: event.track = message.get_uint64(); break;
        case 22: event.categories += message.get_string(); break;
        case 23: event.name = message.get_string(); break;
        case 44: event.counter = message.get_double(); break;
        case 47: event.flow = message.get_fixed64(); break;
        case 48: event.endingFlow = message.get_fixed64(); break;
        default: message.skip();
        }
    }
    return event;
}

void readTrack(pbf_reader message, Trace& trace)
{
    Track track;
    std::uint64_t uuid = 0;
    while (message.next()) {
        switch (message.tag()) {
        case 1: uuid = message.get_uint64(); break;
        case 2: track.name = message.get_string(); break;
        case 3: track.isProcess = true; message.skip(); break;
        case 4: track.isThread = true; message.skip(); break;
        case 5: track.parent = message.get_uint64(); break;
        case 8: track.isCounter = true; message.skip(); break;
        default: message.skip();
        }
    }
    QVERIFY2(uuid != 0 && !trace.tracks.count(uuid), "each track is described once");
    trace.tracks[uuid] = track;
}

Trace read(const Recording& recording)
{
    const std::string bytes = perfettoBytes(recording);
    Trace trace;
    for (pbf_reader file(bytes); file.next(1);) {
        pbf_reader packet = file.get_message();
        std::uint64_t time = 0;
        while (packet.next()) {
            if (packet.tag() == 8) time = packet.get_uint64();
            else if (packet.tag() == 60) readTrack(packet.get_message(), trace);
            else if (packet.tag() == 11) {
                trace.events.push_back(readEvent(packet.get_message()));
                trace.events.back().time = time;
            } else packet.skip();
        }
    }
    return trace;
}

/// The slices of a trace as a reader nests them; one line that says so if one ends that did not begin, or a track is not described.
QStringList nested(const Trace& trace)
{
    QStringList lines;
    std::map<std::uint64_t, std::vector<std::string>> open;
    for (const Event& event : trace.events) {
        if (!trace.tracks.count(event.track)) return {"no such track"};
        auto& stack = open[event.track];
        const QString indent(static_cast<qsizetype>(stack.size()) * 2, ' ');
        if (event.type == 1) {
            lines << indent + QString::fromStdString(event.categories + ": " + event.name);
            stack.push_back(event.name);
        } else if (event.type == 2) {
            if (stack.empty()) return {"an end without a begin"};
            stack.pop_back();
        } else if (event.type == 3) {
            lines << indent + QString::fromStdString("- " + event.name);
        }
    }
    return lines;
}

} // namespace

class PerfettoWriterTest : public QObject
{
    Q_OBJECT
private slots:
    void theLesson()
    {
        const QStringList expected{
            "phase: main",
            "  function: (anonymous)",
            "    - console.log",
            "    - enqueue Timeout",
            "    - enqueue reaction",
            "    - console.log",
            "  microtask: reaction",
            "    function: (anonymous)",
            "      - console.log",
            "phase: poll",
            "phase: check",
            "phase: timers",
            "  timers: greet",
            "    function: greet",
            "      - console.log",
            "- exit with code 0",
        };
        QCOMPARE(nested(read(*recordingOf1432())).join('\n'), expected.join('\n'));
    }

    void everyKindHasItsTrack()
    {
        const Trace trace = read(*recordingOfEveryKind());
        QVERIFY(nested(trace).size() > 10);
        QStringList tracks;
        for (const auto& [uuid, track] : trace.tracks) tracks << QString::fromStdString(track.name);
        QVERIFY2(tracks.contains("event loop") && tracks.contains("garbage collection"), qPrintable(tracks.join(", ")));
        QCOMPARE(trace.named("3 records lost here").size(), 1u);
    }

    void everySliceThatBeginsEndsInItsPlace()
    {
        const Trace trace = read(*longRecording(20'000));
        QVERIFY(trace.events.size() > 10'000);
        QVERIFY(nested(trace).size() > 1000);
    }

    void anArrowGoesFromWhereItWasQueuedToWhereItRan()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).enqueue(5, Queue::Timers, "Timeout", "a.js:2:1", 10).endPhase(Phase::Main);
        rec.at(10'000'000).phase(Phase::Timers, 1).begin(5, Queue::Timers, "Timeout", "tick@a.js:2:12").end(5, Queue::Timers);
        const Trace trace = read(*rec.recording());
        const Event from = trace.named("enqueue Timeout").at(0), to = trace.named("tick").at(0);
        QCOMPARE(from.flow, 5u);
        QCOMPARE(to.endingFlow, 5u);
        QCOMPARE(to.time, 10'001'000u);
        QCOMPARE(from.annotations.at("place"), "a.js:2:1");
        QCOMPARE(from.annotations.at("milliseconds"), "10");
        QCOMPARE(to.annotations.at("place"), "a.js:2:12");
        QCOMPARE(trace.trackOf(to).name, "event loop");
    }

    void poolWorkIsASliceOfItsThread()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).op(7, OpState::Start, "fs.stat", 0, "a.js:1:4");
        rec.pool(2).op(7, OpState::Running, "fs.stat").op(7, OpState::Done, "fs.stat");
        const Trace trace = read(*rec.recording());
        const Event work = trace.named("fs.stat").at(0);
        QCOMPARE(work.type, 1);
        QVERIFY(trace.trackOf(work).isThread);
        QCOMPARE(trace.trackOf(work).name, "thread pool-2");
        QCOMPARE(trace.events.back().type, 2);
        QCOMPARE(trace.named("fs.stat start").at(0).flow, work.endingFlow);
    }

    void aCollectionIsASliceThatLastsAsLong()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).at(5'000'000).gc(GcType::Scavenge, 700'000);
        const Trace trace = read(*rec.recording());
        const Event began = trace.named("scavenge").at(0);
        QCOMPARE(trace.trackOf(began).name, "garbage collection");
        QCOMPARE(trace.events.back().time - began.time, 700'000u);
    }

    void aMetricIsACounter()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Main).metric("heapUsed", 1024).metric("heapUsed", 0.5);
        const Trace trace = read(*rec.recording());
        std::vector<double> values;
        for (const Event& event : trace.events)
            if (event.type == 4) {
                QVERIFY(trace.trackOf(event).isCounter);
                QCOMPARE(trace.trackOf(event).name, "heapUsed");
                values.push_back(event.counter);
            }
        QCOMPARE(values, (std::vector<double>{1024, 0.5}));
    }

    void whatACallbackLeavesBehindEndsWithIt()
    {
        RecordingBuilder rec;
        rec.phase(Phase::Poll, 1).begin(1, Queue::NextTick, "TickObject").call("suspended@a.js:1:1").end(1, Queue::NextTick);
        rec.console(ConsoleLevel::Log, "after").ret("suspended@a.js:1:1").endPhase(Phase::Poll, 1);
        QCOMPARE(nested(read(*rec.recording())),
                 QStringList({"phase: poll", "  nextTick: TickObject", "    function: suspended", "  - console.log"}));
    }

    void endsOfWhatBeganBeforeAreLeftOut()
    {
        RecordingBuilder rec;
        rec.ret("f@a.js:1:1").end(3, Queue::Timers).endPhase(Phase::Timers, 4);
        QVERIFY(read(*rec.recording()).events.empty());
    }

    void printedBytesThatAreNoTextBecomeReplacementCharacters()
    {
        RecordingBuilder rec;
        rec.out("a\xff\xc3z");
        QCOMPARE(read(*rec.recording()).events.at(0).annotations.at("text"), "a\xef\xbf\xbd\xef\xbf\xbdz");
    }

    void aSinkThatTakesNoMoreIsReported() { QVERIFY(!PerfettoWriter(*recordingOf1432()).write([](std::string_view) { return false; })); }

    void anEmptyRecordingIsATraceWithoutEvents() { QVERIFY(read(*RecordingBuilder().recording()).events.empty()); }
};

QTEST_APPLESS_MAIN(PerfettoWriterTest)
#include "PerfettoWriterTest.moc"
