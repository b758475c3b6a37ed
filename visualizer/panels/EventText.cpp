#include "visualizer/panels/EventText.h"

#include <QCoreApplication>

#include <algorithm>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Events", text); }

QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString firstLine(std::string_view text)
{
    constexpr std::size_t kMost = 200;
    return toQt(text.substr(0, std::min({text.find('\n'), text.size(), kMost})));
}

/// An id as people count: its low 40 bits; above them stands whose count it is, which type and thread say too.
QString numberOf(std::uint64_t id)
{
    return QString::number(id & ((std::uint64_t{1} << 40) - 1));
}

WaitingCallback waitingOf(const Record& r)
{
    return {.id = r.id, .milliseconds = r.queue() == Queue::Timers ? r.value : 0, .place = r.stack(), .type = r.type, .flags = r.flags};
}

StackFrame frameOf(const Record& r)
{
    return {.site = r.site(), .type = r.type, .queue = r.queue(), .isCallback = true, .flags = r.flags, .id = r.id};
}

OpenHandle handleOf(const Record& r)
{
    return {.id = r.id, .type = r.type, .place = r.stack(), .on = static_cast<TextId>(r.value), .state = r.handleState()};
}

} // namespace

QString EventText::time(const Record& r) const
{
    return QString::number(static_cast<double>(r.time) / 1e6, 'f', 3);
}

QString EventText::thread(const Record& r) const
{
    const std::vector<ThreadInfo> threads = m_recording.threads();
    if (r.thread >= threads.size()) return QString::number(r.thread);
    const ThreadInfo& info = threads[r.thread];
    if (info.kind == ThreadKind::Loop) return tr("main");
    return info.kind == ThreadKind::Worker ? tr("worker %1").arg(QString::fromStdString(info.name)) : QString::fromStdString(info.name);
}

QString EventText::kind(const Record& r)
{
    return toQt(name(r.kind));
}

QString EventText::type(const Record& r) const
{
    return toQt(m_recording.dictionary().type(r.type));
}

QString EventText::phase(const Record& r) const
{
    const QString text = tr("%1 of iteration %2").arg(Labels::phase(r.phase())).arg(r.value);
    if (!r.has(RecordFlag::EndEdge)) return tr("begin of %1").arg(text);
    if (r.phase() == Phase::Poll && r.id) return tr("end of %1, asleep for %2").arg(text, Labels::duration(r.id));
    return tr("end of %1").arg(text);
}

QString EventText::operation(const Record& r) const
{
    const QString text = tr("%1: %2").arg(type(r), toQt(name(r.opState())));
    return r.value ? tr("%1 on thread %2").arg(text).arg(r.value) : text;
}

QString EventText::figure(const Record& r) const
{
    return QStringLiteral("%1 = %2").arg(type(r)).arg(r.metric(), 0, 'g', 6);
}

QString EventText::what(const Record& r) const
{
    switch (r.kind) {
    case RecordKind::Phase: return phase(r);
    case RecordKind::Enqueue: return tr("%1 into %2").arg(m_labels.kind(waitingOf(r), r.thread), Labels::queue(r.queue()));
    case RecordKind::Begin: return m_labels.label(frameOf(r), r.thread);
    case RecordKind::End:
    case RecordKind::Cancel: {
        const QString label = m_labels.labelOf(r.id, r.thread);
        return label.isEmpty() ? tr("callback %1 of %2").arg(numberOf(r.id), Labels::queue(r.queue())) : label;
    }
    case RecordKind::Call:
    case RecordKind::Return:
    case RecordKind::Line: return m_labels.function(r.site());
    case RecordKind::Op: return operation(r);
    case RecordKind::Handle: return tr("%1: %2").arg(m_labels.label(handleOf(r)), toQt(name(r.handleState())));
    case RecordKind::Promise: return tr("promise %1: %2").arg(numberOf(r.id), toQt(name(r.promiseState())));
    case RecordKind::Gc: return tr("%1, %2").arg(toQt(name(r.gcType())), Labels::duration(r.id));
    case RecordKind::Metric: return figure(r);
    case RecordKind::Console:
    case RecordKind::Stdout:
    case RecordKind::Stderr: return firstLine(m_recording.dictionary().text(r.text()));
    case RecordKind::Lost: return tr("%1 records lost").arg(r.id);
    case RecordKind::Exit: return tr("exit code %1, %2").arg(r.exitCode()).arg(toQt(name(r.exitReason())));
    case RecordKind::None: break;
    }
    return {};
}

SiteId EventText::site(const Record& r) const
{
    switch (r.kind) {
    case RecordKind::Begin:
    case RecordKind::Call:
    case RecordKind::Return:
    case RecordKind::Line: return r.site();
    case RecordKind::Enqueue:
    case RecordKind::Op:
    case RecordKind::Handle:
    case RecordKind::Promise: return m_labels.userSite(r.stack());
    default: return SiteId::None;
    }
}

QString EventText::place(const Record& r) const
{
    return m_labels.place(site(r));
}

Hue EventText::hue(const Record& r) const
{
    switch (r.kind) {
    case RecordKind::Phase: return hueOf(r.phase());
    case RecordKind::Enqueue:
    case RecordKind::Begin:
    case RecordKind::End:
    case RecordKind::Cancel: return hueOf(r.queue(), m_recording.dictionary().type(r.type));
    case RecordKind::Op: return hueOfOperation(m_recording.dictionary().type(r.type));
    case RecordKind::Handle: return Hue::Poll;
    case RecordKind::Promise: return Hue::Reaction;
    case RecordKind::Gc: return Hue::Gc;
    case RecordKind::Lost: return Hue::Lost;
    default: return Hue::Main;
    }
}

} // namespace loopscope
