#include "runtime/probes/LessonProbe.h"

#include "runtime/probes/Pointers.h"
#include "runtime/probes/Unwinding.h"
#include "runtime/probes/V8Memory.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace loopscope {

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using Moment = ThreadRecorder::Moment;

[[gnu::tls_model("initial-exec")]] thread_local LessonProbe* t_probe = nullptr;

// Most functions are told apart from the few that pause unseen by one bit.
std::uint64_t bitOf(Raw shared) { return std::uint64_t{1} << (shared * 0x9E3779B97F4A7C15u >> 58); }

SiteId siteAt(const Info& info, int index) { return static_cast<SiteId>(smiValue(rawOf(info[index]))); }

// The names by which lesson.js calls them; what is awaited or yielded passes through. Those of async functions are in capitals.
void enter(const Info& info, LessonProbe::Way way)
{
    if (t_probe) t_probe->enter(siteAt(info, 0), info.Length() > 1 ? siteAt(info, 1) : SiteId::None, way);
}
void e(const Info& info) { enter(info, LessonProbe::Way::Plain); }
void E(const Info& info) { enter(info, LessonProbe::Way::Async); }
void x(const Info& info) { if (t_probe) t_probe->leave(siteAt(info, 0), LessonProbe::Way::Plain); }
void F(const Info& info) { enter(info, LessonProbe::Way::AsyncLate); }
void X(const Info& info) { if (t_probe) t_probe->leave(siteAt(info, 0), LessonProbe::Way::Async); }
void k(const Info& info) { if (t_probe) t_probe->caught(siteAt(info, 0)); }
void a(const Info& info) { if (t_probe) t_probe->comeBack(siteAt(info, 0)); }
void f(const Info& info) { if (t_probe) t_probe->finallyBegins(siteAt(info, 0)); }
void g(const Info& info) { if (t_probe) t_probe->finallyEnds(siteAt(info, 0)); }
void l(const Info& info) { if (t_probe) t_probe->step(siteAt(info, 0), siteAt(info, 1)); }

void suspend(const Info& info, LessonProbe::Way way)
{
    info.GetReturnValue().Set(info[1]);
    if (t_probe) t_probe->suspend(siteAt(info, 0), way);
}
void s(const Info& info) { suspend(info, LessonProbe::Way::Plain); }
void S(const Info& info) { suspend(info, LessonProbe::Way::Async); }

