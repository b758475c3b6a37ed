#include "app/memory/HeapModel.h"

#include "inspector/heap/ReverseEdges.h"
#include "visualizer/theme/ThemeManager.h"

#include <QLocale>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace loopscope {

struct HeapModel::Row {
    Row* parent = nullptr;
    int row = 0;
    qint64 node = -1;
    std::uint32_t heapClass = 0;
    QString name; ///< of the edge that leads here; of a class its own
    std::uint32_t distance = 0;
    qint64 count = 0;
    std::uint64_t shallow = 0, retained = 0;
    qint64 shallowMore = 0; ///< than in the base
    bool isLoaded = false;
    bool isMore = false; ///< tells of rows that are not shown
    std::vector<std::unique_ptr<Row>> children;
};

HeapModel::HeapModel(const ThemeManager& themes, QObject* parent) : QAbstractItemModel(parent), m_themes(themes) {}
HeapModel::~HeapModel() = default;

void HeapModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_file.reset();
    m_retainers.reset();
    endResetModel();
}

void HeapModel::showClasses(std::shared_ptr<const HeapFile> file, std::shared_ptr<const HeapFile> base, const QString& filter)
{
    beginResetModel();
    m_rows.clear();
    m_file = std::move(file);
    m_isRetainers = false;
    m_isComparison = base != nullptr;
    std::unordered_map<std::string, const heap::ClassRow*> before;
    if (base)
        for (const heap::ClassRow& row : base->analysis.summary) before[base->analysis.classes.classes()[row.heapClass].key()] = &row;
    for (const heap::ClassRow& own : m_file->analysis.summary) {
        const QString name = m_file->className(own.heapClass);
        if (!filter.isEmpty() && !name.contains(filter, Qt::CaseInsensitive)) continue;
        auto row = std::make_unique<Row>();
        row->heapClass = own.heapClass;
        row->name = name;
        row->distance = own.distance;
        row->count = own.count;
        row->shallow = own.shallowSize;
        row->retained = own.retainedSize;
        if (base) {
            const auto old = before.find(m_file->analysis.classes.classes()[own.heapClass].key());
            row->count -= old == before.end() ? 0 : old->second->count;
            row->shallowMore = static_cast<qint64>(own.shallowSize) - static_cast<qint64>(old == before.end() ? 0 : old->second->shallowSize);
            if (row->count == 0 && row->shallowMore == 0) continue;
        }
        m_rows.push_back(std::move(row));
    }
    if (base) std::ranges::stable_sort(m_rows, std::greater{}, [](const auto& row) { return row->shallowMore; });
    for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i]->row = static_cast<int>(i);
    endResetModel();
}

void HeapModel::showRetainers(std::shared_ptr<const HeapFile> file, std::uint32_t node)
{
    beginResetModel();
    if (file != m_file) m_retainers.reset();
    m_file = std::move(file);
    m_isRetainers = true;
    m_isComparison = false;
    m_rows = retainersOf(node);
    endResetModel();
}

qint64 HeapModel::nodeOf(const QModelIndex& index) const
{
    const Row* row = rowOf(index);
    return row ? row->node : -1;
}

HeapModel::Row* HeapModel::rowOf(const QModelIndex& index) const { return index.isValid() ? static_cast<Row*>(index.internalPointer()) : nullptr; }
QModelIndex HeapModel::indexOf(const Row* row) const { return createIndex(row->row, 0, const_cast<Row*>(row)); }

QString HeapModel::edgeName(std::uint32_t edge) const
{
    const QString text = QString::fromStdString(m_file->graph.edgeText(edge));
    return m_file->graph.edgeType(edge) == heap::EdgeType::Element ? u'[' + text + u']' : text;
}

std::vector<std::unique_ptr<HeapModel::Row>> HeapModel::objectsOf(std::uint32_t heapClass) const
{
    const heap::HeapAnalysis& a = m_file->analysis;
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t node = 0; node < m_file->graph.nodeCount(); ++node)
        if (a.classes.of(node) == heapClass && a.shallowSizes[node] > 0) nodes.push_back(node);
    const std::size_t shown = std::min(nodes.size(), kMostRows);
    std::ranges::partial_sort(nodes, nodes.begin() + static_cast<std::ptrdiff_t>(shown), std::greater{}, [&](std::uint32_t node) { return a.retainedSizes[node]; });
    std::vector<std::unique_ptr<Row>> rows;
    for (std::size_t i = 0; i < shown; ++i) {
        rows.push_back(std::make_unique<Row>());
        rows.back()->node = nodes[i];
    }
    if (nodes.size() > shown) {
        rows.push_back(std::make_unique<Row>());
        rows.back()->isMore = true;
        rows.back()->name = tr("%L1 more that retain less").arg(nodes.size() - shown);
    }
    return rows;
}

