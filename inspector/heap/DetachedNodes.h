#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapGraph.h"

namespace loopscope::heap
{

/// Whether each node is in a document's tree, as far as V8 says it or it follows: what an attached native object refers
/// to is attached, what only detached ones refer to is detached. Empty if V8 says nothing about any node. For old V8s,
/// which have no such field, a native object is detached if its name begins with "Detached ".
Column<Detachedness> detachedNodes(const HeapGraph& graph);

} // namespace loopscope::heap
