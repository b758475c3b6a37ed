#pragma once

#include "runtime/probes/SourcePlaces.h"
#include "runtime/probes/V8Layout.h"

#include <v8.h>

#include <cstdint>
#include <vector>

namespace loopscope {

/// Who called: the user's frames of the present call stack, innermost first, Node's own left out.
///
/// Fast: the native frame-pointer chain is walked and hashed (return addresses; for interpreted frames function and
/// bytecode offset as well), and V8 is asked for a stack trace only when that hash is new. Where the walk cannot be
/// trusted (other CPU, other V8), it asks every time if `Options::evenIfSlow`, and knows nothing otherwise.
///
/// Thread: one JS thread's, with isolate and context entered; runs no JavaScript. Lifetime: as long as that thread's probes.
class CallSites
{
public:
    struct Options {
        bool evenIfSlow = false; ///< some 8 microseconds a call on the fall-back
    };

    CallSites(v8::Isolate* isolate, SourcePlaces& places, Options options);
    ~CallSites();
    CallSites(const CallSites&) = delete;
    CallSites& operator=(const CallSites&) = delete;

    /// The stack at this moment; none if no frame is the user's.
    StackId here();
    bool isFast() const { return m_fast; }

    // For tests: the same by V8's stack trace alone, and how often that was needed.
    StackId hereBySlowMeans() { return trace(kFrames); }
    std::uint64_t misses() const { return m_misses; }

private:
    static constexpr int kFrames = 12;       ///< JavaScript frames looked at, Node's own included
    static constexpr int kAllFrames = 160;   ///< native ones included
    static constexpr std::size_t kEntries = 1 << 12;

    struct Walk {
        std::uint64_t hash = 0;
        int scriptFrames = 0; ///< at least so many frames of a stack trace are told apart by the hash
    };
    struct Entry {
        std::uint64_t hash = 0;
        StackId stack = StackId::None;
    };

    Walk walk() const;
    StackId trace(int frames);
    bool locateBuiltins();
    static void probeReturnAddress(const v8::FunctionCallbackInfo<v8::Value>& info);
    static void compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    v8::Isolate* const m_isolate;
    SourcePlaces& m_places;
    const V8Layout* const m_layout;
    const Options m_options;
    std::uintptr_t m_builtins = 0, m_builtinsSize = 0; ///< where V8's interpreter and builtins run in this process
    std::uintptr_t m_microtasksEntry = 0, m_microtasksEntrySize = 0; ///< below it on the stack is whoever had the queue run
    std::uintptr_t m_code = 0, m_codeSize = 0;         ///< where V8 puts the code that it compiles
    std::uintptr_t m_stackEnd = 0;                     ///< the highest address of this thread's stack
    Raw m_undefined = 0;
    bool m_fast = false;
    std::uint64_t m_misses = 0;
    std::vector<Entry> m_entries;
};

} // namespace loopscope
