#include "app/memory/HeapRows.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("HeapRows", text); }

} // namespace

QString HeapRows::emptyText() const { return tr("Nothing here."); }

std::vector<HeapRow> HeapRows::part(const std::shared_ptr<const Listed>& all, std::size_t from)
{
    const std::size_t end = std::min(all->count, from + kMostRows);
    if (all->prepare) all->prepare(from, end);
    std::vector<HeapRow> rows;
    for (std::size_t i = from; i < end; ++i) rows.push_back(all->row(i));
    if (end < all->count) {
        HeapRow note;
        note.text = all->rest.arg(all->count - end);
        note.isNote = true;
        note.more = [all, end] { return part(all, end); };
        rows.push_back(std::move(note));
    }
    return rows;
}

void HeapRows::fill(HeapRow& row, const HeapFile& file, std::uint32_t node) const
{
    const heap::HeapAnalysis& a = file.analysis;
    row.numbers[0] = a.distances[node];
    row.numbers[2] = static_cast<qint64>(a.shallowSizes[node]);
    row.numbers[3] = static_cast<qint64>(a.retainedSizes[node]);
}

HeapRow HeapRows::objectRow(const HeapFile& file, std::uint32_t node, const QString& edge) const
{
    HeapRow row;
    row.node = node;
    row.text = edge.isEmpty() ? file.nodeText(node) : edge + QStringLiteral(": ") + file.nodeText(node);
    row.mayOpen = file.graph.edgeBegin(node) < file.graph.edgeEnd(node);
    row.isOfBase = &file != m_file.get();
    fill(row, file, node);
    return row;
}

std::vector<HeapRow> HeapRows::below(const HeapRow& row) const
{
    return row.node < 0 ? std::vector<HeapRow>() : references(fileOf(row), static_cast<std::uint32_t>(row.node));
}

std::vector<HeapRow> HeapRows::references(const HeapFile& file, std::uint32_t node) const
{
    const auto edges = std::make_shared<std::vector<std::uint32_t>>();
    for (std::uint32_t edge = file.graph.edgeBegin(node); edge < file.graph.edgeEnd(node); ++edge)
        if (file.graph.edgeType(edge) != heap::EdgeType::Weak) edges->push_back(edge);
    const auto isElement = [&file](std::uint32_t edge) { return file.graph.edgeType(edge) == heap::EdgeType::Element; };
    const auto isV8s = [&file](std::uint32_t edge) { return file.graph.edgeType(edge) == heap::EdgeType::Internal || file.graph.edgeType(edge) == heap::EdgeType::Hidden; };
    const auto named = std::ranges::stable_partition(*edges, isElement);
    const auto hidden = std::ranges::stable_partition(named, std::not_fn(isV8s));
    std::ranges::stable_sort(edges->begin(), named.begin(), {}, [&](std::uint32_t edge) { return file.graph.edgeName(edge); });
    const auto retained = [&](std::uint32_t edge) { return file.analysis.retainedSizes[file.graph.edgeTo(edge)]; };
    std::ranges::stable_sort(named.begin(), hidden.begin(), std::greater{}, retained);
    std::ranges::stable_sort(hidden, std::greater{}, retained);
    const auto row = [this, &file, edges](std::size_t i) { return objectRow(file, file.graph.edgeTo((*edges)[i]), file.edgeText((*edges)[i])); };
    return part(std::make_shared<const Listed>(Listed{edges->size(), {}, row, tr("%L1 more")}));
}

std::vector<HeapRow> HeapRows::greatest(const HeapFile& file, std::vector<std::uint32_t> nodes, const QString& before) const
{
    const auto all = std::make_shared<std::vector<std::uint32_t>>(std::move(nodes));
    const auto prepare = [&file, all](std::size_t begin, std::size_t end) {
        std::ranges::partial_sort(all->begin() + static_cast<std::ptrdiff_t>(begin), all->begin() + static_cast<std::ptrdiff_t>(end), all->end(), std::greater{},
            [&](std::uint32_t node) { return file.analysis.retainedSizes[node]; });
    };
    const auto row = [this, &file, all, before](std::size_t i) {
        HeapRow one = objectRow(file, (*all)[i]);
        one.text.prepend(before);
        return one;
    };
    return part(std::make_shared<const Listed>(Listed{all->size(), prepare, row, tr("%L1 more that retain less")}));
}

} // namespace loopscope
