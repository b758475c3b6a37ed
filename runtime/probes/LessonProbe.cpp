#include "runtime/probes/LessonProbe.h"

#include "runtime/probes/V8Memory.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace loopscope {

namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using Moment = ThreadRecorder::Moment;

[[gnu::tls_model("initial-exec")]] thread_local LessonProbe* t_probe = nullptr;

SiteId siteAt(const Info& info, int index) { return static_cast<SiteId>(smiValue(rawOf(info[index]))); }

// The names by which lesson.js calls them; what is awaited or yielded passes through. Those of async functions are in capitals.
void enter(const Info& info, LessonProbe::Way way)
{
    if (t_probe) t_probe->enter(siteAt(info, 0), info.Length() > 1 ? siteAt(info, 1) : SiteId::None, way);
}
void e(const Info& info) { enter(info, LessonProbe::Way::Plain); }
void E(const Info& info) { enter(info, LessonProbe::Way::Async); }
void x(const Info& info) { if (t_probe) t_probe->leave(siteAt(info, 0), LessonProbe::Way::Plain); }
void X(const Info& info) { if (t_probe) t_probe->leave(siteAt(info, 0), LessonProbe::Way::Async); }
void k(const Info& info) { if (t_probe) t_probe->isIn(siteAt(info, 0)); }
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
    return static_cast<SourcePlaces*>(info.Data().As<v8::External>()->Value(v8::kExternalPointerTypeTagDefault));
}

