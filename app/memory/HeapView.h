#pragma once

#include "app/memory/HeapRows.h"
#include "app/memory/SuspectText.h"
#include "inspector/heap/HeapStatistics.h"
#include "inspector/heap/WorkProgress.h"

#include <QString>

namespace loopscope {

/// The ways to look at snapshots.
enum class HeapView : std::uint8_t { Suspects, Summary, Comparison, Survivors, Containment, Dominators, Treemap, Statistics, Strings, Search };
inline constexpr int kHeapViewCount = 10;

QString viewName(HeapView view); ///< "suspects": for code and tests
QString viewTitle(HeapView view);
QString viewTip(HeapView view);

/// What is to be shown. A value.
struct HeapWish {
    HeapView view = HeapView::Summary;
    /// The one that is shown, last, and those before it that it is compared with, the earliest first.
    std::vector<std::shared_ptr<const HeapFile>> files;
    QString text; ///< that is searched for

    bool isSame(const HeapWish& other) const { return view == other.view && files == other.files && text == other.text; }
    /// A sentence if these files do not suffice; else "".
    QString lack() const;
};

/// What a view shows. A value; which part is filled is the view's affair.
struct HeapAnswer {
    std::shared_ptr<const HeapRows> rows;
    std::vector<SuspectText> suspects;
    heap::HeapStatistics statistics;
};

/// Whether it takes long: then it is a job's.
bool takesLong(HeapView view);
QString workTitle(HeapView view); ///< "Comparing…"
/// Blocks; throws heap::WorkCancelled. The wish must lack nothing.
HeapAnswer answer(const HeapWish& wish, heap::WorkProgress& progress);

} // namespace loopscope
