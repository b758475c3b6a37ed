// The one entry of the native module: host.cjs calls main(arguments) and leaves the main thread to it.

#include "app/module/Commands.h"
#include "runtime/host/HiddenEnvironment.h"
#include "runtime/host/NodeProcess.h"

#include <node.h>

namespace {

void main(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const v8::Local<v8::Context> context = isolate->GetCurrentContext();
    std::vector<std::string> arguments;
    const auto list = info[0].As<v8::Array>();
    for (std::uint32_t i = 0; i < list->Length(); ++i) {
        const v8::String::Utf8Value text(isolate, list->Get(context, i).ToLocalChecked());
        arguments.emplace_back(*text, text.length());
    }
    loopscope::NodeProcess::attach(node::GetCurrentEnvironment(context));
    loopscope::restoreNodeVariables();
    info.GetReturnValue().Set(loopscope::dispatch(arguments));
}

} // namespace

NODE_MODULE_INIT(/* exports, module, context */)
{
    static_cast<void>(module);
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    const auto name = v8::String::NewFromUtf8Literal(isolate, "main");
    exports->Set(context, name, v8::Function::New(context, main).ToLocalChecked()).Check();
}
