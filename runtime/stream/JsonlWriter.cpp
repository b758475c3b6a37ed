#include "runtime/stream/JsonlWriter.h"

#include "runtime/stream/Places.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loopscope {

namespace {

std::string jsonString(std::string_view text)
{
    std::string json;
    appendJsonString(json, text);
    return json;
}

// Loops are numbers, all others have names.
std::string threadAsJson(const ThreadInfo& thread)
{
    const bool isLoop = thread.kind == ThreadKind::Loop || thread.kind == ThreadKind::Worker;
    const bool isNumber = !thread.name.empty() && std::ranges::all_of(thread.name, [](char c) { return c >= '0' && c <= '9'; });
    return isLoop && isNumber ? thread.name : jsonString(thread.name);
}

template <class Number>
void appendNumber(std::string& to, Number value)
{
    char digits[32];
    const auto result = std::to_chars(digits, digits + sizeof digits, value);
    to.append(digits, result.ptr);
}

// A growing table of texts by id, in which an empty text means "not made yet".
std::string& slot(std::vector<std::string>& table, std::size_t id)
{
    if (id >= table.size()) table.resize(std::max(id + 1, table.size() * 2));
    return table[id];
}

} // namespace

JsonlWriter::JsonlWriter(const Recording& recording)
    : m_recording(recording), m_dictionary(recording.dictionary()), m_isLesson(recording.info().detail == DetailLevel::Lesson)
{
    for (const ThreadInfo& thread : recording.threads()) m_threadNames.push_back(threadAsJson(thread));
    m_lastTimes.resize(m_threadNames.size());
}

bool JsonlWriter::write(const Sink& sink)
{
    SinkBuffer buffer(sink);
    m_line = &buffer.text();
    writeRun();
    const std::uint64_t size = m_recording.size();
    m_extent = m_dictionary.extent(); // after size(): it covers all ids of those records
    for (std::uint64_t first = 0; first < size;) {
        const auto records = m_recording.run(first, size);
        for (const Record& record : records) {
            if (record.thread < m_lastTimes.size()) m_lastTimes[record.thread] = record.time;
            writeRecord(record);
            m_context.apply(record);
            if (!buffer.flushIfLarge()) return false;
        }
        first += records.size();
    }
    writeCutOutput();
    if (m_exit.kind == RecordKind::Exit) writeExit(std::max(m_exit.time, m_lastTimes.empty() ? 0 : m_lastTimes[0]));
    return buffer.flush();
}

void JsonlWriter::writeRun()
{
    const RunInfo info = m_recording.info();
    *m_line += "{\"k\":\"run\",\"v\":1";
    text("node", info.node);
    text("v8", info.v8);
    text("uv", info.uv);
    text("script", info.script);
    key("argv");
    *m_line += '[';
    for (std::size_t i = 0; i < info.argv.size(); ++i) {
        if (i) *m_line += ',';
        appendJsonString(*m_line, info.argv[i]);
    }
    *m_line += ']';
    text("detail", name(info.detail));
    end();
}

void JsonlWriter::writeRecord(const Record& record)
{
    const TraceContext::Loop& loop = m_context.loop(record.thread);
    switch (record.kind) {
    case RecordKind::None:
    case RecordKind::Line: return; // not of this format: the editor's business
    case RecordKind::Stdout:
    case RecordKind::Stderr: return writeOutput(record);
    case RecordKind::Exit:
        if (record.thread == 0) {
            m_exit = record; // the last line of all
            return;
        }
        break;
    default: break;
    }

    begin(name(record.kind), record.time, record.thread);
    switch (record.kind) {
    case RecordKind::Phase:
        text("phase", name(record.phase()));
        number("iteration", std::uint64_t{record.value});
        text("edge", record.has(RecordFlag::BeginEdge) ? "begin" : "end");
        if (record.phase() == Phase::Poll && record.has(RecordFlag::EndEdge)) number("asleep", record.id);
        break;
    case RecordKind::Enqueue:
        number("id", record.id);
        text("queue", name(record.queue()));
        text("kind", m_dictionary.type(record.type));
        number("by", loop.by());
        userCall(record.stack());
        if (record.queue() == Queue::Timers) number("ms", std::uint64_t{record.value});
        truth("unref", record.has(RecordFlag::Unref));
        truth("repeat", record.has(RecordFlag::Repeat));
        break;
    case RecordKind::Begin:
        number("id", record.id);
        text("queue", name(record.queue()));
        text("kind", m_dictionary.type(record.type));
        text("phase", name(loop.phase));
        number("iteration", std::uint64_t{loop.iteration});
        if (record.site() != SiteId::None || m_isLesson) function(record.site());
        break;
    case RecordKind::End:
    case RecordKind::Cancel: number("id", record.id); break;
    case RecordKind::Call:
    case RecordKind::Return: function(record.site()); break;
    case RecordKind::Op:
        number("id", record.id);
        text("what", m_dictionary.type(record.type));
        text("state", name(record.opState()));
        if (record.value) number("pool", std::uint64_t{record.value});
        userCall(record.stack());
        break;
    case RecordKind::Handle:
        number("id", record.id);
        text("kind", m_dictionary.type(record.type));
        text("state", name(record.handleState()));
        if (record.value) text("on", m_dictionary.text(static_cast<TextId>(record.value)));
        userCall(record.stack());
        break;
    case RecordKind::Promise:
        number("id", record.id);
        text("state", name(record.promiseState()));
        userCall(record.stack());
        break;
    case RecordKind::Gc:
        text("type", name(record.gcType()));
        number("dur", record.id);
        break;
    case RecordKind::Metric:
        text("name", m_dictionary.type(record.type));
        number("value", record.metric());
        break;
    case RecordKind::Console:
        text("level", name(record.consoleLevel()));
        text("text", m_dictionary.text(record.text()));
        break;
    case RecordKind::Lost: number("count", record.id); break;
    case RecordKind::Exit:
        key("code");
        appendNumber(*m_line, record.exitCode());
        text("reason", name(record.exitReason()));
        break;
    default: break;
    }
    truth("internal", record.has(RecordFlag::Internal));
    truth("inferred", record.has(RecordFlag::Inferred));
    truth("resume", record.has(RecordFlag::Resume));
    truth("suspend", record.has(RecordFlag::Suspend));
    truth("throw", record.has(RecordFlag::Throw));
    end();
}

