#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/CallSites.h"
#include "runtime/probes/FunctionSites.h"
#include "runtime/probes/LoopPhases.h"
#include "runtime/probes/RemainingCallbacks.h"
#include "runtime/probes/ThreadRecorder.h"

#include <v8.h>

#include <array>
#include <cstdint>
#include <unordered_map>

namespace loopscope {

class IoCallbacks;

/// Writes the life of the callbacks that Node's own JavaScript queues and runs: timers, immediates, ticks. The agent's
/// scripts call it from the very places where Node does the thing.
///
/// Of each of these queues one callback runs at a time, so the end needs no id. An exception leaves a callback without
/// Node's telling the agent; uncaught() ends it then. One that was terminated (process.exit, a worker's terminate) ends
/// with its phase.
///
/// Thread: the loop's. Lifetime: as long as its probes; the functions of `native` do nothing once it is gone.
class CallbackRecords
{
public:
    CallbackRecords(v8::Isolate* isolate, ThreadRecorder& recorder, LoopPhases& phases, Dictionary& dictionary,
                    FunctionSites& functions, CallSites& callSites);
    ~CallbackRecords();
    CallbackRecords(const CallbackRecords&) = delete;
    CallbackRecords& operator=(const CallbackRecords&) = delete;

    /// Adds to the object that the agent's scripts know as `native`: enqueue(what, id, function, ms), begin(what, id,
    /// function), end(what), cancel(what, id), where `what` is a queue, plus 256 times the record's flags.
    void addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native);

    void enqueue(Queue queue, std::uint64_t asyncId, v8::Local<v8::Value> function, std::uint32_t milliseconds,
                 std::uint16_t flags);
    /// Ends the one of this queue that still runs.
    void begin(Queue queue, std::uint64_t asyncId, v8::Local<v8::Value> function, std::uint16_t flags);
    void end(Queue queue, std::uint16_t flags = 0);
    void cancel(Queue queue, std::uint64_t asyncId);
    /// Where it is told of I/O callbacks by public means: what was terminated in the midst ends with its phase there too. Null: no more.
    void setIo(IoCallbacks* io) { m_io = io; }
    /// An exception that nobody caught has left all JavaScript.
    void uncaught();
    /// The program is over, perhaps in the middle of a callback. `remaining` tells what will never run.
    void stop(v8::Local<v8::Context> context, const RemainingCallbacks& remaining);

private:
    struct Known {
        SiteId site = SiteId::None;
        std::uint16_t flags = 0;
    };
    static void phaseEnds(void* self, std::uint64_t time);
    void endAt(std::uint64_t time, Queue queue, std::uint16_t flags);
    Known identify(v8::Local<v8::Value> function);
    TypeId typeOf(Queue queue, std::uint16_t flags) const;
    std::uint64_t& open(Queue queue) { return m_open[static_cast<std::size_t>(queue)]; }

    v8::Isolate* const m_isolate;
    ThreadRecorder& m_recorder;
    LoopPhases& m_phases;
    FunctionSites& m_functions;
    CallSites& m_callSites;
    const bool m_readsRaw; ///< V8's layout is known: functions are looked at where they lie
    const TypeId m_timeout, m_interval, m_immediate, m_tick;
    bool m_stopped = false;
    std::array<std::uint64_t, kQueueCount> m_open{}; ///< async id of what runs, 0 for none
    std::unordered_map<std::uint64_t, Queue> m_waiting; ///< by record id; of what is inferred, whose lists in Node are not known
    IoCallbacks* m_io = nullptr;
};

} // namespace loopscope
