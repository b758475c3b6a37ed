#include "app/memory/HeapModel.h"

#include "inspector/heap/Distances.h"
#include "visualizer/theme/ThemeManager.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace loopscope {

struct HeapModel::Row {
    HeapRow row;
    Row* parent = nullptr;
    int place = 0;
    bool isLoaded = false;
    std::vector<std::unique_ptr<Row>> children;
};

HeapModel::HeapModel(const ThemeManager& themes, QObject* parent) : QAbstractItemModel(parent), m_themes(themes) {}
HeapModel::~HeapModel() = default;

void HeapModel::show(std::shared_ptr<const HeapRows> rows, const QString& filter)
{
    beginResetModel();
    m_source = std::move(rows);
    m_columns = m_source ? m_source->columns() : std::vector<HeapColumn>();
    m_filter = filter;
    m_sortColumn = m_source ? m_source->firstOrder() : 1;
    m_sortOrder = Qt::DescendingOrder;
    fillTop();
    endResetModel();
}

void HeapModel::setFilter(const QString& filter)
{
    if (filter == m_filter) return;
    beginResetModel();
    m_filter = filter;
    fillTop();
    endResetModel();
}

void HeapModel::fillTop()
{
    m_top.clear();
    if (!m_source) return;
    std::vector<HeapRow> rows = m_source->top();
    std::erase_if(rows, [this](const HeapRow& row) { return !isShown(row); });
    m_top = made(std::move(rows), nullptr);
    order();
}

bool HeapModel::isShown(const HeapRow& row) const { return row.isNote || row.text.contains(m_filter, Qt::CaseInsensitive); }
std::vector<std::unique_ptr<HeapModel::Row>>& HeapModel::listOf(Row* parent) { return parent ? parent->children : m_top; }

QModelIndex HeapModel::showMore(const QModelIndex& note)
{
    const Row* own = rowOf(note);
    if (!own || !own->row.more) return {};
    std::vector<HeapRow> rows = own->row.more();
    Row* const above = own->parent;
    if (!above) std::erase_if(rows, [this](const HeapRow& row) { return !isShown(row); });
    const QModelIndex parent = this->parent(note);
    auto& list = listOf(above);
    const int place = own->place;
    const auto renumber = [&list, place] {
        for (std::size_t i = static_cast<std::size_t>(place); i < list.size(); ++i) list[i]->place = static_cast<int>(i);
    };
    beginRemoveRows(parent, place, place);
    list.erase(list.begin() + place);
    renumber();
    endRemoveRows();
    if (rows.empty()) return {};
    auto next = made(std::move(rows), above);
    const Row* const first = next.front().get();
    beginInsertRows(parent, place, place + static_cast<int>(next.size()) - 1);
    list.insert(list.begin() + place, std::make_move_iterator(next.begin()), std::make_move_iterator(next.end()));
    renumber();
    endInsertRows();
    if (!above) reorder();
    return createIndex(first->place, 0, first);
}

void HeapModel::reorder()
{
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    order();
    for (const QModelIndex& index : persistentIndexList()) changePersistentIndex(index, createIndex(rowOf(index)->place, index.column(), rowOf(index)));
    emit layoutChanged({}, VerticalSortHint);
}

std::vector<std::unique_ptr<HeapModel::Row>> HeapModel::made(std::vector<HeapRow> rows, Row* parent) const
{
    std::vector<std::unique_ptr<Row>> result;
    for (HeapRow& row : rows) {
        result.push_back(std::make_unique<Row>());
        result.back()->row = std::move(row);
        result.back()->parent = parent;
        result.back()->place = static_cast<int>(result.size()) - 1;
    }
    return result;
}

void HeapModel::order()
{
    if (!m_source || !m_source->isSortable() || m_sortColumn < 0 || static_cast<std::size_t>(m_sortColumn) > HeapRow::kMostNumbers) return;
    const bool isRising = m_sortOrder == Qt::AscendingOrder;
    std::ranges::stable_sort(m_top, [&](const auto& a, const auto& b) {
        if (a->row.isNote != b->row.isNote) return b->row.isNote;
        if (a->row.isFirst != b->row.isFirst) return a->row.isFirst;
        if (m_sortColumn == 0) return isRising ? a->row.text.localeAwareCompare(b->row.text) < 0 : a->row.text.localeAwareCompare(b->row.text) > 0;
        const auto number = static_cast<std::size_t>(m_sortColumn - 1);
        return isRising ? a->row.numbers[number] < b->row.numbers[number] : a->row.numbers[number] > b->row.numbers[number];
    });
    for (std::size_t i = 0; i < m_top.size(); ++i) m_top[i]->place = static_cast<int>(i);
}

