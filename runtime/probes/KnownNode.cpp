#include "runtime/probes/KnownNode.h"

#include "runtime/probes/NodeImage.h"
#include "runtime/probes/PublicHooks.h"

#include <algorithm>
#include <string_view>

namespace loopscope {

namespace {

// node v26.10.0, linux-x64, the official build.
constexpr std::string_view kBuildIds[] = {"932be857167040020b78138ec919fd51bad0441e"};

const KnownNode* search()
{
    if (PublicHooks::areForced()) return nullptr;
    const std::string id = NodeImage::buildId();
    if (std::find(std::begin(kBuildIds), std::end(kBuildIds), id) == std::end(kBuildIds)) return nullptr;
    const std::vector<std::uintptr_t> found = NodeImage::symbols({
        "_ZN4node21InternalCallbackScopeC2EPNS_11EnvironmentESt7variantIJN2v85LocalINS4_6ObjectEEEPS7_PNS4_6GlobalIS6_"
        "EEEERKNS_13async_"
        "contextEiNS5_INS4_5ValueEEE",
        "_ZN4node21InternalCallbackScope5CloseEv",
        "_ZN4node9AsyncWrap13EmitAsyncInitEPNS_11EnvironmentEN2v85LocalINS3_6ObjectEEENS4_INS3_6StringEEEdd",
        "_ZN4node9AsyncWrap11EmitDestroyEPNS_11EnvironmentEd",
        "_ZN4node6errors24TriggerUncaughtExceptionEPN2v87IsolateENS1_5LocalINS1_5ValueEEENS4_INS1_7MessageEEEb",
        "_ZN4node10HandleWrap5CloseEN2v85LocalINS1_5ValueEEE",
        "uv__work_submit",
        "uv_queue_work",
        "uv__queue_work",
        "uv__queue_done",
        "uv__fs_work",
        "uv__getaddrinfo_work",
        "uv__getnameinfo_work",
        "_ZZN4node14ThreadPoolWork12ScheduleWorkEvENUlP9uv_work_sE_8__invokeES2_",
        "_ZN2v88internal7Isolate18RunAllPromiseHooksENS_15PromiseHookTypeENS0_12DirectHandleINS0_9JSPromiseEEENS3_INS0_6ObjectEEE",
        "_ZN2v88internal9JSPromise7FulfillENS0_12DirectHandleIS1_EENS2_INS0_6ObjectEEE",
        "_ZN2v88internal9JSPromise6RejectENS0_12DirectHandleIS1_EENS2_INS0_6ObjectEEEb",
        "_ZN2v88internal9JSPromise7ResolveENS0_12DirectHandleIS1_EENS2_INS0_6ObjectEEE",
        "_ZN2v88internal10JSFunction8ToStringEPNS0_7IsolateENS0_12DirectHandleIS1_EE",
        "_ZNK2v87Message13GetSourceLineENS_5LocalINS_7ContextEEE",
        "_ZNK2v87Message14GetStartColumnEv",
        "_ZNK2v87Message12GetEndColumnEv",
        "_ZN2v88internal7Isolate20UnwindAndFindHandlerEv",
    });
    if (std::find(found.begin(), found.end(), 0) != found.end()) return nullptr;
    static KnownNode known;
    known.openScope = found[0];
    known.closeScope = found[1];
    known.asyncInit = found[2];
    known.asyncDestroy = found[3];
    known.uncaught = found[4];
    known.handleClose = found[5];
    known.submit = found[6];
    known.queueWork = found[7];
    known.userWork = found[8];
    known.userDone = found[9];
    known.fileWork = found[10];
    known.addressWork = found[11];
    known.nameWork = found[12];
    known.poolWork = found[13];
    known.runPromiseHooks = found[14];
    known.fulfillPromise = found[15];
    known.rejectPromise = found[16];
    known.resolvePromise = found[17];
    known.functionText = found[18];
    known.sourceLine = found[19];
    known.startColumn = found[20];
    known.endColumn = found[21];
    known.unwind = found[22];
    return &known;
}

} // namespace

const KnownNode* KnownNode::find()
{
    static const KnownNode* const known = search();
    return known;
}

} // namespace loopscope
