#pragma once

#include "inspector/heap/HeapGraph.h"
#include "inspector/heap/WorkProgress.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace loopscope::heap
{

/// The nodes whose name or text has `wanted` (UTF-8) in it, letters of ASCII in any case; "@123" finds the one of that id.
/// No more than `most`, in the order of the graph. On the calling thread; throws WorkCancelled.
std::vector<std::uint32_t> findObjects(const HeapGraph& graph, std::string_view wanted, WorkProgress& progress,
                                       std::size_t most = 100'000);

} // namespace loopscope::heap
