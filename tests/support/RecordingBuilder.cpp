#include "tests/support/RecordingBuilder.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <string>

namespace loopscope {

namespace {

/// Takes ":123" off the end of a text; 0 when there is none.
std::uint32_t takeNumber(std::string_view& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return 0;
    std::uint32_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, number);
    if (error != std::errc{} || stop != end) return 0;
    text = text.substr(0, colon);
    return number;
}

template <class Detail> std::uint8_t byte(Detail detail) { return static_cast<std::uint8_t>(detail); }

template <class Id> std::uint32_t index(Id id) { return static_cast<std::uint32_t>(id); }

} // namespace

RecordingBuilder::RecordingBuilder(DetailLevel detail)
    : m_recording(std::make_shared<Recording>(
          RunInfo{.node = "26.10.0", .v8 = "14.6", .uv = "1.52.1", .script = "/home/ada/a.js", .workingFolder = "/home/ada", .detail = detail}))
{
    m_recording->addThread({ThreadKind::Loop, "0"});
}

RecordingBuilder& RecordingBuilder::at(std::uint64_t time)
{
    m_time = time;
    return *this;
}

RecordingBuilder& RecordingBuilder::after(std::uint64_t delta) { return at(m_time - std::min(m_step, m_time) + delta); }

RecordingBuilder& RecordingBuilder::step(std::uint64_t delta)
{
    m_step = delta;
    return *this;
}

std::uint16_t RecordingBuilder::thread(ThreadKind kind, std::string_view name)
{
    const auto threads = m_recording->threads();
    for (std::size_t i = 0; i < threads.size(); ++i)
        if (threads[i].name == name) return static_cast<std::uint16_t>(i);
    return m_recording->addThread({kind, std::string(name)});
}

RecordingBuilder& RecordingBuilder::loop()
{
    m_thread = 0;
    return *this;
}

RecordingBuilder& RecordingBuilder::worker(int n)
{
    m_thread = thread(ThreadKind::Worker, std::to_string(n));
    return *this;
}

RecordingBuilder& RecordingBuilder::pool(int n)
{
    m_thread = thread(ThreadKind::Pool, "pool-" + std::to_string(n));
    return *this;
}

SiteId RecordingBuilder::site(std::string_view place)
{
    if (place.empty()) return SiteId::None;
    const auto at = place.find('@');
    const std::string_view function = at == std::string_view::npos ? std::string_view() : place.substr(0, at);
    std::string_view script = at == std::string_view::npos ? place : place.substr(at + 1);
    std::uint32_t column = takeNumber(script);
    std::uint32_t line = takeNumber(script);
    if (line == 0) std::swap(line, column); // "a.js:3" names a line
    return dictionary().intern(Site{dictionary().intern(function), dictionary().intern(script), line, column, script.starts_with("node:")});
}

StackId RecordingBuilder::stack(std::string_view place)
{
    return place.empty() ? StackId::None : dictionary().intern(StackNode{site(place), StackId::None});
}

RecordingBuilder& RecordingBuilder::add(Record record)
{
    record.time = m_time;
    record.thread = m_thread;
    m_recording->append({&record, 1});
    m_time += m_step;
    return *this;
}

RecordingBuilder& RecordingBuilder::phase(Phase phase, std::uint32_t iteration)
{
    return add({.value = iteration, .kind = RecordKind::Phase, .detail = byte(phase), .flags = RecordFlag::BeginEdge});
}

RecordingBuilder& RecordingBuilder::endPhase(Phase phase, std::uint32_t iteration, std::uint64_t asleep)
{
    return add({.id = asleep, .value = iteration, .kind = RecordKind::Phase, .detail = byte(phase), .flags = RecordFlag::EndEdge});
}

RecordingBuilder& RecordingBuilder::enqueue(std::uint64_t id, Queue queue, std::string_view type, std::string_view place, std::uint32_t ms,
                                            std::uint16_t flags)
{
    return add({.id = id,
                .place = index(stack(place)),
                .value = ms,
                .type = dictionary().internType(type),
                .kind = RecordKind::Enqueue,
                .detail = byte(queue),
                .flags = flags});
}

