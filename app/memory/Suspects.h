#pragma once

#include "app/memory/HeapFile.h"

#include <vector>

namespace loopscope {

/// Objects that have become more between two snapshots of a program, and what keeps them. A value.
struct Suspect {
    std::uint32_t heapClass = 0; ///< of the later one
    qint64 more = 0;             ///< objects
    qint64 bytesMore = 0;        ///< own sizes
    std::uint32_t sample = 0;    ///< one of those that are new
    QString keptBy;              ///< "the variable `cache` (Map), which grow() in leak.js:4 sees"; "" where nothing with a name does
    QString sentence;            ///< all of it
};

/// What grows, most bytes first: classes of the program's own objects of which many are new and kept by one object. Code, shapes and
/// what Node itself keeps do not count. Measured, not guessed: nothing where nothing grows.
std::vector<Suspect> suspectsBetween(const HeapFile& before, const HeapFile& after, std::size_t most = 3);

} // namespace loopscope
