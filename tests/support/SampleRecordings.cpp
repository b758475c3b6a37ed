#include "tests/support/SampleRecordings.h"

#include "tests/support/RecordingBuilder.h"

#include <random>

namespace loopscope {

std::shared_ptr<Recording> recordingOf1432()
{
    RecordingBuilder rec;
    rec.phase(Phase::Main).call("a.js:1:1").console(ConsoleLevel::Log, "1");
    rec.enqueue(5, Queue::Timers, "Timeout", "a.js:2:1", 1);
    rec.promise(6, PromiseState::Pending, "a.js:3:1").enqueue(6, Queue::Microtask, "reaction", "a.js:3:19");
    rec.console(ConsoleLevel::Log, "4").ret("a.js:1:1");
    rec.begin(6, Queue::Microtask, "reaction", "a.js:3:24").call("a.js:3:24").console(ConsoleLevel::Log, "3").ret("a.js:3:24");
    rec.end(6, Queue::Microtask).endPhase(Phase::Main);
    rec.phase(Phase::Poll, 1).after(1'000'000).endPhase(Phase::Poll, 1, 990'000);
    rec.phase(Phase::Check, 1).endPhase(Phase::Check, 1);
    rec.phase(Phase::Timers, 1).begin(5, Queue::Timers, "Timeout", "greet@a.js:2:12").call("greet@a.js:2:12");
    rec.console(ConsoleLevel::Log, "2").ret("greet@a.js:2:12").end(5, Queue::Timers).endPhase(Phase::Timers, 1).exit();
    return rec.recording();
}

std::shared_ptr<Recording> recordingOfEveryKind()
{
    RecordingBuilder rec;
    rec.phase(Phase::Main).call("main@a.js:1:1").line("a.js:2");
    rec.op(40, OpState::Start, "fs.stat", 0, "main@a.js:4:3").op(40, OpState::Queued, "fs.stat");
    rec.pool(1).op(40, OpState::Running, "fs.stat", 1).op(40, OpState::Done, "fs.stat", 1).loop();
    rec.promise(7, PromiseState::Rejected, "a.js:5:1", 3).out("gr\xc3").out("\xbc\xc3\x9f dich\n").err("\xff\x01\"\\\x7f\n");
    rec.enqueue(8, Queue::Timers, "Interval", "a.js:6:1", 250, RecordFlag::Repeat | RecordFlag::Unref);
    rec.cancel(8, Queue::Timers).ret("main@a.js:1:1", RecordFlag::Throw).endPhase(Phase::Main);
    rec.enqueue(41, Queue::Poll, "FSREQCALLBACK").phase(Phase::Poll, 1);
    rec.begin(41, Queue::Poll, "FSREQCALLBACK", "emit@node:events:10:3", RecordFlag::Internal);
    rec.enqueue(42, Queue::NextTick, "TickObject", "tick@a.js:9:2").end(41, Queue::Poll);
    rec.begin(42, Queue::NextTick, "TickObject", "tick@a.js:9:20").gc(GcType::Scavenge, 123'456).end(42, Queue::NextTick);
    rec.endPhase(Phase::Poll, 1, 77'000).metric("heap_used", 4.5e6).metric("delay", 0.1);
    rec.console(ConsoleLevel::Warn, "two\nlines\t\xe2\x82\xac").lost(3).exit(-1, ExitReason::Uncaught);
    return rec.recording();
}

std::shared_ptr<Recording> longRecording(std::uint64_t records)
{
    RecordingBuilder rec(DetailLevel::Trace);
    std::mt19937_64 random(42);
    rec.phase(Phase::Main).endPhase(Phase::Main);
    std::uint64_t id = 10;
    for (std::uint32_t iteration = 1; rec.recording()->size() < records; ++iteration) {
        const auto pause = [&] { rec.after(300 + random() % 5000); };
        rec.phase(Phase::Poll, iteration);
        const std::uint64_t callback = id++;
        rec.enqueue(callback, Queue::Poll, "TCPWRAP");
        rec.begin(callback, Queue::Poll, "TCPWRAP", "onread@node:internal/stream_base_commons:160:18", RecordFlag::Internal);
        pause();
        const std::string line = std::to_string(random() % 40 + 1);
        for (int i = 0; i < 3; ++i) {
            const std::uint64_t job = id++;
            rec.promise(job, PromiseState::Pending, "handle@/srv/app.js:" + line + ":7");
            rec.enqueue(job, Queue::Microtask, "await", "handle@/srv/app.js:" + line + ":7");
            rec.promise(job, PromiseState::Fulfilled);
            pause();
        }
        rec.enqueue(id, Queue::Timers, "Timeout", "handle@/srv/app.js:" + line + ":9", 5000).end(callback, Queue::Poll);
        for (std::uint64_t job = callback + 1; job <= callback + 3; ++job) {
            rec.begin(job, Queue::Microtask, "await", "handle@/srv/app.js:5:1");
            pause();
            rec.end(job, Queue::Microtask);
        }
        rec.cancel(id++, Queue::Timers).endPhase(Phase::Poll, iteration, 1000 * (random() % 300));
        rec.phase(Phase::Check, iteration).endPhase(Phase::Check, iteration);
        rec.phase(Phase::Timers, iteration).endPhase(Phase::Timers, iteration);
        if (iteration % 64 == 0) rec.metric("heap_used", 4e6 + static_cast<double>(random() % 1'000'000));
    }
    rec.exit();
    return rec.recording();
}

} // namespace loopscope
