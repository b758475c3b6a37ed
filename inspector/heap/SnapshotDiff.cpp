#include "inspector/heap/SnapshotDiff.h"

#include <algorithm>
#include <unordered_map>

namespace loopscope::heap
{

namespace
{

/// An object in the order in which two snapshots are compared.
struct Entry {
    std::uint32_t heapClass; ///< row of the result
    std::uint32_t id;
    std::uint32_t node;

    bool before(const Entry& other) const
    {
        return heapClass != other.heapClass ? heapClass < other.heapClass : id < other.id;
    }
};

class Comparison
{
public:
    std::vector<Entry> entries(const HeapGraph& graph, const HeapAnalysis& analysis)
    {
        std::vector<std::uint32_t> rowOf;
        for (const HeapClass& one : analysis.classes.classes())
            rowOf.push_back(rowFor(one));
        std::vector<Entry> result;
        for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
            if (analysis.shallowSizes[node] != 0)
                result.push_back({rowOf[analysis.classes.of(node)], graph.nodeId(node), node});
        std::sort(result.begin(), result.end(), [](const Entry& a, const Entry& b) { return a.before(b); });
        return result;
    }

    void add(const Entry& entry, const HeapAnalysis& analysis)
    {
        rows[entry.heapClass].added.push_back(entry.node);
        rows[entry.heapClass].addedSize += analysis.shallowSizes[entry.node];
    }
    void remove(const Entry& entry, const HeapAnalysis& analysis)
    {
        rows[entry.heapClass].deleted.push_back(entry.node);
        rows[entry.heapClass].deletedSize += analysis.shallowSizes[entry.node];
    }

    std::vector<DiffRow> rows;

private:
    std::uint32_t rowFor(const HeapClass& heapClass)
    {
        const auto [entry, isNew] = m_rowOf.try_emplace(heapClass.key(), static_cast<std::uint32_t>(rows.size()));
        if (isNew) rows.push_back({heapClass, {}, {}});
        return entry->second;
    }

    std::unordered_map<std::string, std::uint32_t> m_rowOf;
};

} // namespace

std::vector<DiffRow> snapshotDiff(const HeapGraph& earlier, const HeapAnalysis& earlierAnalysis, const HeapGraph& later,
                                  const HeapAnalysis& laterAnalysis)
{
    Comparison comparison;
    const std::vector<Entry> old = comparison.entries(earlier, earlierAnalysis);
    const std::vector<Entry> now = comparison.entries(later, laterAnalysis);
    auto a = old.begin();
    auto b = now.begin();
    while (a != old.end() || b != now.end()) {
        const bool onlyOld = b == now.end() || (a != old.end() && a->before(*b));
        const bool onlyNow = !onlyOld && (a == old.end() || b->before(*a));
        if (onlyOld) comparison.remove(*a, earlierAnalysis);
        if (onlyNow) comparison.add(*b, laterAnalysis);
        if (!onlyNow) ++a;
        if (!onlyOld) ++b;
    }
    std::vector<DiffRow>& rows = comparison.rows;
    std::erase_if(rows, [](const DiffRow& row) { return row.added.empty() && row.deleted.empty(); });
    std::stable_sort(rows.begin(), rows.end(),
                     [](const DiffRow& x, const DiffRow& y) { return x.sizeDelta() > y.sizeDelta(); });
    return std::move(rows);
}

} // namespace loopscope::heap
