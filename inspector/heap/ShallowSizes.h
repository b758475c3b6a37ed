#pragma once

#include "inspector/heap/Column.h"
#include "inspector/heap/HeapGraph.h"

#include <cstdint>

namespace loopscope::heap
{

/// True if the snapshot shows a program's heap to the program's author: the root refers to more than V8's own roots. It
/// does not if V8 was asked to expose internals.
bool hasUserRoots(const HeapGraph& graph);
/// A node whose objects are the user's: what distances are counted from.
bool isUserRoot(const HeapGraph& graph, std::uint32_t node);

/// The size of each node as DevTools count it, in bytes: the arrays and hidden objects that belong to one object alone
/// give it theirs and have none any more. Thus an Array has the size of its elements' store.
Column<std::uint64_t> shallowSizes(const HeapGraph& graph);

} // namespace loopscope::heap