// (name): makes a binding of that name which every script of this context sees and no object has.
void defineProbes(const Info& info)
{
    v8::Isolate* const isolate = info.GetIsolate();
    const auto context = isolate->GetCurrentContext();
    const std::string name = textOf(isolate, info[0]);
    const auto source = v8::String::NewFromUtf8(isolate, ("const " + name + " = { __proto__: null }; " + name).c_str()).ToLocalChecked();
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> probes;
    v8::ScriptOrigin origin(v8::String::NewFromUtf8Literal(isolate, "node:internal/loopscope/probes"));
    if (!v8::Script::Compile(context, source, &origin).ToLocal(&script) || !script->Run(context).ToLocal(&probes)) return;
    const auto add = [&](const char* key, v8::FunctionCallback callback) {
        const auto function = v8::Function::New(context, callback, {}, 2, v8::ConstructorBehavior::kThrow).ToLocalChecked();
        probes.As<v8::Object>()->Set(context, v8::String::NewFromUtf8(isolate, key).ToLocalChecked(), function).Check();
    };
    add("e", e);
    add("x", x);
    add("k", k);
    add("l", l);
    add("s", s);
    add("r", r);
    add("E", E);
    add("X", X);
    add("S", S);
    add("R", R);
    probes.As<v8::Object>()->SetIntegrityLevel(context, v8::IntegrityLevel::kFrozen).Check();
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

// (file, Uint32Array of line, column, length)
void noteInsertions(const Info& info)
{
    const auto numbers = info[1].As<v8::Uint32Array>();
    std::vector<SourcePlaces::Insertion> insertions(numbers->Length() / 3);
    static_assert(sizeof(SourcePlaces::Insertion) == 3 * sizeof(std::uint32_t));
    numbers->CopyContents(insertions.data(), insertions.size() * sizeof insertions[0]);
    placesOf(info)->setInsertions(textOf(info.GetIsolate(), info[0]), std::move(insertions));
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

} // namespace

LessonProbe::LessonProbe(v8::Isolate* isolate, ThreadRecorder& recorder, SourcePlaces& places)
    : m_isolate(isolate), m_recorder(recorder), m_places(places)
{
    t_probe = this;
    m_recorder.setAtBoundary(atBoundary, this);
}

void LessonProbe::stop()
{
    if (t_probe != this) return;
    t_probe = nullptr;
    m_recorder.setAtBoundary(nullptr, nullptr);
}

void LessonProbe::atBoundary(void* self, RecordKind kind, Queue queue, std::uint64_t time)
{
    auto* probe = static_cast<LessonProbe*>(self);
    if (kind == RecordKind::Begin) {
        // Ticks and microtasks begin only when the functions around have all been left.
        const bool isDrain = queue == Queue::Microtask || queue == Queue::NextTick;
        if (isDrain) probe->closeDownTo(probe->m_bases.empty() ? 0 : probe->m_bases.back(), time);
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
    for (; m_stack.size() > depth; m_stack.pop_back()) {
        Record record;
        record.kind = RecordKind::Return;
        record.place = static_cast<std::uint32_t>(m_stack.back());
        record.flags = RecordFlag::Suspend;
        m_recorder.writeAt(time, record);
    }
}

void LessonProbe::addTo(v8::Local<v8::Context> context, v8::Local<v8::Object> native)
{
    const auto data = v8::External::New(m_isolate, &m_places, v8::kExternalPointerTypeTagDefault);
    const auto add = [&](const char* key, v8::FunctionCallback callback) {
        const auto function = v8::Function::New(context, callback, data).ToLocalChecked();
        native->Set(context, v8::String::NewFromUtf8(m_isolate, key).ToLocalChecked(), function).Check();
    };
    add("defineProbes", defineProbes);
    add("internSite", internSite);
    add("noteInsertions", noteInsertions);
    add("positionOf", positionOf);
}

void LessonProbe::enter(SiteId function, SiteId statement, Way way)
{
    m_recorder.catchUp(); // the begin of the job that it runs in
    m_stack.push_back(function);
    const std::uint64_t time = way == Way::Async ? m_recorder.takeMoment(Moment::PromiseMade) : m_recorder.now();
    writeAt(time, RecordKind::Call, function, 0);
    if (statement != SiteId::None) writeAt(time, RecordKind::Line, statement, 0);
}

void LessonProbe::leave(SiteId function, Way way) { leave(function, way, 0); }

void LessonProbe::suspend(SiteId function, Way way) { leave(function, way, RecordFlag::Suspend); }

void LessonProbe::leave(SiteId function, Way way, std::uint16_t flags)
{
    isIn(function);
    m_stack.pop_back();
    const std::uint64_t time = m_recorder.now();
    writeAt(time, RecordKind::Return, function, flags);
    if (way == Way::Async) m_recorder.noteMoment(Moment::Left, time);
}

void LessonProbe::resume(SiteId function, Way way)
{
    m_recorder.catchUp();
    m_stack.push_back(function);
    writeAt(way == Way::Async ? m_recorder.takeMoment(Moment::JobBegun) : m_recorder.now(), RecordKind::Call, function, RecordFlag::Resume);
}

void LessonProbe::isIn(SiteId function)
{
    m_recorder.catchUp();
    const std::size_t base = m_bases.empty() ? 0 : m_bases.back();
    if (m_stack.size() > base && m_stack.back() == function) return;
    if (!unwindTo(function)) resume(function, Way::Plain);
}

void LessonProbe::step(SiteId statement, SiteId function)
{
    if (function != SiteId::None) isIn(function);
    else m_recorder.catchUp();
    write(RecordKind::Line, statement, 0);
}

bool LessonProbe::unwindTo(SiteId function)
{
    const auto base = m_stack.begin() + static_cast<std::ptrdiff_t>(m_bases.empty() ? 0 : m_bases.back());
    if (std::find(base, m_stack.end(), function) == m_stack.end()) return false;
    for (; m_stack.back() != function; m_stack.pop_back()) write(RecordKind::Return, m_stack.back(), RecordFlag::Suspend);
    return true;
}

// Whoever calls has caught up.
void LessonProbe::write(RecordKind kind, SiteId place, std::uint16_t flags) { writeAt(m_recorder.now(), kind, place, flags); }

void LessonProbe::writeAt(std::uint64_t time, RecordKind kind, SiteId place, std::uint16_t flags)
{
    Record record;
    record.kind = kind;
    record.place = static_cast<std::uint32_t>(place);
    record.flags = flags;
    m_recorder.writeAt(time, record);
}

} // namespace loopscope
