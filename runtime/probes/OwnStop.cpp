#include "runtime/probes/OwnStop.h"

#include "runtime/probes/Pointers.h"

#include <node.h>

#include <string>
#include <string_view>

namespace loopscope {

namespace {

// The inspector's side knows them by these names.
constexpr std::string_view kNames[] = {"timersPhase", "pendingPhase", "pollPhase", "checkPhase", "closingPhase", "sleep", "poolFull", "unhandledRejection"};
constexpr std::string_view kUrl = "loopscope:stop";

v8::Local<v8::String> text(v8::Isolate* isolate, std::string_view s)
{
    return v8::String::NewFromUtf8(isolate, s.data(), v8::NewStringType::kNormal, static_cast<int>(s.size())).ToLocalChecked();
}

/// Whether the function of the agent's that called us was called by Node's of that name.
bool isCalledBy(v8::Isolate* isolate, std::string_view name)
{
    const v8::HandleScope handles(isolate);
    const auto stack = v8::StackTrace::CurrentStackTrace(isolate, 2, v8::StackTrace::kDetailed);
    if (stack->GetFrameCount() < 2) return false;
    const v8::String::Utf8Value function(isolate, stack->GetFrame(isolate, 1)->GetFunctionName());
    return *function && *function == name;
}

void rejectionComes(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    auto& my = *objectOf<OwnStop>(info);
    if (my.wants(CallbackStops::kRejection) && isCalledBy(info.GetIsolate(), "processPromiseRejections")) my.stop(OwnStop::Reason::Rejection, 0);
}

} // namespace

OwnStop::OwnStop(v8::Isolate* isolate, v8::Local<v8::Context> context, ThreadRecorder& recorder, CallbackStops& stops)
    : m_isolate(isolate), m_recorder(recorder), m_stops(stops), m_context(isolate, context)
{
}

void OwnStop::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto function = v8::Function::New(context, loopscope::rejectionComes, pointerTo(m_isolate, this), 0, v8::ConstructorBehavior::kThrow).ToLocalChecked();
    native->Set(context, text(m_isolate, "rejectionComes"), function).Check();
}

void OwnStop::phaseBegins(Phase phase)
{
    if (!wants(CallbackStops::bit(phase))) return;
    switch (phase) {
    case Phase::Timers: return stop(Reason::TimersPhase, 0);
    case Phase::Pending: return stop(Reason::PendingPhase, 0);
    case Phase::Poll: return stop(Reason::PollPhase, 0);
    case Phase::Check: return stop(Reason::CheckPhase, 0);
    case Phase::Closing: return stop(Reason::ClosingPhase, 0);
    default: return;
    }
}

v8::MaybeLocal<v8::Function> OwnStop::function(v8::Local<v8::Context> context, Reason why)
{
    const auto index = static_cast<std::size_t>(why);
    v8::Global<v8::Function>& known = m_functions[index];
    if (!known.IsEmpty()) return known.Get(m_isolate);
    const std::string code = "'use strict';(function " + std::string(kNames[index]) + "() {\n  debugger;\n})";
    v8::ScriptOrigin origin(text(m_isolate, kUrl));
    v8::ScriptCompiler::Source source(text(m_isolate, code), origin);
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> made;
    if (!v8::ScriptCompiler::Compile(context, &source).ToLocal(&script) || !script->Run(context).ToLocal(&made)) return {};
    known.Reset(m_isolate, made.As<v8::Function>());
    return made.As<v8::Function>();
}

void OwnStop::stop(Reason why, int value)
{
    if (m_context.IsEmpty() || m_isolate->IsExecutionTerminating()) return;
    m_recorder.catchUp();
    m_recorder.releaseHeld();
    const v8::HandleScope handles(m_isolate);
    const v8::Local<v8::Context> context = m_context.Get(m_isolate);
    const v8::Context::Scope inside(context);
    v8::Local<v8::Function> own;
    if (!function(context, why).ToLocal(&own)) return;
    // Empty if the program was ended meanwhile, which whoever comes next sees by himself.
    [[maybe_unused]] const auto done = own->Call(context, v8::Integer::New(m_isolate, value), 0, nullptr);
}

void OwnStop::stopAndDrain(Reason why, int value)
{
    stop(why, value);
    if (m_context.IsEmpty() || m_isolate->IsExecutionTerminating()) return;
    const v8::HandleScope handles(m_isolate);
    const v8::Local<v8::Context> context = m_context.Get(m_isolate);
    const v8::Context::Scope inside(context);
    const node::CallbackScope drains(m_isolate, v8::Object::New(m_isolate), {0, 0});
}

void OwnStop::finish()
{
    m_context.Reset();
    for (auto& function : m_functions) function.Reset();
}

} // namespace loopscope
