#pragma once

#include "inspector/heap/HeapAnalysis.h"
#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/Retainers.h"
#include "inspector/heap/SnapshotDiff.h"

#include <string>
#include <vector>

namespace loopscope::heap
{

/// Small graphs and what was found out about them as text, for tests and for people: a line each, UTF-8.

/// "@3 object Point 24" for a node, and below it "  property next -> @5" for its edges.
std::string heapText(const HeapGraph& graph);
/// "@3 Point: shallow 24 retained 40 distance 2 dominator @1".
std::string heapText(const HeapGraph& graph, const HeapAnalysis& analysis);
/// "Point (7:1:2) x2: shallow 48 retained 80 distance 2".
std::string heapText(const HeapAnalysis& analysis);
/// "Point: +2 -1, +48 -24".
std::string heapText(const std::vector<DiffRow>& rows);
/// Indented: "Point x2 48", and below it who refers to it, "  next of List x2 48".
std::string heapText(const std::vector<Retainers::Fold>& folds, const ClassTable& classes);

} // namespace loopscope::heap
