#include "visualizer/model/ModelText.h"

#include "runtime/events/Dictionary.h"

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

} // namespace

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
