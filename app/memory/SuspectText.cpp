#include "app/memory/SuspectText.h"

#include <QCoreApplication>
#include <QLocale>

namespace loopscope {

using heap::Cause;
using heap::KeptBy;

namespace {

constexpr qsizetype kLongestWay = 100;

QString tr(const char* text) { return QCoreApplication::translate("Suspects", text); }
QString toQt(const std::string& text) { return QString::fromStdString(text); }

QString placeText(const heap::SourcePlace& place)
{
    const QString script = toQt(place.script), shown = place.isNodes() ? script : script.section(u'/', -1);
    return place.line > 0 ? QStringLiteral("%1:%2").arg(shown).arg(place.line) : shown;
}

QString functionText(const std::string& name, const heap::SourcePlace& place)
{
    const QString function = name.empty() ? tr("a function") : toQt(name);
    return place.script.empty() ? function : tr("%1 in %2").arg(function, placeText(place));
}

QString titleOf(Cause cause)
{
    switch (cause) {
    case Cause::Contexts: return tr("Contexts that are not let go");
    case Cause::Timers: return tr("Timers that are never cleared");
    case Cause::Listeners: return tr("Listeners that pile up");
    case Cause::Streams: return tr("Streams that are neither consumed nor closed");
    case Cause::Promises: return tr("Promises that are never settled");
    case Cause::Closures: return tr("Functions that hold their scope");
    case Cause::Global: return tr("A global that grows");
    case Cause::Cache: return tr("A cache without bound");
    case Cause::List: return tr("A list that only grows");
    case Cause::Bytes: return tr("A value that grows");
    default: return tr("Growth");
    }
}

/// What only the cause's own material tells.
QString whyOf(const heap::Suspect& suspect)
{
    const heap::Contents& c = suspect.contents;
    const QString function = functionText(suspect.function, suspect.place);
    switch (suspect.cause) {
    case Cause::Contexts: return tr("%L1 contexts of scripts (vm.createContext) came.").arg(c.contexts);
    case Cause::Timers: return tr("%L1 timers that call %2 came and did not go.").arg(c.timers).arg(function);
    case Cause::Streams: return tr("%L1 streams came and were not ended or destroyed.").arg(c.streams);
    case Cause::Promises: return tr("%L1 promises still wait for somebody to settle them.").arg(c.promises);
    case Cause::Listeners:
    case Cause::Closures: {
        if (c.sameClosures == 0) return {};
        const QString made = tr("%L1 functions were made at %2 since the snapshot before.").arg(c.sameClosures).arg(placeText(suspect.place));
        return c.scopeBytes < 1000 ? made : tr("%1 Their scopes hold `%2`: %3.").arg(made, toQt(c.scopeVariable), byteText(c.scopeBytes));
    }
    default: return {};
    }
}

} // namespace

QString keptByText(const KeptBy& kept)
{
    QString way = toQt(kept.way);
    if (way.size() > kLongestWay) way = u'…' + way.right(kLongestWay);
    const QString name = toQt(kept.name), whole = QStringLiteral("`%1%2`").arg(name, way);
    const QString kind = way.isEmpty() && !kept.kind.empty() ? QStringLiteral(" (%1)").arg(toQt(kept.kind)) : QString();
    switch (kept.start) {
    case KeptBy::Start::Variable: {
        if (kept.function.empty() && kept.place.script.empty()) return tr("the variable %1").arg(whole + kind);
        const QString function = functionText(kept.function, kept.place);
        return way.isEmpty() ? tr("the variable %1, which %2 sees").arg(whole + kind, function) : tr("%1, where %2 sees `%3`").arg(whole, function, name);
    }
    case KeptBy::Start::Global: return tr("the global %1").arg(whole + kind);
    case KeptBy::Start::Exports: return kept.place.script.empty() ? tr("%1 of a module").arg(whole) : tr("%1 of %2").arg(whole, placeText(kept.place));
    case KeptBy::Start::Stack: return tr("the function that runs");
    case KeptBy::Start::Nothing: break;
    }
    if (way.isEmpty()) return {};
    return tr("`%1` of %2").arg(way.mid(way.startsWith(u'.') ? 1 : 0), toQt(kept.holder));
}

QString SuspectText::text() const
{
    QString all = title + QStringLiteral(": ") + sentence;
    if (!why.isEmpty()) all += u' ' + why;
    if (!line.script.isEmpty()) all += tr(" Look at %1.").arg(line.place());
    return all;
}

SuspectText suspectText(const HeapFile& file, const heap::Suspect& suspect)
{
    SuspectText text;
    text.title = titleOf(suspect.cause);
    text.sample = suspect.contents.objects > 0 ? suspect.contents.sample : suspect.container;
    const QString kept = keptByText(suspect.kept), growth = byteDifference(suspect.bytes);
    if (suspect.cause == Cause::Bytes) {
        text.sentence = kept.isEmpty() ? tr("%1 more in %2.").arg(growth, file.nodeText(suspect.container)) : tr("%1 more in %2.").arg(growth, kept);
    } else {
        text.sentence = tr("%L1 more %2 (%3)").arg(suspect.contents.objects > 0 ? suspect.ofClass : suspect.count).arg(suspect.contents.objects > 0 ? file.className(suspect.contents.heapClass) : tr("objects"), growth);
        text.sentence += kept.isEmpty() ? QStringLiteral(".") : tr(", kept by %1.").arg(kept);
        if (suspect.containers > 1) text.sentence += tr(" So do %L1 like it.").arg(suspect.containers - 1);
    }
    text.why = whyOf(suspect);
    QStringList scripts;
    for (const std::string& name : file.scripts.names())
        if (!name.starts_with("node:")) scripts << toQt(name);
    scripts.sort();
    text.line = lineOf(suspect, scripts);
    return text;
}

std::vector<SuspectText> suspectsOf(const std::vector<std::shared_ptr<const HeapFile>>& files, std::size_t most)
{
    std::vector<heap::Snapshot> snapshots;
    for (const auto& file : files) snapshots.push_back(file->snapshot());
    std::vector<SuspectText> texts;
    for (const heap::Suspect& suspect : heap::findSuspects(snapshots, most)) texts.push_back(suspectText(*files.back(), suspect));
    return texts;
}

} // namespace loopscope
