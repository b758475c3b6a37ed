#include "app/memory/HeapRows.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace loopscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("HeapRows", text); }

} // namespace

QString HeapRows::emptyText() const { return tr("Nothing here."); }

HeapRow HeapRows::note(const QString& text)
{
    HeapRow row;
    row.text = text;
    row.isNote = true;
    return row;
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
    std::vector<HeapRow> rows;
    for (std::uint32_t edge = file.graph.edgeBegin(node); edge < file.graph.edgeEnd(node); ++edge) {
        if (file.graph.edgeType(edge) == heap::EdgeType::Weak) continue;
        if (rows.size() == kMostRows) {
            rows.push_back(note(tr("%L1 more").arg(file.graph.edgeEnd(node) - edge)));
            break;
        }
        rows.push_back(objectRow(file, file.graph.edgeTo(edge), file.edgeText(edge)));
    }
    return rows;
}

std::vector<HeapRow> HeapRows::greatest(const HeapFile& file, std::vector<std::uint32_t> nodes) const
{
    const std::size_t shown = std::min(nodes.size(), kMostRows);
    std::ranges::partial_sort(nodes, nodes.begin() + static_cast<std::ptrdiff_t>(shown), std::greater{}, [&](std::uint32_t node) { return file.analysis.retainedSizes[node]; });
    std::vector<HeapRow> rows;
    for (std::size_t i = 0; i < shown; ++i) rows.push_back(objectRow(file, nodes[i]));
    if (nodes.size() > shown) rows.push_back(note(tr("%L1 more that retain less").arg(nodes.size() - shown)));
    return rows;
}

} // namespace loopscope
