#pragma once

#include <QStyledItemDelegate>

namespace loopscope {

class ThemeManager;

/// Draws the fact and, below it and quieter, what to do; both in as many lines as they need.
///
/// Thread: the GUI's. `themes` must outlive it.
class FindingDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit FindingDelegate(const ThemeManager& themes, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_themes(themes) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// `option.rect` says the width.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QRect textRect(const QRect& cell) const;

    const ThemeManager& m_themes;
};

} // namespace loopscope
