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
    FunctionPlace place;
    if (known(function, place)) return place;
    v8::HandleScope handles(m_isolate);
    return of(handleOn<v8::Function>(m_isolate, targetOf(function)));
}

// A function's shared part is born in old space: only a compacting collection moves it.
bool FunctionSites::recall(Raw function)
{
    v8::HandleScope handles(m_isolate);
    Raw slot = function;
    const std::optional<std::uint64_t> key = keyOf(localAt<v8::Function>(&slot));
    const auto it = key ? m_known.find(*key) : m_known.end();
    if (key && it == m_known.end()) return false;
    const Raw shared = wordAt(function, m_layout->functionShared);
    entryOf(shared) = {shared, key ? it->second : FunctionPlace{}};
    return true;
}

std::optional<std::uint64_t> FunctionSites::keyOf(v8::Local<v8::Function> function)
{
    const int script = function->ScriptId();
    if (script == v8::UnboundScript::kNoScriptId) return {};
    return std::uint64_t{static_cast<std::uint32_t>(script)} << 32 | static_cast<std::uint32_t>(function->GetScriptStartPosition());
}

FunctionPlace FunctionSites::of(v8::Local<v8::Function> function)
{
    for (v8::Local<v8::Value> bound = function->GetBoundFunction(); bound->IsFunction(); bound = function->GetBoundFunction())
        function = bound.As<v8::Function>();
    const std::optional<std::uint64_t> key = keyOf(function);
    if (!key) return {};
    const auto [it, isNew] = m_known.try_emplace(*key);
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