RecordingBuilder& RecordingBuilder::begin(std::uint64_t id, Queue queue, std::string_view type, std::string_view place, std::uint16_t flags)
{
    return add({.id = id,
                .place = index(site(place)),
                .type = dictionary().internType(type),
                .kind = RecordKind::Begin,
                .detail = byte(queue),
                .flags = flags});
}

RecordingBuilder& RecordingBuilder::end(std::uint64_t id, Queue queue, std::uint16_t flags)
{
    return add({.id = id, .kind = RecordKind::End, .detail = byte(queue), .flags = flags});
}

RecordingBuilder& RecordingBuilder::cancel(std::uint64_t id, Queue queue)
{
    return add({.id = id, .kind = RecordKind::Cancel, .detail = byte(queue)});
}

RecordingBuilder& RecordingBuilder::call(std::string_view place, std::uint16_t flags)
{
    return add({.place = index(site(place)), .kind = RecordKind::Call, .flags = flags});
}

RecordingBuilder& RecordingBuilder::ret(std::string_view place, std::uint16_t flags)
{
    return add({.place = index(site(place)), .kind = RecordKind::Return, .flags = flags});
}

RecordingBuilder& RecordingBuilder::line(std::string_view place) { return add({.place = index(site(place)), .kind = RecordKind::Line}); }

RecordingBuilder& RecordingBuilder::op(std::uint64_t id, OpState state, std::string_view what, std::uint32_t slot, std::string_view place)
{
    return add({.id = id,
                .place = index(stack(place)),
                .value = slot,
                .type = dictionary().internType(what),
                .kind = RecordKind::Op,
                .detail = byte(state)});
}

RecordingBuilder& RecordingBuilder::handle(std::uint64_t id, HandleState state, std::string_view type, std::string_view on, std::string_view place)
{
    return add({.id = id,
                .place = index(stack(place)),
                .value = on.empty() ? 0 : index(dictionary().intern(on)),
                .type = dictionary().internType(type),
                .kind = RecordKind::Handle,
                .detail = byte(state)});
}

RecordingBuilder& RecordingBuilder::promise(std::uint64_t id, PromiseState state, std::string_view place, std::uint32_t parent)
{
    return add({.id = id, .place = index(stack(place)), .value = parent, .kind = RecordKind::Promise, .detail = byte(state)});
}

RecordingBuilder& RecordingBuilder::gc(GcType type, std::uint64_t duration)
{
    return add({.id = duration, .kind = RecordKind::Gc, .detail = byte(type)});
}

RecordingBuilder& RecordingBuilder::metric(std::string_view name, double value)
{
    return add({.id = std::bit_cast<std::uint64_t>(value), .type = dictionary().internType(name), .kind = RecordKind::Metric});
}

RecordingBuilder& RecordingBuilder::console(ConsoleLevel level, std::string_view text)
{
    return add({.place = index(dictionary().add(text)), .kind = RecordKind::Console, .detail = byte(level)});
}

RecordingBuilder& RecordingBuilder::out(std::string_view text)
{
    return add({.place = index(dictionary().add(text)), .kind = RecordKind::Stdout});
}

RecordingBuilder& RecordingBuilder::err(std::string_view text)
{
    return add({.place = index(dictionary().add(text)), .kind = RecordKind::Stderr});
}

RecordingBuilder& RecordingBuilder::lost(std::uint64_t count)
{
    m_recording->addLost(count);
    return add({.id = count, .kind = RecordKind::Lost});
}

RecordingBuilder& RecordingBuilder::exit(int code, ExitReason reason)
{
    add({.value = static_cast<std::uint32_t>(code), .kind = RecordKind::Exit, .detail = byte(reason)});
    if (m_thread == 0) m_recording->setComplete();
    return *this;
}

} // namespace loopscope
