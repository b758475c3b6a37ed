#include "runtime/probes/LessonProbe.h"

#include "runtime/probes/Pointers.h"
#include "runtime/probes/Unwinding.h"

#include <iterator>
#include <string>
#include <utility>

namespace loopscope {

// What scripts call: the functions that lesson.js knows as `native`, and those whose calls it puts into the program's text.

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

SiteId siteAt(const Info& info, int index) { return static_cast<SiteId>(smiValue(rawOf(info[index]))); }

// The names by which lesson.js calls them; what is awaited or yielded passes through. Those of async functions are in capitals.
void enter(const Info& info, LessonProbe::Way way)
{
    if (LessonProbe* const my = LessonProbe::current()) my->enter(siteAt(info, 0), info.Length() > 1 ? siteAt(info, 1) : SiteId::None, way);
}
void e(const Info& info) { enter(info, LessonProbe::Way::Plain); }
void E(const Info& info) { enter(info, LessonProbe::Way::Async); }
void x(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->leave(siteAt(info, 0), LessonProbe::Way::Plain); }
void F(const Info& info) { enter(info, LessonProbe::Way::AsyncLate); }
void X(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->leave(siteAt(info, 0), LessonProbe::Way::Async); }
void k(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->caught(siteAt(info, 0)); }
void a(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->comeBack(siteAt(info, 0)); }
void f(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->finallyBegins(siteAt(info, 0)); }
void g(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->finallyEnds(siteAt(info, 0)); }
void l(const Info& info) { if (LessonProbe* const my = LessonProbe::current()) my->step(siteAt(info, 0), siteAt(info, 1)); }

void suspend(const Info& info, LessonProbe::Way way)
{
    info.GetReturnValue().Set(info[1]);
    if (LessonProbe* const my = LessonProbe::current()) my->suspend(siteAt(info, 0), way);
}
void s(const Info& info) { suspend(info, LessonProbe::Way::Plain); }
void S(const Info& info) { suspend(info, LessonProbe::Way::Async); }

void resume(const Info& info, LessonProbe::Way way)
{
    info.GetReturnValue().Set(info[1]);
    if (LessonProbe* const my = LessonProbe::current()) my->resume(siteAt(info, 0), way);
}
void r(const Info& info) { resume(info, LessonProbe::Way::Plain); }
void R(const Info& info) { resume(info, LessonProbe::Way::Async); }

std::string textOf(v8::Isolate* isolate, v8::Local<v8::Value> value)
{
    const v8::String::Utf8Value text(isolate, value);
    return *text ? std::string(*text, static_cast<std::size_t>(text.length())) : std::string();
}

SourcePlaces* placesOf(const Info& info)
{
    return objectOf<SourcePlaces>(info);
}

// (name): makes a binding of that name which every script of this context sees and no object has. An object whose
// properties were all there when it was made, and never changed: V8 compiles the functions right into the calls.
void defineProbes(const Info& info)
{
    struct Probe {
        const char* name;
        v8::FunctionCallback callback;
    };
    constexpr Probe probes[] = {{"e", e}, {"x", x}, {"k", k}, {"l", l}, {"a", a}, {"f", f}, {"g", g},
                                {"s", s}, {"r", r}, {"E", E}, {"F", F}, {"X", X}, {"S", S}, {"R", R}};
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    const auto text = [isolate](const std::string& s) { return v8::String::NewFromUtf8(isolate, s.c_str()).ToLocalChecked(); };
    const auto given = v8::Object::New(isolate);
    const std::string name = textOf(isolate, info[0]);
    std::string literal;
    for (const Probe& probe : probes) {
        const auto function = v8::Function::New(context, probe.callback, {}, 2, v8::ConstructorBehavior::kThrow).ToLocalChecked();
        given->Set(context, text(probe.name), function).Check();
        literal += std::string(probe.name) + ": given." + probe.name + ", ";
    }
    context->Global()->Set(context, text(name), given).Check();
    const auto source = text("const " + name + " = (given => ({ " + literal + "}))(globalThis." + name + "); " + name);
    v8::ScriptOrigin origin(v8::String::NewFromUtf8Literal(isolate, "node:internal/loopscope/probes"));
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> bound;
    const bool isBound = v8::Script::Compile(context, source, &origin).ToLocal(&script) && script->Run(context).ToLocal(&bound);
    context->Global()->Delete(context, text(name)).Check();
    if (isBound) bound.As<v8::Object>()->SetIntegrityLevel(context, v8::IntegrityLevel::kFrozen).Check();
}

// (name, file, line, column) as the user wrote them: the site's number.
void internSite(const Info& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    Dictionary& dictionary = placesOf(info)->dictionary();
    const Site site{dictionary.intern(textOf(isolate, info[0])), dictionary.intern(SourcePlaces::readableName(textOf(isolate, info[1]))),
                    info[2].As<v8::Uint32>()->Value(), info[3].As<v8::Uint32>()->Value(), false};
    info.GetReturnValue().Set(static_cast<std::uint32_t>(dictionary.intern(site)));
}

// Whether V8 tells of the awaits of async functions, so that they need no calls.
void awaitsAreTold(const Info& info) { info.GetReturnValue().Set(LessonProbe::current() && LessonProbe::current()->expectsAwaits()); }

// (site of a function)
void notePausesUnseen(const Info& info)
{
    if (LessonProbe* const my = LessonProbe::current()) my->notePausesUnseen(siteAt(info, 0));
}

// (file, Uint32Array of line, column, length, line and column of the place)
void noteInsertions(const Info& info)
{
    const auto numbers = info[1].As<v8::Uint32Array>();
    std::vector<SourcePlaces::Insertion> insertions(numbers->Length() / 5);
    static_assert(sizeof(SourcePlaces::Insertion) == 5 * sizeof(std::uint32_t));
    numbers->CopyContents(insertions.data(), insertions.size() * sizeof insertions[0]);
    placesOf(info)->setInsertions(textOf(info.GetIsolate(), info[0]), std::move(insertions));
}

// (file, the user's text, the text that runs, Uint32Array of offset, length): whether the first is shown instead of the second.
void noteTexts(const Info& info)
{
    info.GetReturnValue().Set(UserText::isSupported());
    if (!LessonProbe::current() || !UserText::isSupported()) return;
    const auto numbers = info[3].As<v8::Uint32Array>();
    std::vector<UserText::Insertion> insertions(numbers->Length() / 2);
    static_assert(sizeof(UserText::Insertion) == 2 * sizeof(std::uint32_t));
    numbers->CopyContents(insertions.data(), insertions.size() * sizeof insertions[0]);
    LessonProbe::current()->texts().add(textOf(info.GetIsolate(), info[0]), info[1].As<v8::String>(), info[2].As<v8::String>(), std::move(insertions));
}

// (error): file, line (1-based) and column (0-based) of its making, as V8 knows them.
void positionOf(const Info& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    const auto message = v8::Exception::CreateMessage(isolate, info[0]);
    v8::Local<v8::Value> parts[] = {message->GetScriptResourceName(), v8::Integer::New(isolate, message->GetLineNumber(context).FromMaybe(0)),
                                    v8::Integer::New(isolate, message->GetStartColumn(context).FromMaybe(0))};
    info.GetReturnValue().Set(v8::Array::New(isolate, parts, std::size(parts)));
}

// What around() made is called: data holds its two functions.
void calledAround(const Info& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    const auto functions = info.Data().As<v8::Array>();
    const auto call = [&](std::uint32_t index, v8::Local<v8::Value> receiver, std::vector<v8::Local<v8::Value>> arguments) {
        const auto function = functions->Get(context, index).ToLocalChecked().As<v8::Function>();
        return function->Call(context, receiver, static_cast<int>(arguments.size()), arguments.data());
    };
    std::vector<v8::Local<v8::Value>> arguments;
    for (int i = 0; i < info.Length(); ++i) arguments.push_back(info[i]);
    v8::Local<v8::Value> result;
    if (call(0, info.This(), std::move(arguments)).ToLocal(&result) && call(1, v8::Undefined(isolate), {result}).ToLocal(&result))
        info.GetReturnValue().Set(result);
}

// (function, change): a function that gives what change(result of the first) gives, and is in no stack of JavaScript.
void around(const Info& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    v8::Local<v8::Value> functions[] = {info[0], info[1]};
    const auto data = v8::Array::New(isolate, functions, std::size(functions));
    info.GetReturnValue().Set(v8::Function::New(isolate->GetCurrentContext(), calledAround, data).ToLocalChecked());
}

} // namespace

void LessonProbe::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto data = pointerTo(m_isolate, &m_places);
    const auto add = [&](const char* key, v8::FunctionCallback callback) {
        const auto function = v8::Function::New(context, callback, data).ToLocalChecked();
        native->Set(context, v8::String::NewFromUtf8(m_isolate, key).ToLocalChecked(), function).Check();
    };
    add("defineProbes", defineProbes);
    add("internSite", internSite);
    add("awaitsAreTold", awaitsAreTold);
    add("notePausesUnseen", loopscope::notePausesUnseen);
    add("noteInsertions", noteInsertions);
    add("noteTexts", noteTexts);
    add("positionOf", positionOf);
    add("around", around);
    m_seesThrows = Unwinding::isSupported(m_isolate);
    const auto isMapped = v8::Boolean::New(m_isolate, UserText::isSupported());
    native->Set(context, v8::String::NewFromUtf8Literal(m_isolate, "textsAreMapped"), isMapped).Check();
}

} // namespace loopscope
