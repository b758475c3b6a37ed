#include "runtime/stream/player/PlayerData.h"

#include "runtime/stream/player/SourceTexts.h"

#include <charconv>
#include <cmath>
#include <utility>

namespace loopscope {

namespace {

template <class Number>
void appendNumber(std::string& to, Number value)
{
    char digits[32];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// A JSON string with nothing in it that could end a script element or begin a comment of HTML, and no line end of JavaScript's.
void appendPageString(std::string& to, std::string_view text)
{
    std::string json;
    appendJsonString(json, text);
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string_view rest = std::string_view(json).substr(i);
        if (json[i] == '<') to += "\\u003c";
        else if (json[i] == '>') to += "\\u003e";
        else if (json[i] == '&') to += "\\u0026";
        else if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) {
            to += json[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else to += json[i];
    }
}

bool isOutput(const Record& record) { return record.kind == RecordKind::Stdout || record.kind == RecordKind::Stderr; }

} // namespace

PlayerData::PlayerData(const Recording& recording) : m_recording(recording), m_dictionary(recording.dictionary()), m_info(recording.info())
{
    const std::uint64_t size = recording.size();
    m_rows.reserve(size);
    scriptOf(m_info.script); // the first
    for (std::uint64_t i = 0; i < size; ++i) m_rows.push_back(rowOf(recording.at(i)));
    for (const auto& [source, output] : m_outputs) m_texts[output.last] += output.joiner.held();
}

bool PlayerData::write(SinkBuffer& to)
{
    m_json = &to.text();
    writeRun();
    writeTables();
    if (!writeRecords(to)) return false;
    writeSources();
    *m_json += "}\n";
    return to.flushIfLarge();
}

PlayerData::Row PlayerData::rowOf(const Record& record)
{
    Row row{.time = record.time, .id = idOf(record), .value = valueOf(record), .place = placeOf(record), .thread = record.thread,
            .flags = record.flags, .kind = static_cast<std::uint8_t>(record.kind), .detail = record.detail};
    const auto [known, isNew] = m_typeIds.try_emplace(static_cast<std::uint32_t>(record.type), static_cast<std::uint32_t>(m_types.size()));
    if (isNew) m_types.emplace_back(m_dictionary.type(record.type));
    row.type = known->second;
    if (record.kind == RecordKind::Metric) row.figure = record.metric();
    return row;
}

std::int64_t PlayerData::valueOf(const Record& record)
{
    switch (record.kind) {
    case RecordKind::Handle: return textOf(m_dictionary.text(static_cast<TextId>(record.value)));
    case RecordKind::Exit: return record.exitCode();
    case RecordKind::Promise: return 0; // a part of an id: nothing that the player shows
    default: return record.value;
    }
}

std::uint64_t PlayerData::idOf(const Record& record)
{
    switch (record.kind) {
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel:
    case RecordKind::Op:
    case RecordKind::Promise:
    case RecordKind::Handle: return m_ids.try_emplace(record.id, m_ids.size()).first->second;
    case RecordKind::Phase:
    case RecordKind::Gc:
    case RecordKind::Lost: return record.id; // a time or a number
    default: return 0;
    }
}

std::uint32_t PlayerData::placeOf(const Record& record)
{
    switch (record.kind) {
    case RecordKind::Begin:
    case RecordKind::Call:
    case RecordKind::Return:
    case RecordKind::Line: return siteOf(record.site());
    case RecordKind::Enqueue:
    case RecordKind::Op:
    case RecordKind::Promise:
    case RecordKind::Handle: return userSiteOf(record.stack());
    case RecordKind::Console: return textOf(m_dictionary.text(record.text()));
    default: return isOutput(record) ? outputOf(record) : 0;
    }
}

std::uint32_t PlayerData::outputOf(const Record& record)
{
    Output& output = m_outputs[{record.thread, record.kind}];
    m_texts.push_back(output.joiner.take(m_dictionary.text(record.text())));
    return output.last = static_cast<std::uint32_t>(m_texts.size() - 1);
}

std::uint32_t PlayerData::siteOf(SiteId id)
{
    const auto [known, isNew] = m_siteIds.try_emplace(static_cast<std::uint32_t>(id), static_cast<std::uint32_t>(m_sites.size()));
    if (!isNew) return known->second;
    const Site site = m_dictionary.site(id);
    m_sites.push_back({textOf(m_dictionary.text(site.function)), scriptOf(m_dictionary.text(site.script)), site.line, site.column, site.internal});
    return known->second;
}

/// The innermost frame that is not Node's, or else the innermost.
std::uint32_t PlayerData::userSiteOf(StackId id)
{
    const auto [known, isNew] = m_stackSites.try_emplace(static_cast<std::uint32_t>(id), 0);
    if (!isNew) return known->second;
    const std::vector<SiteId> frames = m_dictionary.frames(id);
    for (const SiteId frame : frames)
        if (!m_dictionary.site(frame).internal) return known->second = siteOf(frame);
    return known->second = frames.empty() ? 0 : siteOf(frames.front());
}

std::uint32_t PlayerData::textOf(std::string_view text)
{
    const auto [known, isNew] = m_textIds.try_emplace(std::string(text), static_cast<std::uint32_t>(m_texts.size()));
    if (isNew) m_texts.emplace_back(text);
    return known->second;
}

std::uint32_t PlayerData::scriptOf(std::string_view script)
{
    const auto [known, isNew] = m_scriptIds.try_emplace(std::string(script), static_cast<std::uint32_t>(m_scripts.size()));
    if (isNew) m_scripts.emplace_back(script);
    return known->second;
}

void PlayerData::string(std::string_view text) { appendPageString(*m_json, text); }

// JSON has no infinity and no NaN.
void PlayerData::figure(double value)
{
    if (std::isfinite(value)) appendNumber(*m_json, value);
    else *m_json += "null";
}

template <class List, class Item>
void PlayerData::list(std::string_view name, const List& items, Item item)
{
    ((*m_json += ",\"") += name) += "\":[";
    bool isFirst = true;
    for (const auto& one : items) {
        if (!std::exchange(isFirst, false)) *m_json += ',';
        item(one);
    }
    *m_json += ']';
}

void PlayerData::writeRun()
{
    const auto field = [this](std::string_view name, std::string_view value) {
        ((*m_json += ",\"") += name) += "\":";
        string(value);
    };
    const auto number = [this](std::string_view name, std::uint64_t value) {
        ((*m_json += ",\"") += name) += "\":";
        appendNumber(*m_json, value);
    };
    *m_json += "{\"run\":{\"v\":1";
    field("node", m_info.node);
    field("v8", m_info.v8);
    field("uv", m_info.uv);
    field("script", nameFromFolder(m_info, m_info.script));
    field("detail", name(m_info.detail));
    number("lost", m_recording.lost());
    number("carried", m_recording.carried());
    list("argv", m_info.argv, [this](const std::string& argument) { string(argument); });
    list("damages", m_recording.damages(), [this](const std::string& sentence) { string(sentence); });
    *m_json += '}';
}

void PlayerData::writeTables()
{
    const auto text = [this](const std::string& one) { string(one); };
    list("threads", m_recording.threads(), [this](const ThreadInfo& thread) {
        *m_json += '[';
        appendNumber(*m_json, static_cast<int>(thread.kind));
        *m_json += ',';
        string(thread.name);
        *m_json += ']';
    });
    list("texts", m_texts, text);
    list("types", m_types, text);
    list("scripts", m_scripts, [this](const std::string& script) { string(nameFromFolder(m_info, script)); });
    list("sites", m_sites, [this](const Place& place) {
        char separator = '[';
        for (const std::uint32_t number : {place.text, place.script, place.line, place.column, std::uint32_t{place.internal}}) {
            *m_json += std::exchange(separator, ',');
            appendNumber(*m_json, number);
        }
        *m_json += ']';
    });
}

template <class Field>
bool PlayerData::writeColumn(SinkBuffer& to, std::string_view name, Field field)
{
    ((*m_json += '"') += name) += "\":[";
    char separator = 0;
    for (const Row& row : m_rows) {
        if (std::exchange(separator, ',')) *m_json += ',';
        field(row);
        if (!to.flushIfLarge()) return false;
    }
    *m_json += ']';
    return true;
}

bool PlayerData::writeRecords(SinkBuffer& to)
{
    std::uint64_t before = 0;
    const auto number = [this](auto value) { appendNumber(*m_json, value); };
    *m_json += ",\"records\":{";
    const auto column = [&](std::string_view name, auto field) {
        if (m_json->back() == ']') *m_json += ',';
        return writeColumn(to, name, field);
    };
    const bool good = column("kind", [&](const Row& row) { number(row.kind); }) &&
                      column("time", [&](const Row& row) {
                          number(static_cast<std::int64_t>(row.time - std::exchange(before, row.time)));
                      }) &&
                      column("thread", [&](const Row& row) { number(row.thread); }) &&
                      column("detail", [&](const Row& row) { number(row.detail); }) &&
                      column("id", [&](const Row& row) { number(row.id); }) &&
                      column("type", [&](const Row& row) { number(row.type); }) &&
                      column("place", [&](const Row& row) { number(row.place); }) &&
                      column("flags", [&](const Row& row) { number(row.flags); }) &&
                      column("value", [&](const Row& row) { row.figure ? figure(*row.figure) : number(row.value); });
    *m_json += '}';
    return good;
}

void PlayerData::writeSources()
{
    list("sources", sourceTexts(m_info, m_scripts), [this](const SourceText& source) {
        *m_json += '[';
        appendNumber(*m_json, source.script);
        *m_json += ',';
        string(source.text);
        *m_json += source.changedSince ? ",1]" : ",0]";
    });
}

} // namespace loopscope