void HeapModel::sort(int column, Qt::SortOrder order)
{
    if (column == m_sortColumn && order == m_sortOrder) return;
    m_sortColumn = column;
    m_sortOrder = order;
    reorder();
}

HeapModel::Row* HeapModel::rowOf(const QModelIndex& index) const { return index.isValid() ? static_cast<Row*>(index.internalPointer()) : nullptr; }

qint64 HeapModel::nodeOf(const QModelIndex& index) const
{
    const Row* row = rowOf(index);
    return row ? row->row.node : -1;
}

const HeapRow* HeapModel::rowAt(const QModelIndex& index) const
{
    const Row* row = rowOf(index);
    return row ? &row->row : nullptr;
}

QModelIndex HeapModel::index(int row, int column, const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    const auto& rows = above ? above->children : m_top;
    if (row < 0 || column < 0 || column >= columnCount() || static_cast<std::size_t>(row) >= rows.size()) return {};
    return createIndex(row, column, rows[static_cast<std::size_t>(row)].get());
}

QModelIndex HeapModel::parent(const QModelIndex& child) const
{
    const Row* row = rowOf(child);
    return row && row->parent ? createIndex(row->parent->place, 0, row->parent) : QModelIndex();
}

int HeapModel::rowCount(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    if (!above) return static_cast<int>(m_top.size());
    return parent.column() == 0 ? static_cast<int>(above->children.size()) : 0;
}

bool HeapModel::hasChildren(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    if (!above) return !m_top.empty();
    return parent.column() == 0 && (above->isLoaded ? !above->children.empty() : above->row.mayOpen);
}

bool HeapModel::canFetchMore(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    return above && parent.column() == 0 && !above->isLoaded && above->row.mayOpen;
}

void HeapModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent)) return;
    Row* above = rowOf(parent);
    above->isLoaded = true;
    auto rows = made(m_source->below(above->row), above);
    if (rows.empty()) return;
    beginInsertRows(parent, 0, static_cast<int>(rows.size()) - 1);
    above->children = std::move(rows);
    endInsertRows();
}

QString HeapModel::text(const HeapRow& row, int column) const
{
    if (column == 0) return row.text;
    const qint64 number = row.numbers[static_cast<std::size_t>(column - 1)];
    if (row.isNote || number == HeapRow::kNothing) return {};
    switch (m_columns[static_cast<std::size_t>(column)].unit) {
    case HeapUnit::Objects: return QLocale().toString(number);
    case HeapUnit::ObjectDifference: return number > 0 ? u'+' + QLocale().toString(number) : number < 0 ? QStringLiteral("\u2212") + QLocale().toString(-number) : QStringLiteral("0");
    case HeapUnit::Bytes: return byteText(static_cast<std::uint64_t>(number));
    case HeapUnit::ByteDifference: return byteDifference(number);
    case HeapUnit::Distance: return number >= heap::Distances::system ? QStringLiteral("–") : QLocale().toString(number);
    case HeapUnit::Percent: return QStringLiteral("%1 %").arg(QLocale().toString(static_cast<double>(number) / 10, 'f', 1));
    case HeapUnit::Text: return {};
    }
    return {};
}

QVariant HeapModel::data(const QModelIndex& index, int role) const
{
    const Row* own = rowOf(index);
    if (!own || !m_source) return {};
    const Theme& theme = m_themes.theme();
    const HeapRow& row = own->row;
    const bool isText = index.column() == 0;
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return !isText ? QVariant() : row.more ? tr("Enter or a double click shows more") : row.text;
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole: return isText && row.isHeading ? theme.font(TextSize::Small, QFont::DemiBold) : theme.codeFont(TextSize::Small);
    case Qt::ForegroundRole: return row.isNote || m_columns[static_cast<std::size_t>(index.column())].unit == HeapUnit::Distance ? theme.textMuted : theme.text;
    default: return {};
    }
}

QVariant HeapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const HeapColumn& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole: return column.tip.isEmpty() ? QVariant() : column.tip;
    case Qt::DisplayRole: return column.title;
    default: return {};
    }
}

} // namespace loopscope
