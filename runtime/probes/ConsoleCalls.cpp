#include "runtime/probes/ConsoleCalls.h"

#include "runtime/probes/Pointers.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace loopscope {

namespace {

ConsoleCalls& self(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    return *objectOf<ConsoleCalls>(info);
}

std::optional<ConsoleLevel> levelFromMethod(std::string_view name)
{
    for (const ConsoleLevel level :
         {ConsoleLevel::Log, ConsoleLevel::Info, ConsoleLevel::Debug, ConsoleLevel::Warn, ConsoleLevel::Error})
        if (loopscope::name(level) == name) return level;
    return std::nullopt;
}

} // namespace

void ConsoleCalls::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto data = pointerTo(m_isolate, this);
    const auto function = v8::Function::New(context, wrap, data, 1, v8::ConstructorBehavior::kThrow).ToLocalChecked();
    native->Set(context, v8::String::NewFromUtf8Literal(m_isolate, "wrapConsoleWrite"), function).Check();
}

void ConsoleCalls::wrap(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    ConsoleCalls& my = self(info);
    my.m_original.Reset(my.m_isolate, info[0].As<v8::Function>());
    const auto context = my.m_isolate->GetCurrentContext();
    info.GetReturnValue().Set(
        v8::Function::New(context, write, info.Data(), 2, v8::ConstructorBehavior::kThrow).ToLocalChecked());
}

// The method is the innermost function; trace() prints by way of error().
ConsoleLevel ConsoleCalls::level() const
{
    const auto stack = v8::StackTrace::CurrentStackTrace(m_isolate, 2, v8::StackTrace::kFunctionName);
    for (int i = stack->GetFrameCount() - 1; i >= 0; --i) {
        const v8::String::Utf8Value method(
            m_isolate, stack->GetFrame(m_isolate, static_cast<std::uint32_t>(i))->GetFunctionName());
        const std::string_view name = *method ? *method : "";
        if (i == 1 && name == "trace") return ConsoleLevel::Trace;
        if (i == 0) return levelFromMethod(name).value_or(ConsoleLevel::Log);
    }
    return ConsoleLevel::Log;
}

void ConsoleCalls::told(v8::Local<v8::Value> text)
{
    if (!text->IsString()) return;
    v8::String::Utf8Value utf8(m_isolate, text);
    Record record;
    record.kind = RecordKind::Console;
    record.detail = static_cast<std::uint8_t>(level());
    record.place = static_cast<std::uint32_t>(
        m_dictionary.add({*utf8, static_cast<std::size_t>(std::min<int>(static_cast<int>(utf8.length()), kMostText))}));
    m_recorder.write(record);
}

void ConsoleCalls::write(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    ConsoleCalls& my = self(info);
    if (info.Length() > 1) my.told(info[1]);
    v8::LocalVector<v8::Value> arguments(my.m_isolate);
    for (int i = 0; i < info.Length(); ++i)
        arguments.push_back(info[i]);
    v8::Local<v8::Value> result;
    if (my.m_original.Get(my.m_isolate)
            ->Call(my.m_isolate->GetCurrentContext(), info.This(), info.Length(), arguments.data())
            .ToLocal(&result))
        info.GetReturnValue().Set(result);
}

} // namespace loopscope
