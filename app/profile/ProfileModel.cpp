#include "app/profile/ProfileModel.h"

#include "visualizer/theme/ThemeManager.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace loopscope {

struct ProfileModel::Row {
    ProfileRow row;
    Row* parent = nullptr;
    int place = 0;
    bool isLoaded = false;
    std::vector<std::unique_ptr<Row>> children;
};

ProfileModel::ProfileModel(const ThemeManager& themes, QObject* parent) : QAbstractItemModel(parent), m_themes(themes) {}
ProfileModel::~ProfileModel() = default;

void ProfileModel::show(std::shared_ptr<const ProfileRows> rows, const QString& filter)
{
    beginResetModel();
    if (!rows || !m_source || rows->view() != m_source->view()) m_sortColumn = -1;
    m_source = std::move(rows);
    m_top.clear();
    if (m_source) {
        std::vector<ProfileRow> top = m_source->top();
        if (!filter.isEmpty()) std::erase_if(top, [&](const ProfileRow& row) { return !row.text.contains(filter, Qt::CaseInsensitive) && !row.place.contains(filter, Qt::CaseInsensitive); });
        m_top = made(std::move(top), nullptr);
        order(m_top);
    }
    endResetModel();
}

std::vector<std::unique_ptr<ProfileModel::Row>> ProfileModel::made(std::vector<ProfileRow> rows, Row* parent)
{
    std::vector<std::unique_ptr<Row>> result;
    for (ProfileRow& row : rows) {
        result.push_back(std::make_unique<Row>());
        result.back()->row = std::move(row);
        result.back()->parent = parent;
        result.back()->place = static_cast<int>(result.size()) - 1;
    }
    return result;
}

void ProfileModel::order(std::vector<std::unique_ptr<Row>>& rows) const
{
    const bool isRising = m_sortOrder == Qt::AscendingOrder;
    const auto compare = [this](const ProfileRow& a, const ProfileRow& b) {
        switch (m_sortColumn) {
        case Name: return a.text.localeAwareCompare(b.text) < 0;
        case Place: return a.place.localeAwareCompare(b.place) < 0;
        case Own:
        case OwnPart: return a.own < b.own;
        default: return a.total < b.total;
        }
    };
    if (m_sortColumn >= 0) std::ranges::stable_sort(rows, [&](const auto& a, const auto& b) { return isRising ? compare(a->row, b->row) : compare(b->row, a->row); });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i]->place = static_cast<int>(i);
        if (rows[i]->isLoaded) order(rows[i]->children);
    }
}

void ProfileModel::sort(int column, Qt::SortOrder order)
{
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    m_sortColumn = column;
    m_sortOrder = order;
    this->order(m_top);
    for (const QModelIndex& index : before) changePersistentIndex(index, createIndex(rowOf(index)->place, index.column(), index.internalPointer()));
    emit layoutChanged();
}

ProfileModel::Row* ProfileModel::rowOf(const QModelIndex& index) const { return index.isValid() ? static_cast<Row*>(index.internalPointer()) : nullptr; }

const ProfileRow* ProfileModel::rowAt(const QModelIndex& index) const
{
    const Row* row = rowOf(index);
    return row ? &row->row : nullptr;
}

QModelIndex ProfileModel::index(int row, int column, const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    const auto& rows = above ? above->children : m_top;
    if (row < 0 || column < 0 || column >= columnCount() || static_cast<std::size_t>(row) >= rows.size()) return {};
    return createIndex(row, column, rows[static_cast<std::size_t>(row)].get());
}

QModelIndex ProfileModel::parent(const QModelIndex& child) const
{
    const Row* row = rowOf(child);
    return row && row->parent ? createIndex(row->parent->place, 0, row->parent) : QModelIndex();
}

int ProfileModel::rowCount(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    if (!above) return static_cast<int>(m_top.size());
    return parent.column() == 0 ? static_cast<int>(above->children.size()) : 0;
}

bool ProfileModel::hasChildren(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    if (!above) return !m_top.empty();
    return parent.column() == 0 && (above->isLoaded ? !above->children.empty() : above->row.mayOpen);
}

bool ProfileModel::canFetchMore(const QModelIndex& parent) const
{
    const Row* above = rowOf(parent);
    return above && parent.column() == 0 && !above->isLoaded && above->row.mayOpen;
}

void ProfileModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent)) return;
    Row* above = rowOf(parent);
    above->isLoaded = true;
    auto rows = made(m_source->below(above->row), above);
    order(rows);
    if (rows.empty()) return;
    beginInsertRows(parent, 0, static_cast<int>(rows.size()) - 1);
    above->children = std::move(rows);
    endInsertRows();
}

double ProfileModel::part(const ProfileRow& row, int column) const
{
    const std::int64_t cost = column == Own || column == OwnPart ? row.own : row.total;
    return cost > 0 && m_source->all() > 0 ? static_cast<double>(cost) / static_cast<double>(m_source->all()) : 0;
}

QString ProfileModel::text(const ProfileRow& row, int column) const
{
    switch (column) {
    case Name: return row.text;
    case Place: return row.function >= 0 ? row.place : QString();
    case Own: return m_source->file().costText(row.own);
    case Total: return row.total >= 0 ? m_source->file().costText(row.total) : QString();
    default:
        if (column == TotalPart && row.total < 0) return {};
        return QStringLiteral("%1 %").arg(QLocale().toString(part(row, column) * 100, 'f', 1));
    }
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const
{
    const Row* own = rowOf(index);
    if (!own || !m_source) return {};
    const Theme& theme = m_themes.theme();
    const ProfileRow& row = own->row;
    const bool isText = index.column() == Name || index.column() == Place;
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole:
        if (!isText) return {};
        return row.function >= 0 ? row.text + u'\n' + m_source->file().profile->functions[static_cast<std::size_t>(row.function)].url : row.place;
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole: return isText ? theme.codeFont(TextSize::Small) : theme.font(TextSize::Small);
    case Qt::ForegroundRole: return index.column() == Place || index.column() == OwnPart || index.column() == TotalPart || (row.isForeign && isText) ? theme.textMuted : theme.text;
    case kPartRole: return part(row, index.column());
    default: return {};
    }
}

QVariant ProfileModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    const bool isText = section == Name || section == Place, isCpu = !m_source || m_source->file().isCpu();
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Own) return isCpu ? tr("Time in the function itself") : tr("Bytes that the function itself allocated, and that had not been collected");
    if (role == Qt::ToolTipRole && section == Total) return isCpu ? tr("Time in the function and in all that it called") : tr("Bytes that the function and all that it called allocated, and that had not been collected");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name: return m_source && m_source->view() == ProfileView::Files ? tr("File and function") : tr("Function");
    case Own: return isCpu ? tr("Own time") : tr("Own size");
    case Total: return isCpu ? tr("Total time") : tr("Total size");
    case Place: return tr("Place");
    default: return tr("Part");
    }
}

} // namespace loopscope
