#include "inspector/heap/HeapText.h"

namespace loopscope::heap
{

namespace
{

std::string number(std::uint64_t value)
{
    return std::to_string(value);
}

std::string id(const HeapGraph& graph, std::uint32_t node)
{
    return '@' + number(graph.nodeId(node));
}

std::string_view edgeTypeName(EdgeType type)
{
    const auto index = static_cast<std::size_t>(type);
    return index < edgeTypeNames.size() ? edgeTypeNames[index] : "?";
}

std::string distanceText(std::uint32_t distance)
{
    if (distance == Distances::none) return "none";
    return distance >= Distances::system ? "system+" + number(distance - Distances::system) : number(distance);
}

std::string className(const HeapClass& one)
{
    if (!one.hasPlace) return one.name;
    return one.name + " (" + std::to_string(one.scriptId) + ':' + std::to_string(one.line) + ':' +
           std::to_string(one.column) + ')';
}

} // namespace

std::string heapText(const HeapGraph& graph)
{
    std::string text;
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node) {
        text += id(graph, node) + ' ' + std::string(graph.nodeTypeName(node)) + ' ' +
                graph.strings().text(graph.nodeName(node)) + ' ' + number(graph.selfSize(node)) + '\n';
        for (std::uint32_t edge = graph.edgeBegin(node); edge < graph.edgeEnd(node); ++edge)
            text += "  " + std::string(edgeTypeName(graph.edgeType(edge))) + ' ' + graph.edgeText(edge) + " -> " +
                    id(graph, graph.edgeTo(edge)) + '\n';
    }
    return text;
}

std::string heapText(const HeapGraph& graph, const HeapAnalysis& analysis)
{
    std::string text;
    for (std::uint32_t node = 0; node < graph.nodeCount(); ++node)
        text += id(graph, node) + ' ' + className(analysis.classes.classes()[analysis.classes.of(node)]) +
                ": shallow " + number(analysis.shallowSizes[node]) + " retained " +
                number(analysis.retainedSizes[node]) + " distance " + distanceText(analysis.distances[node]) +
                " dominator " + id(graph, analysis.dominators.of(node)) + '\n';
    return text;
}

std::string heapText(const HeapAnalysis& analysis)
{
    std::string text;
    for (const ClassRow& row : analysis.summary)
        text += className(analysis.classes.classes()[row.heapClass]) + " x" + number(row.count) + ": shallow " +
                number(row.shallowSize) + " retained " + number(row.retainedSize) + " distance " +
                distanceText(row.distance) + '\n';
    return text;
}

std::string heapText(const std::vector<DiffRow>& rows)
{
    std::string text;
    for (const DiffRow& row : rows)
        text += className(row.heapClass) + ": +" + number(row.added.size()) + " -" + number(row.deleted.size()) +
                ", +" + number(row.addedSize) + " -" + number(row.deletedSize) + '\n';
    return text;
}

std::string heapText(const std::vector<Retainers::Fold>& folds, const ClassTable& classes)
{
    struct Line {
        const Retainers::Fold* fold;
        std::size_t depth;
    };
    std::string text;
    std::vector<Line> todo;
    const auto addAll = [&](const std::vector<Retainers::Fold>& list, std::size_t depth) {
        for (auto fold = list.rbegin(); fold != list.rend(); ++fold)
            todo.push_back({&*fold, depth});
    };
    addAll(folds, 0);
    while (!todo.empty()) {
        const auto [fold, depth] = todo.back();
        todo.pop_back();
        text += std::string(2 * depth, ' ') + (depth == 0 ? "" : fold->edge + " of ") +
                className(classes.classes()[fold->heapClass]) + " x" + number(fold->count) + ' ' +
                number(fold->shallowSize) + '\n';
        addAll(fold->from, depth + 1);
    }
    return text;
}

} // namespace loopscope::heap