// The system cuts output where it likes: a character that goes on in the next piece is put together there.
void JsonlWriter::writeOutput(const Record& record)
{
    const std::string whole = m_joiners[{record.thread, record.kind}].take(m_dictionary.text(record.text()));
    if (whole.empty()) return;
    begin(name(record.kind), record.time, record.thread);
    text("text", whole);
    end();
}

void JsonlWriter::writeCutOutput()
{
    for (const auto& [source, joiner] : m_joiners) {
        if (joiner.held().empty()) continue;
        const auto [thread, kind] = source;
        begin(name(kind), thread < m_lastTimes.size() ? m_lastTimes[thread] : 0, thread);
        text("text", joiner.held());
        end();
    }
}

void JsonlWriter::writeExit(std::uint64_t time)
{
    begin("exit", time, 0);
    key("code");
    appendNumber(*m_line, m_exit.exitCode());
    text("reason", name(m_exit.exitReason()));
    number("lost", m_recording.lost());
    end();
}

void JsonlWriter::begin(std::string_view kind, std::uint64_t time, std::uint16_t thread)
{
    *m_line += "{\"k\":\"";
    *m_line += kind;
    *m_line += "\",\"t\":";
    appendNumber(*m_line, time);
    *m_line += ",\"th\":";
    if (thread < m_threadNames.size())
        *m_line += m_threadNames[thread];
    else
        appendNumber(*m_line, thread);
}

void JsonlWriter::end() { *m_line += "}\n"; }

void JsonlWriter::key(std::string_view keyName)
{
    *m_line += ",\"";
    *m_line += keyName;
    *m_line += "\":";
}

void JsonlWriter::text(std::string_view keyName, std::string_view value)
{
    key(keyName);
    appendJsonString(*m_line, value);
}

void JsonlWriter::number(std::string_view keyName, std::uint64_t value)
{
    key(keyName);
    appendNumber(*m_line, value);
}

// JSON has no infinity and no NaN.
void JsonlWriter::number(std::string_view keyName, double value)
{
    key(keyName);
    if (std::isfinite(value))
        appendNumber(*m_line, value);
    else
        *m_line += "null";
}

void JsonlWriter::truth(std::string_view keyName, bool value)
{
    if (!value) return;
    key(keyName);
    *m_line += "true";
}

void JsonlWriter::function(SiteId id)
{
    if (static_cast<std::uint32_t>(id) >= m_extent.sites) return; // a damaged file's
    std::string& said = slot(m_functions, static_cast<std::size_t>(id));
    if (said.empty()) {
        const Site site = m_dictionary.site(id);
        said = ",\"fn\":" + jsonString(m_dictionary.text(site.function)) + ",\"at\":" + jsonString(placeText(m_dictionary, site));
    }
    *m_line += said;
}

void JsonlWriter::userCall(StackId id)
{
    if (id == StackId::None || static_cast<std::uint32_t>(id) >= m_extent.stacks) return;
    std::string& said = slot(m_calls, static_cast<std::size_t>(id));
    if (said.empty()) {
        const auto site = userFrame(m_dictionary, id);
        said = site ? ",\"at\":" + jsonString(placeText(m_dictionary, *site)) : " "; // a blank: known to be none
    }
    *m_line += said;
}

std::string jsonlText(const Recording& recording) { return allOf(JsonlWriter(recording)); }

} // namespace loopscope
