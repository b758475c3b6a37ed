#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/ThreadRecorder.h"

#include <uv.h>

#include <cstdint>
#include <string>
#include <unordered_map>

namespace loopscope {

/// Tells which of libuv's handles the program has open (servers, sockets, child processes, watchers, ports), with address
/// or file, and which of them keep the loop alive: just before the loop goes to sleep, since that is when it matters, and
/// what changed since the last time. Node's own handles, those that belong to no object of JavaScript's, are left out; timers and
/// immediates are told by themselves.
///
/// It asks libuv (uv_walk and the public functions of each kind), and takes at most a tenth of the time between two
/// sleeps for it if something may have changed, a hundredth if there is no sign of it.
///
/// Thread: the loop's. Lifetime: as long as its probes.
class OpenHandles
{
public:
    OpenHandles(uv_loop_t* loop, ThreadRecorder& recorder, Dictionary& dictionary);
    OpenHandles(const OpenHandles&) = delete;
    OpenHandles& operator=(const OpenHandles&) = delete;

    /// Node's object for a handle was made: `wrap` is what the handle's `data` will be.
    void made(std::uint64_t asyncId, const void* wrap, TypeId type, StackId place);
    /// The program, or Node, has asked for it to be closed.
    void closes(std::uint64_t asyncId);
    /// It is gone.
    void destroyed(std::uint64_t asyncId);
    /// The loop is about to sleep.
    void lookIfDue();
    /// It is about to stand still before its sleep, however long that takes.
    void lookNow();

private:
    struct Handle {
        std::uint64_t asyncId = 0;
        TypeId type = TypeId::None;
        StackId place = StackId::None;
        TextId on = TextId::None; ///< address or file
        HandleState told = HandleState::Closed;
    };
    void look();
    void found(const uv_handle_t& handle);
    void tell(Handle& handle, HandleState state);

    uv_loop_t* const m_loop;
    ThreadRecorder& m_recorder;
    Dictionary& m_dictionary;
    std::unordered_map<const void*, Handle> m_handles;        // by Node's object
    std::unordered_map<std::uint64_t, const void*> m_objects; // by async id
    bool m_maybeChanged = false;
    unsigned m_activeSeen = 0;
    std::uint64_t m_last = 0; // ns: when the last look ended
    std::uint64_t m_cost = 0; // ns: of the last look
};

/// What it is on: "127.0.0.1:3000", a pipe's path, "pid 4711", "SIGINT", a watched file; empty if there is nothing to say.
/// Thread: the handle's loop's.
std::string placeOfHandle(const uv_handle_t& handle);

} // namespace loopscope
