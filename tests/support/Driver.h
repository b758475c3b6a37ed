#pragma once

#include "runtime/host/NodeProcess.h"

#include <QStringList>

#include <cstdio>

#include <node.h>
#include <unistd.h>

namespace loopscope {

/// At the end of a drive, with the window still there, as openWindow does: a program that was ended may still be collecting garbage.
[[noreturn]] inline void endDriver()
{
    fflush(nullptr);
    _exit(0);
}

/// What a driver of the real window exports as `main(words)`: makes this process's node known, and does `Drive(words)`.
template <void (*Drive)(QStringList)> void driverMain(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    NodeProcess::attach(node::GetCurrentEnvironment(context));
    QStringList words;
    const auto list = info[0].As<v8::Array>();
    for (std::uint32_t i = 0; i < list->Length(); ++i) words << *v8::String::Utf8Value(isolate, list->Get(context, i).ToLocalChecked());
    Drive(words);
}

} // namespace loopscope

/// In a driver's source, once.
#define LOOPSCOPE_DRIVER(drive)                                                                                        \
    NODE_MODULE_INIT(/* exports, module, context */)                                                                   \
    {                                                                                                                  \
        static_cast<void>(module);                                                                                     \
        v8::Isolate* const isolate = v8::Isolate::GetCurrent();                                                        \
        const auto name = v8::String::NewFromUtf8Literal(isolate, "main");                                             \
        exports->Set(context, name, v8::Function::New(context, loopscope::driverMain<drive>).ToLocalChecked()).Check(); \
    }
