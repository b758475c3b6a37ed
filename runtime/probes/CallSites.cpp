#include "runtime/probes/CallSites.h"

#include "runtime/probes/PromiseSites.h"
#include "runtime/probes/Tricks.h"

#include <algorithm>
#include <string_view>

namespace loopscope {

using namespace NativeFrames;

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) { return (hash ^ word) * 0x9E3779B97F4A7C15u ^ (hash >> 29); }

} // namespace

CallSites::CallSites(v8::Isolate* isolate, SourcePlaces& places, Options options)
    : m_isolate(isolate), m_places(places), m_layout(V8Layout::find(isolate)), m_options(options), m_entries(kEntries), m_trails(kTrails)
{
    v8::HandleScope handles(isolate);
    m_undefined = rawOf(v8::Undefined(isolate));
    m_stackEnd = endOfStack();
#if defined(__x86_64__)
    m_fast = isAllowed(Trick::Frames) && m_layout && m_stackEnd && locateCode();
#endif
    m_isolate->AddGCEpilogueCallback(compacted, this, v8::kGCTypeMarkSweepCompact);
}

CallSites::~CallSites() { m_isolate->RemoveGCEpilogueCallback(compacted, this); }

// Compiled code and the shared parts of functions move or die in compacting collections only.
void CallSites::compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    auto& sites = *static_cast<CallSites*>(self);
    std::fill(sites.m_entries.begin(), sites.m_entries.end(), Entry{});
    for (Trail& trail : sites.m_trails) trail.length = 0;
}

bool CallSites::locateCode()
{
    const std::optional<BuiltinCode> builtins = BuiltinCode::find(m_isolate);
    if (!builtins) return false;
    m_builtins = *builtins;
    void* code = nullptr;
    m_isolate->GetCodeRange(&code, &m_codeSize);
    m_code = reinterpret_cast<std::uintptr_t>(code);
    const v8::MemoryRange entry = m_isolate->GetJSEntryStubs().js_run_microtasks_entry_stub.code;
    m_microtasksEntry = m_builtins.running(reinterpret_cast<std::uintptr_t>(entry.start));
    m_microtasksEntrySize = entry.length_in_bytes;
    return true;
}

CallSites::Walk CallSites::walk(std::uintptr_t frame, Trail& trail) const
{
    Walk result;
    trail.length = trail.interpretedLength = 0;
    while (trail.length < kAllFrames && result.scriptFrames < kFrames) {
        const std::uintptr_t code = load(frame + kReturnAddress), caller = load(frame);
        trail.add(Trail::Step{caller, code});
        if (caller <= frame || caller >= m_stackEnd || (caller & 7) != 0) break;
        frame = caller;
        const bool isBuiltin = m_builtins.contains(code);
        const bool isCompiled = !isBuiltin && code - m_code < m_codeSize;
        if (code - m_microtasksEntry < m_microtasksEntrySize || (isBuiltin && PromiseSites::isBaseOfJob(m_builtins, code))) break;
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
            trail.add(Trail::Interpreted{frame, shared, load(frame + kBytecodeOffset)});
            result.hash = mix(mix(result.hash, shared), load(frame + kBytecodeOffset));
            ++result.scriptFrames;
        }
    }
    if (!trail.isWhole()) trail.length = 0;
    return result;
}

StackId CallSites::here()
{
    if (!m_fast) return m_options.evenIfSlow ? trace(kFrames) : StackId::None;
    Trail ignored;
    const Walk found = walk(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)), ignored);
    if (found.scriptFrames == 0) return StackId::None;
    const Entry& entry = entryOf(found);
    return entry.hash == found.hash ? entry.stack : learn(found, found.scriptFrames);
}

bool CallSites::follow(std::uintptr_t frame, Trail& trail)
{
    const Walk found = walk(frame, trail);
    const Entry& entry = entryOf(found);
    const bool isKnown = found.scriptFrames == 0 || entry.hash == found.hash;
    trail.stack = found.scriptFrames == 0 ? StackId::None : entry.stack;
    if (isKnown) return true;
    trail.length = 0;
    m_unknown = found;
    return false;
}

bool CallSites::areSameInterpreted(const Trail& trail) const
{
    for (std::uint32_t i = 0; i < trail.interpretedLength; ++i) {
        const Trail::Interpreted& known = trail.interpreted[i];
        if (wordAt(load(known.frame + kFunction), m_layout->functionShared) != known.shared || load(known.frame + kBytecodeOffset) != known.offset)
            return false;
    }
    return true;
}

// V8 has called two functions of ours since, one of JavaScript and one native: they are no frames of the user's.
StackId CallSites::learnUnknown() { return learn(m_unknown, m_unknown.scriptFrames + 1); }

StackId CallSites::learn(const Walk& found, int frames)
{
    ++m_misses;
    Entry& entry = entryOf(found);
    entry = {found.hash, trace(frames)};
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
