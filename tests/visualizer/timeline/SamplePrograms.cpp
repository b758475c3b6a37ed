#include "tests/visualizer/timeline/SamplePrograms.h"

#include <random>

namespace loopscope {

namespace {

constexpr std::uint64_t us = 1000, ms = 1'000'000;

} // namespace

RecordingBuilder smallProgram()
{
    RecordingBuilder rec;
    rec.step(20 * us).at(900 * us).phase(Phase::Main);
    rec.call("(main)@/home/ada/a.js:1:1").after(200 * us).out("1\n");
    rec.enqueue(5, Queue::Timers, "Timeout", "/home/ada/a.js:3:1", 10).enqueue(6, Queue::NextTick, "TickObject", "/home/ada/a.js:4:9");
    rec.enqueue(8, Queue::Microtask, "reaction", "/home/ada/a.js:5:19").op(9, OpState::Start, "fs.readFile", 0, "/home/ada/a.js:6:4");
    rec.after(60 * us).out("4\n").after(150 * us).ret("(main)@/home/ada/a.js:1:1");
    rec.begin(6, Queue::NextTick, "TickObject", "tick@/home/ada/a.js:4:26").call("tick@/home/ada/a.js:4:26").after(180 * us).out("3\n");
    rec.ret("tick@/home/ada/a.js:4:26").end(6, Queue::NextTick);
    rec.begin(8, Queue::Microtask, "reaction", "then@/home/ada/a.js:5:32").call("then@/home/ada/a.js:5:32").after(260 * us);
    rec.ret("then@/home/ada/a.js:5:32").end(8, Queue::Microtask).endPhase(Phase::Main);
    rec.pool(1).op(9, OpState::Running, "fs.readFile", 1).loop().phase(Phase::Prepare, 1).after(5 * us).endPhase(Phase::Prepare, 1).phase(Phase::Poll, 1);
    rec.at(5 * ms).pool(1).op(9, OpState::Done, "fs.readFile", 1).loop().after(80 * us).enqueue(9, Queue::Poll, "FSREQCALLBACK");
    rec.begin(9, Queue::Poll, "FSREQCALLBACK", "onRead@/home/ada/a.js:6:18").call("onRead@/home/ada/a.js:6:18").after(300 * us).call("parse@/home/ada/a.js:12:1");
    rec.after(500 * us).gc(GcType::Scavenge, 180 * us).after(40 * us).ret("parse@/home/ada/a.js:12:1").out("read 2,048 bytes\n").after(120 * us);
    rec.ret("onRead@/home/ada/a.js:6:18").end(9, Queue::Poll);
    rec.endPhase(Phase::Poll, 1, 2700 * us).phase(Phase::Check, 1).endPhase(Phase::Check, 1).phase(Phase::Poll, 2);
    rec.at(12 * ms).endPhase(Phase::Poll, 2, 5400 * us).phase(Phase::Timers, 2);
    rec.begin(5, Queue::Timers, "Timeout", "onTimeout@/home/ada/a.js:3:12").call("onTimeout@/home/ada/a.js:3:12").after(700 * us).out("2\n");
    rec.after(300 * us).ret("onTimeout@/home/ada/a.js:3:12").end(5, Queue::Timers).endPhase(Phase::Timers, 2).after(900 * us).exit();
    return rec;
}

RecordingBuilder crowdedProgram(int requests)
{
    std::mt19937 random(11);
    const auto some = [&random](std::uint64_t most) { return most / 4 + random() % most; };
    RecordingBuilder rec;
    rec.step(us).phase(Phase::Main).call("(main)@/srv/server.js:1:1").after(4 * ms).ret("(main)@/srv/server.js:1:1").endPhase(Phase::Main);
    std::uint64_t id = 100;
    for (int i = 0; i < requests; ++i) {
        const auto iteration = static_cast<std::uint32_t>(i + 1);
        const std::uint64_t sleep = i % 40 == 7 ? 4 * ms : some(120 * us);
        rec.phase(Phase::Poll, iteration).after(sleep);
        const std::uint64_t socket = ++id, request = ++id;
        rec.begin(socket, Queue::Poll, "TCPWRAP", "onStreamRead@node:net:10", RecordFlag::Internal);
        rec.begin(request, Queue::Poll, "HTTPINCOMINGMESSAGE", "handle@/srv/server.js:20:3");
        const std::uint32_t slot = 1 + random() % 4;
        const std::uint64_t work = ++id;
        rec.call("handle@/srv/server.js:20:3").op(work, OpState::Start, i % 3 ? "fs.readFile" : "crypto.pbkdf2", 0, "/srv/server.js:22:5");
        rec.call("route@/srv/router.js:8:1").after(some(40 * us)).call("match@/srv/router.js:30:1").after(some(30 * us));
        rec.ret("match@/srv/router.js:30:1").ret("route@/srv/router.js:8:1").ret("handle@/srv/server.js:20:3");
        rec.end(request, Queue::Poll).end(socket, Queue::Poll);
        rec.pool(static_cast<int>(slot)).op(work, OpState::Running, i % 3 ? "fs.readFile" : "crypto.pbkdf2", slot).loop();
        for (int job = 0; job < 3; ++job) {
            const std::uint64_t j = ++id;
            const bool tick = job == 0;
            const Queue queue = tick ? Queue::NextTick : Queue::Microtask;
            const char* type = tick ? "TickObject" : job == 1 ? "await" : "reaction";
            rec.enqueue(j, queue, type, "/srv/server.js:24:3").begin(j, queue, type, job == 1 ? "handle@/srv/server.js:20:3" : "done@/srv/server.js:40:3");
            rec.after(some(25 * us)).end(j, queue);
        }
        if (i % 17 == 0) rec.after(500 * us).gc(GcType::Scavenge, 400 * us);
        if (i % 25 == 3) rec.out("GET /users 200\n");
        if (i % 90 == 50) rec.err("slow request\n");
        rec.endPhase(Phase::Poll, iteration, sleep);
        rec.pool(static_cast<int>(slot)).op(work, OpState::Done, "fs.readFile", slot).loop();
        if (i % 5 == 0) {
            const std::uint64_t immediate = ++id;
            rec.phase(Phase::Check, iteration).begin(immediate, Queue::Check, "Immediate", "flush@/srv/log.js:4:1").after(some(60 * us));
            rec.end(immediate, Queue::Check).endPhase(Phase::Check, iteration);
        }
        if (i == requests * 2 / 3) rec.after(2 * ms).lost(1234);
    }
    rec.exit();
    return rec;
}

} // namespace loopscope
