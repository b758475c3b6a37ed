#pragma once

#include "app/memory/HeapFile.h"
#include "app/memory/SourceHint.h"
#include "inspector/leaks/Suspects.h"

#include <vector>

namespace loopscope {

/// A suspect (heap::Suspect) for people. A value.
struct SuspectText {
    QString title;    ///< the cause: "A cache without bound"
    QString sentence; ///< how much more of what, and what keeps it
    QString why;      ///< what is known beyond that; "" for nothing
    SourceHint line;  ///< to look at
    std::uint32_t sample = 0; ///< one of the objects that are new

    QString text() const; ///< all of it as one line
};

/// "the variable `cache` (Map), which grow() in leak.js:4 sees"; "" where nothing with a name keeps it. Any thread.
QString keptByText(const heap::KeptBy& kept);

SuspectText suspectText(const HeapFile& file, const heap::Suspect& suspect);

/// What grows from snapshot to snapshot, in words. Blocks: reads the program's sources too.
std::vector<SuspectText> suspectsOf(const std::vector<std::shared_ptr<const HeapFile>>& files, std::size_t most = 5);

} // namespace loopscope
