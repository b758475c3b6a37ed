#pragma once

#include "runtime/probes/NativeFrames.h"
#include "runtime/probes/V8Layout.h"

#include <v8.h>

#include <cstdint>

namespace loopscope {

/// The JavaScript frames on this thread's machine stack, read by the chain of frame pointers: a few ns each.
///
/// The trick: a frame of JavaScript is told by its return address, which lies where V8 has code; its function stands in
/// it. An activation keeps its frame pointer until it is left or suspended, whatever V8 compiles meanwhile.
///
/// Thread: one JS thread's, called from a native function that JavaScript called. Lifetime: any within the isolate's.
class ScriptFrames
{
public:
    struct Frame {
        std::uintptr_t at = 0; ///< its frame pointer; outer ones are higher
        Raw shared = 0;        ///< the function's shared part; moves in compacting collections only
    };

    /// Finds nothing, ever, on another CPU or another V8.
    explicit ScriptFrames(v8::Isolate* isolate);

    /// Innermost first, V8's own functions left out; `visit` returns whether to go on.
    template <class F> void forEach(F&& visit) const
    {
        if (!m_layout) return;
        auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        for (int i = 0; i < kMostFrames; ++i) {
            const std::uintptr_t code = NativeFrames::load(frame + NativeFrames::kReturnAddress), caller = NativeFrames::load(frame);
            if (caller <= frame || caller >= m_stackEnd || (caller & 7) != 0) return;
            frame = caller;
            if (const Raw shared = isV8s(code) ? sharedOf(frame) : 0; shared && !visit(Frame{frame, shared})) return;
        }
    }

    /// Of whoever called; its `at` is 0 if there is none.
    Frame innermost() const
    {
        Frame result;
        forEach([&](const Frame& frame) {
            result = frame;
            return false;
        });
        return result;
    }

private:
    static constexpr int kMostFrames = 64; ///< native ones included

    bool isV8s(std::uintptr_t code) const { return code - m_code < m_codeSize || code - m_builtins < m_builtinsSize; }
    /// 0 for V8's own.
    Raw sharedOf(std::uintptr_t frame) const;

    const V8Layout* m_layout = nullptr;
    std::uintptr_t m_stackEnd = 0;                     ///< the highest address of this thread's stack
    std::uintptr_t m_code = 0, m_codeSize = 0;         ///< where V8 puts the code that it compiles, maybe its builtins too
    std::uintptr_t m_builtins = 0, m_builtinsSize = 0; ///< where they lie in the executable
};

} // namespace loopscope
