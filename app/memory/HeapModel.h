#pragma once

#include "app/memory/HeapFile.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace loopscope {

class ThemeManager;

/// A snapshot as a tree that is filled as it is opened: classes with their objects and what these refer to; or, of one object, what
/// refers to it, the nearest to the root first.
///
/// Thread: the GUI's.
class HeapModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { What, Distance, Count, Shallow, Retained, ColumnCount };
    static constexpr std::size_t kMostRows = 200; ///< objects below one row

    explicit HeapModel(const ThemeManager& themes, QObject* parent = nullptr);
    ~HeapModel() override;

    /// All classes whose name has `filter` in it, in any case. With a base: what is there more than in it.
    void showClasses(std::shared_ptr<const HeapFile> file, std::shared_ptr<const HeapFile> base, const QString& filter);
    /// What keeps this object.
    void showRetainers(std::shared_ptr<const HeapFile> file, std::uint32_t node);
    void clear();

    const std::shared_ptr<const HeapFile>& file() const { return m_file; }
    /// The object of a row; -1 for a class.
    qint64 nodeOf(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    bool hasChildren(const QModelIndex& parent) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row;
    Row* rowOf(const QModelIndex& index) const;
    QModelIndex indexOf(const Row* row) const;
    std::vector<std::unique_ptr<Row>> childrenOf(const Row& row) const;
    std::vector<std::unique_ptr<Row>> objectsOf(std::uint32_t heapClass) const;
    std::vector<std::unique_ptr<Row>> referencesOf(std::uint32_t node) const;
    std::vector<std::unique_ptr<Row>> retainersOf(std::uint32_t node) const;
    QString text(const Row& row, int column) const;
    QString edgeName(std::uint32_t edge) const;
    double number(const Row& row, int column) const;

    const ThemeManager& m_themes;
    std::shared_ptr<const HeapFile> m_file;
    mutable std::shared_ptr<const heap::ReverseEdges> m_retainers; ///< of m_file; made when first asked for
    std::vector<std::unique_ptr<Row>> m_rows;
    bool m_isRetainers = false, m_isComparison = false;
};

} // namespace loopscope