void resume(const Info& info, LessonProbe::Way way)
{
    info.GetReturnValue().Set(info[1]);
    if (t_probe) t_probe->resume(siteAt(info, 0), way);
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
void awaitsAreTold(const Info& info) { info.GetReturnValue().Set(t_probe && t_probe->expectsAwaits()); }

// (site of a function)
void notePausesUnseen(const Info& info)
{
    if (t_probe) t_probe->notePausesUnseen(siteAt(info, 0));
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
    if (!t_probe || !UserText::isSupported()) return;
    const auto numbers = info[3].As<v8::Uint32Array>();
    std::vector<UserText::Insertion> insertions(numbers->Length() / 2);
    static_assert(sizeof(UserText::Insertion) == 2 * sizeof(std::uint32_t));
    numbers->CopyContents(insertions.data(), insertions.size() * sizeof insertions[0]);
    t_probe->texts().add(textOf(info.GetIsolate(), info[0]), info[1].As<v8::String>(), info[2].As<v8::String>(), std::move(insertions));
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

LessonProbe::LessonProbe(v8::Isolate* isolate, ThreadRecorder& recorder, SourcePlaces& places)
    : m_isolate(isolate), m_recorder(recorder), m_places(places), m_texts(isolate), m_frames(isolate)
{
    t_probe = this;
    m_isolate->AddGCEpilogueCallback(compacted, this, v8::kGCTypeMarkSweepCompact);
    m_recorder.setAtBoundary(atBoundary, this);
}

LessonProbe* LessonProbe::current() { return t_probe; }

void LessonProbe::holdBegin(std::uint64_t time, Record record)
{
    atBoundary(this, record.kind, record.queue(), time);
    m_recorder.holdForName(time, record);
}

void LessonProbe::stop()
{
    if (t_probe != this) return;
    t_probe = nullptr;
    m_functions = nullptr;
    m_isolate->RemoveGCEpilogueCallback(compacted, this);
    m_recorder.setAtBoundary(nullptr, nullptr);
    m_recorder.releaseHeld();
    m_texts.stop();
}

void LessonProbe::atBoundary(void* self, RecordKind kind, Queue queue, std::uint64_t time)
{
    auto* probe = static_cast<LessonProbe*>(self);
    Unwinding::forget();
    if (kind == RecordKind::Begin) {
        // Ticks and microtasks begin only when the functions around have all been left.
        const bool isDrain = queue == Queue::Microtask || queue == Queue::NextTick;
        if (isDrain) probe->closeDownTo(probe->base(), time);
        probe->m_bases.push_back(probe->m_stack.size());
    } else if (!probe->m_bases.empty()) {
        if (kind != RecordKind::End) return;
        probe->closeDownTo(probe->m_bases.back(), time);
        probe->m_bases.pop_back();
    } else {
        probe->closeDownTo(0, time);
    }
}

void LessonProbe::closeDownTo(std::size_t depth, std::uint64_t time)
{
    while (m_stack.size() > depth) pop(time, RecordFlag::Suspend);
}

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

void LessonProbe::enter(SiteId function, SiteId statement, Way way)
{
    keepHandler();
    m_recorder.catchUp(); // the begin of the job that it runs in
    m_recorder.nameHeld(function);
    compareWithStack(function);
    push(function);
    if (way != Way::Plain && m_functions && !isLearned(function)) learnPlace(function);
    const std::uint64_t time = way == Way::Async ? m_recorder.takeMoment(Moment::PromiseMade) : m_recorder.now();
    writeAt(time, RecordKind::Call, function, 0, statement);
}

void LessonProbe::push(SiteId function)
{
    const bool isWatched = m_isAllWatched || (!m_pausesUnseen.empty() && m_pausesUnseen.contains(function));
    Active& top = m_stack.emplace_back(); // field by field, here and in pop(): see Ring::push
    top.function = function;
    if (isWatched) top.frame = learnFrame(function);
}

// Neither generators nor async functions are ever compiled into their callers: the innermost frame is the function's own.
std::uintptr_t LessonProbe::learnFrame(SiteId function)
{
    const ScriptFrames::Frame frame = m_frames.innermost();
    if (frame.at == 0) return 0;
    m_pausing[frame.shared] = function;
    m_pausingBits |= bitOf(frame.shared);
    return frame.at;
}

void LessonProbe::learnPlace(SiteId function)
{
    const ScriptFrames::Frame frame = m_frames.innermost();
    if (frame.at == 0) return;
    const auto put = [](auto& list, SiteId at, auto value) {
        const auto index = static_cast<std::size_t>(at);
        if (index >= list.size()) list.resize(index + 1);
        list[index] = value;
    };
    put(m_isLearned, function, true);
    put(m_functionAt, m_functions->of(NativeFrames::load(frame.at + NativeFrames::kFunction)).site, function);
}

void LessonProbe::pop(std::uint64_t time, std::uint16_t flags)
{
    const SiteId function = m_stack.back().function;
    if (m_stack.back().frame != 0 && (flags & RecordFlag::Suspend) != 0) ++m_away;
    m_stack.pop_back();
    writeAt(time, RecordKind::Return, function, flags);
}

// From the `finally` that an exception was taken to, unless something of the program's ran since.
void LessonProbe::leave(SiteId function, Way way)
{
    const std::uintptr_t handler = handlerOf(function);
    if (handler == 0) return leave(function, way, 0);
    leave(function, way, RecordFlag::Throw);
    Unwinding::remember(handler);
}

// A frame that V8 compiled several functions into becomes several frames as one of them takes the exception: the handler's
// is the outermost of these then, and the function was running all the time. One that was resumed by it was not.
std::uintptr_t LessonProbe::handlerOf(SiteId function) const
{
    if (!m_seesThrows) return 0;
    const bool isTop = isOnTop(function);
    std::uintptr_t handler = Unwinding::frame();
    if (handler == 0 && isTop) handler = m_stack.back().handler;
    if (handler == 0) return 0;
    const std::uintptr_t own = m_frames.innermost().at;
    return own == handler || (own < handler && isTop) ? handler : 0;
}

// Another function runs before the one with the handler goes on: an iterator is closed, something is disposed of.
void LessonProbe::keepHandler()
{
    if (Unwinding::frame() != 0 && m_stack.size() > base()) m_stack.back().handler = Unwinding::frame();
    Unwinding::forget();
}

void LessonProbe::isOwnCode()
{
    Unwinding::forget();
    m_stack.back().handler = 0;
}

void LessonProbe::finallyBegins(SiteId function)
{
    const bool isThrow = handlerOf(function) != 0;
    isIn(function);
    isOwnCode();
    m_stack.back().finallies = m_stack.back().finallies << 1 | (isThrow ? 1 : 0);
}

// What comes next is what was to come before it.
void LessonProbe::finallyEnds(SiteId function)
{
    isIn(function);
    isOwnCode();
    Active& self = m_stack.back();
    if ((self.finallies & 1) != 0) self.handler = m_frames.innermost().at;
    self.finallies >>= 1;
}

void LessonProbe::suspend(SiteId function, Way way) { leave(function, way, RecordFlag::Suspend); }

void LessonProbe::leave(SiteId function, Way way, std::uint16_t flags)
{
    isIn(function);
    const std::uint64_t time = m_recorder.now();
    pop(time, flags);
    if (way == Way::Async) m_recorder.noteMoment(Moment::Left, time);
}

void LessonProbe::resume(SiteId function, Way way)
{
    keepHandler();
    m_recorder.catchUp();
    compareWithStack(function);
    push(function);
    if (m_stack.back().frame != 0 && m_away > 0) --m_away;
    writeAt(way == Way::Async ? m_recorder.takeMoment(Moment::JobBegun) : m_recorder.now(), RecordKind::Call, function, RecordFlag::Resume);
}

void LessonProbe::awaitBegins(SiteId place)
{
    const SiteId function = functionAt(place);
    if (function == SiteId::None) return;
    if (!isOnTop(function)) comesToTop(function);
    const std::uint64_t time = m_recorder.now();
    pop(time, RecordFlag::Suspend);
    m_recorder.noteMoment(Moment::Left, time);
}

// A frame that may be looked for is not there yet: see resumable().
void LessonProbe::awaitEnds(SiteId function)
{
    Unwinding::forget();
    m_stack.emplace_back().function = function;
}

void LessonProbe::comeBack(SiteId function)
{
    Unwinding::forget();
    m_recorder.catchUp();
    // Only where callbacks are not told can it still be there.
    if (unwindTo(function)) leave(function, Way::Plain, RecordFlag::Suspend);
    resume(function, Way::Async);
}

void LessonProbe::comesToTop(SiteId function)
{
    if (!unwindTo(function)) resume(function, Way::Async);
}

void LessonProbe::caught(SiteId function)
{
    if (function == SiteId::None) return Unwinding::forget();
    isIn(function);
    isOwnCode();
}

void LessonProbe::step(SiteId statement, SiteId function)
{
    if (function != SiteId::None) {
        isIn(function);
        isOwnCode();
    } else {
        Unwinding::forget();
        m_recorder.catchUp();
        compareWithStack(SiteId::None);
    }
    writeAt(m_recorder.recent(), RecordKind::Line, statement, 0); // it has no length, and its order counts
}

bool LessonProbe::unwindTo(SiteId function)
{
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(base());
    if (std::none_of(first, m_stack.end(), [&](const Active& one) { return one.function == function; })) return false;
    while (m_stack.back().function != function) pop(m_recorder.now(), RecordFlag::Suspend);
    return true;
}

// `function`: the one whose own frame is the innermost, as it is entered; or none.
void LessonProbe::compareWithStack(SiteId function)
{
    const auto isWatched = [this] { return m_stack.size() > base() && m_stack.back().frame != 0; };
    if (m_pausing.empty() || (m_away == 0 && !isWatched())) return;
    const Pausing there = pausingOnStack(function);
    while (isWatched() && !there.has(m_stack.back())) pop(m_recorder.now(), RecordFlag::Suspend);
    for (int i = there.count; i-- > 0;) {
        const Active& one = there.functions[static_cast<std::size_t>(i)];
        const auto isOne = [&](const Active& other) { return one.isSame(other); };
        if (std::any_of(m_stack.begin(), m_stack.end(), isOne)) continue;
        m_stack.push_back(one);
        if (m_away > 0) --m_away;
        writeAt(m_recorder.takeMoment(Moment::JobBegun), RecordKind::Call, one.function, RecordFlag::Resume);
    }
}

// As far as the one that is thought to be on top; if that says nothing, some frames.
LessonProbe::Pausing LessonProbe::pausingOnStack(SiteId except) const
{
    const std::uintptr_t top = m_stack.size() > base() ? m_stack.back().frame : 0;
    Pausing result;
    int frames = 0;
    m_frames.forEach([&](const ScriptFrames::Frame& frame) {
        result.reach = frame.at;
        const auto known = (m_pausingBits & bitOf(frame.shared)) != 0 ? m_pausing.find(frame.shared) : m_pausing.end();
        const bool isOwn = frames++ == 0 && known != m_pausing.end() && known->second == except;
        if (known != m_pausing.end() && !isOwn) result.add({.function = known->second, .frame = frame.at});
        return result.count < Pausing::kMost && (frame.at < top || frames < Pausing::kMost);
    });
    return result;
}

void LessonProbe::compacted(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* self)
{
    auto* probe = static_cast<LessonProbe*>(self);
    probe->m_pausing.clear();
    probe->m_pausingBits = 0;
    for (Active& one : probe->m_stack) one.frame = 0;
}

// Whoever calls has caught up.
void LessonProbe::writeAt(std::uint64_t time, RecordKind kind, SiteId place, std::uint16_t flags, SiteId more)
{
    Record record;
    record.kind = kind;
    record.value = static_cast<std::uint32_t>(more);
    record.place = static_cast<std::uint32_t>(place);
    record.flags = flags;
    m_recorder.writeWithin(time, record);
}

} // namespace loopscope
