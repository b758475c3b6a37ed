#include "runtime/stream/TextWriter.h"

#include "runtime/stream/Places.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace loopscope {

namespace {

constexpr std::size_t kTimeWidth = 10, kWhatWidth = 50, kTookWidth = 9, kMaxDepth = 20;
constexpr std::uint64_t kWorthASleep = 10'000; // ns

std::string milliseconds(std::uint64_t ns)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", static_cast<double>(ns) / 1e6);
    return text;
}

std::string padLeft(std::string text, std::size_t width)
{
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::size_t columnsOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string padRight(std::string text, std::size_t width)
{
    const std::size_t columns = columnsOf(text);
    return columns < width ? text + std::string(width - columns, ' ') : text;
}

// One line of a terminal: controls and what is no UTF-8 are made visible.
std::string visible(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const Utf8Sequence sequence = utf8SequenceAt(text);
        const auto c = static_cast<unsigned char>(text[0]);
        if (sequence.length > 1 || (c >= 0x20 && c < 0x7f)) {
            result += text.substr(0, sequence.length);
        } else if (c == '\t') {
            result += "    ";
        } else {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\x%02x", c);
            result += escape;
        }
        text.remove_prefix(std::max<std::size_t>(sequence.length, 1));
    }
    return result;
}

std::string folderOf(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

std::string phaseTitle(Phase phase, std::uint32_t iteration, bool loopHasRun)
{
    if (phase == Phase::Main) return loopHasRun ? "outside of the loop" : "main script";
    return padRight(std::string(name(phase)) + " phase", 16) + "turn " + std::to_string(iteration);
}

} // namespace

std::size_t TextWriter::Thread::depth() const
{
    const auto shown = static_cast<std::size_t>(std::ranges::count(open, true, &Open::shown));
    return std::min(shown + (inPhase ? 1 : 0), kMaxDepth);
}

TextWriter::TextWriter(const Recording& recording)
    : m_recording(recording), m_dictionary(recording.dictionary()), m_info(recording.info()), m_pairs(recording),
      m_folder(folderOf(m_info.script))
{
    for (const ThreadInfo& info : recording.threads()) {
        Thread& thread = m_threads.emplace_back();
        thread.label = info.kind == ThreadKind::Loop ? "main" : info.kind == ThreadKind::Worker ? "worker " + info.name : info.name;
    }
    if (m_threads.size() < 2) return;
    for (const Thread& thread : m_threads) m_threadWidth = std::max(m_threadWidth, thread.label.size() + 2);
}

bool TextWriter::write(const Sink& sink)
{
    SinkBuffer buffer(sink);
    m_text = &buffer.text();
    writeHead();
    const std::uint64_t size = m_recording.size();
    for (std::uint64_t i = 0; i < size; ++i) {
        writeRecord(i, m_recording.at(i));
        if (!buffer.flushIfLarge()) return false;
    }
    writeFoot();
    return buffer.flush();
}

void TextWriter::writeHead()
{
    *m_text += m_info.script.substr(m_folder.size());
    for (const std::string& argument : m_info.argv) *m_text += ' ' + visible(argument);
    *m_text += "    Node.js " + m_info.node + ", detail level " + std::string(name(m_info.detail)) + "\n\n";
    *m_text += padLeft("ms", kTimeWidth) + "  ";
    *m_text += padRight(m_threadWidth ? "thread" : "", m_threadWidth);
    *m_text += padRight("what happens", kWhatWidth) + padLeft("took ms", kTookWidth) + "  where\n";
}

void TextWriter::writeRecord(std::uint64_t index, const Record& record)
{
    std::erase_if(threadOf(record).open, [&](const Thread::Open& open) { return open.end && open.end <= index; });
    switch (record.kind) {
    case RecordKind::Phase: return writePhase(index, record);
    case RecordKind::Enqueue: return writeEnqueue(record);
    case RecordKind::Begin: return writeBegin(index, record);
    case RecordKind::Call: return writeCall(index, record);
    case RecordKind::Return:
        if (record.has(RecordFlag::Throw)) row(record, "throw");
        return;
    case RecordKind::Cancel:
        if (!record.has(RecordFlag::Internal)) row(record, what("cancel", record));
        return;
    case RecordKind::Op: return writeOp(record);
    case RecordKind::Handle: return writeHandle(record);
    case RecordKind::Gc: return row(record, "collect garbage (" + std::string(name(record.gcType())) + ')', record.id);
    case RecordKind::Console: return writeConsole(record);
    case RecordKind::Stdout:
    case RecordKind::Stderr: return writeOutput(record);
    case RecordKind::Lost: return row(record, "... " + std::to_string(record.id) + " records lost here ...");
    case RecordKind::Exit:
        if (record.thread == 0) m_exit = record;
        return;
    default: return;
    }
}

