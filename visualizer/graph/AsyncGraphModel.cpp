#include "visualizer/graph/AsyncGraphModel.h"

#include "visualizer/model/TraceModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace loopscope {

bool AsyncGraphModel::isSameRows(const AsyncTree& a, const AsyncTree& b)
{
    return std::ranges::equal(a.nodes, b.nodes, [](const AsyncNode& x, const AsyncNode& y) {
        return x.run == y.run && x.parent == y.parent && (x.folded > 0) == (y.folded > 0);
    });
}

bool AsyncGraphModel::show(AsyncTree tree, const TraceModel* model)
{
    if (m_text && model && isSameRows(tree, m_tree)) {
        m_tree = std::move(tree);
        m_text.emplace(*model);
        if (m_tree.roots > 0) emit dataChanged(index(0, 0), index(m_tree.roots - 1, Bars)); // a view repaints all that it shows
        return false;
    }
    beginResetModel();
    m_tree = std::move(tree);
    m_text.reset();
    if (model) m_text.emplace(*model);
    m_nodeOf.clear();
    for (std::size_t i = 0; i < m_tree.nodes.size(); ++i) m_nodeOf.emplace(m_tree.nodes[i].run, static_cast<int>(i));
    endResetModel();
    return true;
}

const AsyncNode* AsyncGraphModel::node(const QModelIndex& index) const
{
    return index.isValid() && !(index.internalId() & kFolder) ? &at(index.internalId()) : nullptr;
}

const AsyncNode* AsyncGraphModel::folder(const QModelIndex& index) const
{
    return index.isValid() && (index.internalId() & kFolder) ? &at(index.internalId()) : nullptr;
}

QModelIndex AsyncGraphModel::indexOf(AsyncRuns::Row run) const
{
    const auto found = m_nodeOf.find(run);
    if (found == m_nodeOf.end()) return {};
    const AsyncNode& node = at(static_cast<quintptr>(found->second));
    const int first = node.parent < 0 ? 0 : at(static_cast<quintptr>(node.parent)).firstChild;
    return createIndex(found->second - first, What, static_cast<quintptr>(found->second));
}

QModelIndex AsyncGraphModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) return {};
    if (!parent.isValid()) return createIndex(row, column, static_cast<quintptr>(row));
    const AsyncNode& above = at(parent.internalId());
    return createIndex(row, column, row < above.children ? static_cast<quintptr>(above.firstChild + row) : parent.internalId() | kFolder);
}

QModelIndex AsyncGraphModel::parent(const QModelIndex& child) const
{
    if (!child.isValid()) return {};
    const AsyncNode& own = at(child.internalId());
    if (child.internalId() & kFolder) return indexOf(own.run);
    return own.parent < 0 ? QModelIndex() : indexOf(at(static_cast<quintptr>(own.parent)).run);
}

int AsyncGraphModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid()) return m_tree.roots;
    const AsyncNode* above = parent.column() == What ? node(parent) : nullptr;
    return above ? above->children + (above->folded > 0) : 0;
}

int AsyncGraphModel::rowOnPath(const QModelIndex& parent) const
{
    const AsyncNode* above = node(parent);
    if (!above || !above->onPath) return -1;
    const auto own = std::ranges::find(m_tree.path, static_cast<int>(parent.internalId()));
    return own == m_tree.path.end() || own + 1 == m_tree.path.end() ? -1 : *(own + 1) - above->firstChild;
}

AsyncNodeText::Name AsyncGraphModel::name(const AsyncNode& node) const { return m_text->name(node.run, node.facts); }

QString AsyncGraphModel::foldedText(const AsyncNode& node) const
{
    return node.folded == 1 ? tr("1 more: Enter shows it") : tr("%1 more: Enter shows some").arg(QLocale().toString(node.folded));
}

QString AsyncGraphModel::text(const AsyncNode& node, int column) const
{
    switch (column) {
    case What: return name(node).name;
    case Waited: return AsyncNodeText::waited(node);
    case Ran: return AsyncNodeText::ran(node);
    default: return {};
    }
}

QString AsyncGraphModel::toolTip(const AsyncNode& node) const
{
    const AsyncNodeText::Name own = name(node);
    const QString by = node.parent >= 0 ? name(at(static_cast<quintptr>(node.parent))).name : QString();
    QString text = own.place.isEmpty() ? own.name : tr("%1 (%2)").arg(own.name, own.place);
    text += QLatin1Char('\n') + m_text->story(node, by);
    if (node.internal > 0) text += QLatin1Char('\n') + (node.internal == 1 ? tr("1 callback of Node's own below it is left out.") : tr("%1 callbacks of Node's own below it are left out.").arg(node.internal));
    return text;
}

QVariant AsyncGraphModel::data(const QModelIndex& index, int role) const
{
    if (!m_text || !index.isValid()) return {};
    const Theme& theme = m_themes.theme();
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(column == What ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (const AsyncNode* above = folder(index)) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return column == What ? foldedText(*above) : QString();
        if (role == Qt::ForegroundRole) return theme.textMuted;
        return role == Qt::FontRole ? QVariant(theme.font(TextSize::Small)) : QVariant();
    }
    const AsyncNode& n = *node(index);
    switch (role) {
    case Qt::DisplayRole: return text(n, column);
    case Qt::AccessibleTextRole: return column == Bars ? toolTip(n) : text(n, column);
    case Qt::ToolTipRole: return toolTip(n);
    case Qt::FontRole: return column == What ? theme.font(TextSize::Small, n.onPath ? QFont::DemiBold : QFont::Normal) : theme.codeFont(TextSize::Small);
    case Qt::ForegroundRole: return column == What && n.ran() ? theme.text : theme.textMuted;
    default: return {};
    }
}

QVariant AsyncGraphModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == Waited || section == Ran ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case What: return tr("Callback");
    case Waited: return tr("Waited");
    case Ran: return tr("Ran");
    case Bars: {
        if (m_tree.callbacks == 0) return tr("When");
        return tr("When, %1 from end to end").arg(Labels::duration(m_tree.last - m_tree.first));
    }
    default: return {};
    }
}

} // namespace loopscope
