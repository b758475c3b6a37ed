#pragma once

#include "inspector/heap/HeapGraph.h"

#include <cstdint>
#include <vector>

namespace loopscope::heap
{

/// The nodes of the third snapshot that were made between the first and the second, and so have outlived whatever they were
/// made for. On the calling thread.
std::vector<std::uint32_t> survivors(const HeapGraph& first, const HeapGraph& second, const HeapGraph& third);

} // namespace loopscope::heap
