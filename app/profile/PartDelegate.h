#pragma once

#include <QStyledItemDelegate>

namespace loopscope {

class ThemeManager;

/// Draws a part of the whole (ProfileModel::kPartRole) as a bar behind its text.
///
/// Thread: the GUI's. Themes must outlive it.
class PartDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    PartDelegate(const ThemeManager& themes, QObject* parent) : QStyledItemDelegate(parent), m_themes(themes) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const ThemeManager& m_themes;
};

} // namespace loopscope
