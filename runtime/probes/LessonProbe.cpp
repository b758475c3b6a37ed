#include "runtime/probes/LessonProbe.h"

#include "runtime/probes/Unwinding.h"
#include "runtime/probes/V8Memory.h"

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

using Moment = ThreadRecorder::Moment;

// Most functions are told apart from the few that pause unseen by one bit.
std::uint64_t bitOf(Raw shared) { return std::uint64_t{1} << (shared * 0x9E3779B97F4A7C15u >> 58); }

} // namespace

constinit thread_local LessonProbe* LessonProbe::s_ofThread = nullptr;

LessonProbe::LessonProbe(v8::Isolate* isolate, ThreadRecorder& recorder, SourcePlaces& places)
    : m_isolate(isolate), m_recorder(recorder), m_places(places), m_texts(isolate), m_frames(isolate)
{
    s_ofThread = this;
    m_isolate->AddGCEpilogueCallback(compacted, this, v8::kGCTypeMarkSweepCompact);
    m_recorder.setAtBoundary(atBoundary, this);
}

void LessonProbe::holdBegin(std::uint64_t time, Record record)
{
    atBoundary(this, record.kind, record.queue(), time);
    m_recorder.holdForName(time, record);
}

void LessonProbe::stop()
{
    if (s_ofThread != this) return;
    s_ofThread = nullptr;
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
