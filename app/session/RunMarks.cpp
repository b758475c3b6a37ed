#include "app/session/RunMarks.h"

#include "app/console/SourceLink.h"
#include "runtime/stream/Continuation.h"
#include "visualizer/model/TraceModel.h"
#include "visualizer/model/TraceView.h"
#include "visualizer/theme/Theme.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace loopscope {

namespace {

// How far back the mistake is looked for: it stands at the end.
constexpr std::size_t kErrorText = 64 * 1024; // bytes of stderr
constexpr std::uint64_t kErrorRecords = 50'000;
constexpr std::uint64_t kStatementReach = 20'000; // records: a call may have lasted long

QString text(std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); }

const LoopState* mainLoop(const TraceView& trace)
{
    if (!trace.recording()) return nullptr;
    const auto& loops = trace.state().loops;
    const auto loop = loops.find(0);
    return loop == loops.end() ? nullptr : &loop->second;
}

} // namespace

/// The statement that the innermost function is about to run. None if it was only just entered: the line seen last is then
/// another function's.
SiteId RunMarks::statement(bool ofBody) const
{
    const Recording& recording = *m_trace.recording();
    const std::uint64_t last = m_trace.cursor(), first = last > kStatementReach ? last - kStatementReach : 0;
    int depth = 0; // of functions that were left since
    for (std::uint64_t i = last; i > first; --i) {
        const Record& record = recording.at(i - 1);
        if (record.thread != 0) continue;
        const bool left = record.kind == RecordKind::Return || record.kind == RecordKind::End;
        const bool entered = record.kind == RecordKind::Call || record.kind == RecordKind::Begin;
        if (ofBody && record.kind == RecordKind::End) return SiteId::None;
        if (left) ++depth;
        else if (entered && depth-- == 0) return SiteId::None;
        else if (record.kind == RecordKind::Line && depth == 0) return record.site();
    }
    return SiteId::None;
}

/// The statement about to run, where the level of detail knows it; else the function that runs.
SiteId RunMarks::currentSite() const
{
    const LoopState* loop = mainLoop(m_trace);
    if (!loop) return SiteId::None;
    // The script's own body has no frame. Once a callback has run, it is over.
    if (loop->stack.empty()) return loop->phase == Phase::Main ? statement(true) : SiteId::None;
    const StackFrame* callback = loop->callback();
    if (callback && (callback->flags & RecordFlag::Internal) && callback == &loop->stack.back()) return SiteId::None;
    if (const SiteId line = statement(false); line != SiteId::None) return line;
    for (auto frame = loop->stack.rbegin(); frame != loop->stack.rend(); ++frame)
        if (frame->site != SiteId::None && !m_trace.recording()->dictionary().site(frame->site).internal) return frame->site;
    return SiteId::None;
}

QString RunMarks::currentFile() const
{
    const SiteId site = currentSite();
    if (site == SiteId::None) return {};
    const Dictionary& dictionary = m_trace.recording()->dictionary();
    return text(dictionary.text(dictionary.site(site).script));
}

std::optional<RunningLine> RunMarks::runningIn(const QString& path, const Theme& theme) const
{
    const SiteId site = currentSite();
    if (site == SiteId::None || currentFile() != path) return std::nullopt;
    const Dictionary& dictionary = m_trace.recording()->dictionary();
    const LoopState* loop = mainLoop(m_trace);
    const StackFrame* callback = loop->callback();
    const Hue hue = callback ? hueOf(callback->queue, dictionary.type(callback->type)) : Hue::Main;
    const QString label = callback ? m_trace.model()->labels().kind(*callback) : QStringLiteral("main script");
    return RunningLine{int(dictionary.site(site).line), theme.hue(hue), label};
}

/// Only once the cursor stands behind the end that the mistake caused.
std::optional<LineProblem> RunMarks::problemIn(const QString& path) const
{
    const LoopState* loop = mainLoop(m_trace);
    if (!loop || !loop->ended || loop->exitReason != ExitReason::Uncaught) return std::nullopt;
    const Recording& recording = *m_trace.recording();
    std::string errors;
    const std::uint64_t last = m_trace.cursor(), first = last > kErrorRecords ? last - kErrorRecords : 0;
    for (std::uint64_t i = last; i > first && errors.size() < kErrorText; --i) {
        const Record& record = recording.at(i - 1);
        if (record.kind == RecordKind::Stderr) errors.insert(0, recording.dictionary().text(record.text()));
    }
    const auto problem = findProblem(QString::fromStdString(errors));
    if (!problem || problem->place.path != path) return std::nullopt;
    return LineProblem{problem->place.line, problem->message};
}

void RunMarks::extend()
{
    const std::shared_ptr<const Recording> recording = m_trace.recording(), before = std::exchange(m_recording, recording);
    if (recording != before) {
        carryOver(before.get(), recording.get(), m_starts, m_seen, [this](auto first, auto end, auto& starts) { look(first, end, starts); });
        m_counts.clear();
        m_counted = 0;
    }
    if (!recording) return;
    const std::uint64_t end = recording->size();
    look(m_seen, end, m_starts);
    m_seen = end;
}

void RunMarks::look(std::uint64_t first, std::uint64_t end, std::vector<Start>& starts) const
{
    m_recording->scan(first, end, [&starts](const Record& record, std::uint64_t index) {
        if (record.kind == RecordKind::Begin && record.site() != SiteId::None && !record.has(RecordFlag::Internal))
            starts.push_back({static_cast<std::uint32_t>(index), record.site()});
    });
}

void RunMarks::countTo(std::uint64_t cursor)
{
    const auto countOf = [this](const Start& start) -> int& {
        const auto index = static_cast<std::size_t>(start.site);
        if (index >= m_counts.size()) m_counts.resize(index + 1);
        return m_counts[index];
    };
    while (m_counted < m_starts.size() && m_starts[m_counted].record < cursor) ++countOf(m_starts[m_counted++]);
    while (m_counted > 0 && m_starts[m_counted - 1].record >= cursor) --countOf(m_starts[--m_counted]);
}

LineMarks RunMarks::marksFor(const QString& file, const Theme& theme)
{
    LineMarks marks;
    if (!m_trace.recording() || file.isEmpty()) return marks;
    const QString real = QFileInfo(file).canonicalFilePath(); // Node follows links, and names scripts so
    const QString path = real.isEmpty() ? file : real;
    extend();
    marks.running = runningIn(path, theme);
    marks.problem = problemIn(path);
    const Dictionary& dictionary = m_trace.recording()->dictionary();
    countTo(m_trace.cursor());
    const std::string wanted = path.toStdString();
    for (std::size_t id = 0; id < m_counts.size(); ++id) {
        if (m_counts[id] == 0) continue;
        const Site site = dictionary.site(static_cast<SiteId>(id));
        if (dictionary.text(site.script) == wanted) marks.runs[int(site.line)] += m_counts[id];
    }
    return marks;
}

} // namespace loopscope
