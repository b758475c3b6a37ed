#include "visualizer/graph/AsyncNodeText.h"

#include "visualizer/model/TraceModel.h"

#include <QCoreApplication>
#include <QLocale>

namespace loopscope {

namespace {

constexpr std::uint32_t kNone = AsyncRuns::kNone;

QString tr(const char* text) { return QCoreApplication::translate("AsyncGraph", text); }

QString counted(int count) { return count == 1 ? tr("1 callback") : tr("%1 callbacks").arg(QLocale().toString(count)); }

/// "12.345 ms", from the beginning of the run.
QString moment(std::uint64_t time) { return tr("%1 ms").arg(static_cast<double>(time) / 1e6, 0, 'f', 3); }

} // namespace

AsyncNodeText::AsyncNodeText(const TraceModel& model) : m_recording(model.recording()), m_labels(model.labels()) {}

AsyncNodeText::Name AsyncNodeText::name(AsyncRuns::Row, const AsyncRuns::Run& run) const
{
    const Dictionary& dictionary = m_recording.dictionary();
    if (run.has(AsyncRuns::MainScript)) return {run.thread == 0 ? tr("main script") : tr("main script of thread %1").arg(run.thread), {}, SiteId::None, Hue::Main};
    const bool isOperation = run.has(AsyncRuns::Operation);
    const Record* scheduled = run.scheduled == kNone ? nullptr : &m_recording.at(run.scheduled);
    const SiteId from = scheduled ? m_labels.userSite(scheduled->stack()) : SiteId::None;
    if (run.begin == kNone) {
        const QString type = QString::fromUtf8(dictionary.type(scheduled->type));
        const WaitingCallback waiting{.id = scheduled->id, .milliseconds = scheduled->value, .place = scheduled->stack(), .type = scheduled->type};
        const Hue hue = isOperation ? hueOfOperation(dictionary.type(scheduled->type)) : hueOf(scheduled->queue(), dictionary.type(scheduled->type));
        return {isOperation ? type : m_labels.kind(waiting, run.thread), m_labels.place(from), from, hue};
    }
    const Record& begun = m_recording.at(run.begin);
    const bool isTimer = begun.queue() == Queue::Timers && scheduled && scheduled->kind == RecordKind::Enqueue;
    const StackFrame frame{.site = begun.site(), .type = begun.type, .queue = begun.queue(), .isCallback = true, .id = begun.id,
        .milliseconds = isTimer ? scheduled->value : 0, .place = scheduled ? scheduled->stack() : StackId::None};
    const SiteId site = begun.site() != SiteId::None ? begun.site() : from;
    const Hue hue = isOperation && runsOnThreadPool(dictionary.type(scheduled->type)) ? Hue::Pool : hueOf(begun.queue(), dictionary.type(begun.type));
    const QString label = m_labels.label(frame, run.thread), place = m_labels.place(site);
    return {label, label.endsWith(place) ? QString() : place, site, hue};
}

QString AsyncNodeText::waited(const AsyncNode& node)
{
    if (node.facts.scheduled == kNone) return {};
    return Labels::duration(node.waited());
}

QString AsyncNodeText::ran(const AsyncNode& node)
{
    if (node.ran()) return node.runs() ? tr("%1, runs").arg(Labels::duration(node.running())) : Labels::duration(node.running());
    if (node.has(AsyncRuns::Cancelled)) return tr("cancelled");
    return node.facts.waits() ? tr("waits") : tr("no callback");
}

QString AsyncNodeText::story(const AsyncNode& node, const QString& by) const
{
    const bool isOperation = node.has(AsyncRuns::Operation);
    QStringList lines;
    if (node.facts.scheduled != kNone) {
        const QString verb = isOperation ? tr("Started") : tr("Scheduled");
        lines << (by.isEmpty() ? tr("%1 by the loop at %2.").arg(verb, moment(node.scheduledAt)) : tr("%1 by %2 at %3.").arg(verb, by, moment(node.scheduledAt)));
    } else if (!node.has(AsyncRuns::MainScript)) {
        lines << tr("That it was scheduled was not recorded.");
    }
    const QString wait = Labels::duration(node.waited());
    if (node.ran() && node.facts.scheduled != kNone)
        lines << (isOperation ? tr("Its callback began at %1, %2 after the start.") : tr("It began at %1, after %2.")).arg(moment(node.beganAt), wait);
    else if (node.ran())
        lines << tr("It began at %1.").arg(moment(node.beganAt));
    else if (node.has(AsyncRuns::Cancelled)) lines << tr("It was cancelled after %1 and never ran.").arg(wait);
    else if (node.facts.waits()) lines << tr("It has waited for %1 and has not run.").arg(wait);
    else lines << tr("It was done after %1 and called nothing back.").arg(wait);
    if (node.ran())
        lines << (node.runs() ? tr("It has run for %1 and still runs.") : tr("It ran for %1.")).arg(Labels::duration(node.running()));
    if (node.has(AsyncRuns::Mended)) lines << tr("Its end was not recorded: it is drawn to where something else showed that it had ended.");
    if (node.onPath) lines << tr("It is on the critical path: the way to the callback that ended last.");
    return lines.join(QLatin1Char('\n'));
}

QString AsyncNodeText::summary(const AsyncTree& tree)
{
    if (tree.nodes.empty()) return {};
    if (tree.callbacks == 0) return tr("No callback has run yet.");
    QString text = tr("%1 in %2.").arg(counted(tree.callbacks), Labels::duration(tree.last - tree.first));
    if (tree.path.size() > 1)
        text += QLatin1Char(' ') + tr("Critical path: %1 in %2 steps, of which %3 running and %4 waiting.")
            .arg(Labels::duration(tree.pathTotal)).arg(tree.path.size()).arg(Labels::duration(tree.pathRunning), Labels::duration(tree.pathWaiting()));
    if (tree.rootsBeyond > 0) text += QLatin1Char(' ') + tr("%1 more that begin here are not shown.").arg(QLocale().toString(static_cast<qulonglong>(tree.rootsBeyond)));
    if (tree.isCut) text += QLatin1Char(' ') + tr("The tree is larger; its far end is left out.");
    return text;
}

} // namespace loopscope
