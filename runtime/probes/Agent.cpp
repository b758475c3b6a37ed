#include "runtime/probes/Agent.h"

#include "runtime/events/Kinds.h"
#include "runtime/probes/AgentScripts.h"
#include "runtime/probes/Pointers.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <vector>

namespace loopscope {

namespace {

v8::Local<v8::String> text(v8::Isolate* isolate, std::string_view s)
{
    return v8::String::NewFromUtf8(isolate, s.data(), v8::NewStringType::kInternalized, static_cast<int>(s.size()))
        .ToLocalChecked();
}

// (text, url, names of parameters): a function whose places are those of the text in a file of that URL.
void compileFunction(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    const auto context = info.GetIsolate()->GetCurrentContext();
    std::vector<v8::Local<v8::String>> parameters;
    const auto names = info[2].As<v8::Array>();
    for (std::uint32_t i = 0; i < names->Length(); ++i) parameters.push_back(names->Get(context, i).ToLocalChecked().As<v8::String>());
    v8::ScriptCompiler::Source source(info[0].As<v8::String>(), v8::ScriptOrigin(info[1]));
    v8::Local<v8::Function> function;
    if (v8::ScriptCompiler::CompileFunction(context, &source, parameters.size(), parameters.data()).ToLocal(&function))
        info.GetReturnValue().Set(function);
}

} // namespace

Agent::Agent(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> process,
             v8::Local<v8::Function> require)
    : m_isolate(isolate), m_context(context), m_process(process), m_require(require), m_native(v8::Object::New(isolate))
{
    const auto number = [&](v8::Local<v8::Object> object, std::string_view name, std::uint32_t value) {
        object->Set(context, text(isolate, name), v8::Integer::NewFromUnsigned(isolate, value)).Check();
    };
    const auto queues = v8::Object::New(isolate);
    for (int i = 0; i < kQueueCount; ++i)
        number(queues, name(static_cast<Queue>(i)), static_cast<std::uint32_t>(i));
    const auto flags = v8::Object::New(isolate);
    number(flags, "repeat", RecordFlag::Repeat);
    number(flags, "unref", RecordFlag::Unref);
    number(flags, "inferred", RecordFlag::Inferred);
    const auto self = pointerTo(isolate, this);
    m_native->Set(context, text(isolate, "script"), v8::Function::New(context, script, self).ToLocalChecked()).Check();
    m_native->Set(context, text(isolate, "compileFunction"), v8::Function::New(context, compileFunction).ToLocalChecked()).Check();
    m_native->Set(context, text(isolate, "queues"), queues).Check();
    m_native->Set(context, text(isolate, "flags"), flags).Check();
}

v8::MaybeLocal<v8::Value> Agent::valueOf(std::string_view name, v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const std::string_view source = agentScript(name);
    if (source.empty()) return {};
    // Scripts of Node's own have such names; views and the program's stack traces treat it as one of them.
    v8::ScriptOrigin origin(text(m_isolate, "node:internal/loopscope/" + std::string(name)));
    v8::ScriptCompiler::Source code(text(m_isolate, source), origin);
    v8::Local<v8::String> parameters[] = {text(m_isolate, "process"), text(m_isolate, "require"),
                                          text(m_isolate, "native")};
    v8::Local<v8::Function> function;
    if (!v8::ScriptCompiler::CompileFunction(context, &code, std::size(parameters), parameters).ToLocal(&function))
        return {};
    v8::Local<v8::Value> arguments[] = {m_process, m_require, native};
    return function->Call(context, v8::Undefined(m_isolate), static_cast<int>(std::size(arguments)), arguments);
}

// It runs the other script where it was made itself.
void Agent::script(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    auto* agent = objectOf<Agent>(info);
    const v8::String::Utf8Value name(isolate, info[0]);
    const bool isApart = context != agent->m_context;
    v8::Local<v8::Value> value;
    if (agent->valueOf(*name, context, isApart ? info.This() : agent->m_native).ToLocal(&value)) info.GetReturnValue().Set(value);
}

bool Agent::run(std::string_view name) { return run(name, m_context, m_native); }

bool Agent::runApart(std::string_view name)
{
    v8::HandleScope handles(m_isolate);
    const auto context = v8::Context::New(m_isolate);
    context->SetSecurityToken(m_context->GetSecurityToken());
    v8::Context::Scope inside(context);
    const auto native = v8::Object::New(m_isolate);
    const auto self = pointerTo(m_isolate, this);
    native->SetPrototypeV2(context, m_native).Check();
    native->Set(context, text(m_isolate, "script"), v8::Function::New(context, script, self).ToLocalChecked()).Check();
    return run(name, context, native);
}

bool Agent::run(std::string_view name, v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    v8::HandleScope handles(m_isolate);
    v8::TryCatch failure(m_isolate);
    v8::Local<v8::Value> result;
    if (valueOf(name, context, native).ToLocal(&result)) return result->IsTrue();
    if (failure.HasCaught() && getenv("LOOPSCOPE_DEBUG_PROBES")) {
        const v8::String::Utf8Value message(m_isolate, failure.Exception());
        fprintf(stderr, "loopscope: probe %s: %s\n", std::string(name).c_str(), *message ? *message : "?");
    }
    return false;
}

} // namespace loopscope
