#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/Retainers.h"
#include "inspector/heap/ScriptNames.h"
#include "inspector/leaks/Snapshot.h"

#include <QString>

#include <future>
#include <memory>

namespace loopscope {

/// A snapshot that was read and analysed. Does not change; any thread.
struct HeapFile {
    QString name; ///< "Snapshot 2", or the file's
    QString path;
    int run = 0; ///< snapshots of one run of the program have the same; 0 for a file that was opened
    heap::HeapGraph graph;
    heap::HeapAnalysis analysis;
    heap::ScriptNames scripts;
    /// What refers to what is worked out while one already looks at the classes, and waited for by who needs it sooner. Last, since it refers to the others.
    std::shared_future<std::shared_ptr<const heap::Retainers>> laterRetainers;

    const heap::Retainers& retainers() const { return *laterRetainers.get(); }
    heap::Snapshot snapshot() const { return {graph, analysis, retainers(), scripts}; }

    std::uint64_t totalSize() const;    ///< bytes of all objects
    std::uint32_t objectCount() const { return graph.nodeCount(); }
    /// For people: "Point @1234", "'text' @9", "onData() @7".
    QString nodeText(std::uint32_t node) const;
    QString className(std::uint32_t heapClass) const;
    /// "cache", "[12]".
    QString edgeText(std::uint32_t edge) const;
};

/// "12.3 MB", "980 B": three digits that count.
QString byteText(std::uint64_t bytes);
/// The same with a sign.
QString byteDifference(std::int64_t bytes);

} // namespace loopscope
