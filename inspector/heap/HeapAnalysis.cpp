#include "inspector/heap/HeapAnalysis.h"

#include "inspector/heap/DetachedNodes.h"
#include "inspector/heap/EdgeRules.h"
#include "inspector/heap/ReverseEdges.h"
#include "inspector/heap/ShallowSizes.h"
#include "inspector/heap/WeakMapPairs.h"

#include <future>
#include <new>
#include <optional>
#include <system_error>

namespace loopscope::heap
{

namespace
{

/// Two lines of work: the dominators, and all that they need and do not need of others, the soonest wanted first.
class Work
{
public:
    Work(const HeapGraph& graph, WorkProgress* progress)
        : m_graph(graph), m_progress(progress), m_first(progress ? progress->part() : 0)
    {
    }

    HeapAnalysis run(unsigned threads)
    {
        std::future<EdgeRules> rules = m_rules.get_future();
        std::future<ReverseEdges> retainers = m_retainers.get_future();
        std::future<void> rest = begin(threads);
        const PageNodes page(m_graph);
        reach(0.1);
        m_result.dominators = Dominators(m_graph, rules.get(), page, std::move(retainers));
        if (rest.valid()) rest.get();
        reach(0.8);
        m_result.retainedSizes = m_result.dominators.retainedSizes(m_result.shallowSizes);
        reach(0.9);
        m_result.summary = classSummary(m_result.classes, m_result.dominators, m_result.shallowSizes,
                                        m_result.retainedSizes, m_result.distances);
        return std::move(m_result);
    }

private:
    /// Without a second thread all is done when this returns, and there is nothing to wait for.
    std::future<void> begin(unsigned threads)
    {
        try {
            if (threads > 1) return std::async(std::launch::async, [this] { sideline(); });
        } catch (const std::system_error&) {
            // There are no more threads to be had; it goes without.
        }
        sideline();
        return {};
    }

    void reach(double part)
    {
        if (m_progress) m_progress->reach(m_first + (1 - m_first) * part);
    }

    void sideline()
    {
        if (!prepare()) return;
        m_result.shallowSizes = shallowSizes(m_graph);
        m_result.distances = Distances::of(m_graph, *m_pairs);
        m_result.detached = detachedNodes(m_graph);
        m_result.classes = ClassTable(m_graph, m_result.detached);
    }

    /// What the other line waits for, who gets our exception too.
    bool prepare()
    {
        bool gaveRules = false;
        try {
            m_pairs.emplace(m_graph.strings());
            const EdgeRules rules(m_graph, *m_pairs);
            m_rules.set_value(rules);
            gaveRules = true;
            m_retainers.set_value(ReverseEdges(
                m_graph, [&](std::uint32_t from, std::uint32_t edge) { return rules.mayRetain(from, edge); }));
            return true;
        } catch (...) {
            if (!gaveRules) m_rules.set_exception(std::current_exception());
            m_retainers.set_exception(std::current_exception());
            return false;
        }
    }

    const HeapGraph& m_graph;
    WorkProgress* const m_progress;
    const double m_first;
    std::optional<WeakMapPairs> m_pairs;
    std::promise<EdgeRules> m_rules;
    std::promise<ReverseEdges> m_retainers;
    HeapAnalysis m_result;
};

} // namespace

std::variant<HeapAnalysis, SnapshotError> HeapAnalysis::of(const HeapGraph& graph, unsigned threads,
                                                         WorkProgress* progress)
{
    try {
        return Work(graph, progress).run(threads);
    } catch (const WorkCancelled&) {
        return SnapshotError{0, "It was cancelled"};
    } catch (const std::bad_alloc&) {
        return SnapshotError{0, "There is not enough memory to analyse the snapshot"};
    }
}

} // namespace loopscope::heap
