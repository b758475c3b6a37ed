#include "runtime/probes/ScriptFrames.h"

#include "runtime/probes/Tricks.h"

namespace loopscope {

ScriptFrames::ScriptFrames(v8::Isolate* isolate)
{
#if defined(__x86_64__)
    if (isAllowed(Trick::Frames)) m_layout = V8Layout::find(isolate);
#endif
    m_stackEnd = NativeFrames::endOfStack();
    void* code = nullptr;
    std::size_t codeSize = 0;
    isolate->GetCodeRange(&code, &codeSize);
    m_code = reinterpret_cast<std::uintptr_t>(code);
    m_codeSize = codeSize;
    const void* builtins = nullptr;
    isolate->GetEmbeddedCodeRange(&builtins, &m_builtinsSize);
    m_builtins = reinterpret_cast<std::uintptr_t>(builtins);
}

Raw ScriptFrames::sharedOf(std::uintptr_t frame) const
{
    if ((NativeFrames::load(frame + NativeFrames::kContextOrMarker) & 1) == 0) return 0; // one of V8's own sorts of frame
    const Raw function = NativeFrames::load(frame + NativeFrames::kFunction);
    if (!isHeapObject(function) || !m_layout->isFunction(function) || m_layout->isBuiltin(function)) return 0;
    return wordAt(function, m_layout->functionShared);
}

} // namespace loopscope
