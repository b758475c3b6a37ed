#include "runtime/probes/BuiltinCode.h"

#include "runtime/probes/NativeFrames.h"
#include "runtime/probes/Pointers.h"

#include <cstring>
#include <mutex>
#include <string_view>

namespace loopscope {

#if defined(__x86_64__)
namespace {

void takeReturnAddress(const v8::FunctionCallbackInfo<v8::Value>& info)
{
    auto* const address = objectOf<std::uintptr_t>(info);
    *address = NativeFrames::load(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) + NativeFrames::kReturnAddress);
}

// An address inside the builtin by which JavaScript calls C++; 0 if the call failed.
std::uintptr_t addressInBuiltin(v8::Isolate* isolate)
{
    std::uintptr_t address = 0;
    const auto context = isolate->GetCurrentContext();
    // From JavaScript: a call from C++ would come by no builtin at all.
    v8::Local<v8::String> parameter = v8::String::NewFromUtf8Literal(isolate, "probe");
    v8::ScriptCompiler::Source source(v8::String::NewFromUtf8Literal(isolate, "probe()"));
    v8::Local<v8::Function> probe, caller;
    if (!v8::Function::New(context, takeReturnAddress, pointerTo(isolate, &address)).ToLocal(&probe) ||
        !v8::ScriptCompiler::CompileFunction(context, &source, 1, &parameter).ToLocal(&caller))
        return 0;
    v8::Local<v8::Value> argument = probe;
    return caller->Call(context, v8::Undefined(isolate), 1, &argument).IsEmpty() ? 0 : address;
}

// The bytes at an address of the copy, looked up in the original, tell where the copy begins.
std::optional<BuiltinCode> locate(v8::Isolate* isolate, std::uintptr_t known)
{
    const void* original = nullptr;
    BuiltinCode found;
    isolate->GetEmbeddedCodeRange(&original, &found.size);
    found.start = found.original = reinterpret_cast<std::uintptr_t>(original);
    if (found.contains(known)) return found;
    void* code = nullptr;
    std::size_t codeSize = 0;
    isolate->GetCodeRange(&code, &codeSize);
    const auto codeStart = reinterpret_cast<std::uintptr_t>(code);
    constexpr std::size_t length = 96;
    if (known - codeStart >= codeSize) return {};
    const std::string_view haystack(static_cast<const char*>(original), found.size), needle(reinterpret_cast<const char*>(known), length);
    const std::size_t at = haystack.find(needle);
    if (at == haystack.npos || haystack.find(needle, at + 1) != haystack.npos) return {};
    found.start = known - at;
    if (found.start < codeStart || std::memcmp(reinterpret_cast<const void*>(found.start), original, found.size) != 0) return {};
    return found;
}

} // namespace

std::optional<BuiltinCode> BuiltinCode::find(v8::Isolate* isolate)
{
    // Found once: later there may be patches of ours in the copy.
    static std::mutex mutex;
    static std::optional<BuiltinCode> shared;
    const v8::HandleScope handles(isolate);
    const std::uintptr_t known = addressInBuiltin(isolate);
    std::scoped_lock lock(mutex);
    if (!shared && known) shared = locate(isolate, known);
    return shared && shared->contains(known) ? shared : std::nullopt;
}
#else
std::optional<BuiltinCode> BuiltinCode::find(v8::Isolate*) { return {}; }
#endif

} // namespace loopscope