std::vector<std::unique_ptr<HeapModel::Row>> HeapModel::referencesOf(std::uint32_t node) const
{
    std::vector<std::unique_ptr<Row>> rows;
    for (std::uint32_t edge = m_file->graph.edgeBegin(node); edge < m_file->graph.edgeEnd(node); ++edge) {
        if (m_file->graph.edgeType(edge) == heap::EdgeType::Weak) continue;
        if (rows.size() == kMostRows) {
            rows.push_back(std::make_unique<Row>());
            rows.back()->isMore = true;
            rows.back()->name = tr("%L1 more").arg(m_file->graph.edgeEnd(node) - edge);
            break;
        }
        rows.push_back(std::make_unique<Row>());
        rows.back()->node = m_file->graph.edgeTo(edge);
        rows.back()->name = edgeName(edge);
    }
    return rows;
}

std::vector<std::unique_ptr<HeapModel::Row>> HeapModel::retainersOf(std::uint32_t node) const
{
    const heap::HeapGraph& graph = m_file->graph;
    if (!m_retainers)
        m_retainers = std::make_shared<const heap::ReverseEdges>(graph, [&](std::uint32_t from, std::uint32_t edge) { return graph.edgeType(edge) != heap::EdgeType::Weak && graph.edgeTo(edge) != from; });
    const auto from = m_retainers->to(node);
    std::vector<std::uint32_t> nodes(from.begin(), from.end());
    std::ranges::sort(nodes);
    const auto [first, last] = std::ranges::unique(nodes);
    nodes.erase(first, last);
    std::ranges::stable_sort(nodes, {}, [&](std::uint32_t n) { return m_file->analysis.distances[n]; });
    std::vector<std::unique_ptr<Row>> rows;
    for (const std::uint32_t retainer : nodes) {
        if (rows.size() == kMostRows) break;
        rows.push_back(std::make_unique<Row>());
        rows.back()->node = retainer;
        for (std::uint32_t edge = graph.edgeBegin(retainer); edge < graph.edgeEnd(retainer); ++edge)
            if (graph.edgeTo(edge) == node && graph.edgeType(edge) != heap::EdgeType::Weak) {
                rows.back()->name = edgeName(edge);
                break;
            }
    }
    return rows;
}

std::vector<std::unique_ptr<HeapModel::Row>> HeapModel::childrenOf(const Row& row) const
{
    auto rows = row.node < 0 ? objectsOf(row.heapClass) : m_isRetainers ? retainersOf(static_cast<std::uint32_t>(row.node)) : referencesOf(static_cast<std::uint32_t>(row.node));
    return rows;
}

QModelIndex HeapModel::index(int row, int column, const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    const auto& rows = above ? above->children : m_rows;
    if (row < 0 || column < 0 || column >= ColumnCount || static_cast<std::size_t>(row) >= rows.size()) return {};
    return createIndex(row, column, rows[static_cast<std::size_t>(row)].get());
}

QModelIndex HeapModel::parent(const QModelIndex& child) const
{
    const Row* row = rowOf(child);
    return row && row->parent ? indexOf(row->parent) : QModelIndex();
}

int HeapModel::rowCount(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    if (!above) return static_cast<int>(m_rows.size());
    return parent.column() == 0 ? static_cast<int>(above->children.size()) : 0;
}

bool HeapModel::hasChildren(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    if (!above) return !m_rows.empty();
    if (parent.column() != 0 || above->isMore) return false;
    if (above->isLoaded) return !above->children.empty();
    if (above->node < 0 || m_isRetainers) return true;
    return m_file->graph.edgeBegin(static_cast<std::uint32_t>(above->node)) < m_file->graph.edgeEnd(static_cast<std::uint32_t>(above->node));
}

bool HeapModel::canFetchMore(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    return above && parent.column() == 0 && !above->isLoaded && !above->isMore;
}

void HeapModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent)) return;
    Row* above = rowOf(parent);
    above->isLoaded = true;
    auto rows = childrenOf(*above);
    if (rows.empty()) return;
    beginInsertRows(parent, 0, static_cast<int>(rows.size()) - 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i]->parent = above;
        rows[i]->row = static_cast<int>(i);
    }
    above->children = std::move(rows);
    endInsertRows();
}

double HeapModel::number(const Row& row, int column) const
{
    const heap::HeapAnalysis& a = m_file->analysis;
    const auto node = static_cast<std::uint32_t>(row.node);
    switch (column) {
    case Distance: return row.node < 0 ? row.distance : a.distances[node];
    case Count: return static_cast<double>(row.count);
    case Shallow: return m_isComparison && row.node < 0 ? static_cast<double>(row.shallowMore) : static_cast<double>(row.node < 0 ? row.shallow : a.shallowSizes[node]);
    case Retained: return static_cast<double>(row.node < 0 ? row.retained : a.retainedSizes[node]);
    default: return 0;
    }
}

QString HeapModel::text(const Row& row, int column) const
{
    if (row.isMore) return column == What ? row.name : QString();
    const bool isClass = row.node < 0;
    switch (column) {
    case What:
        if (isClass) return row.name;
        if (row.name.isEmpty()) return m_file->nodeText(static_cast<std::uint32_t>(row.node));
        return m_isRetainers ? tr("%1 in %2").arg(row.name, m_file->nodeText(static_cast<std::uint32_t>(row.node))) : row.name + QStringLiteral(": ") + m_file->nodeText(static_cast<std::uint32_t>(row.node));
    case Distance: {
        const auto distance = static_cast<std::uint32_t>(number(row, Distance));
        return distance >= heap::Distances::system ? QStringLiteral("–") : QLocale().toString(distance);
    }
    case Count:
        if (!isClass) return {};
        return m_isComparison && row.count > 0 ? u'+' + QLocale().toString(row.count) : QLocale().toString(row.count);
    case Shallow: return m_isComparison && isClass ? byteDifference(row.shallowMore) : byteText(static_cast<std::uint64_t>(number(row, Shallow)));
    case Retained: return byteText(static_cast<std::uint64_t>(number(row, Retained)));
    default: return {};
    }
}

QVariant HeapModel::data(const QModelIndex& index, int role) const
{
    const Row* row = rowOf(index);
    if (!row || !m_file) return {};
    const Theme& theme = m_themes.theme();
    switch (role) {
    case Qt::DisplayRole: return text(*row, index.column());
    case Qt::ToolTipRole: return index.column() == What ? text(*row, What) : QVariant();
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(index.column() == What ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole: return index.column() == What && row->node < 0 && !row->isMore ? theme.font(TextSize::Small, QFont::DemiBold) : theme.codeFont(TextSize::Small);
    case Qt::ForegroundRole: return row->isMore || index.column() == Distance ? theme.textMuted : theme.text;
    default: return {};
    }
}

QVariant HeapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(section == What ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == Distance) return tr("References from the program's globals");
        if (section == Shallow) return tr("Bytes of the objects themselves");
        return section == Retained ? tr("Bytes that would be free without them") : QVariant();
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case What: return m_isRetainers ? tr("Kept by") : tr("Constructor");
    case Distance: return tr("Distance");
    case Count: return m_isComparison ? tr("Objects more") : tr("Objects");
    case Shallow: return m_isComparison ? tr("Size more") : tr("Own size");
    case Retained: return tr("Retained size");
    default: return {};
    }
}

void HeapModel::sort(int column, Qt::SortOrder order)
{
    if (m_isRetainers || m_rows.empty()) return;
    beginResetModel();
    const auto less = [&](const std::unique_ptr<Row>& a, const std::unique_ptr<Row>& b) {
        if (column == What) return order == Qt::AscendingOrder ? a->name.localeAwareCompare(b->name) < 0 : a->name.localeAwareCompare(b->name) > 0;
        return order == Qt::AscendingOrder ? number(*a, column) < number(*b, column) : number(*a, column) > number(*b, column);
    };
    std::stable_sort(m_rows.begin(), m_rows.end(), less);
    for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i]->row = static_cast<int>(i);
    endResetModel();
}

} // namespace loopscope
