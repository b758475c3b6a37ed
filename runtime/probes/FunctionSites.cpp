#include "runtime/probes/FunctionSites.h"

#include <algorithm>

namespace loopscope {

FunctionSites::FunctionSites(v8::Isolate* isolate, SourcePlaces& places)
    : m_isolate(isolate), m_places(places), m_layout(V8Layout::find(isolate)), m_recent(kEntries)
{
    m_isolate->AddGCEpilogueCallback(compacted, this, v8::kGCTypeMarkSweepCompact);
}

FunctionSites::~FunctionSites() { m_isolate->RemoveGCEpilogueCallback(compacted, this); }

void FunctionSites::compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    auto& recent = static_cast<FunctionSites*>(self)->m_recent;
    std::fill(recent.begin(), recent.end(), Entry{});
}

FunctionPlace FunctionSites::of(Raw function)
{
    while (m_layout->typeOf(function) == m_layout->typeBoundFunction) function = wordAt(function, m_layout->boundTarget);
    if (!m_layout->isFunction(function)) return {};
    // A function's shared part is born in old space: only a compacting collection moves it.
    const Raw shared = wordAt(function, m_layout->functionShared);
    Entry& entry = m_recent[(shared >> 4) * 0x9E3779B97F4A7C15u >> 54];
    if (entry.shared != shared) {
        v8::HandleScope handles(m_isolate);
        Raw slot = function;
        entry = {shared, of(localAt<v8::Function>(&slot))};
    }
    return entry.place;
}

FunctionPlace FunctionSites::of(v8::Local<v8::Function> function)
{
    for (v8::Local<v8::Value> bound = function->GetBoundFunction(); bound->IsFunction(); bound = function->GetBoundFunction())
        function = bound.As<v8::Function>();
    const int script = function->ScriptId();
    if (script == v8::UnboundScript::kNoScriptId) return {};
    const std::uint64_t key = std::uint64_t{static_cast<std::uint32_t>(script)} << 32 | static_cast<std::uint32_t>(function->GetScriptStartPosition());
    const auto [it, isNew] = m_known.try_emplace(key);
    if (isNew) it->second = resolve(function);
    return it->second;
}

FunctionPlace FunctionSites::resolve(v8::Local<v8::Function> function)
{
    v8::HandleScope handles(m_isolate);
    const v8::ScriptOrigin origin = function->GetScriptOrigin();
    const v8::Local<v8::Value> resource = origin.ResourceName();
    const v8::String::Utf8Value script(m_isolate, resource->IsString() ? resource : v8::String::Empty(m_isolate).As<v8::Value>());
    const v8::String::Utf8Value name(m_isolate, function->GetDebugName());
    const std::string_view scriptName(*script, static_cast<std::size_t>(script.length()));
    const std::string_view functionName(*name ? *name : "", static_cast<std::size_t>(name.length()));
    const SiteId site = m_places.site(functionName, scriptName, static_cast<std::uint32_t>(function->GetScriptLineNumber() + 1),
                                      static_cast<std::uint32_t>(function->GetScriptColumnNumber() + 1));
    return {site, SourcePlaces::isInternal(scriptName)};
}

} // namespace loopscope
