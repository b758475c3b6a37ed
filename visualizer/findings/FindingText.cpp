#include "visualizer/findings/FindingText.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Findings", text); }

QString toQt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString number(std::uint64_t n) { return QLocale().toString(static_cast<qulonglong>(n)); }
QString megabytes(std::uint64_t bytes) { return tr("%1 MB").arg(QLocale().toString(static_cast<double>(bytes) / 1e6, 'f', 1)); }

} // namespace

QString FindingText::severity(Severity severity)
{
    switch (severity) {
    case Severity::Error: return tr("Problem");
    case Severity::Warning: return tr("Warning");
    case Severity::Info: break;
    }
    return tr("Note");
}

QString FindingText::moment(const Finding& f) { return tr("%1 ms").arg(QString::number(static_cast<double>(f.time) / 1e6, 'f', 1)); }

QString FindingText::place(const Finding& f) const { return m_labels.place(f.site); }

QString FindingText::fullPlace(const Finding& f) const { return m_labels.fullPlace(f.site); }

QString FindingText::figure(const Finding& f) const
{
    switch (f.kind) {
    case FindingKind::RecordsLost: return number(f.amount);
    case FindingKind::UnhandledRejection:
    case FindingKind::PendingPromise:
    case FindingKind::TooManyListeners: return tr("%1×").arg(number(f.count));
    case FindingKind::HeapGrows: return tr("+%1").arg(megabytes(f.amount - f.before));
    default: return Labels::duration(f.worst);
    }
}

QString FindingText::operation(const Finding& f) const { return toQt(m_recording.dictionary().type(f.type)); }

QString FindingText::longCallback(const Finding& f) const
{
    const QString name = m_labels.label(f.frame, f.thread), worst = Labels::duration(f.worst);
    if (f.count == 1) return tr("%1 ran for %2; nothing else could run meanwhile.").arg(name, worst);
    return tr("%1 ran for more than %2 %3 times, at worst for %4; nothing else could run meanwhile.")
        .arg(name, Labels::duration(m_limits.callback), number(f.count), worst);
}

QString FindingText::longDrain(const Finding& f) const
{
    const QString text = tr("%1 ticks and promise jobs ran one after another for %2, the longest for %3; no timer and no I/O could come between.")
                             .arg(number(f.amount), Labels::duration(f.worst), Labels::duration(f.longest));
    return f.count == 1 ? text : tr("%1 It happened %2 times; this was the worst.").arg(text, number(f.count));
}

QString FindingText::cover(const Finding& f) const
{
    switch (f.cover.kind) {
    case FindingCover::Kind::Callback: return tr(" When it was due, %1 was running.").arg(m_labels.label(f.cover.frame, f.thread));
    case FindingCover::Kind::Drain: return tr(" When it was due, ticks and promise jobs ran one after another.");
    case FindingCover::Kind::MainScript: return tr(" When it was due, the main script was running.");
    case FindingCover::Kind::Asleep: return tr(" When it was due, the loop was asleep.");
    case FindingCover::Kind::Unknown: break;
    }
    return {};
}

QString FindingText::lateTimer(const Finding& f) const
{
    const QString name = m_labels.label(f.frame, f.thread), worst = Labels::duration(f.worst);
    if (f.count == 1) return tr("%1 began %2 after it was due.").arg(name, worst) + cover(f);
    return tr("%1 began late %2 times, at worst %3 after it was due.").arg(name, number(f.count), worst) + cover(f);
}

QString FindingText::poolWait(const Finding& f) const
{
    const QString name = operation(f), worst = Labels::duration(f.worst);
    const QString text = f.count == 1 ? tr("%1 waited %2 for a thread of the pool").arg(name, worst)
                                      : tr("%1 waited for a thread of the pool %2 times, at worst %3").arg(name, number(f.count), worst);
    return f.amount < 2 ? text + '.' : tr("%1, as one of up to %2 that waited.").arg(text, number(f.amount));
}

QString FindingText::gcPause(const Finding& f) const
{
    const QString type = toQt(name(f.gc)), worst = Labels::duration(f.worst);
    if (f.count == 1) return tr("A garbage collection (%1) stopped JavaScript for %2.").arg(type, worst);
    return tr("Garbage collections (%1) stopped JavaScript for more than %2 %3 times, at worst for %4.")
        .arg(type, Labels::duration(m_limits.gcPause), number(f.count), worst);
}

bool FindingText::isOfAnEarlierPart(const Finding& f) const { return f.record < m_recording.carried(); }

QString FindingText::recordsLost(const Finding& f) const
{
    const QString amount = number(f.amount);
    if (isOfAnEarlierPart(f)) return tr("The recording holds only the last part of the run: %1 older records were let go.").arg(amount);
    if (f.amount == 1) return tr("One record was lost: what happened in it is not known.");
    if (f.count == 1) return tr("%1 records were lost: what happened in them is not known.").arg(amount);
    return tr("%1 records were lost in %2 places: what happened in them is not known.").arg(amount, number(f.count));
}

