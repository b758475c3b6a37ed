#include "app/memory/HeapView.h"

#include "app/memory/HeapViews.h"
#include "inspector/heap/ObjectSearch.h"
#include "inspector/leaks/Survivors.h"

#include <QCoreApplication>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("HeapView", text); }

} // namespace

QString viewName(HeapView view)
{
    static const char* const names[] = {"suspects", "summary", "comparison", "survivors", "containment", "dominators", "treemap", "statistics", "strings", "search"};
    return QLatin1String(names[static_cast<int>(view)]);
}

QString viewTitle(HeapView view)
{
    switch (view) {
    case HeapView::Suspects: return tr("Suspects");
    case HeapView::Summary: return tr("Summary");
    case HeapView::Comparison: return tr("Comparison");
    case HeapView::Survivors: return tr("Survivors");
    case HeapView::Containment: return tr("Containment");
    case HeapView::Dominators: return tr("Dominators");
    case HeapView::Treemap: return tr("Treemap");
    case HeapView::Statistics: return tr("Statistics");
    case HeapView::Strings: return tr("Strings");
    case HeapView::Search: return tr("Search");
    }
    return {};
}

QString viewTip(HeapView view)
{
    switch (view) {
    case HeapView::Suspects: return tr("What has grown between snapshots, why, and which line to look at");
    case HeapView::Summary: return tr("All objects by their constructor");
    case HeapView::Comparison: return tr("What came and went between two snapshots");
    case HeapView::Survivors: return tr("Made between the first and the second of three snapshots, and still there in the third");
    case HeapView::Containment: return tr("From the roots down, by references");
    case HeapView::Dominators: return tr("Each object below the one that alone keeps it");
    case HeapView::Treemap: return tr("The same as areas: what is large keeps much");
    case HeapView::Statistics: return tr("What the heap consists of");
    case HeapView::Strings: return tr("Texts that are there several times");
    case HeapView::Search: return tr("Objects by name, text or @id");
    }
    return {};
}

QString HeapWish::lack() const
{
    if (view == HeapView::Suspects && files.size() < 2) return tr("Take a second snapshot a while after the first: what has grown between them is said here. A third makes it sure.");
    if (view == HeapView::Comparison && files.size() < 2) return tr("Choose above what to compare this snapshot with, or take a second one.");
    if (view == HeapView::Survivors && files.size() < 3) return tr("Take three snapshots: objects that were made between the first and the second and still live in the third are listed here.");
    if (view == HeapView::Search && text.isEmpty()) return tr("Type a name, a text, or an @id above.");
    return {};
}

bool takesLong(HeapView view) { return view != HeapView::Summary && view != HeapView::Containment && view != HeapView::Treemap; }

QString workTitle(HeapView view)
{
    switch (view) {
    case HeapView::Suspects: return tr("Looking for what grows…");
    case HeapView::Strings: return tr("Looking for equal texts…");
    case HeapView::Search: return tr("Searching…");
    case HeapView::Comparison: return tr("Comparing…");
    default: return tr("Adding up…");
    }
}

HeapAnswer answer(const HeapWish& wish, heap::WorkProgress& progress)
{
    const auto& file = wish.files.back();
    const heap::HeapGraph& graph = file->graph;
    HeapAnswer result;
    switch (wish.view) {
    case HeapView::Suspects: result.suspects = suspectsOf(wish.files); break;
    case HeapView::Summary: result.rows = std::make_shared<ClassRows>(file); break;
    case HeapView::Comparison: {
        const HeapFile& base = *wish.files.front();
        result.rows = std::make_shared<ComparisonRows>(file, wish.files.front(), heap::snapshotDiff(base.graph, base.analysis, graph, file->analysis));
        break;
    }
    case HeapView::Survivors:
        result.rows = std::make_shared<ObjectRows>(file, heap::survivors(wish.files[0]->graph, wish.files[1]->graph, graph), tr("Nothing that was made between the first two is still there."));
        break;
    case HeapView::Containment: result.rows = std::make_shared<ContainmentRows>(file); break;
    case HeapView::Dominators: result.rows = std::make_shared<DominatorRows>(file); break;
    case HeapView::Treemap: break;
    case HeapView::Statistics: result.statistics = heap::HeapStatistics::of(graph, file->analysis); break;
    case HeapView::Strings: result.rows = std::make_shared<StringRows>(file, heap::duplicateStrings(graph, file->analysis)); break;
    case HeapView::Search:
        result.rows = std::make_shared<ObjectRows>(file, heap::findObjects(graph, wish.text.toStdString(), progress), tr("No object has “%1” in its name.").arg(wish.text));
        break;
    }
    progress.reach(1);
    return result;
}

} // namespace loopscope
