#include "app/profile/PartDelegate.h"

#include "app/profile/ProfileModel.h"
#include "visualizer/theme/ThemeManager.h"

#include <QPainter>

namespace loopscope {

void PartDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool isPart = index.column() == ProfileModel::OwnPart || index.column() == ProfileModel::TotalPart;
    const double part = isPart ? index.data(ProfileModel::kPartRole).toDouble() : 0;
    if (part > 0) {
        const QRectF cell = QRectF(option.rect).adjusted(4, 3, -2, -3);
        const Theme& theme = m_themes.theme();
        painter->fillRect(QRectF(cell.right() - cell.width() * part, cell.top(), cell.width() * part, cell.height()), theme.tint(theme.code.function, 0.3));
    }
    QStyledItemDelegate::paint(painter, option, index);
}

} // namespace loopscope
