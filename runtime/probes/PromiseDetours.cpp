#include "runtime/probes/PromiseDetours.h"

#include "runtime/probes/Detour.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/probes/PromiseSites.h"

namespace loopscope {

namespace {

PromiseDetours::Watcher g_watcher;

class HooksOn
{
public:
    HooksOn() : m_flags(g_watcher.flags())
    {
        if (m_flags && *m_flags & PromiseSites::kContextHooks) m_flags = nullptr; // the program has hooks, or we are inside already
        if (m_flags) *m_flags |= PromiseSites::kContextHooks;
    }
    ~HooksOn()
    {
        if (m_flags) *m_flags &= ~PromiseSites::kContextHooks;
    }
    HooksOn(const HooksOn&) = delete;
    HooksOn& operator=(const HooksOn&) = delete;

private:
    std::uint32_t* m_flags;
};

// V8's handles are pointers here: they are passed on as they come.
using Handle = void*;
void (*s_runAllHooks)(void*, int, Handle, Handle) = nullptr;
Handle (*s_fulfill)(Handle, Handle) = nullptr;
Handle (*s_reject)(Handle, Handle, bool) = nullptr;
Handle (*s_resolve)(Handle, Handle) = nullptr;

void runAllHooks(void* isolate, int type, Handle promise, Handle parent)
{
    const HooksOn on;
    s_runAllHooks(isolate, type, promise, parent);
}

Handle fulfill(Handle promise, Handle value)
{
    const HooksOn on;
    return s_fulfill(promise, value);
}

Handle reject(Handle promise, Handle reason, bool debugEvent)
{
    const HooksOn on;
    return s_reject(promise, reason, debugEvent);
}

Handle resolve(Handle promise, Handle resolution)
{
    if (g_watcher.flags()) g_watcher.resolving();
    return s_resolve(promise, resolution);
}

template <class Function> bool put(std::uintptr_t address, Function replacement, Function& original)
{
    return Detour::install(address, Detour::kUsualPrologue, reinterpret_cast<void*>(replacement), reinterpret_cast<void**>(&original));
}

} // namespace

bool PromiseDetours::install(const Watcher& watcher)
{
    const KnownNode* const node = KnownNode::find();
    if (!node) return false;
    g_watcher = watcher;
    return put(node->runPromiseHooks, &runAllHooks, s_runAllHooks) && put(node->fulfillPromise, &fulfill, s_fulfill) &&
           put(node->rejectPromise, &reject, s_reject) && put(node->resolvePromise, &resolve, s_resolve);
}

} // namespace loopscope
