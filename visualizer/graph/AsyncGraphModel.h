#pragma once

#include "visualizer/graph/AsyncNodeText.h"

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <unordered_map>

namespace loopscope {

class ThemeManager;
class TraceModel;

/// An AsyncTree as rows. Where children are left out, a last row below their parent tells of them.
///
/// Thread: the GUI's. Lifetime: the TraceModel given to show() must outlive its use.
class AsyncGraphModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { What, Waited, Ran, Bars, ColumnCount };

    explicit AsyncGraphModel(const ThemeManager& themes, QObject* parent = nullptr) : QAbstractItemModel(parent), m_themes(themes) {}

    /// Shows this tree. True if rows came or went (then the model was reset), false if only figures changed.
    bool show(AsyncTree tree, const TraceModel* model);

    const AsyncTree& tree() const { return m_tree; }
    const AsyncNode* node(const QModelIndex& index) const;   ///< null for a row that tells of others
    const AsyncNode* folder(const QModelIndex& index) const; ///< of such a row: whose children it tells of; else null
    QModelIndex indexOf(AsyncRuns::Row run) const;           ///< of the first column; invalid if it is not there
    int rowOnPath(const QModelIndex& parent) const; ///< of the child that the critical path goes to; -1 for none
    AsyncNodeText::Name name(const AsyncNode& node) const;
    QString summary() const { return AsyncNodeText::summary(m_tree); }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // An index holds the node it is of; of a row that tells of others its parent's, with the highest bit.
    static constexpr quintptr kFolder = quintptr{1} << (sizeof(quintptr) * 8 - 1);
    static bool isSameRows(const AsyncTree& a, const AsyncTree& b);
    const AsyncNode& at(quintptr i) const { return m_tree.nodes[static_cast<std::size_t>(i & ~kFolder)]; }
    QString foldedText(const AsyncNode& node) const;
    QString text(const AsyncNode& node, int column) const;
    QString toolTip(const AsyncNode& node) const;

    const ThemeManager& m_themes;
    AsyncTree m_tree;
    std::unordered_map<AsyncRuns::Row, int> m_nodeOf;
    std::optional<AsyncNodeText> m_text;
};

} // namespace loopscope
