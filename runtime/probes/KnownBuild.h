#pragma once

#include "runtime/probes/KnownNode.h"

#include <string_view>

// The build of node that was looked at: v26.10.0, linux-x64, the official one. Its build id says that its functions lie just
// there; looking their names up among its symbols took longer than all else at the start of a run. A test does it.

namespace loopscope::KnownBuild {

inline constexpr std::string_view kId = "932be857167040020b78138ec919fd51bad0441e";

struct Symbol {
    std::uintptr_t KnownNode::*field;
    std::uintptr_t address; ///< in the file, as `nm` prints it
    std::string_view name;
};

inline constexpr Symbol kSymbols[] = {
    {&KnownNode::openScope, 0x8ba610, "_ZN4node21InternalCallbackScopeC2EPNS_11EnvironmentESt7variantIJN2v85LocalINS4_6ObjectEEEPS7_PNS4_6GlobalIS6_EEEERKNS_13async_contextEiNS5_INS4_5ValueEEE"},
    {&KnownNode::closeScope, 0x8ba8a0, "_ZN4node21InternalCallbackScope5CloseEv"},
    {&KnownNode::asyncInit, 0x8d05c0, "_ZN4node9AsyncWrap13EmitAsyncInitEPNS_11EnvironmentEN2v85LocalINS3_6ObjectEEENS4_INS3_6StringEEEdd"},
    {&KnownNode::asyncDestroy, 0x8c9f90, "_ZN4node9AsyncWrap11EmitDestroyEPNS_11EnvironmentEd"},
    {&KnownNode::uncaught, 0x9edab0, "_ZN4node6errors24TriggerUncaughtExceptionEPN2v87IsolateENS1_5LocalINS1_5ValueEEENS4_INS1_7MessageEEEb"},
    {&KnownNode::handleClose, 0x95a0b0, "_ZN4node10HandleWrap5CloseEN2v85LocalINS1_5ValueEEE"},
    {&KnownNode::submit, 0x1a0c2c0, "uv__work_submit"},
    {&KnownNode::queueWork, 0x1a0c670, "uv_queue_work"},
    {&KnownNode::userWork, 0x1a0c720, "uv__queue_work"},
    {&KnownNode::userDone, 0x1a0c730, "uv__queue_done"},
    {&KnownNode::fileWork, 0x1a128f0, "uv__fs_work"},
    {&KnownNode::addressWork, 0x1a16b30, "uv__getaddrinfo_work"},
    {&KnownNode::nameWork, 0x1a16f20, "uv__getnameinfo_work"},
    {&KnownNode::poolWork, 0x972ef0, "_ZZN4node14ThreadPoolWork12ScheduleWorkEvENUlP9uv_work_sE_8__invokeES2_"},
    {&KnownNode::runPromiseHooks, 0xe77810, "_ZN2v88internal7Isolate18RunAllPromiseHooksENS_15PromiseHookTypeENS0_12DirectHandleINS0_9JSPromiseEEENS3_INS0_6ObjectEEE"},
    {&KnownNode::fulfillPromise, 0x129c470, "_ZN2v88internal9JSPromise7FulfillENS0_12DirectHandleIS1_EENS2_INS0_6ObjectEEE"},
    {&KnownNode::rejectPromise, 0x129cad0, "_ZN2v88internal9JSPromise6RejectENS0_12DirectHandleIS1_EENS2_INS0_6ObjectEEEb"},
    {&KnownNode::resolvePromise, 0x129cca0, "_ZN2v88internal9JSPromise7ResolveENS0_12DirectHandleIS1_EENS2_INS0_6ObjectEEE"},
    {&KnownNode::functionText, 0x12227a0, "_ZN2v88internal10JSFunction8ToStringEPNS0_7IsolateENS0_12DirectHandleIS1_EE"},
    {&KnownNode::sourceLine, 0xce00b0, "_ZNK2v87Message13GetSourceLineENS_5LocalINS_7ContextEEE"},
    {&KnownNode::startColumn, 0xcdfbd0, "_ZNK2v87Message14GetStartColumnEv"},
    {&KnownNode::endColumn, 0xcdfe30, "_ZNK2v87Message12GetEndColumnEv"},
    {&KnownNode::breakOnNextCall, 0xdd5af0, "_ZN2v85debug26SetBreakOnNextFunctionCallEPNS_7IsolateE"},
    {&KnownNode::clearBreakOnNextCall, 0xdd5b10, "_ZN2v85debug28ClearBreakOnNextFunctionCallEPNS_7IsolateE"},
    {&KnownNode::isBlackboxed, 0x148c4a0, "_ZN12v8_inspector10V8Debugger20IsFunctionBlackboxedEN2v85LocalINS1_5debug6ScriptEEERKNS3_8LocationES8_"},
    {&KnownNode::scriptContext, 0xdd7570, "_ZNK2v85debug6Script9ContextIdEv"},
    {&KnownNode::unwind, 0xe6ae00, "_ZN2v88internal7Isolate20UnwindAndFindHandlerEv"},
};

} // namespace loopscope::KnownBuild
