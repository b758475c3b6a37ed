#include "runtime/child/ChildAgent.h"

#include <climits>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace loopscope {

namespace {

constexpr const char* kInstall = R"js('use strict';
  const { internalBinding } = require('internal/bootstrap/realm');
  const module = { exports: {} };
  load(module.exports, require, process);
  module.exports.install({ agent, address, binding: internalBinding });
)js";

std::string textOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

template<std::size_t N>
v8::MaybeLocal<v8::Function> compile(v8::Local<v8::Context> context, std::string_view text, const char* name, const char* const (&parameters)[N])
{
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    v8::Local<v8::String> source, names[N];
    if (!v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal, static_cast<int>(text.size())).ToLocal(&source)) return {};
    for (std::size_t i = 0; i < N; ++i) names[i] = v8::String::NewFromUtf8(isolate, parameters[i]).ToLocalChecked();
    v8::ScriptCompiler::Source code(source, v8::ScriptOrigin(v8::String::NewFromUtf8(isolate, name).ToLocalChecked()));
    return v8::ScriptCompiler::CompileFunction(context, &code, N, names);
}

/// As JSON, and as NODE_OPTIONS takes it.
std::string quoted(std::string_view text)
{
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made + '"';
}

} // namespace

std::string ChildAgent::folder()
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || length == sizeof path) return {};
    std::string node(path, static_cast<std::size_t>(length)); // LIB/node/bin/node
    for (int i = 0; i < 3; ++i) {
        const std::size_t end = node.rfind('/');
        if (end == std::string::npos) return {};
        node.resize(end);
    }
    return node + "/child";
}

std::string ChildAgent::optionsWithAgent(std::string_view nodeOptions)
{
    std::string made = "--require " + quoted(folder() + "/agent.cjs");
    if (!nodeOptions.empty()) made += ' ' + std::string(nodeOptions);
    return made;
}

void ChildAgent::preload(v8::Local<v8::Context> context, v8::Local<v8::Object> process, v8::Local<v8::Function> require, std::string_view address)
{
    v8::Isolate* const isolate = v8::Isolate::GetCurrent();
    const v8::HandleScope handles(isolate);
    const v8::TryCatch failure(isolate); // its children are left alone then
    const auto text = [isolate](const std::string& s) { return v8::String::NewFromUtf8(isolate, s.data(), v8::NewStringType::kNormal, static_cast<int>(s.size())).ToLocalChecked(); };
    v8::Local<v8::Function> load, install;
    // Of Node's own by their names: the debugger passes by them.
    if (!compile(context, textOf(folder() + "/spawn.cjs"), "node:internal/loopscope/spawn.cjs", {"exports", "require", "process"}).ToLocal(&load)) return;
    if (!compile(context, kInstall, "node:internal/loopscope/children.js", {"process", "require", "load", "agent", "address"}).ToLocal(&install)) return;
    v8::Local<v8::Value> arguments[] = {process, require, load, text(folder() + "/agent.cjs"), text(std::string(address))};
    static_cast<void>(install->Call(context, v8::Undefined(isolate), std::size(arguments), arguments).IsEmpty());
}

} // namespace loopscope
