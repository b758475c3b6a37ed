#pragma once

#include <cstdint>

namespace loopscope {

/// Addresses of functions that the node executable does not export, and the knowledge that its objects are laid out as
/// the probes take them: only for builds that were looked at, told by their build id.
///
/// Thread: any. Lifetime: found once a process.
struct KnownNode {
    // Offsets in node's own C++ objects.
    static constexpr int kScopeEnvironment = 0x00; ///< of InternalCallbackScope
    static constexpr int kScopeAsyncId = 0x08;
    static constexpr int kScopeClosed = 0x24;
    static constexpr int kAsyncWrapId = 0x38; ///< of AsyncWrap
    static constexpr int kAsyncWrapSize = 0x48;
    static constexpr int kHandlerFrame = 0x190; ///< of V8's Isolate: the frame whose handler an exception goes to

    std::uintptr_t openScope = 0;              ///< InternalCallbackScope's constructor
    std::uintptr_t closeScope = 0;             ///< InternalCallbackScope::Close
    std::uintptr_t asyncInit = 0;              ///< AsyncWrap::EmitAsyncInit
    std::uintptr_t asyncDestroy = 0;           ///< AsyncWrap::EmitDestroy
    std::uintptr_t uncaught = 0;               ///< errors::TriggerUncaughtException
    std::uintptr_t handleClose = 0;            ///< HandleWrap::Close
    std::uintptr_t submit = 0;                 ///< uv__work_submit
    std::uintptr_t queueWork = 0;              ///< uv_queue_work
    std::uintptr_t userWork = 0, userDone = 0; ///< uv__queue_work, uv__queue_done
    std::uintptr_t fileWork = 0, addressWork = 0,
                   nameWork = 0; ///< uv__fs_work, uv__getaddrinfo_work, uv__getnameinfo_work
    std::uintptr_t runPromiseHooks = 0;                                         ///< v8's Isolate::RunAllPromiseHooks
    std::uintptr_t fulfillPromise = 0, rejectPromise = 0, resolvePromise = 0; ///< v8's JSPromise::Fulfill, Reject, Resolve
    std::uintptr_t poolWork = 0; ///< what node's ThreadPoolWork gives to uv_queue_work
    std::uintptr_t functionText = 0; ///< V8's JSFunction::ToString
    std::uintptr_t sourceLine = 0, startColumn = 0, endColumn = 0; ///< of v8::Message
    std::uintptr_t breakOnNextCall = 0, clearBreakOnNextCall = 0; ///< v8::debug's SetBreakOnNextFunctionCall and its opposite
    std::uintptr_t isBlackboxed = 0;  ///< v8_inspector's V8Debugger::IsFunctionBlackboxed
    std::uintptr_t scriptContext = 0; ///< v8::debug's Script::ContextId
    std::uintptr_t unwind = 0; ///< V8's Isolate::UnwindAndFindHandler

    /// Null for a build that nobody looked at.
    static const KnownNode* find();
};

} // namespace loopscope
