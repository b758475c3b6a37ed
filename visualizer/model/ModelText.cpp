#include "visualizer/model/ModelText.h"

#include "runtime/stream/Recording.h"
#include "visualizer/model/Spans.h"

#include <sstream>

namespace loopscope {

namespace {

void frameText(std::ostream& out, const StackFrame& frame, const Dictionary& dictionary)
{
    const Site site = dictionary.site(frame.site);
    out << "  ";
    if (frame.isCallback) out << name(frame.queue) << ' ' << dictionary.type(frame.type) << " #" << frame.id;
    if (frame.isCallback && frame.by != 0) out << " by #" << frame.by;
    if (frame.site != SiteId::None) {
        if (frame.isCallback) out << ' ';
        out << dictionary.text(site.function) << '@' << dictionary.text(site.script) << ':' << site.line;
    }
    out << '\n';
}

void queueText(std::ostream& out, Queue queue, const WaitingQueue& waiting, const Dictionary& dictionary)
{
    if (waiting.empty()) return;
    out << name(queue) << ':';
    for (const WaitingCallback& callback : waiting) {
        out << ' ' << dictionary.type(callback.type) << '#' << callback.id;
        if (callback.milliseconds != 0) out << '(' << callback.milliseconds << "ms)";
        if (callback.by != 0) out << "<#" << callback.by;
    }
    out << '\n';
}

std::string_view name(TrackKind kind)
{
    constexpr std::string_view names[]{"phases", "asleep", "callbacks", "drains", "functions", "gc", "output", "pool", "lost"};
    return names[static_cast<std::size_t>(kind)];
}

void recordText(std::ostream& out, const Record& r, const Dictionary& dictionary)
{
    switch (r.kind) {
    case RecordKind::Phase: out << name(r.phase()) << ' ' << r.value; break;
    case RecordKind::Begin: out << dictionary.type(r.type) << '#' << r.id; break;
    case RecordKind::Op: out << dictionary.type(r.type) << '#' << r.id; break;
    case RecordKind::Call: out << dictionary.text(dictionary.site(r.site()).function); break;
    case RecordKind::Gc: out << name(r.gcType()); break;
    case RecordKind::Lost: out << r.id; break;
    default: out << dictionary.text(r.text()); break;
    }
}

} // namespace

std::string modelText(const Spans& spans, const Recording& recording)
{
    std::ostringstream out;
    for (const auto& [key, track] : spans.tracks())
        for (std::size_t i = 0; i < track.size(); ++i) {
            const Track::Span span = track.at(i);
            if (key.thread != 0) out << "loop " << key.thread << ' ';
            out << name(key.kind) << '/' << key.depth << ' ' << span.from << '-';
            span.to == Track::kOpen ? out << "... " : out << span.to << ' ';
            recordText(out, recording.at(span.record), recording.dictionary());
            out << '\n';
        }
    return out.str();
}

std::string modelText(const LoopState& loop, const Dictionary& dictionary)
{
    std::ostringstream out;
    if (loop.phase) out << "phase " << name(*loop.phase) << " of iteration " << loop.iteration << '\n';
    if (loop.ended) out << "ended with " << loop.exitCode << " (" << name(loop.exitReason) << ")\n";
    if (!loop.stack.empty()) out << "stack:\n";
    for (const StackFrame& frame : loop.stack) frameText(out, frame, dictionary);
    for (int queue = 0; queue < kQueueCount; ++queue)
        queueText(out, static_cast<Queue>(queue), loop.waiting(static_cast<Queue>(queue)), dictionary);
    for (const auto& [id, op] : loop.ops) {
        out << "op #" << id << ' ' << dictionary.type(op.type) << ' ' << name(op.state);
        if (op.slot != 0) out << " in slot " << op.slot;
        out << '\n';
    }
    for (const auto& [id, handle] : loop.handles) {
        out << "handle #" << id << ' ' << dictionary.type(handle.type) << ' ' << name(handle.state);
        if (handle.on != TextId::None) out << " on " << dictionary.text(handle.on);
        out << '\n';
    }
    if (loop.promisesPending != 0) out << "promises pending: " << loop.promisesPending << '\n';
    if (loop.lost != 0) out << "lost: " << loop.lost << '\n';
    return out.str();
}

std::string modelText(const TraceState& state, const Dictionary& dictionary)
{
    std::ostringstream out;
    for (const auto& [thread, loop] : state.loops) {
        if (state.loops.size() > 1) out << "loop " << thread << ":\n";
        out << modelText(loop, dictionary);
    }
    return out.str();
}

} // namespace loopscope
