#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/Retainers.h"
#include "inspector/heap/ScriptNames.h"

namespace loopscope::heap
{

/// All that is known of one snapshot. Refers to its parts, which must outlive it; any thread.
struct Snapshot {
    const HeapGraph& graph;
    const HeapAnalysis& analysis;
    const Retainers& retainers;
    const ScriptNames& scripts;
};

} // namespace loopscope::heap
