#pragma once

#include "runtime/probes/BuiltinCode.h"
#include "runtime/probes/NativeFrames.h"
#include "runtime/probes/SourcePlaces.h"
#include "runtime/probes/V8Layout.h"

#include <v8.h>

#include <array>
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
    /// The same for the stack whose innermost frame's caller is at `frame` (a frame pointer); false if it was not seen
    /// before. Asks V8 nothing, so it may be called where V8 cannot be asked. Precondition: isFast().
    bool known(std::uintptr_t frame, StackId& stack)
    {
        // Two places for each: events that follow one another at the same addresses must not push one another out.
        const std::size_t first = (NativeFrames::load(frame) ^ NativeFrames::load(frame + NativeFrames::kReturnAddress)) * 0x9E3779B97F4A7C15u >> 56;
        std::size_t place = first;
        if (!isSame(m_trails[place], frame) && !isSame(m_trails[place ^= 1], frame)) {
            place = first ^ (m_turn ^= 1);
            if (!follow(frame, m_trails[place])) return false;
        }
        stack = m_trails[place].stack;
        return true;
    }
    /// To be called in a promise hook that V8 runs since known() knew nothing: the stack that was asked for then.
    StackId learnUnknown();

    // For tests: the same by V8's stack trace alone, and how often that was needed.
    StackId hereBySlowMeans() { return trace(kFrames); }
    std::uint64_t misses() const { return m_misses; }

private:
    static constexpr int kFrames = 12;       ///< JavaScript frames looked at, Node's own included
    static constexpr std::size_t kAllFrames = 160;   ///< native ones included
    static constexpr std::size_t kEntries = 1 << 12, kTrails = 1 << 8;

    struct Walk {
        std::uint64_t hash = 0;
        int scriptFrames = 0; ///< at least so many frames of a stack trace are told apart by the hash
    };
    struct Entry {
        std::uint64_t hash = 0;
        StackId stack = StackId::None;
    };

    /// A walk that was done, to see whether the next one from there would be the same.
    struct Trail {
        /// A native frame: who called it and from where.
        struct Step {
            std::uintptr_t caller = 0, code = 0;
        };
        /// A frame of the interpreter: which function, and where in it.
        struct Interpreted {
            std::uintptr_t frame = 0;
            Raw shared = 0;
            std::uintptr_t offset = 0;
        };
        std::uint32_t length = 0; ///< of steps; 0: not to be used
        std::uint32_t interpretedLength = 0;
        StackId stack = StackId::None;
        std::array<Step, 14> steps;
        std::array<Interpreted, 6> interpreted;
        void add(const Step& step)
        {
            if (length < steps.size()) steps[length] = step;
            ++length;
        }
        void add(const Interpreted& frame)
        {
            if (interpretedLength < interpreted.size()) interpreted[interpretedLength] = frame;
            ++interpretedLength;
        }
        bool isWhole() const { return length <= steps.size() && interpretedLength <= interpreted.size(); }
    };

    Walk walk(std::uintptr_t frame, Trail& trail) const;
    /// Where to look is known beforehand, so hardly one of these loads waits for another. All are in the stack above `frame`.
    bool isSame(const Trail& trail, std::uintptr_t frame) const
    {
        std::uintptr_t different = trail.length == 0;
        for (std::uint32_t i = 0; i < trail.length; ++i) {
            const Trail::Step& step = trail.steps[i];
            different |= (NativeFrames::load(frame) ^ step.caller) | (NativeFrames::load(frame + NativeFrames::kReturnAddress) ^ step.code);
            if (different) return false;
            frame = step.caller;
        }
        return !different && (trail.interpretedLength == 0 || areSameInterpreted(trail));
    }
    bool areSameInterpreted(const Trail& trail) const;
    bool follow(std::uintptr_t frame, Trail& trail);
    Entry& entryOf(const Walk& found) { return m_entries[found.hash >> 52]; }
    StackId learn(const Walk& found, int frames);
    StackId trace(int frames);
    bool locateCode();
    static void compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self);

    v8::Isolate* const m_isolate;
    SourcePlaces& m_places;
    const V8Layout* const m_layout;
    const Options m_options;
    BuiltinCode m_builtins;                            ///< V8's interpreter is among them
    std::uintptr_t m_microtasksEntry = 0, m_microtasksEntrySize = 0; ///< below it on the stack is whoever had the queue run
    std::size_t m_codeSize = 0;
    std::uintptr_t m_code = 0;                         ///< where V8 puts the code that it compiles
    std::uintptr_t m_stackEnd = 0;                     ///< the highest address of this thread's stack
    Raw m_undefined = 0;
    bool m_fast = false;
    Walk m_unknown; ///< what known() did not know last
    std::uint64_t m_misses = 0;
    std::vector<Entry> m_entries;
    std::vector<Trail> m_trails;
    std::size_t m_turn = 0; ///< which of the two places a new one takes
};

} // namespace loopscope