void TextWriter::writePhase(std::uint64_t index, const Record& record)
{
    Thread& thread = threadOf(record);
    thread.inPhase = false;
    if (record.has(RecordFlag::EndEdge)) return;
    const std::uint64_t end = m_pairs.endOf(index);
    const std::uint64_t asleep = record.phase() == Phase::Poll && end ? m_recording.at(end).id : 0;
    const bool isMainScript = record.phase() == Phase::Main && !thread.loopHasRun;
    const std::string title = phaseTitle(record.phase(), record.value, thread.loopHasRun);
    thread.loopHasRun = thread.loopHasRun || !isMainScript;
    if (!isMainScript && asleep < kWorthASleep && !hasRows(index, end)) return;
    *m_text += '\n';
    row(record, asleep >= kWorthASleep ? title + ", asleep " + milliseconds(asleep) + " ms" : title);
    thread.inPhase = true;
}

bool TextWriter::hasRows(std::uint64_t phaseBegin, std::uint64_t phaseEnd) const
{
    const std::uint16_t thread = m_recording.at(phaseBegin).thread;
    const std::uint64_t end = phaseEnd ? phaseEnd : m_recording.size();
    for (std::uint64_t i = phaseBegin + 1; i < end; ++i)
        if (m_recording.at(i).thread == thread && hasRow(m_recording.at(i))) return true;
    return false;
}

bool TextWriter::hasRow(const Record& record)
{
    switch (record.kind) {
    case RecordKind::Call:
    case RecordKind::Gc:
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr:
    case RecordKind::Lost: return true;
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::Cancel:
    case RecordKind::Op: return !record.has(RecordFlag::Internal);
    case RecordKind::Handle: return true;
    default: return false;
    }
}

void TextWriter::writeEnqueue(const Record& record)
{
    if (record.has(RecordFlag::Internal)) return;
    if (record.stack() != StackId::None) m_queuedAt[record.id] = record.stack();
    std::string text = what("wait", record);
    if (record.queue() == Queue::Timers)
        text += (record.has(RecordFlag::Repeat) ? ", every " : ", ") + std::to_string(record.value) + " ms";
    row(record, text, {}, placeOf(record.stack()));
}

void TextWriter::writeBegin(std::uint64_t index, const Record& record)
{
    const bool shown = !record.has(RecordFlag::Internal);
    if (shown) {
        std::string text = what("run", record);
        const Site site = m_dictionary.site(record.site());
        const auto function = m_dictionary.text(site.function);
        if (!function.empty()) text += "  " + std::string(function);
        const auto queued = m_queuedAt.extract(record.id);
        row(record, text, took(index), record.site() == SiteId::None && queued ? placeOf(queued.mapped()) : placeOf(site));
    }
    threadOf(record).open.push_back({m_pairs.endOf(index), shown});
    threadOf(record).entered = record.site();
}

void TextWriter::writeCall(std::uint64_t index, const Record& record)
{
    Thread& thread = threadOf(record);
    const bool isTheCallback = record.site() != SiteId::None && record.site() == std::exchange(thread.entered, SiteId::None);
    if (!isTheCallback) {
        const Site site = m_dictionary.site(record.site());
        const auto function = m_dictionary.text(site.function);
        const std::string verb = record.has(RecordFlag::Resume) ? "resume" : "call";
        row(record, padRight(verb, 7) + (function.empty() ? "(anonymous)" : std::string(function)), took(index), placeOf(site));
    }
    thread.open.push_back({m_pairs.endOf(index), !isTheCallback});
}

void TextWriter::writeOp(const Record& record)
{
    if (!hasRow(record) || record.opState() == OpState::Queued) return;
    std::string text = record.opState() == OpState::Start ? "start" : record.opState() == OpState::Running ? "work" : "done";
    text = padRight(text, 7) + std::string(m_dictionary.type(record.type)) + ' ' + numbered(record.id);
    if (record.opState() == OpState::Running && record.value) text += " in pool slot " + std::to_string(record.value);
    row(record, text, {}, placeOf(record.stack()));
}

