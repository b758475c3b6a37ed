#include "runtime/probes/AsyncKinds.h"

#include "runtime/probes/OpNames.h"

#include <algorithm>

namespace loopscope {

namespace {

// Those of Node's C++ classes that are a HandleWrap.
constexpr std::string_view kHandles[] = {"TCPWRAP", "TCPSERVERWRAP", "PIPEWRAP", "PIPESERVERWRAP", "UDPWRAP", "TTYWRAP",
                                         "PROCESSWRAP", "SIGNALWRAP", "FSEVENTWRAP", "STATWATCHER", "MESSAGEPORT"};

} // namespace

AsyncKinds::AsyncKinds(v8::Isolate* isolate, Dictionary& dictionary, bool poolIsSeen)
    : m_isolate(isolate), m_dictionary(dictionary), m_poolIsSeen(poolIsSeen)
{
    isolate->AddGCEpilogueCallback(collected, this);
}

void AsyncKinds::stop()
{
    if (m_isolate) m_isolate->RemoveGCEpilogueCallback(collected, this);
    m_isolate = nullptr;
}

void AsyncKinds::collected(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    static_cast<AsyncKinds*>(self)->m_recent.fill({});
}

AsyncKinds::Kind AsyncKinds::read(v8::Local<v8::String> name)
{
    const v8::String::Utf8Value text(m_isolate, name);
    const auto [it, isNew] = m_known.try_emplace(std::string(*text, text.length()));
    if (isNew) it->second = make(it->first);
    return it->second;
}

AsyncKinds::Kind AsyncKinds::make(std::string_view name)
{
    std::string_view op = OpNames::ofRequestOutsidePool(name);
    // Without the detour of the pool its work is told from here: when it was given away, and when its callback came.
    if (!m_poolIsSeen && op.empty()) op = name.starts_with("FSREQ") ? "fs" : OpNames::ofRequest(name);
    return {m_dictionary.internType(name), op.empty() ? TypeId::None : m_dictionary.internType(op), std::ranges::find(kHandles, name) != std::end(kHandles)};
}

} // namespace loopscope
