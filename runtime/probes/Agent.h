#pragma once

#include <v8.h>

#include <string_view>

namespace loopscope {

/// The probes' part in JavaScript: small scripts, embedded when this was built, which run inside the program's context
/// before its own code, with Node's internal `require`.
///
/// Thread: the loop's, with isolate and context entered. Lifetime: of one preload.
class Agent
{
public:
    Agent(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> process,
          v8::Local<v8::Function> require);

    /// What the scripts see as `native`: names of queues and flags, `script(name)`, which runs another script and gives what it
    /// returns, `compileFunction(text, url, parameters)`, whose places are those of the text in that file, and what probes add.
    v8::Local<v8::Object> native() const { return m_native; }
    /// Runs the script of that name ("timers.js"). False if it found Node other than it assumes, or failed.
    bool run(std::string_view name);
    /// The same in a context of its own, whose Array, String and Map are what they were whatever the program does to its own: for
    /// scripts that work while the program runs. What it is given, `native` included, is of the program's context.
    bool runApart(std::string_view name);

private:
    bool run(std::string_view name, v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    v8::MaybeLocal<v8::Value> valueOf(std::string_view name, v8::Local<v8::Context> context, v8::Local<v8::Object> native);
    static void script(const v8::FunctionCallbackInfo<v8::Value>& info);

    v8::Isolate* const m_isolate;
    const v8::Local<v8::Context> m_context;
    const v8::Local<v8::Object> m_process;
    const v8::Local<v8::Function> m_require;
    const v8::Local<v8::Object> m_native;
};

} // namespace loopscope
