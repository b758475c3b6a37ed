#include "runtime/probes/PublicHooks.h"

#include "runtime/probes/IoCallbacks.h"
#include "runtime/probes/Pointers.h"

namespace loopscope {

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

IoCallbacks& self(const Info& info)
{
    return *objectOf<IoCallbacks>(info);
}
std::uint64_t idOf(const Info& info)
{
    return static_cast<std::uint64_t>(info[0].As<v8::Number>()->Value());
}

void made(const Info& info)
{
    self(info).made(idOf(info), info[1].As<v8::String>());
}
void before(const Info& info)
{
    self(info).opened(idOf(info), nullptr);
}
void after(const Info& info)
{
    self(info).closing(idOf(info));
}
void destroyed(const Info& info)
{
    self(info).destroyed(idOf(info));
}

} // namespace

void PublicHooks::addTo(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> native,
                        Missing missing)
{
    const auto name = [&](const char* text) { return v8::String::NewFromUtf8(isolate, text).ToLocalChecked(); };
    const auto data = pointerTo(isolate, &m_io);
    const std::pair<const char*, v8::FunctionCallback> functions[] = {
        {"ioMade", made}, {"ioBefore", before}, {"ioAfter", after}, {"ioDestroyed", destroyed}};
    for (const auto& [text, callback] : functions)
        native->Set(context, name(text), v8::Function::New(context, callback, data).ToLocalChecked()).Check();
    const auto what = v8::Object::New(isolate);
    what->Set(context, name("timers"), v8::Boolean::New(isolate, missing.timers)).Check();
    what->Set(context, name("ticks"), v8::Boolean::New(isolate, missing.ticks)).Check();
    what->Set(context, name("io"), v8::Boolean::New(isolate, missing.io)).Check();
    what->Set(context, name("microtasks"), v8::Boolean::New(isolate, missing.microtasks)).Check();
    native->Set(context, name("missing"), what).Check();
}

} // namespace loopscope