QString FindingText::listeners(const Finding& f) const
{
    const QString printed = toQt(m_recording.dictionary().text(f.text)).section('\n', 0, 0);
    static const QRegularExpression figures(QStringLiteral("(\\d+) (.+) listeners added to (\\S+)\\. MaxListeners is (\\d+)"));
    const QRegularExpressionMatch match = figures.match(printed);
    if (!match.hasMatch()) return tr("Node warned: %1").arg(printed.section(QStringLiteral("Warning: "), 1));
    const QString text = tr("Node counted %1 listeners for “%2” on %3, where more than %4 look like a leak.")
                             .arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4));
    return f.count == 1 ? text : tr("%1 It warned %2 times.").arg(text, number(f.count));
}

QString FindingText::oneAfterAnother(const Finding& f) const
{
    const QString text = tr("%1 awaited %2 × %3 one after another: %4 in all, the longest %5.")
                             .arg(m_labels.function(f.site), number(f.amount), operation(f), Labels::duration(f.worst), Labels::duration(f.longest));
    return f.count <= 1 ? text : tr("%1 It happened %2 times; this was the longest.").arg(text, number(f.count));
}

QString FindingText::sentence(const Finding& f) const
{
    switch (f.kind) {
    case FindingKind::UnhandledRejection:
        if (f.count == 1) return tr("A promise was rejected, and nobody had handled it when the queues were empty.");
        return tr("%1 promises were rejected, and nobody had handled them when the queues were empty.").arg(number(f.count));
    case FindingKind::PendingPromise:
        if (f.count == 1 && f.amount == 1) return tr("A promise was still pending when the program ended, %1 after it was made, and so was one that waits for it.").arg(Labels::duration(f.worst));
        if (f.count == 1 && f.amount > 1) return tr("A promise was still pending when the program ended, %1 after it was made, and so were %2 that wait for it.").arg(Labels::duration(f.worst), number(f.amount));
        if (f.count == 1) return tr("A promise was still pending when the program ended, %1 after it was made.").arg(Labels::duration(f.worst));
        return tr("%1 promises were still pending when the program ended, the oldest %2 after it was made.").arg(number(f.count), Labels::duration(f.worst));
    case FindingKind::LongCallback: return longCallback(f);
    case FindingKind::LongDrain: return longDrain(f);
    case FindingKind::LateTimer: return lateTimer(f);
    case FindingKind::PoolWait: return poolWait(f);
    case FindingKind::GcPause: return gcPause(f);
    case FindingKind::RecordsLost: return recordsLost(f);
    case FindingKind::TooManyListeners: return listeners(f);
    case FindingKind::OneAfterAnother: return oneAfterAnother(f);
    case FindingKind::HeapGrows:
        return tr("%1 full collections of garbage in turn left more each time: %2 of heap became %3 within %4.").arg(number(f.rises), megabytes(f.before), megabytes(f.amount), Labels::duration(f.worst));
    }
    return {};
}

QString FindingText::fact(const Finding& f) const
{
    const QString text = sentence(f);
    const std::vector<ThreadInfo> threads = m_recording.threads();
    const bool isOfWorker = f.thread < threads.size() && threads[f.thread].kind == ThreadKind::Worker;
    return isOfWorker ? tr("Worker %1: %2").arg(QString::fromStdString(threads[f.thread].name), text) : text;
}

QString FindingText::advice(const Finding& f) const
{
    switch (f.kind) {
    case FindingKind::UnhandledRejection:
        return tr("Await it inside try … catch, or give it a .catch(). Unless the program listens to “unhandledRejection”, Node ends it.");
    case FindingKind::LongCallback: return tr("Do the work in parts and let the loop go on between them with setImmediate, or give it to a worker.");
    case FindingKind::LongDrain: return tr("Start the next round with setImmediate instead of a promise or process.nextTick: then the loop goes on between them.");
    case FindingKind::LateTimer:
        return f.cover.kind == FindingCover::Kind::Asleep ? tr("Something else kept the computer busy; look again when it is at rest.")
                                                          : tr("Shorten what runs before it: a timer begins only when the loop is free.");
    case FindingKind::PoolWait: return tr("Start fewer at a time, or give the pool more threads with UV_THREADPOOL_SIZE; it has 4 if nothing else is said.");
    case FindingKind::GcPause: return tr("Make fewer objects at a time, and let go of those that are no longer needed.");
    case FindingKind::RecordsLost:
        return isOfAnEarlierPart(f) ? tr("What happened before is not in this list.")
                                    : tr("Choose a lower level of detail or a shorter run; findings may be missing here.");
    case FindingKind::TooManyListeners:
        return tr("Add the listener once, or take it off when it has done its work. If so many are meant, say so with setMaxListeners.");
    case FindingKind::OneAfterAnother: return tr("If none needs the result of the one before, start them together and await them with Promise.all.");
    case FindingKind::HeapGrows: return tr("Take two or three heap snapshots some seconds apart (Memory): what has grown is told with the variable that keeps it. A cache that fills looks the same at first.");
    case FindingKind::PendingPromise:
        return tr("If your code awaits it, that never went on: see that every way leads to resolve or reject. Node makes promises of its own here too.");
    }
    return {};
}

} // namespace loopscope
