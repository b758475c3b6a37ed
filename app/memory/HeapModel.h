#pragma once

#include "app/memory/HeapRows.h"

#include <QAbstractItemModel>

namespace loopscope {

class ThemeManager;

/// One view of a snapshot (HeapRows) as a tree that is filled as it is opened.
///
/// Thread: the GUI's.
class HeapModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    explicit HeapModel(const ThemeManager& themes, QObject* parent = nullptr);
    ~HeapModel() override;

    /// Those rows of the top whose text has `filter` in it, in any case.
    void show(std::shared_ptr<const HeapRows> rows, const QString& filter = {});
    void setFilter(const QString& filter);
    void clear() { show(nullptr); }
    /// In the place of a note: the next of the rows that it tells of. The first of them, or nothing for a row that is no such note.
    QModelIndex showMore(const QModelIndex& note);

    const std::shared_ptr<const HeapRows>& rows() const { return m_source; }
    /// The object of a row; -1 for a class.
    qint64 nodeOf(const QModelIndex& index) const;
    /// Null for an index that is none.
    const HeapRow* rowAt(const QModelIndex& index) const;
    const std::vector<HeapColumn>& columns() const { return m_columns; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return static_cast<int>(m_columns.size()); }
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row;
    Row* rowOf(const QModelIndex& index) const;
    std::vector<std::unique_ptr<Row>> made(std::vector<HeapRow> rows, Row* parent) const;
    void fillTop();
    bool isShown(const HeapRow& row) const;
    std::vector<std::unique_ptr<Row>>& listOf(Row* parent);
    void order();
    /// The same while a view looks at it.
    void reorder();
    QString text(const HeapRow& row, int column) const;

    const ThemeManager& m_themes;
    std::shared_ptr<const HeapRows> m_source;
    std::vector<HeapColumn> m_columns;
    std::vector<std::unique_ptr<Row>> m_top;
    QString m_filter;
    int m_sortColumn = 1;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace loopscope
