#include "runtime/probes/BuiltinSkip.h"

#include "runtime/probes/Detour.h"
#include "runtime/probes/KnownNode.h"

#include <cstdint>

namespace loopscope {

namespace {

using IsBlackboxed = bool (*)(void* debugger, void* script, const void* begin, const void* end);
IsBlackboxed g_original = nullptr;

/// v8::Maybe<int> as it is returned: whether there is one, and above it which.
bool hasContext(void* script)
{
    return reinterpret_cast<std::uint64_t (*)(void*)>(KnownNode::find()->scriptContext)(script) & 1;
}

bool isBlackboxed(void* debugger, void* script, const void* begin, const void* end)
{
    return !hasContext(script) || g_original(debugger, script, begin, end);
}

} // namespace

bool BuiltinSkip::install()
{
    static const bool isInstalled = [] {
        const KnownNode* const node = KnownNode::find();
        return node && Detour::install(node->isBlackboxed, Detour::kUsualPrologue, reinterpret_cast<void*>(&isBlackboxed), reinterpret_cast<void**>(&g_original));
    }();
    return isInstalled;
}

} // namespace loopscope
