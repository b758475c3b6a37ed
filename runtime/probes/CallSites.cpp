#include "runtime/probes/CallSites.h"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace loopscope {

namespace {

// Offsets from a JavaScript frame's pointer; the binary exports the same as v8dbg_off_fp_*.
constexpr int kReturnAddress = 8, kContextOrMarker = -8, kFunction = -16, kBytecodeOffset = -40;

std::uintptr_t load(std::uintptr_t address) { return *reinterpret_cast<const std::uintptr_t*>(address); }

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) { return (hash ^ word) * 0x9E3779B97F4A7C15u ^ (hash >> 29); }

std::uintptr_t endOfStack()
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
    void* start = nullptr;
    std::size_t size = 0;
    pthread_attr_getstack(&attributes, &start, &size);
    pthread_attr_destroy(&attributes);
    return reinterpret_cast<std::uintptr_t>(start) + size;
}

} // namespace

CallSites::CallSites(v8::Isolate* isolate, SourcePlaces& places, Options options)
    : m_isolate(isolate), m_places(places), m_layout(V8Layout::find(isolate)), m_options(options), m_entries(kEntries)
{
    v8::HandleScope handles(isolate);
    m_undefined = rawOf(v8::Undefined(isolate));
    m_stackEnd = endOfStack();
#if defined(__x86_64__)
    m_fast = m_layout && m_stackEnd && locateBuiltins();
#endif
    m_isolate->AddGCEpilogueCallback(compacted, this, v8::kGCTypeMarkSweepCompact);
}

CallSites::~CallSites() { m_isolate->RemoveGCEpilogueCallback(compacted, this); }

// Compiled code and the shared parts of functions move or die in compacting collections only.
void CallSites::compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    auto& entries = static_cast<CallSites*>(self)->m_entries;
    std::fill(entries.begin(), entries.end(), Entry{});
}

void CallSites::probeReturnAddress(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    auto* self = static_cast<CallSites*>(info.Data().As<v8::External>()->Value(v8::kExternalPointerTypeTagDefault));
    self->m_builtins = load(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) + kReturnAddress);
}

// V8 may run a copy of its builtins that lies near compiled code. A return address into it, looked up by its bytes in
// the original, tells where the copy begins.
bool CallSites::locateBuiltins()
{
    void* code = nullptr;
    std::size_t codeSize = 0;
    m_isolate->GetCodeRange(&code, &codeSize);
    m_code = reinterpret_cast<std::uintptr_t>(code);
    m_codeSize = codeSize;
    const void* original = nullptr;
    m_isolate->GetEmbeddedCodeRange(&original, &m_builtinsSize);
    const auto context = m_isolate->GetCurrentContext();
    // From JavaScript: a call from C++ would come by no builtin at all.
    v8::Local<v8::String> parameter = v8::String::NewFromUtf8Literal(m_isolate, "probe");
    v8::ScriptCompiler::Source source(v8::String::NewFromUtf8Literal(m_isolate, "probe()"));
    v8::Local<v8::Function> probe, caller;
    if (!v8::Function::New(context, probeReturnAddress, v8::External::New(m_isolate, this, v8::kExternalPointerTypeTagDefault)).ToLocal(&probe) ||
        !v8::ScriptCompiler::CompileFunction(context, &source, 1, &parameter).ToLocal(&caller))
        return false;
    v8::Local<v8::Value> argument = probe;
    if (caller->Call(context, v8::Undefined(m_isolate), 1, &argument).IsEmpty()) return false;
    const std::uintptr_t known = m_builtins, start = reinterpret_cast<std::uintptr_t>(original);
    const v8::MemoryRange entry = m_isolate->GetJSEntryStubs().js_run_microtasks_entry_stub.code;
    m_microtasksEntry = reinterpret_cast<std::uintptr_t>(entry.start);
    m_microtasksEntrySize = entry.length_in_bytes;
    if (known - start < m_builtinsSize) {
        m_builtins = start;
        return true;
    }
    constexpr std::size_t length = 96;
    if (known - m_code >= m_codeSize) return false;
    const std::string_view haystack(static_cast<const char*>(original), m_builtinsSize), needle(reinterpret_cast<const char*>(known), length);
    const std::size_t at = haystack.find(needle);
    if (at == haystack.npos || haystack.find(needle, at + 1) != haystack.npos) return false;
    m_builtins = known - at;
    if (m_microtasksEntry - start < m_builtinsSize) m_microtasksEntry += m_builtins - start;
    return m_builtins >= m_code && std::memcmp(reinterpret_cast<const void*>(m_builtins), original, m_builtinsSize) == 0;
}

CallSites::Walk CallSites::walk() const
{
    Walk result;
    auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    for (int i = 0; i < kAllFrames && result.scriptFrames < kFrames; ++i) {
        const std::uintptr_t code = load(frame + kReturnAddress), caller = load(frame);
        if (caller <= frame || caller >= m_stackEnd || (caller & 7) != 0) break;
        frame = caller;
        const bool isBuiltin = code - m_builtins < m_builtinsSize;
        const bool isCompiled = !isBuiltin && code - m_code < m_codeSize;
        if (code - m_microtasksEntry < m_microtasksEntrySize) break;
        if (!isBuiltin && !isCompiled) continue; // C++: the same frames of JavaScript whatever way it went
        const bool isScript = (load(frame + kContextOrMarker) & 1) != 0;
        if (isCompiled) {
            result.hash = mix(result.hash, code);
            result.scriptFrames += isScript;
        } else if (isScript) {
            const Raw function = load(frame + kFunction);
            if (!isHeapObject(function) || !m_layout->isFunction(function)) continue;
            const Raw shared = wordAt(function, m_layout->functionShared);
            if (!isHeapObject(wordAt(shared, m_layout->sharedScript)) || wordAt(shared, m_layout->sharedScript) == m_undefined)
                continue; // Array.prototype.map and the like
            result.hash = mix(mix(result.hash, shared), load(frame + kBytecodeOffset));
            ++result.scriptFrames;
        }
    }
    return result;
}

StackId CallSites::here()
{
    if (!m_fast) return m_options.evenIfSlow ? trace(kFrames) : StackId::None;
    const Walk found = walk();
    if (found.scriptFrames == 0) return StackId::None;
    Entry& entry = m_entries[found.hash >> 52];
    if (entry.hash != found.hash) {
        ++m_misses;
        entry = {found.hash, trace(found.scriptFrames)};
    }
    return entry.stack;
}

StackId CallSites::trace(int frames)
{
    v8::HandleScope handles(m_isolate);
    const auto stack = v8::StackTrace::CurrentStackTrace(m_isolate, frames, v8::StackTrace::kDetailed);
    StackId result = StackId::None;
    for (int i = stack->GetFrameCount(); i-- > 0;) {
        const auto frame = stack->GetFrame(m_isolate, static_cast<std::uint32_t>(i));
        const v8::String::Utf8Value script(m_isolate, frame->GetScriptNameOrSourceURL());
        const std::string_view scriptName(*script ? *script : "", static_cast<std::size_t>(script.length()));
        if (scriptName.empty() || SourcePlaces::isInternal(scriptName)) continue;
        const v8::String::Utf8Value name(m_isolate, frame->GetFunctionName());
        const SiteId site = m_places.site({*name ? *name : "", static_cast<std::size_t>(name.length())}, scriptName,
                                          static_cast<std::uint32_t>(frame->GetLineNumber()), static_cast<std::uint32_t>(frame->GetColumn()));
        result = m_places.dictionary().intern(StackNode{site, result});
    }
    return result;
}

} // namespace loopscope
