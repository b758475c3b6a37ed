#include "tests/visualizer/stage/StageScenes.h"

namespace loopscope {

namespace {

constexpr std::uint64_t kMs = 1'000'000;

/// In a timer's callback, two functions deep, with jobs in every queue.
RecordingBuilder busy()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("(main)@app.js:1:1");
    r.enqueue(11, Queue::Timers, "Timeout", "app.js:4:1", 10).enqueue(12, Queue::Timers, "Timeout", "app.js:9:1", 50);
    r.enqueue(13, Queue::Timers, "Interval", "app.js:12:1", 100, RecordFlag::Repeat);
    r.enqueue(14, Queue::Check, "Immediate", "app.js:14:1").ret("(main)@app.js:1:1").endPhase(Phase::Main);
    r.at(10 * kMs + 400'000).phase(Phase::Timers, 7);
    r.begin(11, Queue::Timers, "Timeout", "onTimeout@app.js:4:12");
    r.call("loadUsers@users.js:21:3").call("parse@users.js:40:10");
    r.enqueue(20, Queue::NextTick, "TickObject", "users.js:41:5").enqueue(21, Queue::NextTick, "TickObject", "users.js:42:5");
    r.enqueue(22, Queue::Microtask, "reaction", "users.js:44:5").enqueue(23, Queue::Microtask, "await", "users.js:50:9");
    r.enqueue(24, Queue::Microtask, "thenable", "users.js:51:9").enqueue(25, Queue::Microtask, "queueMicrotask", "users.js:52:9");
    r.op(30, OpState::Start, "fs.readFile", 0, "users.js:22:8").op(31, OpState::Start, "tcp.connect", 0, "users.js:30:8");
    r.pool(1).op(30, OpState::Running, "fs.readFile", 1);
    r.loop().after(800'000).enqueue(26, Queue::Check, "Immediate", "users.js:60:1");
    return r;
}

RecordingBuilder pbkdf2()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("(main)@pool.js:1:1");
    for (std::uint64_t i = 1; i <= 6; ++i) {
        r.op(i, OpState::Start, "crypto.pbkdf2", 0, "pool.js:5:10");
        r.op(i, OpState::Queued, "crypto.pbkdf2");
    }
    r.ret("(main)@pool.js:1:1").endPhase(Phase::Main);
    for (int i = 1; i <= 4; ++i)
        r.pool(i).op(static_cast<std::uint64_t>(i), OpState::Running, "crypto.pbkdf2", static_cast<std::uint32_t>(i));
    r.loop().phase(Phase::Timers, 0).endPhase(Phase::Timers, 0).phase(Phase::Poll, 1);
    return r;
}

RecordingBuilder asleep()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("(main)@server.js:1:1");
    r.op(1, OpState::Start, "tcp.listen", 0, "server.js:10:8").op(2, OpState::Start, "tcp.accept", 0, "server.js:12:8");
    r.enqueue(3, Queue::Timers, "Timeout", "server.js:20:1", 250).enqueue(4, Queue::Timers, "Timeout", "server.js:21:1", 1000, RecordFlag::Unref);
    r.ret("(main)@server.js:1:1").endPhase(Phase::Main);
    r.phase(Phase::Poll, 3).endPhase(Phase::Poll, 3, 12 * kMs).phase(Phase::Poll, 4);
    return r;
}

RecordingBuilder crowd()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("aFunctionWhoseNameIsLongerThanAnyPanelCouldEverShow@a-file-with-quite-a-long-name.js:1234:1");
    for (int i = 0; i < 40; ++i) r.call("recurse@deep.js:" + std::to_string(10 + i) + ":1");
    for (std::uint64_t i = 0; i < 10'000; ++i) r.enqueue(1000 + i, Queue::Timers, "Timeout", "crowd.js:7:3", static_cast<std::uint32_t>(5 + i));
    for (std::uint64_t i = 0; i < 300; ++i) r.enqueue(20'000 + i, Queue::Check, "Immediate", "crowd.js:9:3");
    for (std::uint64_t i = 0; i < 500; ++i) r.enqueue(30'000 + i, Queue::NextTick, "TickObject", "a-file-with-quite-a-long-name.js:11:3");
    for (std::uint64_t i = 0; i < 2000; ++i) r.enqueue(40'000 + i, Queue::Microtask, i % 3 ? "reaction" : "await", "crowd.js:13:3");
    for (std::uint64_t i = 0; i < 90; ++i) r.op(50'000 + i, OpState::Queued, "fs.aVeryLongOperationNameFromSomewhere", 0, "crowd.js:20:1");
    for (int i = 1; i <= 4; ++i) r.pool(i).op(60'000 + static_cast<std::uint64_t>(i), OpState::Running, "zlib.gzip", static_cast<std::uint32_t>(i));
    return r;
}

RecordingBuilder microtask()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("(main)@jobs.mjs:1:1");
    r.enqueue(1, Queue::Microtask, "await", "jobs.mjs:3:5").enqueue(2, Queue::Microtask, "reaction", "jobs.mjs:9:5");
    r.enqueue(3, Queue::Microtask, "queueMicrotask", "jobs.mjs:12:1").ret("(main)@jobs.mjs:1:1");
    r.after(120'000).begin(1, Queue::Microtask, "await", "readAll@jobs.mjs:2:16").call("readAll@jobs.mjs:2:16", RecordFlag::Resume);
    return r;
}

RecordingBuilder ended()
{
    RecordingBuilder r = orderRecording();
    r.exit(0);
    return r;
}

} // namespace

RecordingBuilder orderRecording()
{
    RecordingBuilder r;
    r.phase(Phase::Main).call("(main)@order.js:1:1").console(ConsoleLevel::Log, "1\n");
    r.enqueue(2, Queue::Timers, "Timeout", "order.js:2:1", 1);
    r.enqueue(3, Queue::Microtask, "reaction", "order.js:3:19");
    r.console(ConsoleLevel::Log, "4\n").ret("(main)@order.js:1:1");
    r.begin(3, Queue::Microtask, "reaction", "@order.js:3:24").console(ConsoleLevel::Log, "3\n").end(3, Queue::Microtask);
    r.endPhase(Phase::Main);
    r.at(2'400'000).phase(Phase::Timers, 0).begin(2, Queue::Timers, "Timeout", "@order.js:2:12");
    r.console(ConsoleLevel::Log, "2\n").end(2, Queue::Timers).endPhase(Phase::Timers, 0);
    return r;
}

std::vector<NamedScene> stageScenes()
{
    std::vector<NamedScene> scenes{{"empty", nullptr, 0}};
    const auto add = [&scenes](const QString& name, const RecordingBuilder& builder, std::uint64_t time) {
        scenes.push_back({name, builder.recording(), time ? time : builder.recording()->duration()});
    };
    // A record long after, so that the cursor can stand in the silence before it.
    const auto silent = [](RecordingBuilder r) { return r.after(2'000 * kMs).metric("elu", 0); };
    add("busy", busy(), 0);
    add("microtask", microtask(), 0);
    add("pbkdf2", silent(pbkdf2()), 31 * kMs);
    add("asleep", silent(asleep()), 64 * kMs);
    add("crowd", crowd(), 0);
    add("ended", ended(), 0);
    return scenes;
}

} // namespace loopscope