void TextWriter::writeHandle(const Record& record)
{
    const auto on = m_dictionary.text(static_cast<TextId>(record.value));
    std::string text = padRight("handle", 7) + std::string(m_dictionary.type(record.type)) + ' ' + numbered(record.id);
    if (!on.empty()) text += ' ' + std::string(on);
    row(record, text + ": " + std::string(name(record.handleState())), {}, placeOf(record.stack()));
}

void TextWriter::writeConsole(const Record& record)
{
    const std::string_view text = m_dictionary.text(record.text());
    threadOf(record).expected += std::string(text) + '\n';
    writePrinted(record, "print", text);
}

// What console said comes again as output: that is told once.
void TextWriter::writeOutput(const Record& record)
{
    Thread& thread = threadOf(record);
    const std::string joined = (record.kind == RecordKind::Stdout ? thread.out : thread.err).take(m_dictionary.text(record.text()));
    std::string_view text = joined;
    std::string& expected = thread.expected;
    const auto same = std::ranges::mismatch(text, expected).in1 - text.begin();
    if (same > 0) {
        expected.erase(0, static_cast<std::size_t>(same));
        text.remove_prefix(static_cast<std::size_t>(same));
    }
    if (!text.empty()) writePrinted(record, record.kind == RecordKind::Stderr ? "stderr" : "print", text);
}

void TextWriter::writePrinted(const Record& record, std::string_view verb, std::string_view text)
{
    if (text.ends_with('\n')) text.remove_suffix(1);
    for (bool first = true; first || !text.empty(); first = false) {
        const std::string_view line = text.substr(0, text.find('\n'));
        row(record, padRight(std::string(first ? verb : ""), 7) + visible(line));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
}

void TextWriter::writeFoot()
{
    *m_text += '\n';
    if (m_exit) {
        *m_text += padLeft(milliseconds(m_exit->time), kTimeWidth) + "  exit code " + std::to_string(m_exit->exitCode());
        if (m_exit->exitReason() != ExitReason::Exit) *m_text += " (" + std::string(name(m_exit->exitReason())) + ')';
    } else {
        *m_text += padLeft(milliseconds(m_recording.duration()), kTimeWidth) + "  the recording ends here, without the program's end";
    }
    *m_text += "; " + std::to_string(m_recording.size()) + " records, " +
               (m_recording.lost() ? std::to_string(m_recording.lost()) : std::string("none")) + " lost\n";
}

void TextWriter::row(const Record& record, std::string_view text, std::optional<std::uint64_t> took, std::string_view where)
{
    Thread& thread = threadOf(record);
    std::string line = padLeft(milliseconds(record.time), kTimeWidth) + "  ";
    if (m_threadWidth) line += padRight(thread.label, m_threadWidth);
    line += padRight(std::string(thread.depth() * 2, ' ') + std::string(text), kWhatWidth);
    line += padLeft(took ? milliseconds(*took) : std::string(), kTookWidth) + "  ";
    line += where;
    line.erase(line.find_last_not_of(' ') + 1);
    *m_text += line + '\n';
}

std::optional<std::uint64_t> TextWriter::took(std::uint64_t index) const
{
    const std::uint64_t end = m_pairs.endOf(index);
    if (!end) return std::nullopt;
    return m_recording.at(end).time - m_recording.at(index).time;
}

std::string TextWriter::numbered(std::uint64_t id)
{
    return '#' + std::to_string(m_numbers.try_emplace(id, m_numbers.size() + 1).first->second);
}

std::string TextWriter::what(std::string_view verb, const Record& record)
{
    std::string text = padRight(std::string(verb), 7) + padRight(std::string(name(record.queue())), 10);
    const auto type = m_dictionary.type(record.type);
    if (!type.empty()) text += std::string(type) + ' ';
    return text + numbered(record.id);
}

std::string TextWriter::placeOf(const Site& site) const
{
    std::string place = placeText(m_dictionary, site);
    if (!m_folder.empty() && place.starts_with(m_folder)) place.erase(0, m_folder.size());
    return place;
}

std::string TextWriter::placeOf(StackId stack) const
{
    const auto site = userFrame(m_dictionary, stack);
    return site ? placeOf(*site) : std::string();
}

TextWriter::Thread& TextWriter::threadOf(const Record& record)
{
    if (record.thread >= m_threads.size()) m_threads.resize(std::size_t{record.thread} + 1);
    return m_threads[record.thread];
}

std::string timelineText(const Recording& recording) { return allOf(TextWriter(recording)); }

} // namespace loopscope
