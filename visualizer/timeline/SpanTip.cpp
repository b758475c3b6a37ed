#include "visualizer/timeline/SpanTip.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace loopscope {

namespace {

QString tr(const char* text, int n = -1) { return QCoreApplication::translate("SpanTip", text, nullptr, n); }

/// The frame that a Begin or Call record put on the stack, as the state has it: with all that was known when it was enqueued.
std::optional<StackFrame> frameOf(TraceModel& model, const Track::Span& span)
{
    const Record& record = model.recording().at(span.record);
    const auto& loops = model.stateAt(span.record + 1).loops;
    const auto loop = loops.find(record.thread);
    if (loop == loops.end() || loop->second.stack.empty()) return std::nullopt;
    return loop->second.stack.back();
}

void describeFrame(QStringList& lines, const StackFrame& frame, const TraceModel& model, std::uint16_t thread)
{
    const Labels& labels = model.labels();
    lines.prepend(labels.label(frame, thread));
    if (frame.isCallback && frame.enqueuedAt != 0) lines << tr("waited %1 in its queue").arg(Labels::duration(frame.since - frame.enqueuedAt));
    if (const QString place = labels.fullPlace(frame.site); !place.isEmpty()) lines << place;
    if (const QString place = labels.fullPlace(frame.place); !place.isEmpty()) lines << tr("scheduled at %1").arg(place);
    if (frame.flags & RecordFlag::Internal) lines << tr("Node's own");
    if (frame.flags & RecordFlag::Resume) lines << tr("goes on after an await or yield");
}

void describeOperation(QStringList& lines, TraceModel& model, const Track::Span& span)
{
    const Record& record = model.recording().at(span.record);
    for (const auto& [thread, loop] : model.stateAt(span.record + 1).loops) {
        const auto it = loop.ops.find(record.id);
        if (it == loop.ops.end()) continue;
        const PendingOp& op = it->second;
        if (op.runningSince > op.startedAt) lines << tr("waited %1 for a free thread").arg(Labels::duration(op.runningSince - op.startedAt));
        if (const QString place = model.labels().fullPlace(op.place); !place.isEmpty()) lines << tr("started at %1").arg(place);
    }
}

QString title(const TraceModel& model, const TrackKey& key, const Record& record)
{
    const Dictionary& dictionary = model.recording().dictionary();
    const auto toQt = [](std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); };
    switch (key.kind) {
    case TrackKind::Phases: return tr("%1 phase, iteration %2").arg(Labels::phase(record.phase())).arg(record.value);
    case TrackKind::Asleep: return tr("the loop slept %1 in poll").arg(Labels::duration(record.id));
    case TrackKind::Gc: return tr("garbage collection: %1").arg(toQt(name(record.gcType())));
    case TrackKind::Pool: return tr("%1 in thread-pool slot %2").arg(toQt(dictionary.type(record.type))).arg(key.depth + 1);
    case TrackKind::Lost: return tr("%1 events were lost here").arg(record.id);
    case TrackKind::Output: return toQt(dictionary.text(record.text())).trimmed().left(400);
    default: return {};
    }
}

QString foldedTip(const Track& track, const Bar& bar, std::uint64_t now)
{
    const std::uint64_t from = track.at(bar.first).from;
    const Track::Span last = track.at(bar.first + bar.count - 1);
    return tr("%1 of them in %2, running %3 of it; zoom in to tell them apart")
        .arg(bar.count)
        .arg(Labels::duration((last.to == Track::kOpen ? now : last.to) - from), Labels::duration(track.busy(bar.first, bar.first + bar.count, now)));
}

} // namespace

QString tipFor(TraceModel& model, const TrackKey& key, const Track& track, const Bar& bar, std::uint64_t now)
{
    if (bar.count > 1) return foldedTip(track, bar, now);
    const Track::Span span = track.at(bar.first);
    const Record& record = model.recording().at(span.record);
    QStringList lines;
    const std::uint64_t end = span.to == Track::kOpen ? std::max(now, span.from) : span.to;
    if (span.to != span.from)
        lines << (span.to == Track::kOpen ? tr("running for %1, since %2") : tr("%1, from %2 on")).arg(Labels::duration(end - span.from), Labels::duration(span.from));
    else
        lines << tr("at %1").arg(Labels::duration(span.from));
    const auto frame = record.kind == RecordKind::Begin || record.kind == RecordKind::Call ? frameOf(model, span) : std::nullopt;
    if (frame)
        describeFrame(lines, *frame, model, key.thread);
    else
        lines.prepend(title(model, key, record));
    if (key.kind == TrackKind::Pool) describeOperation(lines, model, span);
    if (record.has(RecordFlag::Inferred)) lines << tr("inferred, not seen itself");
    return lines.join(QLatin1Char('\n'));
}

} // namespace loopscope
