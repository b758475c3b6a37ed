#include "runtime/host/SelfSignals.h"

#include "runtime/probes/Pointers.h"

namespace loopscope {

namespace {

constexpr const char* kSource = R"js('use strict';
  const { signals } = require('os').constants;
  const { isMainThread } = require('worker_threads');
  const original = process.kill;
  const withoutEffect = ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH'];
  const wouldStopTheWindow = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGUSR1'];
  process.kill = function kill(pid, sig) {
    if ((pid !== process.pid && pid !== 0 && pid !== -process.pid) || sig === 0) return original(pid, sig);
    const number = sig === undefined ? signals.SIGTERM : signals[sig] ?? sig;
    const name = Object.keys(signals).find((key) => signals[key] === number);
    if (name === undefined || withoutEffect.includes(name)) return original(pid, sig);
    if (process.listenerCount(name) > 0) return original(process.pid, sig);
    if (wouldStopTheWindow.includes(name)) return true;
    end(number);
    if (!isMainThread) process.exit();
    return true;
  };
)js";

void end(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    auto* environment = objectOf<Environment>(info);
    environment->endBySignal(info[0].As<v8::Int32>()->Value());
}

} // namespace

void SelfSignals::preload(Environment& environment, const EnvironmentPlace& place, v8::Local<v8::Object> process,
                          v8::Local<v8::Function> require)
{
    v8::Isolate* const isolate = place.isolate;
    const auto text = [isolate](const char* s) { return v8::String::NewFromUtf8(isolate, s).ToLocalChecked(); };
    v8::ScriptOrigin origin(text("node:loopscope/self-signals"));
    v8::ScriptCompiler::Source source(text(kSource), origin);
    v8::Local<v8::String> names[] = {text("process"), text("require"), text("end")};
    const auto data = pointerTo(isolate, &environment);
    v8::Local<v8::Function> install, native;
    if (!v8::Function::New(place.context, end, data).ToLocal(&native)) return;
    if (!v8::ScriptCompiler::CompileFunction(place.context, &source, 3, names).ToLocal(&install)) return;
    v8::Local<v8::Value> arguments[] = {process, require, native};
    if (install->Call(place.context, v8::Undefined(isolate), 3, arguments).IsEmpty()) return; // stopped meanwhile
}

} // namespace loopscope
