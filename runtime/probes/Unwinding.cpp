#include "runtime/probes/Unwinding.h"

#include "runtime/probes/Detour.h"
#include "runtime/probes/KnownNode.h"
#include "runtime/probes/ScriptFrames.h"
#include "runtime/probes/Tricks.h"

#include <cstring>

namespace loopscope {

struct UnwindHook {
    using Unwind = std::uintptr_t (*)(const char* isolate);
    inline static Unwind s_unwind = nullptr;

    static std::uintptr_t unwind(const char* isolate)
    {
        const std::uintptr_t exception = s_unwind(isolate);
        std::memcpy(&Unwinding::t_frame, isolate + KnownNode::kHandlerFrame, sizeof Unwinding::t_frame);
        return exception;
    }

    static bool put()
    {
        const KnownNode* const node = KnownNode::find();
        return node && Detour::install(node->unwind, Detour::kUsualPrologue, reinterpret_cast<void*>(&unwind),
                                       reinterpret_cast<void**>(&s_unwind));
    }

    // (true) throws; (false) looks whether the caller's frame is the one that was noted.
    static void probe(const v8::FunctionCallbackInfo<v8::Value>& info)
    {
        v8::Isolate* const isolate = info.GetIsolate();
        if (info[0]->IsTrue()) return void(isolate->ThrowException(v8::Undefined(isolate)));
        const std::uintptr_t noted = Unwinding::frame();
        info.GetReturnValue().Set(noted != 0 && ScriptFrames(isolate).innermost().at == noted);
        Unwinding::forget();
    }

    static bool isProved(v8::Isolate* isolate)
    {
        v8::HandleScope handles(isolate);
        const auto context = isolate->GetCurrentContext();
        v8::Local<v8::String> parameter = v8::String::NewFromUtf8Literal(isolate, "probe");
        v8::ScriptCompiler::Source source(v8::String::NewFromUtf8Literal(isolate, "try { probe(true); } catch { return probe(false); }"));
        v8::Local<v8::Function> thrower, native;
        v8::Local<v8::Value> result;
        if (!v8::Function::New(context, probe).ToLocal(&native) ||
            !v8::ScriptCompiler::CompileFunction(context, &source, 1, &parameter).ToLocal(&thrower))
            return false;
        v8::Local<v8::Value> argument = native;
        return thrower->Call(context, v8::Undefined(isolate), 1, &argument).ToLocal(&result) && result->IsTrue();
    }
};

bool Unwinding::isSupported(v8::Isolate* isolate)
{
    static const bool supported = isAllowed(Trick::Unwinding) && UnwindHook::put() && UnwindHook::isProved(isolate);
    return supported;
}

} // namespace loopscope
