#pragma once

#include "runtime/events/Dictionary.h"
#include "runtime/probes/V8Memory.h"

#include <v8.h>

#include <array>
#include <string>
#include <unordered_map>

namespace loopscope {

/// What Node's names of async resources ("TCPWRAP") mean to a recording.
///
/// A name is read once. After that it is known by where the string lies, until the next collection of any kind: before
/// it no string moves and no other comes to its place.
///
/// Thread: one JS thread's, with its isolate entered. Lifetime: as long as its probes; stop() before the isolate ends.
class AsyncKinds
{
public:
    struct Kind {
        TypeId type = TypeId::None;
        TypeId op = TypeId::None; ///< what a request of this kind does outside the pool
        bool isHandle = false;    ///< it is Node's object for a handle of libuv's
    };

    /// `poolIsSeen`: the pool's own work is told by others, not from here.
    AsyncKinds(v8::Isolate* isolate, Dictionary& dictionary, bool poolIsSeen);
    ~AsyncKinds() { stop(); }
    AsyncKinds(const AsyncKinds&) = delete;
    AsyncKinds& operator=(const AsyncKinds&) = delete;
    void stop();

    Kind of(v8::Local<v8::String> name)
    {
        const Raw raw = rawOf(name);
        Recent& recent = m_recent[(raw >> 3) * 0x9E3779B97F4A7C15u >> 58];
        if (recent.name != raw) recent = {raw, read(name)};
        return recent.kind;
    }

private:
    struct Recent {
        Raw name = 0;
        Kind kind;
    };

    Kind read(v8::Local<v8::String> name);
    Kind make(std::string_view name);
    static void collected(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    v8::Isolate* m_isolate; // null once stopped
    Dictionary& m_dictionary;
    const bool m_poolIsSeen;
    std::unordered_map<std::string, Kind> m_known;
    std::array<Recent, 64> m_recent;
};

} // namespace loopscope
