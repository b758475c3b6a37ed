#include "inspector/heap/ClassSummary.h"

#include "inspector/heap/BitSet.h"
#include "inspector/heap/Distances.h"

#include <algorithm>
#include <tuple>

namespace loopscope::heap
{

namespace
{

/// Goes through the tree of dominators and adds up what the outermost nodes of each class retain.
void addRetainedSizes(std::vector<ClassRow>& rows, const ClassTable& classes, const Dominators& dominators,
                      const Column<std::uint64_t>& shallowSizes, const Column<std::uint64_t>& retainedSizes)
{
    struct Open {
        std::uint32_t heapClass;
        std::uint32_t end;
    };
    std::vector<Open> path;
    BitSet isOpen(rows.size());
    const auto order = dominators.order();
    for (std::uint32_t place = 0; place < order.size(); ++place) {
        while (!path.empty() && path.back().end == place) {
            isOpen.remove(path.back().heapClass);
            path.pop_back();
        }
        const std::uint32_t node = order[place];
        const std::uint32_t heapClass = classes.of(node);
        if (shallowSizes[node] == 0 || isOpen.has(heapClass)) continue;
        rows[heapClass].retainedSize += retainedSizes[node];
        if (dominators.end(place) == place + 1) continue;
        isOpen.add(heapClass);
        path.push_back({heapClass, dominators.end(place)});
    }
}

} // namespace

std::vector<ClassRow> classSummary(const ClassTable& classes, const Dominators& dominators,
                                   const Column<std::uint64_t>& shallowSizes,
                                   const Column<std::uint64_t>& retainedSizes, const Column<std::uint32_t>& distances)
{
    std::vector<ClassRow> rows(classes.classes().size());
    for (std::uint32_t i = 0; i < rows.size(); ++i)
        rows[i] = {i, 0, 0, 0, Distances::none};
    for (std::uint32_t node = 0; node < shallowSizes.size(); ++node) {
        if (shallowSizes[node] == 0) continue;
        ClassRow& row = rows[classes.of(node)];
        ++row.count;
        row.shallowSize += shallowSizes[node];
        row.distance = std::min(row.distance, distances[node]);
    }
    addRetainedSizes(rows, classes, dominators, shallowSizes, retainedSizes);
    std::erase_if(rows, [](const ClassRow& row) { return row.count == 0; });
    std::sort(rows.begin(), rows.end(), [&](const ClassRow& a, const ClassRow& b) {
        if (a.retainedSize != b.retainedSize) return a.retainedSize > b.retainedSize;
        return std::tie(classes.classes()[a.heapClass].name, a.heapClass) <
               std::tie(classes.classes()[b.heapClass].name, b.heapClass);
    });
    return rows;
}

} // namespace loopscope::heap
