#pragma once

#include "app/profile/ProfileRows.h"

#include <QAbstractItemModel>

namespace loopscope {

class ThemeManager;

/// One table of a profile (ProfileRows) as a tree that is filled as it is opened: function, own cost, total cost, place.
///
/// Thread: the GUI's.
class ProfileModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Own, OwnPart, Total, TotalPart, Place };
    static constexpr int kPartRole = Qt::UserRole; ///< of Own and Total: the share of all, 0 to 1

    explicit ProfileModel(const ThemeManager& themes, QObject* parent = nullptr);
    ~ProfileModel() override;

    /// Those rows of the top that have `filter` in their name or place, in any case.
    void show(std::shared_ptr<const ProfileRows> rows, const QString& filter);
    const std::shared_ptr<const ProfileRows>& rows() const { return m_source; }
    const ProfileRow* rowAt(const QModelIndex& index) const; ///< null for an index that is none

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return Place + 1; }
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row;
    Row* rowOf(const QModelIndex& index) const;
    static std::vector<std::unique_ptr<Row>> made(std::vector<ProfileRow> rows, Row* parent);
    void order(std::vector<std::unique_ptr<Row>>& rows) const;
    QString text(const ProfileRow& row, int column) const;
    double part(const ProfileRow& row, int column) const;

    const ThemeManager& m_themes;
    std::shared_ptr<const ProfileRows> m_source;
    std::vector<std::unique_ptr<Row>> m_top;
    int m_sortColumn = -1; ///< -1: as the rows come
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace loopscope
