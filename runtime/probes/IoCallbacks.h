#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/AsyncKinds.h"
#include "runtime/probes/AsyncRequests.h"
#include "runtime/probes/CallSites.h"
#include "runtime/probes/LoopPhases.h"
#include "runtime/probes/OpenHandles.h"
#include "runtime/probes/ThreadRecorder.h"

#include <node.h>

#include <vector>

namespace loopscope {

class CallbackRecords;

/// Writes the callbacks that Node's C++ side makes into JavaScript: requests of fs, sockets, pipes, DNS, messages,
/// signals, ... of every kind, public or new.
///
/// The trick: each of them runs inside an InternalCallbackScope, whose constructor and Close() are detoured. Close()
/// begins with the callback's end and goes on to drain ticks and microtasks, so the end is exact. Kinds and call sites
/// are taken where a resource gets its async id. No hook of the program's is touched, none is made.
///
/// Thread: install() once a process before any is made, the rest on the loop's. Lifetime: as long as the loop's probes.
class IoCallbacks
{
public:
    IoCallbacks(v8::Isolate* isolate, node::Environment* environment, ThreadRecorder& recorder, LoopPhases& phases,
                Dictionary& dictionary, CallSites& callSites, CallbackRecords& callbacks, OpenHandles& handles);
    ~IoCallbacks();
    IoCallbacks(const IoCallbacks&) = delete;
    IoCallbacks& operator=(const IoCallbacks&) = delete;

    /// Whether this Node can be detoured; puts the detours in at the first call.
    static bool isSupported();
    /// The one of this thread, null if none.
    static IoCallbacks* current();

    AsyncRequests& requests() { return m_requests; }
    /// The callback of this request will run once the loop comes to it. `place` none: the place where it was made.
    void enqueue(AsyncRequests::Request& request, Queue queue, StackId place = StackId::None);
    /// It will not.
    void cancelWaiting(std::uint64_t asyncId);
    // What the detours tell, or on the fall-back the public hooks. An id is an async id.
    /// `object`: Node's, or empty if that is not known.
    void made(std::uint64_t asyncId, v8::Local<v8::String> type, v8::Local<v8::Object> object = {});
    void destroyed(std::uint64_t asyncId);
    void opened(std::uint64_t asyncId, void* resource);
    void closing(std::uint64_t asyncId);
    bool isAnyOpen() const { return !m_open.empty(); }
    /// They were terminated.
    void endAll(std::uint64_t time);
    /// The program is over: what still waits will never run. Nothing more is told.
    void stop();

private:
    friend struct ScopeHooks;
    TypeId typeOfOlder(void* resource);
    void handleCloses(std::uint64_t asyncId);
    Queue queueNow() const;
    void startOp(AsyncRequests::Request& request, TypeId op);
    void endOp(AsyncRequests::Request& request);
    Record record(RecordKind kind, Queue queue, std::uint64_t asyncId, TypeId type) const;
    void write(RecordKind kind, Queue queue, std::uint64_t asyncId, TypeId type, std::uint32_t place, std::uint16_t flags = 0);

    v8::Isolate* const m_isolate;
    node::Environment* const m_environment;
    ThreadRecorder& m_recorder;
    LoopPhases& m_phases;
    Dictionary& m_dictionary;
    CallSites& m_callSites;
    CallbackRecords& m_callbacks;
    OpenHandles& m_handles;
    const std::uint16_t m_flags; ///< of all records: Inferred on the fall-back
    bool m_stopped = false;
    AsyncRequests m_requests;
    AsyncKinds m_kinds;
    struct Open {
        std::uint64_t asyncId;
        Queue queue;
        bool threw = false; ///< its exception was caught by nobody
    };
    std::vector<Open> m_open; // scopes with an async id, outermost first
    int m_depth = 0;          // scopes, with one or not
};

} // namespace loopscope
