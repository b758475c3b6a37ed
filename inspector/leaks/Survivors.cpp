#include "inspector/leaks/Survivors.h"

#include "inspector/leaks/GrowthBetween.h"
#include "inspector/leaks/IdSet.h"

namespace loopscope::heap
{

std::vector<std::uint32_t> survivors(const HeapGraph& first, const HeapGraph& second, const HeapGraph& third)
{
    const IdSet before(first);
    const IdSet between(second);
    std::vector<std::uint32_t> result;
    for (std::uint32_t node = 0; node < third.nodeCount(); ++node)
        if (isProgramsObject(third.nodeType(node)) && between.has(third.nodeId(node)) && !before.has(third.nodeId(node)))
            result.push_back(node);
    return result;
}

} // namespace loopscope::heap
